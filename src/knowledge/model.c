#include "knowledge/model.h"

#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { longest_label = 64, most_rows = 1 << 24 };

static bool wrong(const char *path, const char *why, ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT, "%s: %s; train it anew or take the file away", path, why);
}

static bool read_labels(FILE *file, struct model *model, const struct schema *schema,
                        const char *path, ermine_error *err)
{
    for (size_t i = 0; i < model->class_count; i++) {
        char label[longest_label];
        if (fgets(label, sizeof label, file) == NULL)
            return wrong(path, "cut off", err);
        size_t length = strcspn(label, "<>\n");
        model->classes[i].first_is_subject = label[length] != '<';
        label[length] = '\0';
        model->classes[i].relation = length == 0 ? ERMINE_NONE : schema_relation(schema, label);
        if (length > 0 && model->classes[i].relation == ERMINE_NONE)
            return wrong(path, "knows a relation that schema.json does not", err);
    }
    return true;
}

static bool read_rows(FILE *file, struct model *model, const char *path, struct arena *arena,
                      ermine_error *err)
{
    size_t rows = model->row_count, slots = 1;
    while (slots < 2 * rows)
        slots *= 2;
    float *scales = ARENA_NEW(arena, float, rows, err);
    int8_t *weights = ARENA_NEW(arena, int8_t, rows * model_most_classes, err);
    model->slots = ARENA_NEW(arena, struct model_slot, slots, err);
    if (scales == NULL || weights == NULL || model->slots == NULL)
        return false;
    model->slot_mask = (uint32_t)slots - 1;
    for (size_t i = 0; i < rows; i++) {
        uint32_t feature;
        if (fread(&feature, sizeof feature, 1, file) != 1 ||
            fread(&scales[i], sizeof scales[i], 1, file) != 1 ||
            fread(weights + i * model_most_classes, model->class_count, 1, file) != 1)
            return wrong(path, "cut off", err);
        uint32_t slot = feature & model->slot_mask;
        while (model->slots[slot].row != 0)
            slot = (slot + 1) & model->slot_mask;
        model->slots[slot] = (struct model_slot){feature, (uint32_t)i + 1};
    }
    model->scales = scales;
    model->weights = weights;
    return true;
}

size_t model_row(const struct model *model, uint32_t feature)
{
    uint32_t slot = feature & model->slot_mask;
    for (; model->slots[slot].row != 0; slot = (slot + 1) & model->slot_mask)
        if (model->slots[slot].feature == feature)
            return model->slots[slot].row - 1;
    return ERMINE_NONE;
}

static bool read_model(FILE *file, struct model *model, const struct schema *schema,
                       const char *path, struct arena *arena, ermine_error *err)
{
    char magic[sizeof MODEL_MAGIC - 1];
    uint32_t numbers[2];
    float thresholds[model_most_classes];
    if (fread(magic, sizeof magic, 1, file) != 1 || memcmp(magic, MODEL_MAGIC, sizeof magic) != 0)
        return wrong(path, "not a model of this version", err);
    if (fread(numbers, sizeof numbers, 1, file) != 1 || numbers[0] > most_rows || numbers[1] < 2 ||
        numbers[1] > model_most_classes ||
        fread(thresholds, sizeof *thresholds, numbers[1], file) != numbers[1])
        return wrong(path, "damaged", err);
    model->class_count = numbers[1];
    for (size_t k = 0; k < numbers[1]; k++)
        model->classes[k].threshold = (double)thresholds[k];
    model->row_count = numbers[0];
    return read_labels(file, model, schema, path, err) && read_rows(file, model, path, arena, err);
}

bool model_load(struct model *model, const char *path, const struct schema *schema,
                struct arena *arena, ermine_error *err)
{
    *model = (struct model){0};
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return errno == ENOENT || error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
    bool ok = read_model(file, model, schema, path, arena, err);
    fclose(file);
    return ok;
}
