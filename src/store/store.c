/* store.c - opening a store, and its batches. */
#include "ermine/store.h"

#include "base/error.h"
#include "store/places.h"
#include "store/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x45524d4e /* "ERMN" */
#define VERSION 1
#define BUSY_MILLISECONDS 10000

struct ermine_store {
    struct rows rows;
    char *path;
    bool open_batch;
    bool lost_batch; /* a failure took the open batch with it: nothing of it may be committed */
};

static bool execute(const struct rows *rows, const char *sql, ermine_error *err)
{
    return sqlite3_exec(rows->db, sql, NULL, NULL, NULL) == SQLITE_OK || rows_fail(rows, err);
}

/* The integer in the first column of the first row. */
static bool query(const struct rows *rows, const char *sql, sqlite3_int64 *value, ermine_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool ok = sqlite3_prepare_v2(rows->db, sql, -1, &statement, NULL) == SQLITE_OK &&
              sqlite3_step(statement) == SQLITE_ROW;
    *value = ok ? sqlite3_column_int64(statement, 0) : 0;
    if (!ok)
        rows_fail(rows, err);
    sqlite3_finalize(statement);
    return ok;
}

static bool make_tables(const struct rows *rows, ermine_error *err)
{
    char mark[100];
    snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, VERSION);
    return execute(rows, rows_schema, err) && execute(rows, mark, err);
}

/* Whether the file holds nothing at all, as one does that was just created. */
static bool is_empty(const struct rows *rows, bool *empty, ermine_error *err)
{
    sqlite3_int64 tables, application;
    if (!query(rows, "SELECT count(*) FROM sqlite_schema", &tables, err) ||
        !query(rows, "PRAGMA application_id", &application, err))
        return false;
    *empty = tables == 0 && application == 0;
    return true;
}

