#include "store/places.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool prepare(const struct rows *rows, const char *sql, const char *map,
                    sqlite3_stmt **statement, ermine_error *err)
{
    return (sqlite3_prepare_v2(rows->db, sql, -1, statement, NULL) == SQLITE_OK &&
            (map == NULL ||
             sqlite3_bind_text(*statement, 1, map, -1, SQLITE_STATIC) == SQLITE_OK)) ||
           rows_fail(rows, err);
}

/* Runs a statement to its end. */
static bool run(const struct rows *rows, sqlite3_stmt *statement, ermine_error *err)
{
    return sqlite3_step(statement) == SQLITE_DONE || rows_fail(rows, err);
}

/* The number in the only row. */
static bool count_rows(const struct rows *rows, const char *sql, const char *map, size_t *count,
                       size_t *bytes, ermine_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = prepare(rows, sql, map, &statement, err) &&
              (sqlite3_step(statement) == SQLITE_ROW || rows_fail(rows, err));
    if (ok) {
        *count = (size_t)sqlite3_column_int64(statement, 0);
        *bytes = (size_t)sqlite3_column_int64(statement, 1);
    }
    sqlite3_finalize(statement);
    return ok;
}

/* Fills the array, whose block has room for the ids behind it; rows beyond that room are another program's, which
 * is writing now: they are left alone. */
static bool fill(const struct rows *rows, const char *map, ermine_place *places, size_t *count,
                 size_t bytes, ermine_error *err)
{
    static const char sql[] =
        "SELECT entity, x, y FROM place WHERE map = ?1 ORDER BY entity COLLATE BINARY";
    sqlite3_stmt *statement = NULL;
    size_t most = *count, used = 0;
    char *ids = (char *)(places + most);
    *count = 0;
    bool ok = prepare(rows, sql, map, &statement, err);
    int code = SQLITE_DONE;
    while (ok && *count < most && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *id = (const char *)sqlite3_column_text(statement, 0);
        double x = sqlite3_column_double(statement, 1), y = sqlite3_column_double(statement, 2);
        size_t length = id == NULL ? 0 : strlen(id) + 1;
        if (length == 0 || used + length > bytes || !isfinite(x) || !isfinite(y)) {
            ok = rows_damaged(rows, "a place on a map", err);
            break;
        }
        memcpy(ids + used, id, length);
        places[(*count)++] = (ermine_place){ids + used, x, y};
        used += length;
    }
    ok = ok && (code == SQLITE_DONE || code == SQLITE_ROW || rows_fail(rows, err));
    sqlite3_finalize(statement);
    return ok;
}

bool places_read(const struct rows *rows, const char *map, ermine_place **places, size_t *count,
                 ermine_error *err)
{
    size_t tables, bytes;
    *places = NULL;
    *count = 0;
    if (!count_rows(rows,
                    "SELECT count(*), 0 FROM sqlite_schema WHERE type = 'table' AND name = 'place'",
                    NULL, &tables, &bytes, err))
        return false;
    if (tables == 0)
        return true;
    if (!count_rows(rows,
                    "SELECT count(*), total(length(CAST(entity AS BLOB)) + 1) FROM place WHERE map "
                    "= ?1",
                    map, count, &bytes, err))
        return false;
    *places = malloc(*count * sizeof **places + bytes + 1);
    if (*places == NULL)
        return error_memory(err);
    if (fill(rows, map, *places, count, bytes, err))
        return true;
    free(*places);
    *places = NULL;
    return false;
}

static bool execute(const struct rows *rows, const char *sql, ermine_error *err)
{
    return sqlite3_exec(rows->db, sql, NULL, NULL, NULL) == SQLITE_OK || rows_fail(rows, err);
}

static bool replace(const struct rows *rows, const char *map, const ermine_place *places,
                    size_t count, ermine_error *err)
{
    sqlite3_stmt *drop = NULL, *add = NULL;
    bool ok = prepare(rows, "DELETE FROM place WHERE map = ?1", map, &drop, err) &&
              run(rows, drop, err) &&
              prepare(rows, "INSERT INTO place (map, entity, x, y) VALUES (?1, ?2, ?3, ?4)", map,
                      &add, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = (sqlite3_bind_text(add, 2, places[i].id, -1, SQLITE_STATIC) == SQLITE_OK &&
              sqlite3_bind_double(add, 3, places[i].x) == SQLITE_OK &&
              sqlite3_bind_double(add, 4, places[i].y) == SQLITE_OK) ||
             rows_fail(rows, err);
        ok = ok && run(rows, add, err);
        sqlite3_reset(add);
    }
    sqlite3_finalize(drop);
    sqlite3_finalize(add);
    return ok;
}

bool places_write(const struct rows *rows, const char *map, const ermine_place *places,
                  size_t count, ermine_error *err)
{
    if (!execute(rows, "BEGIN IMMEDIATE", err))
        return false;
    if (execute(rows,
                "CREATE TABLE IF NOT EXISTS place (map TEXT NOT NULL, entity TEXT NOT NULL, x REAL "
                "NOT NULL, y REAL NOT NULL, PRIMARY KEY (map, entity)) WITHOUT ROWID",
                err) &&
        replace(rows, map, places, count, err) && execute(rows, "COMMIT", err))
        return true;
    sqlite3_exec(rows->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}
