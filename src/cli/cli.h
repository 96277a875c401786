/* cli.h - what the commands share: options, exit statuses, reading inputs, building networks. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "ermine/ermine.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_NOT_FOUND = 1,
    EXIT_USAGE = 2,
    EXIT_INPUT = 3,
    EXIT_SYSTEM = 4,
    EXIT_STOPPED = 130 /* by Ctrl-C, as shells count it */
};

enum { most_listed = 64 };

struct options {
    const char *output, *format, *language, *by, *layout, *title, *story, *gold, *texts, *model;
    const char *since, *until, *as_of;
    const char *ego, *between[2], *community, *diff[2], *theme;
    const char *types[most_listed + 1], *relations[most_listed + 1], *statuses[most_listed + 1];
    const char *measures[most_listed + 1], *from[most_listed + 1], *avoid[most_listed + 1];
    const char *avoid_relations[most_listed + 1];
    const char *weights, *explain, *through;
    ermine_direction direction;
    ermine_grouping_method method;
    unsigned kinds;
    double min_confidence, time_limit, backbone, resolution, error;
    size_t top, threads, radius, exact_up_to, paths, longest;
    bool hulls, text, fast, quiet, verbose, strict, interval, ties, strongest, all_between;
    const char *const *arguments;
    size_t argument_count;
};

struct command {
    const char *name;
    const char *usage;   /* arguments, behind the name */
    const char *summary; /* one line */
    const char *options; /* letters of the options it takes, see options.c */
    size_t least;        /* arguments */
    int (*run)(const struct options *options);
};
extern const struct command commands[]; /* ends with a NULL name */

/* Parses the arguments behind the command's name; false when the usage is wrong (said on stderr). */
bool options_parse(const struct command *command, int argc, char **argv, struct options *options);
bool is_date(const char *text); /* 2024, 2024-02 or 2024-02-18 */

/* Says the error on stderr and returns the exit status that goes with it. */
int fail(const ermine_error *err);
/* Pushes standard output out; the exit status, after a message when that fails. */
int output_end(void);
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Reads inputs (documents and facts), mines documents on several threads, and hands over the facts in the
 * order of the inputs. Bad inputs are said on stderr and counted. */
struct batch {
    const ermine_knowledge *known;
    const char *const *paths;
    size_t path_count, threads;
    bool quiet, verbose;
    /* Whether an input is worth mining; NULL: all. */
    bool (*wanted)(void *context, const ermine_raw *raw, bool *wanted, ermine_error *err);
    bool (*each)(void *context, const ermine_raw *raw, const ermine_facts *facts,
                 ermine_error *err);
    void *context;
    size_t done, bad, passed_over; /* out */
    char bad_source[256];          /* the last input with a bad line, */
    size_t bad_lines;              /* and how many it has had in a row */
    double shown;                  /* when progress was shown last; 0: it is not on the screen */
};
/* False when the system failed or a callback did; bad inputs alone do not make it fail. */
bool batch_run(struct batch *batch, ermine_error *err);
/* The exit status of a batch that ran to its end, after the line that counts bad inputs. */
int batch_status(const struct batch *batch);

/* A network of stores, facts, GraphML or documents, filtered by the options. `status` is the exit status so
 * far (EXIT_INPUT when some input was bad). NULL: `err` says why. */
ermine_network *network_open(const struct options *options, const ermine_knowledge *known,
                             const char *const *inputs, size_t count, int *status,
                             ermine_error *err);

/* Where the output goes: the file of -o, or standard output. */
ermine_sink *output_open(const struct options *options, ermine_error *err);
/* The name of a node in the language asked for. */
const char *node_name(const ermine_node *node, const char *language);

/* The knowledge, without models when --fast asks for that. */
ermine_knowledge *knowledge_open(const struct options *options, ermine_error *err);

/* Long work on a network: its share on a terminal, and Ctrl-C heeded between progress_begin() and progress_end(). */
struct progress {
    const char *what; /* "ranking" */
    bool shows;       /* on a terminal that wants to see it */
    double began, shown;
};
/* `work` is set up to tell `progress`. */
void progress_begin(struct progress *progress, const struct options *options, const char *what,
                    ermine_work *work);
void progress_end(struct progress *progress);

/* What a command over a network holds. */
struct session {
    const struct options *options;
    ermine_knowledge *known;
    ermine_network *network;
    ermine_influence *influence; /* after session_influence() */
    size_t *order;               /* nodes by --by, largest first */
    const char *by;              /* the measure that orders */
    size_t from[most_listed];    /* nodes of --from */
    ermine_measuring measuring;  /* what session_influence() measures, and found of samples */
    ermine_work work;
    struct progress progress;
    int status; /* EXIT_INPUT when some input was bad */
    ermine_error err;
};

/* Loads the knowledge and the network of the first `inputs` arguments; false when that fails. Close in any case. */
bool session_open(struct session *session, const struct options *options, size_t inputs);
/* Measures what `measures` (NULL: the usual ones) names, and what orders. */
bool session_influence(struct session *session, const char *const *measures);
/* How sure the ranks of session_influence() are; owned, NULL with the error set. */
ermine_interval *session_intervals(struct session *session);
/* The node of that name, or ERMINE_NONE with the error set. */
size_t session_find(struct session *session, const char *name);
/* Says that no entity has a tie: nothing found, unless some input was bad, which tells more. */
void session_nothing(struct session *session);
/* Closes the sink, when there is one, or drops it after an error; frees all; returns the exit status. */
int session_close(struct session *session, ermine_sink *sink);

int run_extract(const struct options *options);
int run_add(const struct options *options);
int run_rank(const struct options *options);
int run_communities(const struct options *options);
int run_path(const struct options *options);
int run_patterns(const struct options *options);
int run_show(const struct options *options);
int run_map(const struct options *options);
int run_export(const struct options *options);
int run_train(const struct options *options);
int run_eval(const struct options *options);
int eval_facts(const struct options *options);

#endif
