#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One row an option; `letter` stands for it in struct command, whether or not it has a short form. */
static const struct {
    char letter;
    bool is_short;
    const char *name, *argument, *help;
} table[] = {
    {'o', true, "output", "FILE",
     "write to FILE, which appears only when it is whole; - for standard output"},
    {'j', true, "threads", "N", "work on N threads (default: all cores)"},
    {'S', false, "since", "DATE", "only what documents from DATE on say"},
    {'U', false, "until", "DATE", "only what documents up to DATE say"},
    {'T', false, "type", "TYPE,…", "only entities of these types"},
    {'R', false, "relation", "NAME,…", "only these relations"},
    {'Z', false, "status", "STATUS,…", "only ties current, planned, reported, denied or ended"},
    {'C', false, "min-confidence", "X", "only ties of at least this confidence, 0 to 1"},
    {'n', false, "top", "N", "at most the N most influential entities"},
    {'f', false, "format", "FORMAT", "format of the output"},
    {'l', false, "lang", "LANG", "names in zh, ru or en"},
    {'b', false, "by", "MEASURE", "sort by that measure (default pagerank); see --measures"},
    {'1', false, "measures", "NAME,…",
     "show these: degree, strength, strength_in, strength_out, pagerank, personal, hub,\n"
     "                                 authority, eigenvector, katz, betweenness, harmonic, core, "
     "constraint,\n"
     "                                 effective, cut_off, given, received, net, or all"},
    {'w', false, "weights", "FILE",
     "weights of relations and statuses, over those of weights.json"},
    {'2', false, "direction", "WAY",
     "influence goes both ways along a tie, forward (subject to object) or backward"},
    {'3', false, "from", "NAME", "rank by nearness to NAME (may be given several times)"},
    {'4', false, "explain", "NAME", "the ties and sentences that carry the rank of NAME"},
    {'I', false, "interval", NULL, "how sure each rank is: 90% intervals"},
    {'y', false, "ties", NULL, "rank ties: by the shortest ways they carry; bridges are marked"},
    {'a', false, "exact-up-to", "N",
     "sample betweenness and harmonic beyond N entities (default 20000)"},
    {'e', false, "error", "X", "how far off a sampled betweenness may be (default 0.003)"},
    {'O', false, "method", "NAME", "modularity, cpm or infomap"},
    {'5', false, "resolution", "X", "larger: smaller groups (default 1; of cpm 0.1)"},
    {'p', false, "paths", "N", "the N first paths (default 1)"},
    {'P', false, "strongest", NULL, "the strongest ties first, not the fewest"},
    {'V', false, "avoid", "NAME", "not by way of NAME (may be given several times)"},
    {'N', false, "avoid-relation", "NAME,…", "not by ties of these relations"},
    {'6', false, "through", "TYPE", "by way of an entity of that type"},
    {'7', false, "all-between", NULL, "all paths of at most --max ties"},
    {'8', false, "max", "N", "at most N ties in a path, circle or chain (default 4)"},
    {'k', false, "kind", "NAME,…", "circular, investors, boards, chains, cutoffs (default: all)"},
    {'K', false, "layout", "LAYOUT",
     "force, flow (of money), circular, columns (by region) or timeline (of dated ties)"},
    {'E', false, "ego", "NAME", "only what is tied to NAME"},
    {'r', false, "radius", "N", "within so many steps of --ego (default 1)"},
    {'B', false, "between", "A B", "only what lies on the ways between A and B"},
    {'Y', false, "community", "N|NAME", "only the group of that number, or the one NAME is in"},
    {'D', false, "backbone", "ALPHA",
     "only ties that stand out (disparity filter): 0.05 few, 0.5 many"},
    {'A', false, "as-of", "DATE",
     "the state of DATE: what was said up to then, without what is over"},
    {'d', false, "diff", "A B",
     "what is new, gone and changed from A to B: two inputs, or two dates of the INPUTs"},
    {'H', false, "hulls", NULL, "backgrounds for groups that are tied closely"},
    {'m', false, "theme", "THEME", "light or dark"},
    {'L', false, "time-limit", "SECONDS", "stop a layout after so long (default 60)"},
    {'t', false, "title", "TEXT", "title of the map"},
    {'J', false, "story", "FILE", "steps to click through in an html map"},
    {'x', false, "text", NULL, "print the cleaned text instead of facts"},
    {'F', false, "fast", NULL,
     "registry and patterns alone, no trained models: faster, finds less"},
    {'s', false, "strict", NULL, "GraphML by the letter: no label attribute on edges"},
    {'G', false, "gold", "FOLDER", "gold graphs, <document>.json each"},
    {'X', false, "texts", "FOLDER", "documents of the gold graphs: looks for the evidence in them"},
    {'M', false, "model", "MODEL", "a trained model: a file, or the name of one in the data"},
    {'q', true, "quiet", NULL, "say nothing but errors"},
    {'v', true, "verbose", NULL, "say what was found in each input"},
};
enum { row_count = sizeof table / sizeof *table };

