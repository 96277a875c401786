/* test_store.c - facts kept on disk. */
#include "support.h"

#include "ermine/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char full[] =
    "{\"document\":\"d\",\"source\":\"news/d.txt\",\"language\":\"zh\",\"title\":\"软银 "
    "\\\"x\\\"\","
    "\"date\":\"2024-02-18\",\"url\":\"https://example.org/?a=1&b=2\",\"entities\":[{\"id\":\"a\","
    "\"name\":\"软银\",\"type\":\"investor\",\"known\":true,\"mentions\":[{\"text\":\"软银\","
    "\"start\":0,\"end\":6},{\"text\":\"SoftBank\"}]},{\"id\":\"b\",\"name\":\"B\",\"type\":"
    "\"lab\"}]"
    ",\"relations\":[{\"subject\":\"a\",\"relation\":\"invests_in\",\"object\":\"b\",\"status\":"
    "\"planned\",\"amount\":{\"value\":30000000000.1,\"low\":0.1,\"currency\":\"USD\"},\"role\":"
    "\"lead\",\"date\":\"2024\",\"confidence\":0.8700000000000001,\"evidence\":{\"text\":"
    "\"软银投入\",\"start\":0,\"end\":12}},{\"subject\":\"b\",\"relation\":\"owns\",\"object\":"
    "\"b\","
    "\"status\":\"denied\",\"evidence\":\"plain\"}]}";
static const char bare[] = "{\"document\":\"e\",\"entities\":[],\"relations\":[]}";

/* A folder of its own for each test, with the path of a store in it. */
struct place {
    char folder[64], path[96];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL)
        return 1;
    strcpy(place->folder, "/tmp/ermine-store-XXXXXX");
    if (mkdtemp(place->folder) == NULL)
        return 1;
    snprintf(place->path, sizeof place->path, "%s/facts.db", place->folder);
    *state = place;
    return 0;
}

static int drop_place(void **state)
{
    struct place *place = *state;
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", place->path, endings[i]);
        unlink(path);
    }
    rmdir(place->folder);
    free(place);
    return 0;
}

