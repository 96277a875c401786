/* main.c - ermine-layout COMMAND ...: DOT in, positions out; SVG in, a picture out. */
#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "layout/layout.h"
#include "layout/render.h"

#include "ermine/ermine.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_SYSTEM = 4 };

static const char help[] =
    "Usage: ermine-layout layout ENGINE < graph.dot > positions.json\n"
    "       ermine-layout render png|pdf [--scale F] < drawing.svg > drawing.png\n"
    "       ermine-layout measure < drawing.svg > boxes.json\n\n"
    "  layout     Place the nodes of a graph: JSON, in points, y downward. ENGINE is\n"
    "             sfdp, neato, fdp, dot, twopi, circo, or nop for places that the graph has.\n"
    "  render     Draw an SVG as PNG (twice its size, a side at most 8000 pixels) or PDF.\n"
    "  measure    Tell where the elements that have an id are drawn: JSON.\n"
    "  --scale F  Draw it F times its size.\n"
    "  --help, --version\n\n"
    "Exit status: 0 done, 2 usage, 3 bad input, 4 the system failed.";

struct bytes {
    char *items; /* owned; NUL-terminated beyond `count` */
    size_t count, capacity;
};

static int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int usage_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("ermine-layout: ", stderr);
    vfprintf(stderr, format, args);
    fputs("; see ermine-layout --help\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}

static int report(const ermine_error *err)
{
    fputs("ermine-layout: ", stderr);
    for (const char *at = err->message; *at != '\0';
         at++) /* libxml2's messages may have two lines */
        if (*at != '\n')
            fputc(*at, stderr);
        else if (at[1] != '\0')
            fputc(' ', stderr);
    fputc('\n', stderr);
    switch (err->code) {
    case ERMINE_ENOTFOUND:
    case ERMINE_EINPUT:
        return EXIT_INPUT;
    default:
        return EXIT_SYSTEM;
    }
}

static int say(const char *text)
{
    if (puts(text) >= 0 && fflush(stdout) == 0)
        return EXIT_DONE;
    ermine_error err = {0};
    error_set(&err, ERMINE_EIO, "standard output: writing failed: %s", strerror(errno));
    return report(&err);
}

/* On failure too, the caller frees what has been read. */
static bool read_input(struct bytes *input, ermine_error *err)
{
    enum { at_once = 64 * 1024 };
    for (;;) {
        if (!array_reserve((void **)&input->items, &input->capacity, input->count, at_once, 1, err))
            return false;
        ssize_t got = read(STDIN_FILENO, input->items + input->count, at_once - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set(err, ERMINE_EIO, "standard input: %s", strerror(errno));
        input->count += (size_t)got;
        if (got == 0)
            break;
    }
    input->items[input->count] = '\0';
    return true;
}

/* Writes what was made in memory, so that a failure leaves no half of it. */
static bool write_output(ermine_sink *made, ermine_error *err)
{
    if (!ermine_sink_flush(made, err))
        return false;
    size_t length = 0;
    const char *bytes = ermine_sink_bytes(made, &length);
    if (bytes == NULL)
        return error_memory(err);
    ermine_sink *out = ermine_sink_descriptor(STDOUT_FILENO, "standard output", err);
    if (out == NULL)
        return false;
    ermine_sink_write(out, bytes, length);
    return ermine_sink_close(out, err);
}

static bool check_dot(const struct bytes *dot, ermine_error *err)
{
    size_t bad = utf8_check(dot->items, dot->count);
    if (bad == ERMINE_NONE && memchr(dot->items, '\0', dot->count) != NULL)
        bad = strlen(dot->items);
    if (bad != ERMINE_NONE)
        return error_set_at(err, ERMINE_EINPUT, bad,
                            "standard input: byte %zu is no text; DOT must be UTF-8", bad);
    return true;
}

struct task {
    const char *engine; /* NULL: render */
    const char *format; /* NULL: measure */
    double scale;
};

static bool perform(const struct task *task, const struct bytes *input, ermine_sink *made,
                    ermine_error *err)
{
    if (task->engine != NULL)
        return check_dot(input, err) && layout_write(input->items, task->engine, made, err);
    if (task->format == NULL)
        return render_measure(input->items, input->count, made, err);
    return render_write(input->items, input->count, task->format, task->scale, made, err);
}

static int run(const struct task *task)
{
    ermine_error err = {0};
    struct bytes input = {0};
    ermine_sink *made = ermine_sink_memory(&err);
    bool ok = made != NULL && read_input(&input, &err) && perform(task, &input, made, &err) &&
              write_output(made, &err);
    ermine_sink_abandon(made);
    free(input.items);
    return ok ? EXIT_DONE : report(&err);
}

static int run_layout(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return say(help);
    if (argc != 2)
        return usage_error("layout takes one engine");
    if (!layout_engine_known(argv[1])) {
        ermine_error err = {0};
        error_set(&err, ERMINE_ENOTFOUND, "no engine \"%s\"; see ermine-layout --help", argv[1]);
        return report(&err);
    }
    return run(&(struct task){.engine = argv[1]});
}

static bool read_scale(const char *text, double *scale)
{
    char *end = NULL;
    *scale = strtod(text, &end);
    return end != text && *end == '\0' && isfinite(*scale) && *scale > 0;
}

static int run_render(int argc, char **argv)
{
    static const struct option options[] = {
        {"scale", required_argument, NULL, 's'}, {"help", no_argument, NULL, 'h'}, {0}};
    struct task task = {0};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":", options, NULL)) != -1;) {
        if (option == 'h')
            return say(help);
        if (option == ':')
            return usage_error("%s needs a value", argv[optind - 1]);
        if (option != 's')
            return usage_error("render has no option %s", argv[optind - 1]);
        if (!read_scale(optarg, &task.scale))
            return usage_error("\"%s\" is no scale; give a number above 0", optarg);
    }
    if (argc - optind != 1)
        return usage_error("render takes one format, png or pdf");
    task.format = argv[optind];
    if (!render_format_known(task.format))
        return usage_error("no format \"%s\"; png and pdf are", task.format);
    return run(&task);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, said like any other */
    if (argc < 2)
        return usage_error("no command");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return say(help);
    if (strcmp(argv[1], "--version") == 0)
        return say("ermine-layout " ERMINE_VERSION);
    if (strcmp(argv[1], "layout") == 0)
        return run_layout(argc - 1, argv + 1);
    if (strcmp(argv[1], "render") == 0)
        return run_render(argc - 1, argv + 1);
    if (strcmp(argv[1], "measure") == 0)
        return argc == 2 ? run(&(struct task){0}) : usage_error("measure takes no arguments");
    return usage_error("no command \"%s\"", argv[1]);
}
