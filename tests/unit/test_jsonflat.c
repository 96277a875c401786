/* test_jsonflat.c - lines of strings read without a tree, and what is left to the full reader. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/jsonflat.h"

#include <string.h>

static bool read_text(const char *line, size_t length, char room[], const char **text)
{
    struct json_text members[] = {{.name = "text"}};
    bool ok = json_flat_read(line, length, members, 1, room);
    *text = members[0].value;
    return ok;
}

static void escapes_are_undone(void **state)
{
    (void)state;
    static const char line[] =
        " {\"id\":\"1\", \"text\" : \"a\\\"b\\\\\\n\\u0421\\u8f6F\\uD83d\\uDE00/\\/\\t\" }\r\n";
    char room[sizeof line];
    const char *text;
    assert_true(read_text(line, strlen(line), room, &text));
    assert_string_equal(text, "a\"b\\\n\xD0\xA1\xE8\xBD\xAF\xF0\x9F\x98\x80//\t");
}

static void the_last_of_two_counts(void **state)
{
    (void)state;
    static const char line[] = "{\"text\":\"a\",\"text\":\"\"}";
    char room[sizeof line];
    const char *text;
    assert_true(read_text(line, strlen(line), room, &text));
    assert_string_equal(text, "");
}

static void all_else_is_left_to_the_full_reader(void **state)
{
    (void)state;
    static const char *const lines[] = {"",
                                        "{",
                                        "{}",
                                        "[]",
                                        "{\"text\":1}",
                                        "{\"text\":\"a\",}",
                                        "{\"text\":\"a\"} x",
                                        "{\"text\":\"a\"",
                                        "{\"text\":\"a",
                                        "{\"text\":\"a\\",
                                        "{\"text\":\"a\\\"}",
                                        "{\"text\":\"\\x\"}",
                                        "{\"text\":\"\\u00\"}",
                                        "{\"text\":\"\\u0000\"}",
                                        "{\"text\":\"\\uD83D\"}",
                                        "{\"text\":\"\\uD83D\\u0041\"}",
                                        "{\"text\":\"\\uDE00\"}",
                                        "{\"text\":\"a\tb\"}",
                                        "{\"text\":\"\xFF\"}",
                                        "{text:\"a\"}"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char room[64];
        const char *text;
        assert_false(read_text(lines[i], strlen(lines[i]), room, &text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(the_last_of_two_counts),
        cmocka_unit_test(all_else_is_left_to_the_full_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
