/* rows.h - the facts of a document as rows of SQLite tables. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "ermine/facts.h"

#include <sqlite3.h>
#include <stdbool.h>

enum {
    ROWS_COUNT_DOCUMENTS,
    ROWS_FIND_DOCUMENT,
    ROWS_DROP_DOCUMENT,
    ROWS_ADD_DOCUMENT,
    ROWS_ADD_ENTITY,
    ROWS_ADD_MENTION,
    ROWS_ADD_RELATION,
    ROWS_ALL_DOCUMENTS,
    ROWS_ENTITIES_OF,
    ROWS_MENTIONS_OF,
    ROWS_RELATIONS_OF,
    ROWS_STATEMENTS
};

/* An open database with its statements prepared. Valid as {0} but for `db`. */
struct rows {
    sqlite3 *db;
    const char *path; /* borrowed, for messages */
    sqlite3_stmt *statements[ROWS_STATEMENTS];
};

/* Where a document is kept. */
struct rows_key {
    const char *source;
    size_t line;
    uint64_t hash;
};

extern const char rows_schema[]; /* SQL that makes the tables */

bool rows_prepare(struct rows *rows, ermine_error *err);
void rows_finalize(struct rows *rows);
/* Fills `err` from the last failure of the database; returns false. */
bool rows_fail(const struct rows *rows, ermine_error *err);
/* Fills `err` for a file whose content makes no sense; returns false. */
bool rows_damaged(const struct rows *rows, const char *what, ermine_error *err);

bool rows_count(struct rows *rows, size_t *count, ermine_error *err);
bool rows_find(struct rows *rows, const struct rows_key *key, bool *found, ermine_error *err);
/* Puts the facts in the place of what was kept under the source and line. */
bool rows_replace(struct rows *rows, const struct rows_key *key, const ermine_facts *facts,
                  ermine_error *err);
/* Steps to the next document, ordered by source and line, from the first on after rows_rewind().
 * `*facts` is owned by the caller, NULL behind the last document. */
bool rows_next(struct rows *rows, ermine_facts **facts, ermine_error *err);
void rows_rewind(struct rows *rows);

#endif
