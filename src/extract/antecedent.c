#include "extract/antecedent.h"

#include <stdint.h>

enum { most_sentences_back = 3, most_tokens_back = 400 };

/* In hundredths; see antecedent.h. */
static const int weights[MANNERS][TRAITS] = {
    {266, -13, -193, -201, 150, 133, 231, 0, 104, 0, 0, 165, 118, 149, 310, 205, -13},
    {330, 142, -228, -277, 212, 150, 52, 0, 21, -148, -114, 315, 149, 352, 439, 194, -19},
    {313, 78, -341, -85, 101, -130, 222, 501, 0, 0, 0, 365, 216, 258, 440, 344, 13},
    {518, -52, -212, -280, 91, 152, 6, 245, 0, 0, 0, 80, 281, 332, 473, 358, -82}};
/* How far the best must be before the next one, in hundredths. */
static const int margins[MANNERS] = {20, 40, 40, 20};

static bool is_person(const struct mining *m, const struct mention *mention)
{
    return type_is(m, mention->type, "person");
}

static bool fits(const struct search *search, const struct mention *mention)
{
    const struct mining *m = search->m;
    const struct agreement *agreement = &search->agreement;
    if (mention->entity == NONE || is_adjective(mention) ||
        !(agreement->types >> mention->type & 1) ||
        (search->described && (search->noun & search->nouns[mention->entity]) == 0))
        return false;
    if (is_person(m, mention))
        return agreement->gender == '\0' || mention->gender == '\0' ||
               agreement->gender == mention->gender;
    if (search->country == NULL)
        return true;
    const char *country =
        mention->known == NONE ? NULL : m->known->registry.entities[mention->known].country;
    return country != NULL && strcmp(country, search->country) == 0;
}

static uint32_t traits_of_entity(const struct search *search, const struct mention *mention)
{
    const struct mining *m = search->m;
    uint32_t often = m->entities[mention->entity].mention_count, traits = 0;
    if (search->noun & search->nouns[mention->entity])
        traits |= 1u << SAME_NOUN;
    if (is_person(m, mention))
        traits |= 1u << IS_PERSON;
    else if (type_is(m, mention->type, "government") || type_is(m, mention->type, "organization"))
        traits |= 1u << IS_PUBLIC;
    if (search->agreement.gender != '\0' && mention->gender == search->agreement.gender)
        traits |= 1u << SAME_GENDER;
    if (often >= 2)
        traits |= 1u << (often == 2 ? TWICE : often < 6 ? OFTEN : VERY_OFTEN);
    if (mention->entity == search->focus)
        traits |= 1u << FOCUS;
    return traits;
}

static struct candidate *find(struct candidate *candidates, size_t count, uint32_t entity)
{
    for (size_t i = 0; i < count; i++)
        if (candidates[i].entity == entity)
            return &candidates[i];
    return NULL;
}

/* Adds what fits in tokens [begin, end) of one sentence, from its end. */
static size_t collect(const struct search *search, uint32_t begin, uint32_t end, uint32_t back,
                      struct candidate *candidates, size_t count)
{
    const struct mining *m = search->m;
    uint32_t first = NONE, first_fit = NONE;
    for (uint32_t at = end; at > begin;) {
        uint32_t index = m->mention_at[at - 1];
        at = index == NONE ? at - 1 : m->mentions[index].first;
        if (index == NONE)
            continue;
        const struct mention *mention = &m->mentions[index];
        first = mention->entity;
        if (!fits(search, mention))
            continue;
        first_fit = mention->entity;
        if (count == most_candidates || find(candidates, count, mention->entity) != NULL)
            continue;
        uint32_t traits = traits_of_entity(search, mention) | 1u << (IN_SENTENCE + back);
        if (count == 0)
            traits |= 1u << NEAREST;
        if (mention->kind == MENTION_ANAPHOR)
            traits |= 1u << CHAIN;
        candidates[count++] = (struct candidate){index, mention->entity, traits};
    }
    struct candidate *lead = find(candidates, count, first_fit);
    if (lead == NULL || !(lead->traits >> (IN_SENTENCE + back) & 1))
        return count;
    lead->traits |= 1u << LEADS_SENTENCE;
    if (first == first_fit)
        lead->traits |= 1u << LEADS_ALL;
    if (back == 1 && search->at <= end + 1)
        lead->traits |= 1u << BEGINS_ALSO;
    return count;
}

size_t antecedent_candidates(const struct search *search,
                             struct candidate candidates[most_candidates])
{
    const struct mining *m = search->m;
    uint32_t sentence = m->sentence_of[search->at], end = search->at;
    uint32_t lowest = end > most_tokens_back ? end - most_tokens_back : 0;
    size_t count = 0;
    for (uint32_t back = 0; back <= most_sentences_back && back <= sentence; back++) {
        uint32_t begin = m->tokens.sentences[sentence - back];
        if (end <= lowest)
            break;
        count = collect(search, begin > lowest ? begin : lowest, end, back, candidates, count);
        end = begin;
    }
    return count;
}

static int weigh(enum manner manner, uint32_t traits)
{
    int sum = 0;
    for (int i = 0; i < TRAITS; i++)
        if (traits >> i & 1)
            sum += weights[manner][i];
    return sum;
}

