/* reader.c - finds and unpacks inputs: files, folders, standard input, compressed or not. */
#include "ermine/document.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { longest_path = 4096, deepest_folder = 64 };

static const size_t largest_input = 64u << 20; /* of a text, or of one line of JSON */

/* A path still to be read; folders stand before what is in them. */
struct pending {
    char *path;
    int depth;
    bool given; /* by the user: read whatever its suffix is */
};

struct ermine_reader {
    struct pending *pending; /* the next one last */
    size_t count, capacity;
    struct archive *archive; /* open JSON Lines input, or NULL */
    char *source;
    size_t line;
    char *buffer; /* unread bytes of the open input: [start, end) */
    size_t start, end, buffer_capacity;
    bool at_end;
};

void ermine_raw_free(ermine_raw *raw)
{
    if (raw == NULL)
        return;
    free(raw->source);
    free(raw->bytes);
    free(raw);
}

static bool push_path(ermine_reader *reader, const char *path, int depth, bool given,
                      ermine_error *err)
{
    struct pending pending = {strdup(path), depth, given};
    if (pending.path == NULL)
        return error_memory(err);
    if (ARRAY_PUSH(&reader->pending, &reader->count, &reader->capacity, pending, err))
        return true;
    free(pending.path);
    return false;
}

ermine_reader *ermine_reader_new(const char *const *paths, size_t count, ermine_error *err)
{
    ermine_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = count; i > 0; i--) {
        if (!push_path(reader, paths[i - 1], 0, true, err)) {
            ermine_reader_free(reader);
            return NULL;
        }
    }
    return reader;
}

static void close_input(ermine_reader *reader)
{
    if (reader->archive != NULL)
        archive_read_free(reader->archive);
    reader->archive = NULL;
    free(reader->source);
    reader->source = NULL;
    reader->start = reader->end = 0;
    reader->at_end = false;
}

void ermine_reader_free(ermine_reader *reader)
{
    if (reader == NULL)
        return;
    close_input(reader);
    for (size_t i = 0; i < reader->count; i++)
        free(reader->pending[i].path);
    free(reader->pending);
    free(reader->buffer);
    free(reader);
}

static bool ends_with(const char *name, size_t length, const char *suffix)
{
    size_t size = strlen(suffix);
    return length >= size && strncasecmp(name + length - size, suffix, size) == 0;
}

/* The length of the name without .gz or .zst. */
static size_t unpacked_length(const char *name)
{
    size_t length = strlen(name);
    if (ends_with(name, length, ".gz"))
        return length - 3;
    return ends_with(name, length, ".zst") ? length - 4 : length;
}

