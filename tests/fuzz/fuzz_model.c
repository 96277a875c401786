/* fuzz_model.c - any bytes as a trained model: one that can be asked for any feature, or an error. */
#include "fuzz_file.h"

#include "knowledge/model.h"
#include "knowledge/tagger.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char path[64];
    int file = fuzz_open(bytes, length, path);
    ermine_error err = {0};
    struct tagger tagger;
    fuzz_expect(tagger_load(&tagger, path, &err), &err);
    tagger_free(&tagger);
    struct model model;
    err = (ermine_error){0};
    bool ok = model_load(&model, path, &err);
    fuzz_expect(ok, &err);
    if (ok && model.mapped != NULL) {
        uint32_t features[64];
        float sums[model_most_width];
        for (uint32_t i = 0; i < 64; i++)
            features[i] = i * 2654435761u;
        model_sums(&model, features, 64, sums);
        for (size_t k = 0; k < model.class_count; k++)
            if (strlen(model.labels[k]) > length)
                abort();
    }
    struct model next;
    err = (ermine_error){0};
    if (ok)
        fuzz_expect(model_load_next(&next, &model, path, &err), &err);
    if (ok)
        model_free(&next);
    model_free(&model);
    close(file);
    return 0;
}
