/* fuzz_weights.c - any bytes as a file of weights: every weight is a number of 0 or more, or an error says why. */
#include "fuzz_file.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ermine_knowledge *known;
    char path[64];
    ermine_error err = {0};
    if (known == NULL)
        known = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_NONE, &err);
    if (known == NULL)
        abort();
    int file = fuzz_open(bytes, length, path);
    ermine_weights *weights = ermine_weights_load(known, path, &err);
    fuzz_expect(weights != NULL, &err);
    for (size_t i = 0; weights != NULL && i < ermine_knowledge_relation_count(known); i++) {
        double weight = ermine_weights_relation(weights, ermine_knowledge_relation(known, i)->name);
        if (!(weight >= 0) || isinf(weight) || ermine_weights_status(weights, ERMINE_DENIED) != 0)
            abort();
    }
    ermine_weights_free(weights);
    close(file);
    return 0;
}
