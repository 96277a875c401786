#include "extract/gender.h"

#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* What a clue weighs; one that says 'f' counts against those that say 'm'. */
enum {
    surname_weight = 1,
    verb_weight = 2,
    given_weight = 4,
    patronymic_weight = 8,
    title_weight = 16
};

bool ends_with(const struct mining *m, uint32_t first, uint32_t end,
               const struct word_endings *endings)
{
    char word[200];
    if (*endings->items == NULL)
        return false;
    size_t from = m->tokens.items[first].start, to = m->tokens.items[end - 1].end;
    size_t size = fold_key(m->document->text + from, to - from, word, sizeof word);
    if (size == 0 || !byteset_has(&endings->last, word[size - 1]))
        return false;
    for (const char *const *item = endings->items; *item != NULL; item++) {
        size_t ending = strlen(*item);
        if (ending <= size && memcmp(word + size - ending, *item, ending) == 0)
            return true;
    }
    return false;
}

/* +weight for a man, -weight for a woman. */
static int by_endings(const struct mining *m, uint32_t first, uint32_t end, enum ending_list man,
                      enum ending_list woman, int weight)
{
    const struct word_endings *lists = m->pack->word_endings;
    return ends_with(m, first, end, &lists[woman]) ? -weight
           : ends_with(m, first, end, &lists[man]) ? weight
                                                   : 0;
}

static int by_word(const struct cue_hit *word, int weight)
{
    return word == NULL ? 0 : word->agreement->gender == 'f' ? -weight : weight;
}

/* The word of the class that ends before `end`. */
static const struct cue_hit *mark_to(const struct mining *m, uint32_t end, enum mark_class class)
{
    for (uint32_t from = end; from > 0 && from + 3 > end; from--) {
        const struct cue_hit *found = mark_from(m, from - 1, class);
        if (found != NULL && found->end == end)
            return found;
    }
    return NULL;
}

static int clues(const struct mining *m, const struct mention *mention)
{
    uint32_t first = mention->first, last = mention->end - 1;
    uint32_t before = first > 0 && is_punct(m, first - 1, '.') ? first - 1 : first; /* "Mr." */
    bool han = mining_token(m, last)->kind == TOKEN_HAN;
    const struct cue_hit *given = mark_from(m, first, MARK_GIVEN);
    int sum = by_word(mark_to(m, before, MARK_TITLE), title_weight) +
              by_word(mark_from(m, first, MARK_TITLE), title_weight);
    if (given != NULL && given->end >= first + 1 + han) /* one character first is a surname */
        sum += by_word(given, given_weight);
    if (mention->end < m->tokens.count) {
        sum += by_word(mark_from(m, mention->end, MARK_TITLE), title_weight);
        if (cue_from(m, mention->end, CUE_AFTER_PERSON) != NULL)
            sum += by_endings(m, mention->end, mention->end + 1, VERB_M, VERB_F, verb_weight);
    }
    if (han) /* 王丽娜: the last characters */
        sum += by_endings(m, first, mention->end, GIVEN_M, GIVEN_F, given_weight);
    else
        sum += by_endings(m, last, last + 1, SURNAME_M, SURNAME_F, surname_weight);
    for (uint32_t at = first + 1; at < mention->end; at++)
        sum += by_endings(m, at, at + 1, PATRONYMIC_M, PATRONYMIC_F, patronymic_weight);
    return sum;
}

bool find_genders(struct mining *m)
{
    int *sums = ARENA_NEW(m->arena, int, m->entity_count + 1, m->err);
    if (sums == NULL)
        return false;
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->entity != NONE && mention->gender == '\0' &&
            abs(sums[mention->entity]) < given_weight && type_is(m, mention->type, "person"))
            sums[mention->entity] += clues(m, mention);
    }
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        int sum = mention->entity == NONE ? 0 : sums[mention->entity];
        if (sum != 0)
            mention->gender = m->entities[mention->entity].gender = sum > 0 ? 'm' : 'f';
    }
    return true;
}