/* Two programs may create the same store at once: the one that comes second to the lock finds it made. */
static bool make_if_empty(const struct rows *rows, ermine_error *err)
{
    bool empty;
    if (!is_empty(rows, &empty, err))
        return false;
    if (!empty)
        return true;
    if (!execute(rows, "BEGIN IMMEDIATE", err))
        return false;
    if (is_empty(rows, &empty, err) && (!empty || make_tables(rows, err)) &&
        execute(rows, "COMMIT", err))
        return true;
    sqlite3_exec(rows->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

static bool check_marks(const struct rows *rows, ermine_error *err)
{
    sqlite3_int64 application, version;
    if (!query(rows, "PRAGMA application_id", &application, err) ||
        !query(rows, "PRAGMA user_version", &version, err))
        return false;
    if (application != APPLICATION_ID)
        return error_set(err, ERMINE_EINPUT,
                         "%s: no store of ermine; name another file, this one stays as it is",
                         rows->path);
    if (version > VERSION)
        return error_set(err, ERMINE_EINPUT,
                         "%s: made by a newer ermine (version %lld of the store, %d is known);"
                         " update ermine",
                         rows->path, (long long)version, VERSION);
    return version == VERSION || rows_damaged(rows, "no version", err);
}

static bool check_path(const char *path, bool create, ermine_error *err)
{
    struct stat status;
    if (stat(path, &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return error_set(err, ERMINE_EINPUT, "%s: a folder; name a file for the store", path);
        return true;
    }
    if (errno == ENOENT && create && *path != '\0')
        return true;
    return error_set(err, ERMINE_EINPUT, "%s: %s; name a store that has been made before", path,
                     strerror(errno));
}

static bool open_file(struct ermine_store *store, bool create, ermine_error *err)
{
    struct rows *rows = &store->rows;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(store->path, &rows->db, flags, NULL);
    if (rows->db == NULL)
        return error_memory(err);
    if (code == SQLITE_CANTOPEN) {
        int cause = sqlite3_system_errno(rows->db);
        return error_set(err, ERMINE_EINPUT,
                         "%s: cannot be opened%s%s; the folder must exist and allow access",
                         store->path, cause == 0 ? "" : ": ", cause == 0 ? "" : strerror(cause));
    }
    if (code != SQLITE_OK)
        return rows_fail(rows, err);
    /* A file from elsewhere may bring triggers and views of its own: they get no say. */
    sqlite3_db_config(rows->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(rows->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(rows->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(rows->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_busy_timeout(rows->db, BUSY_MILLISECONDS);
    return true;
}

static bool open_store(struct ermine_store *store, bool create, ermine_error *err)
{
    struct rows *rows = &store->rows;
    return check_path(store->path, create, err) && open_file(store, create, err) &&
           (!create || make_if_empty(rows, err)) && check_marks(rows, err) &&
           execute(rows, "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON", err) &&
           rows_prepare(rows, err);
}

/* A file that was to become a store, and got no further. */
static void remove_empty(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 0)
        unlink(path);
}

ermine_store *ermine_store_open(const char *path, bool create, ermine_error *err)
{
    struct ermine_store *store = calloc(1, sizeof *store);
    if (store == NULL || (store->path = strdup(path)) == NULL) {
        free(store);
        error_memory(err);
        return NULL;
    }
    store->rows.path = store->path;
    bool is_new = create && access(path, F_OK) != 0;
    if (open_store(store, create, err))
        return store;
    ermine_store_close(store);
    if (is_new)
        remove_empty(path);
    return NULL;
}

void ermine_store_close(ermine_store *store)
{
    if (store == NULL)
        return;
    rows_finalize(&store->rows);
    sqlite3_close(store->rows.db); /* rolls an open batch back */
    free(store->path);
    free(store);
}

bool ermine_store_has(ermine_store *store, const char *source, size_t line, uint64_t hash,
                      bool *has, ermine_error *err)
{
    const struct rows_key key = {source, line, hash};
    return rows_find(&store->rows, &key, has, err);
}

static bool refuse_lost_batch(const ermine_store *store, ermine_error *err)
{
    return error_set(err, ERMINE_EIO,
                     "%s: an earlier failure dropped the batch; open the store again and add its"
                     " documents once more",
                     store->path);
}

/* What is left of a batch after a failure is no whole batch, so none of it may reach the disk. */
static bool lose_batch(ermine_store *store)
{
    if (sqlite3_get_autocommit(store->rows.db) == 0)
        sqlite3_exec(store->rows.db, "ROLLBACK", NULL, NULL, NULL);
    store->open_batch = false;
    store->lost_batch = true;
    return false;
}

bool ermine_store_add(ermine_store *store, const char *source, size_t line, uint64_t hash,
                      const ermine_facts *facts, ermine_error *err)
{
    if (store->lost_batch)
        return refuse_lost_batch(store, err);
    if (!store->open_batch && !execute(&store->rows, "BEGIN IMMEDIATE", err))
        return false;
    store->open_batch = true;
    const struct rows_key key = {source, line, hash};
    return rows_replace(&store->rows, &key, facts, err) || lose_batch(store);
}

bool ermine_store_commit(ermine_store *store, ermine_error *err)
{
    if (store->lost_batch)
        return refuse_lost_batch(store, err);
    if (!store->open_batch)
        return true;
    if (execute(&store->rows, "COMMIT", err)) {
        store->open_batch = false;
        return true;
    }
    /* A reader in the way leaves the batch whole: the caller may try again. */
    if (sqlite3_errcode(store->rows.db) == SQLITE_BUSY)
        return false;
    return lose_batch(store);
}

size_t ermine_store_document_count(ermine_store *store)
{
    size_t count;
    rows_count(&store->rows, &count, NULL);
    return count;
}

bool ermine_store_each(ermine_store *store,
                       bool (*each)(void *context, const ermine_facts *facts, ermine_error *err),
                       void *context, ermine_error *err)
{
    ermine_facts *facts = NULL;
    bool ok = rows_next(&store->rows, &facts, err);
    while (ok && facts != NULL) {
        ok = each(context, facts, err);
        ermine_facts_free(facts);
        facts = NULL;
        ok = ok && rows_next(&store->rows, &facts, err);
    }
    rows_rewind(&store->rows);
    return ok;
}

bool ermine_store_places(ermine_store *store, const char *map, ermine_place **places, size_t *count,
                         ermine_error *err)
{
    return places_read(&store->rows, map, places, count, err);
}

bool ermine_store_keep_places(ermine_store *store, const char *map, const ermine_place *places,
                              size_t count, ermine_error *err)
{
    return places_write(&store->rows, map, places, count, err);
}
