/* clean.h - leaves the article of a page's text: drops menu lines, share bars, bylines, view counts,
 * reference lists, sign-up text and all behind the end of the article.
 *
 * Only removes: what stays is verbatim, a line a paragraph, and no two pieces are joined across a
 * removal without a line feed between them. */
#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "ermine/error.h"

#include <stdbool.h>

/* Phrases are folded keys (fold_key()), with a colon at the end where one must follow; lists end with NULL. */
struct noise_rules {
    const char **lines;   /* a line that is just this */
    const char **starts;  /* a short line that begins so */
    const char **holds;   /* a short line that has this in it */
    const char **bylines; /* as `starts`, but a whole sentence stays */
    const char **counts;  /* as `holds`, but a whole sentence stays */
    const char **ends;    /* a short line that begins so ends the article */
    const char **credits; /* as `starts`, anywhere a line of any length begins so */
    const char *
        *references;     /* before an address: the rest of the line goes, and the article ends */
    const char **months; /* twelve names a language, for dates; "1 january", in order */
    const char **page_words;    /* in class or id of an HTML element: not the article */
    const char **article_words; /* in class or id: the article */
    void *memory;
};

struct clean_text {
    char *text; /* owned, NUL-terminated */
    size_t length;
    char title[600]; /* first line, or as given; "" when none */
    char date[16];   /* ISO, or "" */
};

/* `title` and `date` may be NULL or "" where nothing is known. `text` is valid UTF-8. */
bool clean_text(struct clean_text *out, const struct noise_rules *rules, const char *text,
                size_t length, const char *title, const char *date, ermine_error *err);

/* Reads a date anywhere in the line: 2024-02-18, 18.02.2024, 2024年2月18日, 18 февраля 2024, Feb 9, 2024.
 * False when there is none; writes "YYYY-MM-DD". */
bool clean_date(const struct noise_rules *rules, const char *line, size_t length, char date[16]);

#endif
