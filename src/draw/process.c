#include "draw/process.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { said_size = 512, not_started = 127 };

/* AddressSanitizer reserves terabytes of address space, which no limit may forbid. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMITS_MEMORY false
#elif defined(__has_feature)
#define LIMITS_MEMORY (!__has_feature(address_sanitizer))
#else
#define LIMITS_MEMORY true
#endif

struct child {
    pid_t pid;
    int in, out, said; /* our ends of its standard streams, -1 when closed */
};

static void close_end(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* In the child, where only async-signal-safe calls are allowed. */
static void become(const struct process *process, const int in[2], const int out[2],
                   const int said[2])
{
    struct rlimit memory = {process->memory_limit, process->memory_limit};
    struct rlimit time = {(rlim_t)ceil(process->seconds) + 1, (rlim_t)ceil(process->seconds) + 2};
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in[0], STDIN_FILENO) >= 0 && dup2(out[1], STDOUT_FILENO) >= 0 &&
        dup2(said[1], STDERR_FILENO) >= 0 &&
        (!LIMITS_MEMORY || setrlimit(RLIMIT_AS, &memory) == 0) && setrlimit(RLIMIT_CPU, &time) == 0)
        execvp(process->argv[0], (char *const *)process->argv);
    _exit(not_started);
}

static bool start(const struct process *process, struct child *child, ermine_error *err)
{
    int pipes[3][2] = {{-1, -1}, {-1, -1}, {-1, -1}};
    bool ok = true;
    for (size_t i = 0; ok && i < 3; i++)
        ok = pipe2(pipes[i], O_CLOEXEC) == 0;
    if (ok) {
        child->pid = fork();
        if (child->pid == 0)
            become(process, pipes[0], pipes[1], pipes[2]);
        ok = child->pid > 0;
    }
    if (!ok)
        error_set(err, ERMINE_EIO, "%s: %s", process->argv[0], strerror(errno));
    child->in = pipes[0][1];
    child->out = pipes[1][0];
    child->said = pipes[2][0];
    close_end(&pipes[0][0]);
    close_end(&pipes[1][1]);
    close_end(&pipes[2][1]);
    if (ok) {
        fcntl(child->in, F_SETFL, O_NONBLOCK);
        return true;
    }
    close_end(&child->in);
    close_end(&child->out);
    close_end(&child->said);
    return false;
}

/* Feeds and drains the child until it has closed its streams; false when time is up. */
static bool talk(const struct process *process, struct child *child, ermine_sink *output,
                 char *said)
{
    double deadline = now() + process->seconds;
    size_t sent = 0, said_length = 0;
    char buffer[65536];
    while (child->out >= 0 || child->said >= 0) {
        struct pollfd ends[] = {
            {child->out, POLLIN, 0}, {child->said, POLLIN, 0}, {child->in, POLLOUT, 0}};
        double left = deadline - now();
        if (left <= 0)
            return false;
        if (poll(ends, 3, left > 1 ? 1000 : (int)(left * 1000) + 1) < 0 && errno != EINTR)
            return true;
        if (ends[0].revents != 0) {
            ssize_t count = read(child->out, buffer, sizeof buffer);
            if (count > 0)
                ermine_sink_write(output, buffer, (size_t)count);
            else
                close_end(&child->out);
        }
        if (ends[1].revents != 0) {
            ssize_t count = read(child->said, buffer, sizeof buffer);
            if (count <= 0)
                close_end(&child->said);
            for (ssize_t i = 0; i < count && said_length + 1 < said_size; i++)
                said[said_length++] = buffer[i];
        }
        if (ends[2].revents != 0) {
            ssize_t count = write(child->in, process->input + sent, process->input_length - sent);
            sent += count > 0 ? (size_t)count : 0;
            if (sent == process->input_length || (count < 0 && errno != EAGAIN && errno != EINTR))
                close_end(&child->in);
        }
    }
    return true;
}

static bool judge(const struct process *process, int status, bool in_time, const char *said,
                  ermine_error *err)
{
    bool out_of_cpu = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU);
    if (!in_time || out_of_cpu)
        return error_set(
            err, ERMINE_ELIMIT,
            "%s was stopped after %.3g seconds: show fewer entities with --top, choose another "
            "--layout, or allow more with --time-limit",
            process->argv[0], process->seconds);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFEXITED(status) && WEXITSTATUS(status) == not_started)
        return error_set(err, ERMINE_EIO, "%s cannot be run; set ERMINE_LAYOUT to where it is",
                         process->argv[0]);
    if (WIFSIGNALED(status))
        return error_set(
            err, ERMINE_ELIMIT,
            "%s ended by signal %d, perhaps out of its memory: show fewer entities with --top",
            process->argv[0], WTERMSIG(status));
    return error_set(err, ERMINE_EIO, "%s failed: %.*s", process->argv[0], (int)strcspn(said, "\n"),
                     said);
}

bool process_run(const struct process *process, ermine_sink *output, ermine_error *err)
{
    struct child child = {-1, -1, -1, -1};
    char said[said_size] = "";
    /* A child that stops reading must not end us by SIGPIPE. */
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    if (!start(process, &child, err)) {
        sigaction(SIGPIPE, &before, NULL);
        return false;
    }
    bool in_time = talk(process, &child, output, said);
    if (!in_time)
        kill(child.pid, SIGKILL);
    close_end(&child.in);
    close_end(&child.out);
    close_end(&child.said);
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGPIPE, &before, NULL);
    return judge(process, status, in_time, said, err);
}
