/* test_facts.c - facts as lines of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ermine/facts.h"

#include <string.h>

static const char line[] = "{\"document\":\"d\",\"language\":\"zh\",\"entities\":[{\"id\":\"a\","
                           "\"name\":\"软银\",\"type\":"
                           "\"investor\",\"known\":true,\"mentions\":[{\"text\":\"软银\",\"start\":"
                           "0,\"end\":6}]},{\"id\":\"b\","
                           "\"name\":\"<b>\\\"\",\"type\":\"lab\",\"known\":false,\"mentions\":[]}]"
                           ",\"relations\":[{\"subject\":"
                           "\"a\",\"relation\":\"invests_in\",\"object\":\"b\",\"status\":"
                           "\"planned\",\"amount\":{\"value\":"
                           "30000000000,\"currency\":\"USD\"},\"confidence\":0.87,\"evidence\":{"
                           "\"text\":\"软银投入\",\"start\":"
                           "0,\"end\":12}}]}";

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    ermine_error err = {0};
    ermine_facts *facts = ermine_facts_read(line, strlen(line), "t:1", &err);
    assert_non_null(facts);
    ermine_sink *sink = ermine_sink_memory(NULL);
    ermine_facts_write(facts, sink);
    size_t length = 0;
    const char *bytes = ermine_sink_bytes(sink, &length);
    assert_int_equal(length, strlen(line) + 1);
    assert_memory_equal(bytes, line, strlen(line));
    ermine_sink_abandon(sink);
    ermine_facts_free(facts);
}

static void mentions_and_evidence_may_be_plain_strings(void **state)
{
    (void)state;
    const char *plain =
        "{\"document\":\"d\",\"entities\":[{\"id\":\"a\",\"type\":\"lab\",\"mentions\":[\"A\"]},"
        "{\"id\":\"b\",\"type\":\"lab\"}],\"relations\":[{\"subject\":\"a\",\"relation\":"
        "\"owns\",\"object\":\"b\",\"evidence\":\"A owns B\"}]}";
    ermine_facts *facts = ermine_facts_read(plain, strlen(plain), "t:1", NULL);
    assert_non_null(facts);
    assert_string_equal(ermine_facts_relation(facts, 0)->evidence.text, "A owns B");
    assert_int_equal(ermine_facts_entity(facts, 0)->mentions[0].span.start, ERMINE_NONE);
    ermine_facts_free(facts);
}

static void refused(const char *text, const char *why)
{
    ermine_error err = {0};
    assert_null(ermine_facts_read(text, strlen(text), "facts.jsonl:12", &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "facts.jsonl:12"));
    assert_non_null(strstr(err.message, why));
}

static void bad_facts_are_refused_with_their_place(void **state)
{
    (void)state;
    refused("{\"document\":\"d\",", "not a JSON object");
    refused("[1]", "another kind");
    refused("{\"entities\":[]}", "document");
    refused("{\"document\":\"d\",\"entities\":[{\"id\":\"a\"}]}", "entities[0]");
    refused("{\"document\":\"d\",\"entities\":[],\"relations\":[{\"subject\":\"a\",\"relation\":"
            "\"owns\","
            "\"object\":\"b\"}]}",
            "relations[0]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(mentions_and_evidence_may_be_plain_strings),
        cmocka_unit_test(bad_facts_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
