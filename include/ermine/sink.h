/* sink.h - where output goes: a file that appears only when it is whole, a stream, or memory.
 *
 * Writes are buffered and the first failure is remembered, so that a writer may ignore the
 * results of single writes and ask once, at ermine_sink_close(). One thread at a time. */
#ifndef ERMINE_SINK_H
#define ERMINE_SINK_H

#include "ermine/error.h"

#include <stdbool.h>

typedef struct ermine_sink ermine_sink;

/* Writes aside, beside `path`; ermine_sink_close() renames it into place. A device or a pipe is written to
 * directly. Returns owned, or NULL. */
ermine_sink *ermine_sink_file(const char *path, ermine_error *err);
/* Writes to an open descriptor, which is borrowed and not closed. `name` (copied) is for messages. */
ermine_sink *ermine_sink_descriptor(int descriptor, const char *name, ermine_error *err);
/* Keeps all in memory, to be read by ermine_sink_bytes(). */
ermine_sink *ermine_sink_memory(ermine_error *err);

void ermine_sink_write(ermine_sink *sink, const char *bytes, size_t length);
void ermine_sink_text(ermine_sink *sink, const char *text); /* NUL-terminated */
void ermine_sink_format(ermine_sink *sink, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Pushes what is buffered out; false with `err` when a write failed so far. */
bool ermine_sink_flush(ermine_sink *sink, ermine_error *err);
/* Memory sinks: the bytes written so far, borrowed until the next write; NUL-terminated beyond
 * `length`. NULL when out of memory. */
const char *ermine_sink_bytes(ermine_sink *sink, size_t *length);
/* Flushes and, for a file, renames it into place; then frees the sink, also when it fails: then no
 * half-written file stays. */
bool ermine_sink_close(ermine_sink *sink, ermine_error *err);
/* Frees the sink and drops what it wrote aside. NULL is allowed. */
void ermine_sink_abandon(ermine_sink *sink);

#endif
