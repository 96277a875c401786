/* test_encoding.c - bytes of many encodings become one valid UTF-8. */
#include "support.h"

#include "base/utf8.h"
#include "text/encoding.h"

#include <unicode/ucnv.h>

static const char russian[] =
    "Сбербанк объявил, что вложит 5 млрд рублей в разработку ускорителей для нейросетей. "
    "Генеральный директор компании «Элемент» сообщил об этом в понедельник.\n";
static const char simplified[] = "软银集团计划在今年向人工智能芯片项目投资300亿美元，"
                                 "公司创始人孙正义表示，新的芯片将与英伟达竞争。\n";
static const char traditional[] = "台積電董事長魏哲家昨天宣布，公司將在美國追加投資1000億美元，"
                                  "新計畫包括三座晶圓廠與一座研發中心。\n";
static const char english[] = "NVIDIA invests $100 billion in OpenAI.\n";

/* `text` in an encoding, behind `mark`; owned. */
static char *encode(const char *encoding, const char *mark, size_t mark_length, const char *text,
                    size_t *length)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t room = strlen(text) * 4;
    char *bytes = malloc(mark_length + room);
    assert_non_null(bytes);
    memcpy(bytes, mark, mark_length);
    int32_t size = ucnv_convert(encoding, "UTF-8", bytes + mark_length, (int32_t)room, text,
                                (int32_t)strlen(text), &status);
    assert_true(U_SUCCESS(status));
    *length = mark_length + (size_t)size;
    return bytes;
}

static void assert_decodes(const char *encoding, const char *mark, size_t mark_length,
                           const char *text)
{
    ermine_error err = {0};
    size_t length, out_length;
    char *bytes = encode(encoding, mark, mark_length, text, &length);
    char *out = encoding_decode(bytes, length, "test", &out_length, &err);
    free(bytes);
    if (out == NULL)
        fail_msg("%s: %s", encoding, err.message);
    assert_string_equal(out, text);
    assert_int_equal(out_length, strlen(text));
    free(out);
}

static void utf8_passes_with_and_without_a_mark(void **state)
{
    (void)state;
    assert_decodes("UTF-8", "", 0, simplified);
    assert_decodes("UTF-8", "\xEF\xBB\xBF", 3, russian);
    assert_decodes("UTF-8", "", 0, english);
}

static void utf16_is_known_by_its_mark_in_both_byte_orders(void **state)
{
    (void)state;
    assert_decodes("UTF-16LE", "\xFF\xFE", 2, traditional);
    assert_decodes("UTF-16BE", "\xFE\xFF", 2, simplified);
}

static void utf16_without_a_mark_is_known_by_its_zero_bytes(void **state)
{
    (void)state;
    assert_decodes("UTF-16LE", "", 0, english);
    assert_decodes("UTF-16BE", "", 0, russian);
}

static void gb18030_is_recognised(void **state)
{
    (void)state;
    assert_decodes("GB18030", "", 0, simplified);
}

static void big5_is_recognised(void **state)
{
    (void)state;
    assert_decodes("Big5", "", 0, traditional);
}

static void windows_1251_is_recognised(void **state)
{
    (void)state;
    assert_decodes("windows-1251", "", 0, russian);
}

static void koi8_r_is_recognised(void **state)
{
    (void)state;
    assert_decodes("KOI8-R", "", 0, "Сбербанк вложит 5 млрд рублей в разработку ускорителей.\n");
}

static void a_declared_charset_is_believed(void **state)
{
    (void)state;
    assert_decodes("ISO-8859-2", "", 0, "<meta charset=\"iso-8859-2\"><p>Łódź, żółć, śnieg</p>");
    assert_decodes("GB18030", "", 0, "<meta content='text/html; charset=gb2312'><p>台积电</p>");
}

/* Many a page says windows-1251 and is served in UTF-8. */
static void valid_utf8_wins_over_a_false_declaration(void **state)
{
    (void)state;
    assert_decodes("UTF-8", "", 0, "<meta charset=windows-1251><p>Сбербанк и 台积电</p>");
}

static void an_unknown_declared_charset_does_no_harm(void **state)
{
    (void)state;
    assert_decodes("windows-1251", "", 0, "<meta charset=nonsense-99><p>Сбербанк сообщил</p>");
}

