#include "knowledge/forms.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"

#include <stdlib.h>

bool forms_init(struct forms *forms, unsigned filter_bits, ermine_error *err)
{
    forms->filter_bits = filter_bits;
    forms->filter = calloc(((size_t)1 << filter_bits) / 64, sizeof *forms->filter);
    return forms->filter != NULL || error_memory(err);
}

void forms_free(struct forms *forms)
{
    free(forms->slots);
    free(forms->filter);
    free(forms->ids);
}

/* The slot of the form, or the empty one where it belongs. */
static struct form *slot_of(const struct forms *forms, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (forms->capacity - 1);
    while (forms->slots[at].first != 0 && forms->slots[at].hash != hash)
        at = (at + 1) & (forms->capacity - 1);
    return &forms->slots[at];
}

static bool grow(struct forms *forms, ermine_error *err)
{
    struct forms bigger = *forms;
    bigger.capacity = forms->capacity == 0 ? 1024 : forms->capacity * 2;
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return error_memory(err);
    for (size_t i = 0; i < forms->capacity; i++)
        if (forms->slots[i].first != 0)
            *slot_of(&bigger, forms->slots[i].hash) = forms->slots[i];
    free(forms->slots);
    *forms = bigger;
    return true;
}

bool forms_add(struct forms *forms, const char *form, size_t length, uint32_t id, ermine_error *err)
{
    uint64_t hash = forms_start;
    for (size_t at = 0; at < length;)
        hash = forms_hash(hash, utf8_decode(form, length, &at));
    if (forms->count * 3 >= forms->capacity * 2 && !grow(forms, err))
        return false;
    struct form *slot = slot_of(forms, hash);
    for (uint32_t i = slot->first; i != 0; i = forms->ids[i - 1].next)
        if (forms->ids[i - 1].id == id)
            return true;
    struct form_id entry = {id, slot->first};
    if (!ARRAY_PUSH(&forms->ids, &forms->id_count, &forms->id_capacity, entry, err))
        return false;
    uint64_t bit = hash >> (64 - forms->filter_bits);
    forms->filter[bit / 64] |= UINT64_C(1) << bit % 64;
    forms->count += slot->first == 0;
    *slot = (struct form){hash, (uint32_t)forms->id_count};
    return true;
}

uint32_t forms_find(const struct forms *forms, uint64_t hash)
{
    return forms->capacity == 0 ? 0 : slot_of(forms, hash)->first;
}
