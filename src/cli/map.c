/* map.c - ermine map INPUT… -o map.svg: the network as a picture. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

static bool listed(const char *const *names, const char *name)
{
    for (; name != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

int run_map(const struct options *options)
{
    const char *suffix = options->output == NULL ? NULL : strrchr(options->output, '.');
    const char *format = options->format != NULL ? options->format
                         : suffix == NULL        ? NULL
                                                 : suffix + 1;
    if (!listed(ermine_map_formats(), format))
        return usage_error(
            "draw what? Give -o FILE that ends in .svg, .html, .png, .pdf or .dot, or --format");
    static const char *const engines[] = {"sfdp", "neato", "fdp", "dot", NULL};
    if (options->layout != NULL && !listed(engines, options->layout))
        return usage_error("--layout %s: must be sfdp, neato, fdp or dot", options->layout);
    if (options->output == NULL && isatty(STDOUT_FILENO) &&
        (strcmp(format, "png") == 0 || strcmp(format, "pdf") == 0))
        return usage_error("a %s does not belong on a terminal; give -o FILE", format);
    if (options->story != NULL && strcmp(format, "html") != 0)
        return usage_error("--story: a story is told by an .html map alone");
    struct session session;
    ermine_sink *sink = NULL;
    if (session_open(&session, options, options->argument_count) &&
        (sink = output_open(options, &session.err)) != NULL) {
        ermine_map_options map = {.engine = options->layout,
                                  .language = options->language,
                                  .title = options->title,
                                  .story = options->story,
                                  .top = options->top,
                                  .by = options->by,
                                  .time_limit = options->time_limit};
        ermine_network_map(session.network, session.known, format, &map, sink, &session.err);
    }
    return session_close(&session, sink);
}
