/* map.c - ermine map INPUT… -o map.svg: the network as a picture. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* What a map needs besides a session. */
struct drawing {
    struct session session;
    struct options options; /* those of the network as it is shown */
    ermine_network *before; /* of a comparison */
    ermine_store *store;    /* that keeps the places of this map; NULL: none does */
    char *map;              /* the name the store keeps them under */
    ermine_place *places;
    size_t place_count;
    ermine_interval *intervals; /* of a page: how sure ranks are */
};

static bool known_format(const char *name)
{
    for (const char *const *known = ermine_map_formats(); name != NULL && *known != NULL; known++)
        if (strcmp(*known, name) == 0)
            return true;
    return false;
}

/* The state of a day: nothing said later, and nothing that was over by then. */
static void set_day(struct options *options, const char *day)
{
    static const char *const not_over[] = {"current", "planned", "reported"};
    options->until = day;
    for (size_t i = 0; i < sizeof not_over / sizeof *not_over && options->statuses[i] == NULL; i++)
        options->statuses[i] = not_over[i];
}

/* Two dates compare the inputs with themselves, two inputs with each other. The second of two inputs comes first
 * among those of the later state. */
static bool open_networks(struct drawing *drawing, const struct options *options)
{
    struct options before = drawing->options;
    const char *const *const diff = options->diff;
    bool dates = diff[0] != NULL && is_date(diff[0]) && is_date(diff[1]);
    const char **inputs = calloc(options->argument_count + 2, sizeof *inputs);
    if (inputs == NULL) {
        drawing->session.err.code = ERMINE_ENOMEM;
        snprintf(drawing->session.err.message, sizeof drawing->session.err.message,
                 "out of memory");
        return false;
    }
    size_t count = 0;
    if (diff[0] != NULL && !dates)
        inputs[count++] = diff[1];
    for (size_t i = 0; i < options->argument_count; i++)
        inputs[count++] = options->arguments[i];
    if (dates) {
        before.until = diff[0];
        drawing->options.until = diff[1];
    }
    drawing->options.arguments = inputs;
    drawing->options.argument_count = count;
    bool ok = session_open(&drawing->session, &drawing->options, count);
    if (ok && diff[0] != NULL)
        drawing->before =
            network_open(&before, drawing->session.known, dates ? inputs : diff, dates ? count : 1,
                         &drawing->session.status, &drawing->session.err);
    free(inputs);
    drawing->options.arguments = NULL;
    drawing->options.argument_count = 0;
    return ok && (diff[0] == NULL || drawing->before != NULL);
}

static void name_list(FILE *file, const char *key, const char *const *names)
{
    if (*names != NULL)
        fprintf(file, " %s", key);
    for (; *names != NULL; names++)
        fprintf(file, " %s", *names);
}

/* What tells this map from others of the store, whatever the time, the language and the looks. */
static char *map_name(const struct options *options)
{
    char *name = NULL;
    size_t size;
    FILE *file = open_memstream(&name, &size);
    if (file == NULL)
        return NULL;
    fprintf(file, "top %zu by %s", options->top, options->by == NULL ? "pagerank" : options->by);
    if (options->ego != NULL)
        fprintf(file, " ego %s %zu", options->ego, options->radius);
    if (options->between[0] != NULL)
        fprintf(file, " between %s %s", options->between[0], options->between[1]);
    if (options->community != NULL)
        fprintf(file, " community %s", options->community);
    if (options->backbone > 0)
        fprintf(file, " backbone %g", options->backbone);
    if (options->min_confidence > 0)
        fprintf(file, " confidence %g", options->min_confidence);
    fputs(options->hulls ? " hulls" : "", file);
    name_list(file, "types", options->types);
    name_list(file, "relations", options->relations);
    name_list(file, "statuses", options->statuses);
    if (fclose(file) == 0)
        return name;
    free(name);
    return NULL;
}

