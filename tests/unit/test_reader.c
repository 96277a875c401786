/* test_reader.c - inputs of every kind are found, unpacked and made documents. */
#include "support.h"

#include <archive.h>
#include <archive_entry.h>
#include <ftw.h>
#include <sys/stat.h>

static char folder[] = "/tmp/ermine-reader-XXXXXX";
static char place[256];

static const char *path_of(const char *name)
{
    snprintf(place, sizeof place, "%s/%s", folder, name);
    return place;
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void put_packed(const char *name, int filter, const char *text)
{
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_filetype(entry, AE_IFREG);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_set_format_raw(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path_of(name)), ARCHIVE_OK);
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(archive, text, strlen(text)), strlen(text));
    archive_entry_free(entry);
    archive_write_free(archive);
}

static ermine_reader *open_reader(const char *name)
{
    const char *const paths[] = {name[0] == '\0' ? folder : path_of(name)};
    ermine_reader *reader = ermine_reader_new(paths, 1, NULL);
    assert_non_null(reader);
    return reader;
}

static ermine_document *next_document(const ermine_knowledge *known, ermine_reader *reader)
{
    ermine_error err = {0};
    ermine_raw *raw;
    if (ermine_reader_next(reader, &raw, &err) != ERMINE_READ_ONE)
        fail_msg("no input: %s", err.message);
    ermine_document *document = ermine_document_parse(known, raw, &err);
    if (document == NULL)
        fail_msg("%s", err.message);
    ermine_raw_free(raw);
    return document;
}

static void assert_end(ermine_reader *reader)
{
    ermine_raw *raw;
    assert_int_equal(ermine_reader_next(reader, &raw, NULL), ERMINE_READ_END);
    ermine_reader_free(reader);
}

static void assert_one(const ermine_knowledge *known, const char *name, const char *id)
{
    ermine_reader *reader = open_reader(name);
    ermine_document *document = next_document(known, reader);
    assert_string_equal(document->id, id);
    assert_string_equal(document->source, path_of(name));
    assert_string_equal(document->title, "软银投资芯片");
    assert_string_equal(document->language, "zh");
    assert_string_equal(document->text, "软银投资芯片\n软银计划投资芯片项目，金额为一千亿美元。\n");
    assert_int_equal(document->length, strlen(document->text));
    ermine_document_free(document);
    assert_end(reader);
}

#define TEXT "软银投资芯片\n软银计划投资芯片项目，金额为一千亿美元。\n"

static void a_text_file_plain_or_packed_is_one_document(void **state)
{
    put("a.b.txt", TEXT);
    assert_one(*state, "a.b.txt", "a.b");
    put_packed("c.txt.gz", ARCHIVE_FILTER_GZIP, TEXT);
    assert_one(*state, "c.txt.gz", "c");
    put_packed("d.txt.zst", ARCHIVE_FILTER_ZSTD, TEXT);
    assert_one(*state, "d.txt.zst", "d");
}

static void an_html_file_is_stripped(void **state)
{
    put("page.html", "<html><h1>软银投资芯片</h1><nav>首页</nav><p>软银计划投资芯片项目，"
                     "金额为一千亿美元。</p></html>");
    assert_one(*state, "page.html", "page");
}

static void a_file_given_without_suffix_is_known_by_its_first_bytes(void **state)
{
    put("page",
        "\n<!DOCTYPE html><h1>软银投资芯片</h1><p>软银计划投资芯片项目，金额为一千亿美元。");
    assert_one(*state, "page", "page");
    put("plain", TEXT);
    assert_one(*state, "plain", "plain");
}

static void each_line_of_json_is_a_document(void **state)
{
    static const char lines[] =
        "{\"id\":\"x1\",\"title\":\"Deal\",\"date\":\"2024-02-18\",\"url\":\"https://e.org\","
        "\"text\":\"SoftBank buys Ampere.\"}\n\n{\"text\":\"Сбербанк вложит деньги.\"}";
    put("two.jsonl", lines);
    put_packed("two.jsonl.gz", ARCHIVE_FILTER_GZIP, lines);
    const char *const names[] = {"two.jsonl", "two.jsonl.gz"};
    for (size_t i = 0; i < 2; i++) {
        ermine_reader *reader = open_reader(names[i]);
        ermine_document *document = next_document(*state, reader);
        assert_string_equal(document->id, "x1");
        assert_string_equal(document->title, "Deal");
        assert_string_equal(document->date, "2024-02-18");
        assert_string_equal(document->url, "https://e.org");
        ermine_document_free(document);
        document = next_document(*state, reader);
        assert_string_equal(document->id, "two-3"); /* the number of its line */
        assert_string_equal(document->language, "ru");
        ermine_document_free(document);
        assert_end(reader);
    }
}

static void a_byte_order_mark_before_json_does_no_harm(void **state)
{
    put("mark.jsonl", "\xEF\xBB\xBF{\"id\":\"x1\",\"text\":\"SoftBank buys Ampere.\"}\r\n");
    ermine_reader *reader = open_reader("mark.jsonl");
    ermine_document *document = next_document(*state, reader);
    assert_string_equal(document->id, "x1");
    ermine_document_free(document);
    assert_end(reader);
}