int output_end(void)
{
    if (fflush(stdout) == 0)
        return EXIT_DONE;
    fprintf(stderr, "ermine: standard output: writing failed: %s\n", strerror(errno));
    return EXIT_SYSTEM;
}

int usage_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("ermine: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}

int fail(const ermine_error *err)
{
    static const int status[] = {
        [ERMINE_OK] = EXIT_SYSTEM,       [ERMINE_ENOTFOUND] = EXIT_NOT_FOUND,
        [ERMINE_EINPUT] = EXIT_INPUT,    [ERMINE_EIO] = EXIT_SYSTEM,
        [ERMINE_ENOMEM] = EXIT_SYSTEM,   [ERMINE_ELIMIT] = EXIT_SYSTEM,
        [ERMINE_ESTOPPED] = EXIT_STOPPED};
    fprintf(stderr, "ermine: %s\n", err->message);
    return status[err->code];
}

static void print_command_help(const struct command *command)
{
    printf("Usage: ermine %s %s\n\n%s\n\n", command->name, command->usage, command->summary);
    for (size_t i = 0; i < row_count; i++) {
        if (strchr(command->options, table[i].letter) == NULL)
            continue;
        char left[48];
        snprintf(left, sizeof left, "%s--%s%s%s", table[i].is_short ? "" : "    ", table[i].name,
                 table[i].argument == NULL ? "" : " ",
                 table[i].argument == NULL ? "" : table[i].argument);
        if (table[i].is_short)
            printf("  -%c, %-26s %s\n", table[i].letter, left, table[i].help);
        else
            printf("  %-30s %s\n", left, table[i].help);
    }
    printf("      --%-22s %s\n", "help", "this text");
}

/* Splits "a,b,c" in place. */
static bool split(char *text, const char *list[most_listed + 1])
{
    size_t count = 0;
    char *rest = NULL;
    for (char *item = strtok_r(text, ",", &rest); item != NULL; item = strtok_r(NULL, ",", &rest)) {
        if (count == most_listed)
            return false;
        list[count++] = item;
    }
    list[count] = NULL;
    return count > 0;
}

static bool number(const char *text, double low, double high, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && *value >= low && *value <= high;
}

bool is_date(const char *text)
{
    size_t length = strlen(text);
    if (length != 4 && length != 7 && length != 10)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((i == 4 || i == 7) ? text[i] != '-' : (text[i] < '0' || text[i] > '9'))
            return false;
    int month = length < 7 ? 1 : atoi(text + 5), day = length < 10 ? 1 : atoi(text + 8);
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool wrong(const char *option, const char *value, const char *wanted)
{
    usage_error("--%s %s: %s", option, value, wanted);
    return false;
}

static bool statuses_known(const struct options *options)
{
    ermine_status status;
    for (const char *const *name = options->statuses; *name != NULL; name++)
        if (!ermine_status_parse(*name, &status))
            return wrong("status", *name, "must be current, planned, reported, denied or ended");
    return true;
}

static bool measure_known(const char *option, const char *name)
{
    double value;
    ermine_influence none = {0};
    return ermine_influence_value(&none, name, &value) ||
           wrong(option, name, "must be a measure that ermine rank --help lists");
}

static bool measures_known(const struct options *options)
{
    if (strcmp(options->measures[0], "all") == 0 && options->measures[1] == NULL)
        return true;
    for (const char *const *name = options->measures; *name != NULL; name++)
        if (!measure_known("measures", *name))
            return false;
    return true;
}

static bool kinds_known(struct options *options, char *value)
{
    const char *names[most_listed + 1];
    if (!split(value, names))
        return wrong("kind", value, "must name kinds");
    for (const char *const *name = names; *name != NULL; name++) {
        ermine_pattern_kind kind;
        if (!ermine_pattern_parse(*name, &kind))
            return wrong("kind", *name, "must be circular, investors, boards, chains or cutoffs");
        options->kinds |= 1u << kind;
    }
    return true;
}

static bool set_direction(struct options *options, const char *value)
{
    static const char *const names[] = {"both", "forward", "backward"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(value, names[i]) == 0) {
            options->direction = (ermine_direction)i;
            return true;
        }
    }
    return wrong("direction", value, "must be both, forward or backward");
}

static bool set_method(struct options *options, const char *value)
{
    static const char *const names[] = {"modularity", "cpm", "infomap"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(value, names[i]) == 0) {
            options->method = (ermine_grouping_method)i;
            return true;
        }
    }
    return wrong("method", value, "must be modularity, cpm or infomap");
}

