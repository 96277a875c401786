/* fuzz_stake.c - any bytes as a passage: what it says of a stake is a share. */
#include "ermine/ermine.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ermine_knowledge *known;
    if (known == NULL)
        known = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_NONE, NULL);
    char *passage = malloc(length + 1);
    if (known == NULL || passage == NULL)
        abort();
    if (length > 0)
        memcpy(passage, bytes, length);
    passage[length] = '\0';
    double stake = ermine_stake_told(known, passage);
    if (!(stake >= 0 && stake <= 1))
        abort();
    free(passage);
    return 0;
}
