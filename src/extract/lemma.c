#include "extract/lemma.h"

#include "text/fold.h"

#include <string.h>

enum { longest_word = 120, shortest_stem = 6, most_paradigms = 200 };

bool lemmas_init(struct lemmas *lemmas, const struct mining *m)
{
    *lemmas = (struct lemmas){m, map_new(m->err), map_new(m->err)};
    return lemmas->words != NULL && lemmas->stems != NULL;
}

void lemmas_free(struct lemmas *lemmas)
{
    map_free(lemmas->words);
    map_free(lemmas->stems);
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
    uint32_t token = map_get(lemmas->stems, word, stem.length + 1u);
    word[stem.length] = kept;
    return token;
}

static bool stem_put(struct lemmas *lemmas, char *word, struct stem stem, uint32_t token)
{
    char kept = word[stem.length];
    word[stem.length] = (char)(stem.paradigm + 1);
    bool ok = map_get(lemmas->stems, word, stem.length + 1u) != MAP_NONE ||
              map_put(lemmas->stems, word, stem.length + 1u, token, lemmas->m->err);
    word[stem.length] = kept;
    return ok;
}

/* The token whose form is the key of the word at `at`, which is `word` folded. */
static uint32_t first_form(struct lemmas *lemmas, uint32_t at, char *word, size_t length)
{
    uint32_t token = map_get(lemmas->words, word, length);
    if (token != MAP_NONE)
        return token;
    struct stem stems[most_paradigms];
    size_t count = find_stems(lemmas->m->pack->inflection, word, length, stems);
    for (size_t i = 0; i < count && token == MAP_NONE; i++)
        token = stem_get(lemmas, word, stems[i]);
    if (token == MAP_NONE)
        token = at;
    for (size_t i = 0; i < count; i++)
        if (!stem_put(lemmas, word, stems[i], token))
            return at;
    map_put(lemmas->words, word, length, token,
            lemmas->m->err); /* else err is set, and seen later */
    return token;
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
    text = mining_text(m, first_form(lemmas, at, word, size), &length);
    return fold_key(text, length, key, room);
}
