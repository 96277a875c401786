/* test_token.c - sentences and tokens in three scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/token.h"

#include <string.h>

static struct tokens split(const char *text, const struct map *abbreviations)
{
    struct tokens tokens = {0};
    assert_true(tokens_split(&tokens, text, strlen(text), abbreviations, false, NULL));
    return tokens;
}

static void initials_and_abbreviations_keep_a_sentence_open(void **state)
{
    (void)state;
    struct map *abbreviations = map_new(NULL);
    map_put(abbreviations, "млрд", strlen("млрд"), 1, NULL);
    struct tokens tokens = split("И. Маск вложил 5 млрд. Долларов хватит. Да.", abbreviations);
    assert_int_equal(tokens.sentence_count, 2);
    tokens_free(&tokens);
    tokens = split("The U.S. Commerce Department said no. It left.", NULL);
    assert_int_equal(tokens.sentence_count, 2);
    tokens_free(&tokens);
    map_free(abbreviations);
}

static void chinese_is_split_at_its_full_stop_and_by_character(void **state)
{
    (void)state;
    struct tokens tokens = split("软银投资OpenAI。他说:「好。」然后走了", NULL);
    assert_int_equal(tokens.sentence_count, 3);
    assert_int_equal(tokens.items[0].kind, TOKEN_HAN);
    assert_int_equal(tokens.items[4].kind, TOKEN_WORD);
    assert_int_equal(tokens.items[4].end - tokens.items[4].start, 6);
    tokens_free(&tokens);
}

static void possessive_is_a_word_of_its_own(void **state)
{
    (void)state;
    struct tokens tokens = split("OpenAI’s chips don't cost $5.7bn", NULL);
    assert_int_equal(tokens.items[0].end, 6);
    assert_int_equal(tokens.items[1].letters, 2);
    assert_int_equal(tokens.items[3].letters, 5); /* don't */
    assert_int_equal(tokens.items[6].kind, TOKEN_NUMBER);
    assert_int_equal(tokens.items[6].letters, 3); /* 5.7 */
    tokens_free(&tokens);
}

static void a_line_feed_ends_a_sentence(void **state)
{
    (void)state;
    struct tokens tokens = split("Headline without a stop\nThe body.\n\n\n", NULL);
    assert_int_equal(tokens.sentence_count, 2);
    assert_int_equal(tokens.sentences[2], tokens.count);
    tokens_free(&tokens);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initials_and_abbreviations_keep_a_sentence_open),
        cmocka_unit_test(chinese_is_split_at_its_full_stop_and_by_character),
        cmocka_unit_test(possessive_is_a_word_of_its_own),
        cmocka_unit_test(a_line_feed_ends_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