static bool wanted_file(const char *name)
{
    static const char *const suffixes[] = {".txt", ".html", ".htm", ".jsonl"};
    size_t length = unpacked_length(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (ends_with(name, length, suffixes[i]))
            return true;
    return false;
}

static int by_bytes_backwards(const struct dirent **a, const struct dirent **b)
{
    return -strcmp((*a)->d_name, (*b)->d_name);
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool push_folder(ermine_reader *reader, const struct pending *folder, ermine_error *err)
{
    if (folder->depth >= deepest_folder)
        return error_set(err, ERMINE_EINPUT, "%s: folders more than %d deep", folder->path,
                         deepest_folder);
    struct dirent **entries;
    int count = scandir(folder->path, &entries, not_hidden, by_bytes_backwards);
    if (count < 0)
        return error_set(err, ERMINE_EINPUT, "%s: the folder cannot be read: %s", folder->path,
                         strerror(errno));
    bool ok = true;
    size_t base = strlen(folder->path);
    const char *slash = base > 0 && folder->path[base - 1] == '/' ? "" : "/";
    for (int i = 0; i < count; i++) {
        char path[longest_path];
        int size = snprintf(path, sizeof path, "%s%s%s", folder->path, slash, entries[i]->d_name);
        if (ok && size > 0 && (size_t)size < sizeof path)
            ok = push_path(reader, path, folder->depth + 1, false, err);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

static bool open_input(ermine_reader *reader, const char *path, ermine_error *err)
{
    reader->archive = archive_read_new();
    reader->source = strdup(path);
    reader->line = 0;
    if (reader->archive == NULL || reader->source == NULL) {
        close_input(reader);
        return error_memory(err);
    }
    archive_read_support_filter_gzip(reader->archive);
    archive_read_support_filter_zstd(reader->archive);
    archive_read_support_format_raw(reader->archive);
    archive_read_support_format_empty(reader->archive);
    struct archive_entry *entry;
    bool standard = strcmp(path, "-") == 0;
    int status = standard ? archive_read_open_fd(reader->archive, 0, 65536)
                          : archive_read_open_filename(reader->archive, path, 65536);
    if (status == ARCHIVE_OK)
        status = archive_read_next_header(reader->archive, &entry);
    if (status == ARCHIVE_EOF) {
        reader->at_end = true;
        return true;
    }
    if (status == ARCHIVE_OK)
        return true;
    const char *why = archive_error_string(reader->archive);
    error_set(err, ERMINE_EINPUT, "%s: %s", path, why == NULL ? "cannot be read" : why);
    close_input(reader);
    return false;
}

/* Reads more bytes behind those in the buffer; false on a damaged input. */
static bool fill(ermine_reader *reader, ermine_error *err)
{
    if (reader->start > 0) {
        memmove(reader->buffer, reader->buffer + reader->start, reader->end - reader->start);
        reader->end -= reader->start;
        reader->start = 0;
    }
    size_t room = 1 << 17;
    if (!array_reserve((void **)&reader->buffer, &reader->buffer_capacity, reader->end, room, 1,
                       err))
        return false;
    la_ssize_t got = archive_read_data(reader->archive, reader->buffer + reader->end, room);
    if (got < 0) {
        const char *why = archive_error_string(reader->archive);
        return error_set(err, ERMINE_EINPUT, "%s: damaged: %s", reader->source,
                         why == NULL ? "cannot be unpacked" : why);
    }
    reader->at_end = got == 0;
    reader->end += (size_t)got;
    return true;
}

static ermine_raw *make_raw(const ermine_reader *reader, const char *bytes, size_t length,
                            ermine_format format, ermine_error *err)
{
    ermine_raw *raw = calloc(1, sizeof *raw);
    if (raw != NULL) {
        raw->source = strdup(reader->source);
        raw->bytes = malloc(length + 1);
    }
    if (raw == NULL || raw->source == NULL || raw->bytes == NULL) {
        error_memory(err);
        ermine_raw_free(raw);
        return NULL;
    }
    if (length > 0)
        memcpy(raw->bytes, bytes, length);
    raw->bytes[length] = '\0';
    raw->length = length;
    raw->format = format;
    raw->line = reader->line;
    raw->hash = hash_bytes(bytes, length);
    return raw;
}

static bool blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

/* Facts have a list of entities or relations, documents a text. */
static ermine_format line_format(const char *line, size_t length)
{
    bool facts = memmem(line, length, "\"relations\"", 11) != NULL ||
                 memmem(line, length, "\"entities\"", 10) != NULL;
    return facts && memmem(line, length, "\"text\":\"", 8) != line + 1 ? ERMINE_FORMAT_FACTS
                                                                       : ERMINE_FORMAT_JSON;
}

/* Skips the rest of a line that is too long. */
static bool skip_line(ermine_reader *reader, ermine_error *err)
{
    for (;;) {
        char *feed = memchr(reader->buffer + reader->start, '\n', reader->end - reader->start);
        if (feed != NULL) {
            reader->start = (size_t)(feed - reader->buffer) + 1;
            return true;
        }
        reader->start = reader->end;
        if (reader->at_end)
            return true;
        if (!fill(reader, err))
            return false;
    }
}

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* The next line of the open JSON Lines input. */
static ermine_read next_line(ermine_reader *reader, ermine_raw **raw, ermine_error *err)
{
    for (size_t looked = 0;;) {
        char *from = reader->buffer == NULL ? NULL : reader->buffer + reader->start;
        size_t have = reader->end - reader->start;
        char *feed = have > looked ? memchr(from + looked, '\n', have - looked) : NULL;
        if (feed == NULL && !reader->at_end && have <= largest_input) {
            looked = have;
            if (!fill(reader, err)) {
                close_input(reader);
                return ERMINE_READ_BAD;
            }
            continue;
        }
        reader->line++;
        if (feed == NULL && have > largest_input) {
            ermine_error ignored = {0};
            error_set(err, ERMINE_EINPUT, "%s:%zu: a line of more than %zu MiB; split it",
                      reader->source, reader->line, largest_input >> 20);
            if (!skip_line(reader, &ignored))
                close_input(reader);
            return ERMINE_READ_BAD;
        }
        size_t length = feed == NULL ? have : (size_t)(feed - from);
        size_t mark =
            reader->line == 1 && length >= 3 && memcmp(from, byte_order_mark, 3) == 0 ? 3 : 0;
        if (feed == NULL && length == 0) {
            close_input(reader);
            return ERMINE_READ_END;
        }
        reader->start += length + (feed != NULL);
        looked = 0;
        from += mark;
        length -= mark;
        if (blank(from, length))
            continue;
        *raw = make_raw(reader, from, length, line_format(from, length), err);
        return *raw == NULL ? ERMINE_READ_BAD : ERMINE_READ_ONE;
    }
}

static const char *skip_blank(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\n' || *s == '\r' || *s == '\t'))
        s++;
    return s;
}

static ermine_format sniff(const char *bytes, size_t length)
{
    const char *end = bytes + length, *s = skip_blank(bytes, end);
    if (length >= 3 && memcmp(bytes, byte_order_mark, 3) == 0)
        s = skip_blank(bytes + 3, end);
    if (s < end && *s == '{')
        return ERMINE_FORMAT_JSON;
    size_t look = (size_t)(end - s) < 1000 ? (size_t)(end - s) : 1000;
    for (size_t i = 0; i + 6 < look; i++)
        if (s[i] == '<' &&
            (strncasecmp(s + i, "<html", 5) == 0 || strncasecmp(s + i, "<!doct", 6) == 0 ||
             strncasecmp(s + i, "<body", 5) == 0))
            return ERMINE_FORMAT_HTML;
    return ERMINE_FORMAT_TEXT;
}

/* The whole of the open input as one raw document. */
static ermine_read whole_input(ermine_reader *reader, ermine_format format, ermine_raw **raw,
                               ermine_error *err)
{
    while (!reader->at_end) {
        if (reader->end > largest_input) {
            error_set(err, ERMINE_EINPUT, "%s: more than %zu MiB in one document; split it",
                      reader->source, largest_input >> 20);
            close_input(reader);
            return ERMINE_READ_BAD;
        }
        if (!fill(reader, err)) {
            close_input(reader);
            return ERMINE_READ_BAD;
        }
    }
    *raw = make_raw(reader, reader->buffer, reader->end, format, err);
    close_input(reader);
    return *raw == NULL ? ERMINE_READ_BAD : ERMINE_READ_ONE;
}

static ermine_read read_file(ermine_reader *reader, const char *path, ermine_raw **raw,
                             ermine_error *err)
{
    if (!open_input(reader, path, err))
        return ERMINE_READ_BAD;
    size_t length = unpacked_length(path);
    ermine_format format = ERMINE_FORMAT_TEXT;
    if (ends_with(path, length, ".jsonl")) {
        format = ERMINE_FORMAT_JSON;
    } else if (ends_with(path, length, ".html") || ends_with(path, length, ".htm")) {
        format = ERMINE_FORMAT_HTML;
    } else if (!ends_with(path, length, ".txt")) {
        if (!reader->at_end && !fill(reader, err)) {
            close_input(reader);
            return ERMINE_READ_BAD;
        }
        format = sniff(reader->buffer, reader->end);
    }
    return format == ERMINE_FORMAT_JSON ? next_line(reader, raw, err)
                                        : whole_input(reader, format, raw, err);
}

static ermine_read read_path(ermine_reader *reader, const struct pending *pending, ermine_raw **raw,
                             ermine_error *err)
{
    struct stat info = {0};
    if (strcmp(pending->path, "-") == 0)
        return read_file(reader, "-", raw, err);
    if ((pending->given ? stat : lstat)(pending->path, &info) != 0) {
        error_set(err, ERMINE_EINPUT, "%s: %s", pending->path, strerror(errno));
        return ERMINE_READ_BAD;
    }
    if (S_ISDIR(info.st_mode))
        return push_folder(reader, pending, err) ? ERMINE_READ_END : ERMINE_READ_BAD;
    if (!pending->given && (!wanted_file(pending->path) || S_ISFIFO(info.st_mode)))
        return ERMINE_READ_END;
    return read_file(reader, pending->path, raw, err);
}

ermine_read ermine_reader_next(ermine_reader *reader, ermine_raw **raw, ermine_error *err)
{
    *raw = NULL;
    for (;;) {
        ermine_read result = ERMINE_READ_END;
        if (reader->archive != NULL) {
            result = next_line(reader, raw, err);
        } else if (reader->count > 0) {
            struct pending pending = reader->pending[--reader->count];
            result = read_path(reader, &pending, raw, err);
            free(pending.path);
        } else {
            return ERMINE_READ_END;
        }
        if (result != ERMINE_READ_END)
            return result;
    }
}
