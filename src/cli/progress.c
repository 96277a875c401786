/* progress.c - how far long work on a network is, and stopping it. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

static double now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Nothing for a second: most work is done by then. */
static bool tell(void *context, double share)
{
    struct progress *progress = context;
    double time = now(), spent = time - progress->began;
    if (progress->shows && spent > 1 && time - progress->shown >= 0.2) {
        fprintf(stderr, "\r\x1B[Kermine: %s", progress->what);
        if (share > 0.01)
            fprintf(stderr, ": %.0f%%, %.0f s left", share * 100, spent / share - spent);
        progress->shown = time;
    }
    return !interrupted;
}

void progress_begin(struct progress *progress, const struct options *options, const char *what,
                    ermine_work *work)
{
    *progress = (struct progress){
        .what = what, .shows = !options->quiet && isatty(STDERR_FILENO), .began = now()};
    *work = (ermine_work){options->threads, tell, progress};
    interrupted = 0;
    /* A second Ctrl-C kills, should the work not heed the first. */
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
}

void progress_end(struct progress *progress)
{
    if (progress->shown > 0)
        fputs("\r\x1B[K", stderr);
    signal(SIGINT, SIG_DFL);
}