static void an_escaped_nul_in_json_is_dropped(void **state)
{
    put("nul.jsonl", "{\"id\":\"x1\",\"text\":\"SoftBank\\u0000 buys Ampere.\"}\n");
    ermine_reader *reader = open_reader("nul.jsonl");
    ermine_document *document = next_document(*state, reader);
    assert_string_equal(document->text, "SoftBank buys Ampere.\n");
    ermine_document_free(document);
    assert_end(reader);
}

static void a_folder_is_read_in_the_order_of_its_names(void **state)
{
    static const char *const order[] = {"B", "a", "z"};
    assert_int_equal(mkdir(path_of("news"), 0700), 0);
    assert_int_equal(mkdir(path_of("news/m"), 0700), 0);
    put("news/a.txt", "SoftBank buys Ampere.\n");
    put("news/B.txt", "SoftBank buys Ampere.\n");
    put("news/m/z.htm", "<p>SoftBank buys Ampere.\n");
    put("news/.hidden.txt", "SoftBank buys Ampere.\n");
    put("news/picture.png", "\x89PNG");
    ermine_reader *reader = open_reader("news");
    for (size_t i = 0; i < 3; i++) {
        ermine_document *document = next_document(*state, reader);
        assert_string_equal(document->id, order[i]);
        ermine_document_free(document);
    }
    assert_end(reader);
}

static void assert_bad(const char *name, ermine_reader *reader)
{
    ermine_error err = {0};
    ermine_raw *raw;
    assert_int_equal(ermine_reader_next(reader, &raw, &err), ERMINE_READ_BAD);
    assert_null(raw);
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, name));
}

static void a_missing_file_is_named_and_reading_goes_on(void **state)
{
    char missing[256];
    snprintf(missing, sizeof missing, "%s", path_of("missing.txt"));
    put("there.txt", TEXT);
    const char *const paths[] = {missing, path_of("there.txt")};
    ermine_reader *reader = ermine_reader_new(paths, 2, NULL);
    assert_bad("missing.txt", reader);
    ermine_document_free(next_document(*state, reader));
    assert_end(reader);
}

static void a_packed_file_cut_short_is_bad(void **state)
{
    (void)state;
    put_packed("cut.txt.gz", ARCHIVE_FILTER_GZIP, TEXT);
    assert_int_equal(truncate(path_of("cut.txt.gz"), 40), 0);
    ermine_reader *reader = open_reader("cut.txt.gz");
    assert_bad("cut.txt.gz", reader);
    assert_end(reader);
}

static void assert_refused(const ermine_knowledge *known, const char *name, const char *why)
{
    ermine_error err = {0};
    ermine_raw *raw;
    ermine_reader *reader = open_reader(name);
    for (ermine_document *document = NULL; err.code == ERMINE_OK;) {
        assert_int_equal(ermine_reader_next(reader, &raw, &err), ERMINE_READ_ONE);
        document = ermine_document_parse(known, raw, &err);
        ermine_document_free(document);
        ermine_raw_free(raw);
    }
    assert_int_equal(err.code, ERMINE_EINPUT);
    if (strstr(err.message, why) == NULL)
        fail_msg("no \"%s\" in \"%s\"", why, err.message);
    ermine_reader_free(reader);
}

static void a_cut_line_of_json_is_named_with_its_number(void **state)
{
    put("cut.jsonl", "{\"text\":\"SoftBank buys Ampere.\"}\n{\"text\":\"SoftBa");
    assert_refused(*state, "cut.jsonl", "cut.jsonl:2: ");
    put("no.jsonl", "\n\n{\"txt\":\"SoftBank buys Ampere.\"}\n");
    assert_refused(*state, "no.jsonl", "no.jsonl:3: no \"text\"");
}

static void inputs_without_text_are_refused_by_name(void **state)
{
    put("empty.txt", "");
    assert_refused(*state, "empty.txt", "empty.txt");
    put("bare.html", "<html><nav>Home</nav></html>");
    assert_refused(*state, "bare.html", "bare.html");
    put("graph", "<?xml version='1.0'?>\n<graphml><graph/></graphml>");
    assert_refused(*state, "graph", "graph: a graph");
    put("bare.jsonl", "{\"text\":\"SoftBank buys Ampere.\"}\n{\"text\":\"\"}\n");
    assert_refused(*state, "bare.jsonl", "bare.jsonl:2: no text");
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info, (void)kind, (void)walk;
    return remove(path);
}

static int set_up(void **state)
{
    return mkdtemp(folder) == NULL || load_knowledge(state);
}

static int tear_down(void **state)
{
    free_knowledge(state);
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_file_plain_or_packed_is_one_document),
        cmocka_unit_test(an_html_file_is_stripped),
        cmocka_unit_test(a_file_given_without_suffix_is_known_by_its_first_bytes),
        cmocka_unit_test(each_line_of_json_is_a_document),
        cmocka_unit_test(a_byte_order_mark_before_json_does_no_harm),
        cmocka_unit_test(an_escaped_nul_in_json_is_dropped),
        cmocka_unit_test(a_folder_is_read_in_the_order_of_its_names),
        cmocka_unit_test(a_missing_file_is_named_and_reading_goes_on),
        cmocka_unit_test(a_packed_file_cut_short_is_bad),
        cmocka_unit_test(a_cut_line_of_json_is_named_with_its_number),
        cmocka_unit_test(inputs_without_text_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