/* One more name for an option that may be given several times. */
static bool append(const char *option, const char *value, const char *list[most_listed + 1])
{
    size_t count = 0;
    while (list[count] != NULL)
        count++;
    if (count == most_listed)
        return wrong(option, value, "too many of these");
    list[count] = value;
    return true;
}

static bool set_count(const char *option, const char *value, double most, size_t *count)
{
    double n;
    if (!number(value, 1, most, &n))
        return wrong(option, value, "must be a number above 0");
    *count = (size_t)n;
    return true;
}

static bool listed(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Options that take two values; NULL for others. */
static const char **second_value(struct options *options, int letter)
{
    return letter == 'B' ? &options->between[1] : letter == 'd' ? &options->diff[1] : NULL;
}

static bool set(struct options *options, char letter, char *value)
{
    double n = 0;
    switch (letter) {
    case 'o':
        options->output = value;
        return true;
    case 'f':
        options->format = value;
        return true;
    case 'K':
        options->layout = value;
        return listed(ermine_map_layouts(), value) ||
               wrong("layout", value, "must be force, flow, circular, columns or timeline");
    case 'm':
        options->theme = value;
        return listed(ermine_map_themes(), value) || wrong("theme", value, "must be light or dark");
    case 'E':
        options->ego = value;
        return true;
    case 'Y':
        options->community = value;
        return true;
    case 'B':
        options->between[0] = value;
        return true;
    case 'd':
        options->diff[0] = value;
        return true;
    case 'H':
        options->hulls = true;
        return true;
    case 'r':
        if (!number(value, 1, 1000, &n))
            return wrong("radius", value, "must be a number above 0");
        options->radius = (size_t)n;
        return true;
    case 'D':
        if (!number(value, 1e-9, 1, &options->backbone))
            return wrong("backbone", value, "must be a number above 0, at most 1");
        return true;
    case 'A':
        options->as_of = value;
        return is_date(value) || wrong("as-of", value, "must be a date like 2024 or 2024-02-18");
    case 'G':
        options->gold = value;
        return true;
    case 'X':
        options->texts = value;
        return true;
    case 'M':
        options->model = value;
        return true;
    case 't':
        options->title = value;
        return true;
    case 'J':
        options->story = value;
        return true;
    case 'x':
        options->text = true;
        return true;
    case 'F':
        options->fast = true;
        return true;
    case 's':
        options->strict = true;
        return true;
    case 'q':
        options->quiet = true;
        return true;
    case 'v':
        options->verbose = true;
        return true;
    case 'b':
        options->by = value;
        return measure_known("by", value);
    case '1':
        return (split(value, options->measures) ||
                wrong("measures", value, "must name measures")) &&
               measures_known(options);
    case 'w':
        options->weights = value;
        return true;
    case '2':
        return set_direction(options, value);
    case '3':
        return append("from", value, options->from);
    case '4':
        options->explain = value;
        return true;
    case 'I':
        options->interval = true;
        return true;
    case 'y':
        options->ties = true;
        return true;
    case 'a':
        return set_count("exact-up-to", value, 4e9, &options->exact_up_to);
    case 'e':
        return number(value, 1e-5, 1, &options->error) ||
               wrong("error", value, "must be a number from 0.00001 to 1");
    case 'O':
        return set_method(options, value);
    case '5':
        return number(value, 1e-9, 1e9, &options->resolution) ||
               wrong("resolution", value, "must be a number above 0");
    case 'p':
        return set_count("paths", value, 500, &options->paths);
    case 'P':
        options->strongest = true;
        return true;
    case 'V':
        return append("avoid", value, options->avoid);
    case 'N':
        return split(value, options->avoid_relations) ||
               wrong("avoid-relation", value, "must name relations");
    case '6':
        options->through = value;
        return true;
    case '7':
        options->all_between = true;
        return true;
    case '8':
        return set_count("max", value, 24, &options->longest);
    case 'k':
        return kinds_known(options, value);
    case 'l':
        options->language = value;
        return strcmp(value, "en") == 0 || strcmp(value, "ru") == 0 || strcmp(value, "zh") == 0 ||
               wrong("lang", value, "must be zh, ru or en");
    case 'S':
        options->since = value;
        return is_date(value) || wrong("since", value, "must be a date like 2024 or 2024-02-18");
    case 'U':
        options->until = value;
        return is_date(value) || wrong("until", value, "must be a date like 2024 or 2024-02-18");
    case 'T':
        return split(value, options->types) || wrong("type", value, "must name types");
    case 'R':
        return split(value, options->relations) || wrong("relation", value, "must name relations");
    case 'Z':
        return (split(value, options->statuses) || wrong("status", value, "must name statuses")) &&
               statuses_known(options);
    case 'C':
        if (!number(value, 0, 1, &options->min_confidence))
            return wrong("min-confidence", value, "must be a number from 0 to 1");
        return true;
    case 'L':
        if (!number(value, 0.1, 86400, &options->time_limit))
            return wrong("time-limit", value, "must be a number of seconds");
        return true;
    case 'n':
        if (!number(value, 1, 1e9, &n))
            return wrong("top", value, "must be a number above 0");
        options->top = (size_t)n;
        return true;
    case 'j':
        if (!number(value, 1, 1024, &n))
            return wrong("threads", value, "must be a number from 1 to 1024");
        options->threads = (size_t)n;
        return true;
    default:
        return false;
    }
}

bool options_parse(const struct command *command, int argc, char **argv, struct options *options)
{
    struct option longs[row_count + 2] = {{0}};
    char shorts[row_count * 2 + 2] = ":"; /* asks for ':' where a value is missing */
    for (size_t i = 0; i < row_count; i++) {
        longs[i] = (struct option){table[i].name,
                                   table[i].argument == NULL ? no_argument : required_argument,
                                   NULL, table[i].letter};
        if (table[i].is_short) {
            size_t length = strlen(shorts);
            shorts[length] = table[i].letter;
            shorts[length + 1] = table[i].argument == NULL ? '\0' : ':';
        }
    }
    longs[row_count] = (struct option){"help", no_argument, NULL, 'h'};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    *options = (struct options){.threads = cores > 0 ? (size_t)cores : 1, .time_limit = 60};
    optind = 1;
    opterr = 0;
    int letter;
    while ((letter = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (letter == 'h') {
            print_command_help(command);
            exit(output_end());
        }
        if (letter == '?' || letter == ':') {
            const char *option = argv[optind - 1];
            usage_error("%s: %s; see ermine %s --help", option,
                        letter == ':' ? "needs a value" : "no such option", command->name);
            return false;
        }
        if (strchr(command->options, letter) == NULL) {
            usage_error("%s does not take that option; see ermine %s --help", command->name,
                        command->name);
            return false;
        }
        if (!set(options, (char)letter, optarg))
            return false;
        const char **second = second_value(options, letter);
        if (second != NULL && optind == argc) {
            usage_error("%s needs two values; see ermine %s --help", argv[optind - 2],
                        command->name);
            return false;
        }
        if (second != NULL)
            *second = argv[optind++];
    }
    options->arguments = (const char *const *)(argv + optind);
    options->argument_count = (size_t)(argc - optind);
    if (options->argument_count < command->least) {
        usage_error("usage: ermine %s %s", command->name, command->usage);
        return false;
    }
    return true;
}