/* Opens the store that is the only input and may be written to: there earlier maps have left their places. */
static bool open_places(struct drawing *drawing, const struct options *options)
{
    const char *path = options->argument_count == 1 ? options->arguments[0] : "";
    size_t length = strlen(path);
    if (length < 7 || strcasecmp(path + length - 7, ".ermine") != 0 || options->diff[0] != NULL ||
        access(path, W_OK) != 0)
        return true;
    drawing->map = map_name(options);
    drawing->store = ermine_store_open(path, false, &drawing->session.err);
    return drawing->store != NULL && drawing->map != NULL &&
           ermine_store_places(drawing->store, drawing->map, &drawing->places,
                               &drawing->place_count, &drawing->session.err);
}

static bool keep(void *context, const ermine_place *places, size_t count, ermine_error *err)
{
    const struct drawing *drawing = context;
    return ermine_store_keep_places(drawing->store, drawing->map, places, count, err);
}

/* A comparison ranks both states together, of which it is not known how sure it is. */
static bool find_intervals(struct drawing *drawing)
{
    struct session *session = &drawing->session;
    const char *const none[] = {NULL};
    if (drawing->before != NULL)
        return true;
    if (!session_influence(session, none))
        return false;
    drawing->intervals = session_intervals(session);
    return drawing->intervals != NULL;
}

static void draw(struct drawing *drawing, const char *format, ermine_sink *sink)
{
    const struct options *options = &drawing->options;
    ermine_filter filter = {.since = options->since,
                            .until = options->until,
                            .types = options->types,
                            .relations = options->relations,
                            .statuses = options->statuses,
                            .min_confidence = options->min_confidence};
    ermine_map_options map = {.layout = options->layout,
                              .language = options->language,
                              .title = options->title,
                              .story = options->story,
                              .theme = options->theme,
                              .hulls = options->hulls,
                              .top = options->top,
                              .by = options->by,
                              .intervals = drawing->intervals,
                              .ego = options->ego,
                              .radius = options->radius,
                              .between = {options->between[0], options->between[1]},
                              .community = options->community,
                              .backbone = options->backbone,
                              .filter = &filter,
                              .before = drawing->before,
                              .compared = {options->diff[0], options->diff[1]},
                              .places = drawing->places,
                              .place_count = drawing->place_count,
                              .placed = drawing->store == NULL ? NULL : keep,
                              .context = drawing,
                              .time_limit = options->time_limit};
    ermine_network_map(drawing->session.network, drawing->session.known, format, &map, sink,
                       &drawing->session.err);
}

int run_map(const struct options *options)
{
    const char *suffix = options->output == NULL ? NULL : strrchr(options->output, '.');
    const char *format = options->format != NULL ? options->format
                         : suffix == NULL        ? NULL
                                                 : suffix + 1;
    if (!known_format(format))
        return usage_error(
            "draw what? Give -o FILE that ends in .svg, .html, .png, .pdf or .dot, or --format");
    if (options->output == NULL && isatty(STDOUT_FILENO) &&
        (strcmp(format, "png") == 0 || strcmp(format, "pdf") == 0))
        return usage_error("a %s does not belong on a terminal; give -o FILE", format);
    bool page = strcmp(format, "html") == 0;
    if (options->story != NULL && !page)
        return usage_error("--story: a story is told by an .html map alone");
    bool dates = options->diff[0] != NULL && is_date(options->diff[0]);
    if (dates && !is_date(options->diff[1]))
        return usage_error("--diff %s %s: give two dates or two inputs", options->diff[0],
                           options->diff[1]);
    if (options->argument_count == 0 && (options->diff[0] == NULL || dates))
        return usage_error("usage: ermine map [OPTIONS] INPUT… -o map.svg");
    struct drawing drawing = {.options = *options};
    if (options->as_of != NULL)
        set_day(&drawing.options, options->as_of);
    ermine_sink *sink = NULL;
    if (open_networks(&drawing, options) && open_places(&drawing, options) &&
        (!page || find_intervals(&drawing)) &&
        (sink = output_open(options, &drawing.session.err)) != NULL)
        draw(&drawing, format, sink);
    int status = session_close(&drawing.session, sink);
    ermine_network_free(drawing.before);
    ermine_store_close(drawing.store);
    free(drawing.intervals);
    free(drawing.places);
    free(drawing.map);
    return status;
}
