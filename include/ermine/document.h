/* document.h - from files, folders, streams and archives to clean text.
 *
 * A reader finds and unpacks inputs one after another (one thread); turning one of them into a
 * document, with encoding, page noise and language seen to, is the costly part, keeps no state and
 * may run on any number of threads. */
#ifndef ERMINE_DOCUMENT_H
#define ERMINE_DOCUMENT_H

#include "ermine/error.h"
#include "ermine/knowledge.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum ermine_format {
    ERMINE_FORMAT_TEXT,
    ERMINE_FORMAT_HTML,
    ERMINE_FORMAT_JSON,  /* one line of JSON Lines that holds a document: it has "text" */
    ERMINE_FORMAT_FACTS, /* one line of JSON Lines that holds facts: it has "relations" */
} ermine_format;

/* One input as it came, unpacked but not decoded. */
typedef struct ermine_raw {
    ermine_format format;
    char *source; /* path as given, below a folder the path of the file; "-" for standard input */
    size_t line;  /* of a JSON Lines file, from 1; 0 otherwise */
    char *bytes;
    size_t length;
    uint64_t hash; /* FNV-1a of the bytes */
} ermine_raw;
void ermine_raw_free(ermine_raw *raw); /* NULL is allowed; frees the struct too */

typedef struct ermine_reader ermine_reader;

/* `paths`: files, folders (read recursively, in byte order of their names, hidden entries left out)
 * and "-" for standard input; copied. Compressed files (gzip, zstd) are unpacked. In folders, files
 * that end in .txt .html .htm .jsonl (and these with .gz .zst) are read and others passed over. */
ermine_reader *ermine_reader_new(const char *const *paths, size_t count, ermine_error *err);
void ermine_reader_free(ermine_reader *reader);

typedef enum ermine_read {
    ERMINE_READ_ONE, /* *raw is owned by the caller */
    ERMINE_READ_BAD, /* this input is bad, `err` says why; the next call goes on behind it */
    ERMINE_READ_END
} ermine_read;
ermine_read ermine_reader_next(ermine_reader *reader, ermine_raw **raw, ermine_error *err);

/* A document of clean UTF-8 text: first line the title when there is one, a line a paragraph.
 * All strings are borrowed from the document; NULL where unknown. */
typedef struct ermine_document {
    const char *id;     /* file name without folder and suffixes, or the id a JSON line gives */
    const char *source; /* as in ermine_raw */
    const char *title;
    const char *date; /* ISO: "2024", "2024-02", "2024-02-18" */
    const char *url;
    const char *language; /* "zh", "ru", "en" */
    const char *text;
    size_t length; /* bytes of text; text may hold no NUL */
} ermine_document;

/* Decodes, strips markup and page noise, finds language, title and date. Returns owned, or NULL:
 * ERMINE_EINPUT for binary or malformed input, an empty text, or one over the size limit. */
ermine_document *ermine_document_parse(const ermine_knowledge *known, const ermine_raw *raw,
                                       ermine_error *err);
void ermine_document_free(ermine_document *document);

#endif
