/* session.c - what every command over a network does first and last. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ermine_sink *output_open(const struct options *options, ermine_error *err)
{
    if (options->output != NULL && strcmp(options->output, "-") != 0)
        return ermine_sink_file(options->output, err);
    return ermine_sink_descriptor(STDOUT_FILENO, "standard output", err);
}

ermine_knowledge *knowledge_open(const struct options *options, ermine_error *err)
{
    return ermine_knowledge_load(NULL, options->fast ? ERMINE_MODELS_NONE : ERMINE_MODELS_ALL, err);
}

const char *node_name(const ermine_node *node, const char *language)
{
    const char *name = NULL;
    if (language != NULL)
        name = strcmp(language, "zh") == 0   ? node->name_zh
               : strcmp(language, "ru") == 0 ? node->name_ru
                                             : node->name_en;
    return name == NULL ? node->label : name;
}

static bool names_known(const ermine_knowledge *known, const struct options *options)
{
    for (const char *const *name = options->types; *name != NULL; name++) {
        if (ermine_knowledge_find_type(known, *name) == NULL) {
            usage_error("--type %s: no such type; schema.json in the knowledge folder lists them",
                        *name);
            return false;
        }
    }
    for (const char *const *name = options->relations; *name != NULL; name++) {
        if (ermine_knowledge_find_relation(known, *name) == NULL) {
            usage_error(
                "--relation %s: no such relation; schema.json in the knowledge folder lists them",
                *name);
            return false;
        }
    }
    return true;
}

bool session_open(struct session *session, const struct options *options, size_t inputs)
{
    *session = (struct session){.options = options};
    session->known = knowledge_open(options, &session->err);
    if (session->known != NULL && !names_known(session->known, options)) {
        session->status = EXIT_USAGE;
        return false;
    }
    if (session->known != NULL)
        session->network = network_open(options, session->known, options->arguments, inputs,
                                        &session->status, &session->err);
    return session->network != NULL;
}

/* The nodes of --from. */
static bool find_from(struct session *session)
{
    const char *const *names = session->options->from;
    size_t count = 0;
    for (; names[count] != NULL; count++)
        if ((session->from[count] = session_find(session, names[count])) == ERMINE_NONE)
            return false;
    session->measuring.from = session->from;
    session->measuring.from_count = count;
    return true;
}

bool session_influence(struct session *session, const char *const *measures)
{
    static const char *const usual[] = {"degree",      "strength", "pagerank", "betweenness",
                                        "eigenvector", "harmonic", "core",     NULL};
    const struct options *options = session->options;
    const char *wanted[most_listed + 4];
    size_t count = 0;
    for (measures = measures == NULL ? usual : measures; *measures != NULL; measures++)
        wanted[count++] = *measures;
    session->by = options->by != NULL        ? options->by
                  : options->from[0] != NULL ? "personal"
                                             : "pagerank";
    wanted[count++] = "degree"; /* who has no tie has no rank */
    wanted[count++] = "pagerank";
    wanted[count++] = session->by;
    wanted[count] = NULL;
    session->measuring = (ermine_measuring){.measures = wanted,
                                            .direction = options->direction,
                                            .known = session->known,
                                            .exact_up_to = options->exact_up_to,
                                            .error = options->error,
                                            .work = &session->work};
    if (!find_from(session))
        return false;
    if (session->measuring.from_count == 0 && strcmp(session->by, "personal") == 0) {
        usage_error("--by personal: from whom? Give --from NAME");
        session->status = EXIT_USAGE;
        return false;
    }
    progress_begin(&session->progress, options, "measuring", &session->work);
    session->influence =
        ermine_network_measure(session->network, &session->measuring, &session->err);
    progress_end(&session->progress);
    session->measuring.measures = NULL;
    if (session->influence == NULL)
        return false;
    session->order =
        ermine_influence_order(session->influence, ermine_network_node_count(session->network),
                               session->by, &session->err);
    return session->order != NULL;
}

ermine_interval *session_intervals(struct session *session)
{
    progress_begin(&session->progress, session->options, "resampling", &session->work);
    ermine_interval *intervals = ermine_network_intervals(session->network, session->by,
                                                          &session->measuring, 0, &session->err);
    progress_end(&session->progress);
    return intervals;
}

size_t session_find(struct session *session, const char *name)
{
    size_t node = ermine_network_find(session->network, name);
    if (node == ERMINE_NONE) {
        session->err.code = ERMINE_ENOTFOUND;
        snprintf(session->err.message, sizeof session->err.message,
                 "no entity is called \"%s\"; ermine rank lists those there are", name);
    }
    return node;
}

void session_nothing(struct session *session)
{
    if (!session->options->quiet)
        fputs("ermine: no entity has a tie\n", stderr);
    if (session->status == EXIT_DONE)
        session->status = EXIT_NOT_FOUND;
}

int session_close(struct session *session, ermine_sink *sink)
{
    if (session->err.code != ERMINE_OK)
        ermine_sink_abandon(sink);
    else if (sink != NULL)
        ermine_sink_close(sink, &session->err);
    free(session->order);
    free(session->influence);
    ermine_network_free(session->network);
    ermine_knowledge_free(session->known);
    return session->err.code == ERMINE_OK ? session->status : fail(&session->err);
}