static ermine_store *open_store(const char *path)
{
    ermine_error err = {0};
    ermine_store *store = ermine_store_open(path, true, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void add(ermine_store *store, const char *source, size_t line, uint64_t hash,
                const char *text)
{
    ermine_error err = {0};
    ermine_facts *facts = ermine_facts_read(text, strlen(text), "test", &err);
    if (facts == NULL)
        fail_msg("%s", err.message);
    if (!ermine_store_add(store, source, line, hash, facts, &err))
        fail_msg("%s", err.message);
    ermine_facts_free(facts);
}

static void commit(ermine_store *store)
{
    ermine_error err = {0};
    if (!ermine_store_commit(store, &err))
        fail_msg("%s", err.message);
}

static bool has(ermine_store *store, const char *source, size_t line, uint64_t hash)
{
    bool found;
    assert_true(ermine_store_has(store, source, line, hash, &found, NULL));
    return found;
}

static bool write_facts(void *context, const ermine_facts *facts, ermine_error *err)
{
    (void)err;
    ermine_facts_write(facts, context);
    return true;
}

/* All the store holds, as lines of facts; release with free(). */
static char *dump(ermine_store *store)
{
    ermine_error err = {0};
    ermine_sink *sink = ermine_sink_memory(NULL);
    if (!ermine_store_each(store, write_facts, sink, &err))
        fail_msg("%s", err.message);
    size_t length;
    char *text = strdup(ermine_sink_bytes(sink, &length));
    ermine_sink_abandon(sink);
    return text;
}

static void assert_holds(ermine_store *store, const char *const *texts)
{
    ermine_sink *sink = ermine_sink_memory(NULL);
    for (; *texts != NULL; texts++) {
        ermine_facts *facts = ermine_facts_read(*texts, strlen(*texts), "test", NULL);
        ermine_facts_write(facts, sink);
        ermine_facts_free(facts);
    }
    size_t length;
    char *held = dump(store);
    assert_string_equal(held, ermine_sink_bytes(sink, &length));
    free(held);
    ermine_sink_abandon(sink);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void assert_refused(const char *path, bool create, const char *why)
{
    ermine_error err = {0};
    assert_null(ermine_store_open(path, create, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    if (strstr(err.message, why) == NULL || strstr(err.message, path) == NULL)
        fail_msg("%s", err.message);
}

static void facts_come_back_byte_for_byte(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, 1, full);
    add(store, "e.txt", 0, 2, bare);
    commit(store);
    ermine_store_close(store);
    store = ermine_store_open(place->path, false, NULL);
    assert_non_null(store);
    assert_holds(store, (const char *const[]){full, bare, NULL});
    ermine_store_close(store);
}

static void documents_come_by_source_and_line(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "b.jsonl", 10, 1, "{\"document\":\"3\",\"entities\":[],\"relations\":[]}");
    add(store, "b.jsonl", 9, 1, "{\"document\":\"2\",\"entities\":[],\"relations\":[]}");
    add(store, "a.txt", 0, 1, "{\"document\":\"1\",\"entities\":[],\"relations\":[]}");
    commit(store);
    assert_int_equal(ermine_store_document_count(store), 3);
    char *held = dump(store);
    assert_true(strstr(held, "\"1\"") < strstr(held, "\"2\""));
    assert_true(strstr(held, "\"2\"") < strstr(held, "\"3\""));
    free(held);
    ermine_store_close(store);
}

static void other_content_replaces_the_old(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, UINT64_MAX, full);
    commit(store);
    assert_true(has(store, "d.txt", 0, UINT64_MAX));
    assert_false(has(store, "d.txt", 0, 8));
    assert_false(has(store, "d.txt", 1, UINT64_MAX));
    add(store, "d.txt", 0, 8, bare);
    commit(store);
    assert_false(has(store, "d.txt", 0, UINT64_MAX));
    assert_true(has(store, "d.txt", 0, 8));
    assert_int_equal(ermine_store_document_count(store), 1);
    assert_holds(store, (const char *const[]){bare, NULL});
    ermine_store_close(store);
}

static void nothing_of_a_replaced_document_stays_behind(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, 1, full);
    add(store, "d.txt", 0, 2, bare);
    commit(store);
    ermine_store_close(store);
    sqlite3 *db;
    sqlite3_stmt *rows;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    sqlite3_prepare_v2(db,
                       "SELECT (SELECT count(*) FROM entities) + (SELECT count(*) FROM mentions)"
                       " + (SELECT count(*) FROM relations)",
                       -1, &rows, NULL);
    assert_int_equal(sqlite3_step(rows), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(rows, 0), 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
}

static void closing_drops_the_open_batch(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, 1, full);
    commit(store);
    add(store, "d.txt", 0, 2, bare);
    add(store, "e.txt", 0, 1, bare);
    ermine_store_close(store);
    store = open_store(place->path);
    assert_holds(store, (const char *const[]){full, NULL});
    ermine_store_close(store);
}

static void a_crash_loses_at_most_the_open_batch(void **state)
{
    struct place *place = *state;
    pid_t child = fork();
    assert_int_not_equal(child, -1);
    if (child == 0) {
        ermine_store *store = ermine_store_open(place->path, true, NULL);
        ermine_facts *facts = ermine_facts_read(full, strlen(full), "test", NULL);
        ermine_store_add(store, "d.txt", 0, 1, facts, NULL);
        ermine_store_commit(store, NULL);
        for (size_t line = 1; line < 20000; line++) /* more than the page cache takes */
            ermine_store_add(store, "e.jsonl", line, 1, facts, NULL);
        raise(SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    ermine_store *store = open_store(place->path);
    assert_holds(store, (const char *const[]){full, NULL});
    ermine_store_close(store);
}

static void a_missing_store_is_made_only_when_asked(void **state)
{
    struct place *place = *state;
    assert_refused(place->path, false, "made before");
    assert_int_not_equal(access(place->path, F_OK), 0);
    assert_refused(place->folder, true, "folder");
    assert_refused("", true, "made before");
    assert_refused("/nonexistent/folder/facts.db", true, "folder");
}

static void foreign_files_are_refused_and_left_alone(void **state)
{
    struct place *place = *state;
    const char text[] = "This is no database, but a text somebody may still need.\n";
    write_file(place->path, text, strlen(text));
    assert_refused(place->path, true, "no store");
    assert_refused(place->path, false, "no store");
    struct stat status;
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_size, strlen(text));
    unlink(place->path);
    run_sql(place->path, "CREATE TABLE recipes (name TEXT)");
    assert_refused(place->path, true, "no store");
    unlink(place->path);
    write_file(place->path, "", 0);
    assert_refused(place->path, false, "no store");
}

static void a_newer_store_asks_for_an_update(void **state)
{
    struct place *place = *state;
    ermine_store_close(open_store(place->path));
    run_sql(place->path, "PRAGMA user_version = 99");
    assert_refused(place->path, true, "update ermine");
}

static void a_store_without_its_tables_is_damaged(void **state)
{
    struct place *place = *state;
    ermine_store_close(open_store(place->path));
    run_sql(place->path, "DROP TABLE mentions");
    assert_refused(place->path, true, "restore a copy");
}

static void assert_unreadable(const char *path, const char *why)
{
    ermine_error err = {0};
    ermine_store *store = ermine_store_open(path, false, &err);
    if (store != NULL) {
        ermine_sink *sink = ermine_sink_memory(NULL);
        assert_false(ermine_store_each(store, write_facts, sink, &err));
        ermine_sink_abandon(sink);
    }
    ermine_store_close(store);
    assert_int_equal(err.code, ERMINE_EINPUT);
    if (strstr(err.message, why) == NULL)
        fail_msg("%s", err.message);
}

static void rows_that_make_no_sense_are_refused(void **state)
{
    struct place *place = *state;
    static const char *const harm[] = {
        "UPDATE relations SET object = 7",
        "UPDATE relations SET subject = -1",
        "UPDATE relations SET status = 'dreamt of'",
        "UPDATE mentions SET entity = entity + 9",
        "DELETE FROM entities",
    };
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        ermine_store *store = open_store(place->path);
        add(store, "d.txt", 0, i, full);
        commit(store);
        ermine_store_close(store);
        run_sql(place->path, harm[i]);
        assert_unreadable(place->path, "damaged");
    }
}

static void a_corrupt_file_is_an_error_with_a_remedy(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    for (size_t line = 1; line <= 200; line++)
        add(store, "d.jsonl", line, 1, full);
    commit(store);
    ermine_store_close(store);
    FILE *file = fopen(place->path, "r+b");
    assert_non_null(file);
    fseek(file, 4096, SEEK_SET);
    for (size_t i = 0; i < 100000; i++)
        fputc((int)(i * 7 % 251), file);
    fclose(file);
    assert_unreadable(place->path, "restore a copy");
}

static void a_full_disk_is_an_error_and_loses_the_batch_whole(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, 1, full);
    commit(store);
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    struct rlimit old;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    struct rlimit tight = {.rlim_cur = 65536, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    ermine_facts *facts = ermine_facts_read(full, strlen(full), "test", NULL);
    ermine_error err = {0};
    bool ok = true;
    for (size_t line = 1; ok && line < 1000; line++)
        ok = ermine_store_add(store, "e.jsonl", line, 1, facts, &err);
    ok = ok && ermine_store_commit(store, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, before);
    assert_false(ok);
    assert_int_equal(err.code, ERMINE_EIO);
    /* There is room again, but the batch has a hole: no part of it may go in. */
    assert_false(ermine_store_add(store, "f.txt", 0, 1, facts, NULL));
    assert_false(ermine_store_commit(store, NULL));
    ermine_facts_free(facts);
    assert_holds(store, (const char *const[]){full, NULL});
    ermine_store_close(store);
}

static void a_store_that_finds_no_room_leaves_no_file(void **state)
{
    struct place *place = *state;
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    struct rlimit old;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    struct rlimit none = {.rlim_cur = 0, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    ermine_error err = {0};
    ermine_store *store = ermine_store_open(place->path, true, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, before);
    assert_null(store);
    assert_int_equal(err.code, ERMINE_EIO);
    assert_int_equal(access(place->path, F_OK), -1);
}

static bool stop_at_once(void *context, const ermine_facts *facts, ermine_error *err)
{
    (void)facts;
    ++*(size_t *)context;
    err->code = ERMINE_ELIMIT;
    return false;
}

static void reading_stops_when_told_and_starts_anew(void **state)
{
    struct place *place = *state;
    ermine_store *store = open_store(place->path);
    add(store, "d.txt", 0, 1, full);
    add(store, "e.txt", 0, 1, bare);
    ermine_error err = {0};
    size_t calls = 0;
    assert_false(ermine_store_each(store, stop_at_once, &calls, &err));
    assert_int_equal(calls, 1);
    assert_int_equal(err.code, ERMINE_ELIMIT);
    assert_holds(store, (const char *const[]){full, bare, NULL});
    commit(store);
    commit(store); /* nothing was added since: nothing to do */
    ermine_store_close(store);
}

static void a_map_finds_its_places_again(void **state)
{
    const struct place *here = *state;
    ermine_error err = {0};
    ermine_store *store = ermine_store_open(here->path, true, &err);
    assert_non_null(store);
    ermine_place *places = NULL;
    size_t count = 7;
    assert_true(ermine_store_places(store, "top 10", &places, &count, &err));
    assert_int_equal(count, 0);
    static const ermine_place first[] = {{"b", 1.25, -3}, {"a", 0.1, 7e3}};
    static const ermine_place other[] = {{"z", 1, 1}};
    assert_true(ermine_store_keep_places(store, "top 10", first, 2, &err));
    assert_true(ermine_store_keep_places(store, "top 20", other, 1, &err));
    ermine_store_close(store);
    store = ermine_store_open(here->path, false, &err);
    assert_non_null(store);
    assert_true(ermine_store_places(store, "top 10", &places, &count, &err));
    assert_int_equal(count, 2);
    assert_string_equal(places[0].id, "a");
    assert_true(places[0].x == 0.1 && places[0].y == 7e3);
    assert_string_equal(places[1].id, "b");
    free(places);
    assert_true(ermine_store_keep_places(store, "top 10", other, 1, &err));
    assert_true(ermine_store_places(store, "top 10", &places, &count, &err));
    assert_int_equal(count, 1);
    free(places);
    ermine_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, drop_place)
    const struct CMUnitTest tests[] = {
        TEST(facts_come_back_byte_for_byte),
        TEST(documents_come_by_source_and_line),
        TEST(other_content_replaces_the_old),
        TEST(nothing_of_a_replaced_document_stays_behind),
        TEST(closing_drops_the_open_batch),
        TEST(a_crash_loses_at_most_the_open_batch),
        TEST(a_missing_store_is_made_only_when_asked),
        TEST(foreign_files_are_refused_and_left_alone),
        TEST(a_newer_store_asks_for_an_update),
        TEST(a_store_without_its_tables_is_damaged),
        TEST(rows_that_make_no_sense_are_refused),
        TEST(a_corrupt_file_is_an_error_with_a_remedy),
        TEST(a_full_disk_is_an_error_and_loses_the_batch_whole),
        TEST(a_store_that_finds_no_room_leaves_no_file),
        TEST(reading_stops_when_told_and_starts_anew),
        TEST(a_map_finds_its_places_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