const struct candidate *antecedent_choose(const struct search *search,
                                          const struct candidate *candidates, size_t count)
{
    const struct candidate *best = NULL;
    int most = 0, second = -10000;
    for (size_t i = 0; i < count; i++) {
        int sum = weigh(search->manner, candidates[i].traits);
        if (best == NULL || sum > most) {
            second = best == NULL ? second : most;
            best = &candidates[i];
            most = sum;
        } else if (sum > second) {
            second = sum;
        }
    }
    return best != NULL && most >= second + margins[search->manner] ? best : NULL;
}

uint32_t antecedent_of_two(const struct search *search)
{
    const struct mining *m = search->m;
    uint32_t sentence = m->sentence_of[search->at], last = NONE;
    uint32_t begin = m->tokens.sentences[sentence == 0 ? 0 : sentence - 1];
    for (uint32_t at = search->at; at > begin;) {
        uint32_t index = m->mention_at[at - 1];
        at = index == NONE ? at - 1 : m->mentions[index].first;
        if (index == NONE || m->mentions[index].kind == MENTION_ANAPHOR ||
            !fits(search, &m->mentions[index]))
            continue;
        if (last == NONE) {
            last = index;
        } else if (m->mentions[index].entity != m->mentions[last].entity) {
            if (is_person(m, &m->mentions[index]) != is_person(m, &m->mentions[last]))
                return NONE;
            return search->agreement.former ? index : last;
        }
    }
    return NONE;
}

/* What a sentence names that fits, from its end: each entity once. */
struct named {
    uint32_t mentions[most_candidates];
    size_t count;
    size_t
        pair; /* of these, the first of agreement.number that stand at one place or are joined; SIZE_MAX: none */
    bool many_joined; /* there are several such */
};

/* Whether the mention and the ones named right behind it, which are the last of `named`, are joined: "A and B". */
static bool is_joined(const struct mining *m, const struct named *named, size_t wanted,
                      const struct mention *mention)
{
    if (named->count + 1 < wanted)
        return false;
    const struct mention *next = &m->mentions[named->mentions[named->count - 1]];
    if (next->first == mention->first)
        return true;
    const struct mention *last = &m->mentions[named->mentions[named->count + 1 - wanted]];
    const struct cue_hit *and = cue_to(m, last->first, CUE_AND);
    uint32_t before = mention->first;
    if (before >= 2 && m->mention_at[before - 2] != NONE &&
        (is_punct(m, before - 1, ',') || is_punct(m, before - 1, 0x3001)))
        return false; /* more than these are joined */
    return and != NULL && (wanted > 2 || and->first == mention->end);
}

static void name_one(const struct search *search, uint32_t index, struct named *named)
{
    const struct mining *m = search->m;
    const struct mention *mention = &m->mentions[index];
    size_t wanted = search->agreement.number;
    if (!fits(search, mention) || named->count == most_candidates)
        return;
    for (size_t i = 0; i < named->count; i++)
        if (m->mentions[named->mentions[i]].entity == mention->entity)
            return;
    if (is_joined(m, named, wanted, mention)) {
        named->many_joined = named->pair != SIZE_MAX;
        named->pair = named->count + 1 - wanted;
    }
    named->mentions[named->count++] = index;
}

static void name_all(const struct search *search, uint32_t begin, uint32_t end, struct named *named)
{
    const struct mining *m = search->m;
    *named = (struct named){.pair = SIZE_MAX};
    for (uint32_t at = end; at > begin && end - at < most_tokens_back;) {
        uint32_t index = m->mention_at[at - 1], last = index;
        at = index == NONE ? at - 1 : m->mentions[index].first;
        if (index == NONE)
            continue;
        while (last + 1 < m->mention_count && m->mentions[last + 1].first == at)
            last++;
        for (; last + 1 > index; last--)
            name_one(search, last, named);
    }
}

/* Of what a sentence names, where those begin that were named together; SIZE_MAX when that is in doubt. */
static size_t together(const struct search *search, const struct named *named)
{
    const struct mining *m = search->m;
    size_t wanted = search->agreement.number;
    size_t first = named->many_joined ? SIZE_MAX : named->pair;
    if (first != SIZE_MAX && search->agreement.joined && first + wanted != named->count)
        return SIZE_MAX; /* they: those the sentence begins with */
    if (first == SIZE_MAX && named->count == wanted && !search->agreement.joined)
        first = 0;
    if (first == SIZE_MAX)
        return first;
    for (size_t i = first + 1; i < first + wanted; i++)
        if (is_person(m, &m->mentions[named->mentions[i]]) !=
            is_person(m, &m->mentions[named->mentions[first]]))
            return SIZE_MAX;
    return first;
}

size_t antecedent_together(const struct search *search, uint32_t mentions[most_together])
{
    const struct mining *m = search->m;
    uint32_t sentence = m->sentence_of[search->at], end = search->at;
    size_t wanted = search->agreement.number;
    for (uint32_t back = 0; back < most_sentences_back && back <= sentence; back++) {
        struct named named;
        name_all(search, m->tokens.sentences[sentence - back], end, &named);
        size_t first = together(search, &named);
        if (first != SIZE_MAX) {
            for (size_t i = 0; i < wanted; i++) /* in the order of the text */
                mentions[i] = named.mentions[first + wanted - 1 - i];
            return wanted;
        }
        if (named.count >= wanted)
            return 0;
        end = m->tokens.sentences[sentence - back];
    }
    return 0;
}
