/* fuzz_extract.c - any text mined: every span is a piece of the text, and the facts read back. */
#include "ermine/ermine.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_span(const ermine_document *document, const ermine_mention *mention)
{
    size_t start = mention->span.start, end = mention->span.end;
    if (start >= end || end > document->length || strlen(mention->text) != end - start ||
        memcmp(document->text + start, mention->text, end - start) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ermine_knowledge *known;
    if (known == NULL)
        known = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_ALL, NULL);
    char *copy = malloc(length + 1);
    if (known == NULL || copy == NULL)
        abort();
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    static const char *const languages[] = {"en", "ru", "zh"};
    ermine_document document = {.id = "d",
                                .source = "d",
                                .language = languages[length % 3],
                                .text = copy,
                                .length = length};
    if (length > 0 && utf8_check(copy, length) == ERMINE_NONE && memchr(copy, 0, length) == NULL) {
        ermine_facts *facts = ermine_facts_extract(known, &document, NULL);
        ermine_sink *sink = ermine_sink_memory(NULL);
        if (facts == NULL || sink == NULL)
            abort();
        for (size_t i = 0; i < ermine_facts_entity_count(facts); i++)
            for (size_t k = 0; k < ermine_facts_entity(facts, i)->mention_count; k++)
                check_span(&document, &ermine_facts_entity(facts, i)->mentions[k]);
        for (size_t i = 0; i < ermine_facts_relation_count(facts); i++)
            check_span(&document, &ermine_facts_relation(facts, i)->evidence);
        ermine_facts_write(facts, sink);
        size_t written = 0;
        const char *line = ermine_sink_bytes(sink, &written);
        ermine_facts *again = ermine_facts_read(line, written - 1, "again", NULL);
        if (again == NULL ||
            ermine_facts_relation_count(again) != ermine_facts_relation_count(facts))
            abort();
        ermine_facts_free(again);
        ermine_sink_abandon(sink);
        ermine_facts_free(facts);
    }
    free(copy);
    return 0;
}
