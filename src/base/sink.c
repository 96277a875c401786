#include "ermine/sink.h"

#include "base/array.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { flush_at = 64 * 1024 };

struct ermine_sink {
    int descriptor; /* -1: memory */
    bool close_it;
    char *name;   /* for messages */
    char *target; /* of a file: its final path, links followed */
    char *aside;  /* the path written to; NULL unless a file, and for one that has no name yet */
    char *bytes;
    size_t count, capacity;
    ermine_error failure;
};

static ermine_sink *make(int descriptor, const char *name, ermine_error *err)
{
    ermine_sink *sink = calloc(1, sizeof *sink);
    if (sink == NULL) {
        error_memory(err);
        return NULL;
    }
    sink->descriptor = descriptor;
    sink->name = strdup(name);
    if (sink->name == NULL) {
        error_memory(err);
        free(sink);
        return NULL;
    }
    return sink;
}

/* A file without a name, beside the target: were we killed, nothing of it would stay. False where the file system or
 * a missing /proc does not let it be named later. */
static bool open_nameless(ermine_sink *sink)
{
    char *copy = strdup(sink->target), link[40];
    if (copy == NULL)
        return false;
    sink->descriptor = open(dirname(copy), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    free(copy);
    if (sink->descriptor < 0)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", sink->descriptor);
    if (access(link, F_OK) == 0)
        return true;
    close(sink->descriptor);
    sink->descriptor = -1;
    return false;
}

/* Gives the file a name beside the target, from where it can be renamed over it. */
static bool name_aside(ermine_sink *sink)
{
    char link[40];
    size_t size = strlen(sink->target) + 40;
    sink->aside = malloc(size);
    if (sink->aside == NULL)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", sink->descriptor);
    for (unsigned try = 0; try < 1000; try++) {
        snprintf(sink->aside, size, "%s.%ld-%u", sink->target, (long)getpid(), try);
        if (linkat(AT_FDCWD, link, AT_FDCWD, sink->aside, AT_SYMLINK_FOLLOW) == 0)
            return true;
        if (errno != EEXIST)
            break;
    }
    free(sink->aside);
    sink->aside = NULL;
    return false;
}

/* mkstemp() makes the file private; what the user asked for has the rights of the file it replaces, or
 * of any new file. */
static void give_rights(int descriptor, const struct stat *replaced)
{
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(descriptor, replaced != NULL ? replaced->st_mode & 0777 : 0666 & ~mask);
}

static bool open_aside(ermine_sink *sink, const struct stat *replaced)
{
    if (open_nameless(sink)) {
        give_rights(sink->descriptor, replaced);
        return true;
    }
    size_t size = strlen(sink->target) + sizeof ".XXXXXX";
    sink->aside = malloc(size);
    if (sink->aside == NULL)
        return false;
    snprintf(sink->aside, size, "%s.XXXXXX", sink->target);
    sink->descriptor = mkstemp(sink->aside);
    if (sink->descriptor >= 0) {
        give_rights(sink->descriptor, replaced);
        return true;
    }
    free(sink->aside);
    sink->aside = NULL;
    return false;
}

/* A device or a pipe is written to as it stands: a rename would put a file in its place. A link stays, and
 * the file it leads to is the one replaced. */
static bool open_target(ermine_sink *sink, const char *path)
{
    struct stat there;
    bool exists = stat(path, &there) == 0;
    if (exists && !S_ISREG(there.st_mode)) {
        sink->descriptor = open(path, O_WRONLY | O_CLOEXEC);
        return sink->descriptor >= 0;
    }
    sink->target = exists ? realpath(path, NULL) : strdup(path);
    return sink->target != NULL && open_aside(sink, exists ? &there : NULL);
}

ermine_sink *ermine_sink_file(const char *path, ermine_error *err)
{
    ermine_sink *sink = make(-1, path, err);
    if (sink == NULL)
        return NULL;
    if (!open_target(sink, path)) {
        error_set(err, ERMINE_EIO, "%s: cannot be written: %s", path, strerror(errno));
        ermine_sink_abandon(sink);
        return NULL;
    }
    sink->close_it = true;
    return sink;
}

ermine_sink *ermine_sink_descriptor(int descriptor, const char *name, ermine_error *err)
{
    return make(descriptor, name, err);
}

ermine_sink *ermine_sink_memory(ermine_error *err)
{
    return make(-1, "memory", err);
}

static bool push(ermine_sink *sink)
{
    size_t done = 0;
    while (done < sink->count) {
        ssize_t wrote = write(sink->descriptor, sink->bytes + done, sink->count - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            sink->count = 0;
            return error_set(&sink->failure, ERMINE_EIO, "%s: writing failed: %s", sink->name,
                             strerror(errno));
        }
        done += (size_t)wrote;
    }
    sink->count = 0;
    return true;
}

void ermine_sink_write(ermine_sink *sink, const char *bytes, size_t length)
{
    if (sink->failure.code != ERMINE_OK || length == 0)
        return;
    if (length > sink->capacity - sink->count &&
        !array_reserve((void **)&sink->bytes, &sink->capacity, sink->count, length, 1,
                       &sink->failure))
        return;
    memcpy(sink->bytes + sink->count, bytes, length);
    sink->count += length;
    if (sink->descriptor >= 0 && sink->count >= flush_at)
        push(sink);
}

void ermine_sink_text(ermine_sink *sink, const char *text)
{
    ermine_sink_write(sink, text, strlen(text));
}

void ermine_sink_format(ermine_sink *sink, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    if (length >= 0 && (size_t)length < sizeof small) {
        ermine_sink_write(sink, small, (size_t)length);
    } else if (length >= 0 && sink->failure.code == ERMINE_OK) {
        size_t size = (size_t)length + 1;
        if (array_reserve((void **)&sink->bytes, &sink->capacity, sink->count, size, 1,
                          &sink->failure)) {
            vsnprintf(sink->bytes + sink->count, size, format, again);
            sink->count += (size_t)length;
        }
    }
    va_end(again);
    va_end(args);
}

bool ermine_sink_flush(ermine_sink *sink, ermine_error *err)
{
    if (sink->failure.code == ERMINE_OK && sink->descriptor >= 0)
        push(sink);
    if (sink->failure.code != ERMINE_OK)
        return error_set(err, sink->failure.code, "%s", sink->failure.message);
    return true;
}

const char *ermine_sink_bytes(ermine_sink *sink, size_t *length)
{
    if (sink->failure.code != ERMINE_OK ||
        !array_reserve((void **)&sink->bytes, &sink->capacity, sink->count, 1, 1, &sink->failure))
        return NULL;
    sink->bytes[sink->count] = '\0';
    if (length != NULL)
        *length = sink->count;
    return sink->bytes;
}

bool ermine_sink_close(ermine_sink *sink, ermine_error *err)
{
    bool ok = ermine_sink_flush(sink, err);
    if (ok && sink->close_it) {
        sink->close_it = false;
        ok = sink->target == NULL || sink->aside != NULL || name_aside(sink);
        ok = close(sink->descriptor) == 0 && ok &&
             (sink->aside == NULL || rename(sink->aside, sink->target) == 0);
        if (ok) {
            free(sink->aside);
            sink->aside = NULL;
        } else {
            error_set(err, ERMINE_EIO, "%s: cannot be written: %s", sink->name, strerror(errno));
        }
    }
    ermine_sink_abandon(sink);
    return ok;
}

void ermine_sink_abandon(ermine_sink *sink)
{
    if (sink == NULL)
        return;
    if (sink->close_it)
        close(sink->descriptor);
    if (sink->aside != NULL)
        unlink(sink->aside);
    free(sink->aside);
    free(sink->target);
    free(sink->name);
    free(sink->bytes);
    free(sink);
}
