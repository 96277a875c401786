#include "extract/lemma.h"

#include "text/fold.h"

#include <string.h>

enum { longest_word = 120, shortest_stem = 6, most_paradigms = 200 };

bool lemmas_init(struct lemmas *lemmas, const struct mining *m)
{
    *lemmas = (struct lemmas){m, map_new(m->err), map_new(m->err),
                              ARENA_NEW(m->arena, struct lemma, m->tokens.count + 1, m->err)};
    return lemmas->words != NULL && lemmas->stems != NULL && lemmas->of != NULL;
}

void lemmas_free(struct lemmas *lemmas)
{
    map_free(lemmas->words);
    map_free(lemmas->stems);
}

struct stem {
    uint16_t length;
    uint8_t paradigm;
};

/* The stems a word may have, each with its paradigm; of one paradigm the base form's first. */
static size_t find_stems(const struct paradigms *paradigms, const char *word, size_t length,
                         struct stem stems[most_paradigms])
{
    size_t count = 0;
    uint8_t last = length == 0 ? 0 : (uint8_t)word[length - 1];
    for (uint32_t i = paradigms->first[last]; i < paradigms->first[last + 1]; i++) {
        const struct paradigm_ending *ending = &paradigms->items[i];
        size_t size = ending->length;
        if (size + shortest_stem <= length && count < most_paradigms &&
            memcmp(word + length - size, ending->text, size) == 0)
            stems[count++] = (struct stem){(uint16_t)(length - size), ending->rule};
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
    size_t count = find_stems(&lemmas->m->pack->paradigms, word, length, stems);
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

/* Makes the key of token `at` and keeps it. */
static bool make_key(struct lemmas *lemmas, uint32_t at)
{
    const struct mining *m = lemmas->m;
    size_t length;
    const char *text = mining_text(m, at, &length);
    struct lemma *lemma = &lemmas->of[at];
    if ((mining_token(m, at)->flags & TOKEN_CYRILLIC) && m->pack->inflection != NULL) {
        char word[longest_word];
        size_t size = fold_key(text, length, word, sizeof word - 2);
        uint32_t first = first_form(lemmas, at, word, size);
        if (first != at) {
            if (lemmas->of[first].key == NULL && !make_key(lemmas, first))
                return false;
            *lemma = lemmas->of[first];
            return true;
        }
    }
    char *key = arena_take(m->arena, 2 * length + 1, 1, m->err);
    if (key == NULL)
        return false;
    lemma->length = (uint32_t)fold_key(text, length, key, 2 * length + 1);
    lemma->key = key;
    return true;
}

size_t lemma_key(struct lemmas *lemmas, uint32_t at, char *key, size_t room)
{
    const struct lemma *lemma = &lemmas->of[at];
    if (lemma->key == NULL && !make_key(lemmas, at))
        return 0; /* err is set, and seen later */
    size_t length = lemma->length < room ? lemma->length : room - 1;
    memcpy(key, lemma->key, length);
    key[length] = '\0';
    return length;
}