static void bad_bytes_in_utf8_become_replacement_characters(void **state)
{
    (void)state;
    static const char bytes[] = "软银集团\xFF投资\xE8\xBD OpenAI。软银集团投资芯片项目";
    size_t length;
    char *out = encoding_decode(bytes, sizeof bytes - 1, "test", &length, NULL);
    assert_non_null(out);
    assert_int_equal(utf8_check(out, length), ERMINE_NONE);
    assert_non_null(strstr(out, "软银集团\uFFFD投资"));
    assert_non_null(strstr(out, "OpenAI。软银集团投资芯片项目"));
    free(out);
}

static void a_character_cut_at_the_end_of_the_file_does_no_harm(void **state)
{
    (void)state;
    size_t length;
    char *out = encoding_decode(simplified, strlen(simplified) - 2, "test", &length, NULL);
    assert_non_null(out);
    assert_int_equal(utf8_check(out, length), ERMINE_NONE);
    assert_memory_equal(out, simplified, strlen(simplified) - 4);
    free(out);
}

static void assert_becomes(const char *bytes, size_t size, const char *text)
{
    ermine_error err = {0};
    size_t length;
    char *out = encoding_decode(bytes, size, "test", &length, &err);
    if (out == NULL)
        fail_msg("%s", err.message);
    assert_string_equal(out, text);
    assert_int_equal(length, strlen(text));
    free(out);
}
#define BECOMES(bytes, text) assert_becomes(bytes, sizeof bytes - 1, text)

static void a_stray_nul_makes_a_text_neither_utf16_nor_binary(void **state)
{
    (void)state;
    BECOMES("SoftBank\0 bought Graphcore in 2024.\n", "SoftBank bought Graphcore in 2024.\n");
    BECOMES("软银集团\0投资芯片项目。", "软银集团投资芯片项目。");
}

static void western_quotes_and_accents_are_windows_1252(void **state)
{
    (void)state;
    BECOMES("SoftBank\x92s Son said \x93OpenAI\x94 got \x80"
            "30bn \x96 and Mistral\x92s Mensch, in a caf\xE9, agreed.\n",
            "SoftBank’s Son said “OpenAI” got €30bn – and Mistral’s Mensch, in a café, agreed.\n");
}

/* Two bytes were once read as Russian: "SoftBank acquired яю Graphcore". */
static void few_bad_bytes_in_ascii_are_damage(void **state)
{
    (void)state;
    BECOMES("SoftBank acquired \xFF\xFE Graphcore in London.",
            "SoftBank acquired \uFFFD\uFFFD Graphcore in London.");
}

static void a_binary_file_is_refused_by_name(void **state)
{
    (void)state;
    static const char bytes[] = "\x7F"
                                "ELF\x02\x01\x01\0\0\0\0\0\x03\0\x3E\0\x01\x07\x08\x0B";
    ermine_error err = {0};
    size_t length;
    assert_null(encoding_decode(bytes, sizeof bytes - 1, "news/a.out", &length, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "news/a.out"));
}

/* The first 64 KiB decide on the encoding; a page may be larger. */
static void long_inputs_are_converted_whole(void **state)
{
    (void)state;
    enum { times = 2000 };
    size_t size = strlen(traditional);
    char *text = calloc(times, size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * size, traditional, size);
    assert_decodes("Big5", "", 0, text);
    assert_decodes("UTF-16LE", "\xFF\xFE", 2, text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_passes_with_and_without_a_mark),
        cmocka_unit_test(utf16_is_known_by_its_mark_in_both_byte_orders),
        cmocka_unit_test(utf16_without_a_mark_is_known_by_its_zero_bytes),
        cmocka_unit_test(gb18030_is_recognised),
        cmocka_unit_test(big5_is_recognised),
        cmocka_unit_test(windows_1251_is_recognised),
        cmocka_unit_test(koi8_r_is_recognised),
        cmocka_unit_test(a_declared_charset_is_believed),
        cmocka_unit_test(valid_utf8_wins_over_a_false_declaration),
        cmocka_unit_test(an_unknown_declared_charset_does_no_harm),
        cmocka_unit_test(bad_bytes_in_utf8_become_replacement_characters),
        cmocka_unit_test(a_character_cut_at_the_end_of_the_file_does_no_harm),
        cmocka_unit_test(a_stray_nul_makes_a_text_neither_utf16_nor_binary),
        cmocka_unit_test(western_quotes_and_accents_are_windows_1252),
        cmocka_unit_test(few_bad_bytes_in_ascii_are_damage),
        cmocka_unit_test(a_binary_file_is_refused_by_name),
        cmocka_unit_test(long_inputs_are_converted_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
