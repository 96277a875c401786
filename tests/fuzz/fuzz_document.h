/* fuzz_document.h - what the targets of the three document formats share. */
#include "ermine/ermine.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

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
    char source[] = "fuzz";
    ermine_raw raw = {
        .format = FUZZ_FORMAT, .source = source, .line = 1, .bytes = copy, .length = length};
    ermine_error err = {0};
    ermine_document *document = ermine_document_parse(known, &raw, &err);
    if (document == NULL) {
        if (err.code == ERMINE_OK || err.message[0] == '\0')
            abort();
    } else if (utf8_check(document->text, document->length) != ERMINE_NONE ||
               memchr(document->text, 0, document->length) != NULL) {
        abort();
    }
    ermine_document_free(document);
    free(copy);
    return 0;
}
