#include "extract/lemma.h"

#include "base/array.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { longest_word = 120, shortest_stem = 6, most_paradigms = 200 };

bool lemmas_init(struct lemmas *lemmas, const struct mining *m)
{
    *lemmas = (struct lemmas){.m = m, .words = map_new(m->err), .stems = map_new(m->err)};
    return lemmas->words != NULL && lemmas->stems != NULL;
}

void lemmas_free(struct lemmas *lemmas)
{
    map_free(lemmas->words);
    map_free(lemmas->stems);
    free(lemmas->forms);
}

/* Иванов is no form of Иван: where the paradigm without an ending has what closes the base form of another, a
 * surname, the other is meant. */
static bool means_another(const struct inflection *rules, const char *ending)
{
    if (strlen(ending) <= 2) /* one letter */
        return false;
    for (const struct inflection *rule = rules; rule->ending != NULL; rule++)
        if (strcmp(rule->ending, ending) == 0)
            return true;
    return false;
}

/* Length of the stem `word` has when its last part is `ending`, or 0. */
static size_t stem_without(const char *word, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return size + shortest_stem <= length && memcmp(word + length - size, ending, size) == 0
               ? length - size
               : 0;
}

struct stem {
    uint16_t length;
    uint8_t paradigm;
};

/* The stems a word may have, each with its paradigm; of one paradigm the base form's first. */
static size_t find_stems(const struct inflection *rules, const char *word, size_t length,
                         struct stem stems[most_paradigms])
{
    size_t count = 0;
    for (uint8_t r = 0; rules[r].ending != NULL && r < UINT8_MAX; r++) {
        size_t stem = stem_without(word, length, rules[r].ending);
        if (stem != 0 && count < most_paradigms)
            stems[count++] = (struct stem){(uint16_t)stem, r};
        for (const char *const *form = rules[r].forms; *form != NULL; form++) {
            if (*rules[r].ending == '\0' && means_another(rules, *form))
                continue;
            stem = stem_without(word, length, *form);
            if (stem != 0 && count < most_paradigms)
                stems[count++] = (struct stem){(uint16_t)stem, r};
        }
    }
    return count;
}

static uint32_t stem_get(const struct lemmas *lemmas, char *word, struct stem stem)
{
    char kept = word[stem.length];
    word[stem.length] = (char)(stem.paradigm + 1);
    uint32_t form = map_get(lemmas->stems, word, stem.length + 1u);
    word[stem.length] = kept;
    return form;
}

static bool stem_put(struct lemmas *lemmas, char *word, struct stem stem, uint32_t form)
{
    char kept = word[stem.length];
    word[stem.length] = (char)(stem.paradigm + 1);
    bool ok = map_get(lemmas->stems, word, stem.length + 1u) != MAP_NONE ||
              map_put(lemmas->stems, word, stem.length + 1u, form, lemmas->m->err);
    word[stem.length] = kept;
    return ok;
}

/* The number of a form met for the first time, MAP_NONE when out of memory. */
static uint32_t new_form(struct lemmas *lemmas, const char *word, size_t length)
{
    const struct mining *m = lemmas->m;
    struct form form = {arena_copy(m->arena, word, length, m->err), length};
    if (form.text == NULL ||
        !ARRAY_PUSH(&lemmas->forms, &lemmas->form_count, &lemmas->form_capacity, form, m->err))
        return MAP_NONE;
    return (uint32_t)lemmas->form_count - 1;
}

/* The form that is the key of `word`; MAP_NONE when out of memory, which is seen later as err is set. */
static uint32_t first_form(struct lemmas *lemmas, char *word, size_t length)
{
    uint32_t form = map_get(lemmas->words, word, length);
    if (form != MAP_NONE)
        return form;
    struct stem stems[most_paradigms];
    size_t count = find_stems(lemmas->m->pack->inflection, word, length, stems);
    for (size_t i = 0; i < count && form == MAP_NONE; i++)
        form = stem_get(lemmas, word, stems[i]);
    if (form == MAP_NONE && (form = new_form(lemmas, word, length)) == MAP_NONE)
        return form;
    for (size_t i = 0; i < count; i++)
        if (!stem_put(lemmas, word, stems[i], form))
            return MAP_NONE;
    return map_put(lemmas->words, word, length, form, lemmas->m->err) ? form : MAP_NONE;
}

size_t lemma_key_of(struct lemmas *lemmas, const char *word, size_t length, char *key, size_t room)
{
    char own[longest_word];
    if (length > sizeof own - 2)
        length = sizeof own - 2;
    memcpy(own, word, length);
    own[length] = '\0';
    uint32_t form = first_form(lemmas, own, length);
    size_t size = form == MAP_NONE ? length : lemmas->forms[form].length;
    if (size > room - 1)
        size = room - 1;
    memcpy(key, form == MAP_NONE ? own : lemmas->forms[form].text, size);
    key[size] = '\0';
    return size;
}

size_t lemma_key(struct lemmas *lemmas, uint32_t at, char *key, size_t room)
{
    const struct mining *m = lemmas->m;
    size_t length;
    const char *text = mining_text(m, at, &length);
    if (!(mining_token(m, at)->flags & TOKEN_CYRILLIC) || m->pack->inflection == NULL)
        return fold_key(text, length, key, room);
    char word[longest_word];
    size_t size = fold_key(text, length, word, sizeof word - 2);
    return lemma_key_of(lemmas, word, size, key, room);
}
