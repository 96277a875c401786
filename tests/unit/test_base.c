/* test_base.c - arenas, maps, UTF-8, sinks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/map.h"
#include "base/utf8.h"
#include "ermine/sink.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void arena_refuses_a_product_that_overflows(void **state)
{
    (void)state;
    ermine_error err = {0};
    struct arena *arena = arena_new(&err);
    assert_null(arena_take(arena, SIZE_MAX / 2, 4, &err));
    assert_int_equal(err.code, ERMINE_ENOMEM);
    arena_free(arena);
}

static void map_keeps_many_keys_and_replaces_values(void **state)
{
    (void)state;
    struct map *map = map_new(NULL);
    char key[16];
    for (uint32_t i = 0; i < 5000; i++) {
        int length = snprintf(key, sizeof key, "k%u", i);
        assert_true(map_put(map, key, (size_t)length, i, NULL));
    }
    assert_true(map_put(map, "k7", 2, 77, NULL));
    assert_int_equal(map_count(map), 5000);
    assert_int_equal(map_get(map, "k7", 2), 77);
    assert_int_equal(map_get(map, "k4999", 5), 4999);
    assert_int_equal(map_get(map, "nobody", 6), MAP_NONE);
    map_free(map);
}

static void utf8_check_finds_the_first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_check("软银 SoftBank", strlen("软银 SoftBank")), ERMINE_NONE);
    assert_int_equal(utf8_check("ab\xC0\xAF", 4), 2);            /* overlong */
    assert_int_equal(utf8_check("abcdefgh\xED\xA0\x80", 11), 8); /* surrogate */
    assert_int_equal(utf8_check("\xE8\xBD", 2), 0);              /* cut off */
}

static void utf8_survives_a_round_trip(void **state)
{
    (void)state;
    const uint32_t codes[] = {0x41, 0x7FF, 0x800, 0xFFFD, 0x10FFFF};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char bytes[4];
        size_t length = utf8_encode(codes[i], bytes), at = 0;
        assert_int_equal(utf8_decode(bytes, length, &at), codes[i]);
        assert_int_equal(at, length);
    }
}

static void assert_line(const char *text, const char *line)
{
    char out[100];
    assert_int_equal(utf8_line(text, strlen(text), out), strlen(line));
    assert_string_equal(out, line);
    assert_true(utf8_is_line(out, strlen(out)));
}

static void any_text_becomes_one_line(void **state)
{
    (void)state;
    assert_line("软银 SoftBank", "软银 SoftBank");
    assert_line("\n\tSoft \u202E\u200F Bank\x7F", "Soft Bank");
    assert_line("a\xFF", "a\uFFFD");
    assert_line("\x07", "");
    assert_false(utf8_is_line("a\nb", 3));
    assert_false(utf8_is_line("\uFEFFa", 4));
}

static void assert_cell(const char *text, const char *cell)
{
    ermine_sink *sink = ermine_sink_memory(NULL);
    csv_write_cell(sink, text);
    assert_string_equal(ermine_sink_bytes(sink, NULL), cell);
    ermine_sink_abandon(sink);
}

static void a_cell_is_quoted_and_never_a_formula(void **state)
{
    (void)state;
    assert_cell("", "");
    assert_cell("Qux", "Qux");
    assert_cell("a \"b\", c\n", "\"a \"\"b\"\", c\n\"");
    assert_cell("=1+1", "\"'=1+1\"");
    assert_cell("a\x1B[31m\x7F", "a[31m");
}

static void a_file_appears_only_when_it_is_whole(void **state)
{
    (void)state;
    char folder[] = "/tmp/ermine-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    ermine_sink *sink = ermine_sink_file(path, NULL);
    ermine_sink_text(sink, "half");
    assert_int_equal(access(path, F_OK), -1);
    ermine_sink_abandon(sink);
    assert_int_equal(access(path, F_OK), -1);
    sink = ermine_sink_file(path, NULL);
    ermine_sink_text(sink, "whole");
    assert_true(ermine_sink_close(sink, NULL));
    assert_int_equal(access(path, F_OK), 0);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left there */
}

/* Gives a folder of its own with the path of a file in it; the caller removes both. */
static void make_folder(char folder[32], char path[64])
{
    strcpy(folder, "/tmp/ermine-test-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, 64, "%s/out", folder);
}

static void write_file(const char *path, const char *text)
{
    ermine_sink *sink = ermine_sink_file(path, NULL);
    assert_non_null(sink);
    ermine_sink_text(sink, text);
    assert_true(ermine_sink_close(sink, NULL));
}

static void a_link_and_the_rights_of_a_file_outlive_its_rewriting(void **state)
{
    (void)state;
    char folder[32], path[64], link[80];
    struct stat info;
    make_folder(folder, path);
    snprintf(link, sizeof link, "%s.link", path);
    write_file(path, "old");
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(symlink(path, link), 0);
    write_file(link, "newer");
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_size, 5);
    unlink(link);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void a_killed_writer_leaves_no_file(void **state)
{
    (void)state;
    char folder[32], path[64];
    make_folder(folder, path);
    int can = open(folder, O_TMPFILE | O_WRONLY, 0600);
    if (can < 0) {
        rmdir(folder);
        skip();
    }
    close(can);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ermine_sink *sink = ermine_sink_file(path, NULL);
        for (int i = 0; i < 100000; i++)
            ermine_sink_text(sink, "half");
        raise(SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(rmdir(folder), 0);
}

/* As root, "-o /dev/null" once put a file in the place of the device. */
static void what_is_no_file_is_written_to_and_not_replaced(void **state)
{
    (void)state;
    char folder[32], path[64], got[8] = "";
    struct stat info;
    make_folder(folder, path);
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    write_file(path, "words");
    assert_int_equal(read(reader, got, sizeof got), 5);
    assert_string_equal(got, "words");
    close(reader);
    assert_int_equal(stat(path, &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    assert_null(ermine_sink_file(folder, NULL));
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void a_full_disk_is_an_error_with_the_name(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL)
        skip();
    ermine_error err = {0};
    ermine_sink *sink = ermine_sink_descriptor(fileno(full), "out.svg", NULL);
    ermine_sink_text(sink, "something");
    assert_false(ermine_sink_close(sink, &err));
    assert_int_equal(err.code, ERMINE_EIO);
    assert_non_null(strstr(err.message, "out.svg"));
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_refuses_a_product_that_overflows),
        cmocka_unit_test(map_keeps_many_keys_and_replaces_values),
        cmocka_unit_test(utf8_check_finds_the_first_bad_byte),
        cmocka_unit_test(utf8_survives_a_round_trip),
        cmocka_unit_test(any_text_becomes_one_line),
        cmocka_unit_test(a_cell_is_quoted_and_never_a_formula),
        cmocka_unit_test(a_file_appears_only_when_it_is_whole),
        cmocka_unit_test(a_link_and_the_rights_of_a_file_outlive_its_rewriting),
        cmocka_unit_test(a_killed_writer_leaves_no_file),
        cmocka_unit_test(what_is_no_file_is_written_to_and_not_replaced),
        cmocka_unit_test(a_full_disk_is_an_error_with_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
