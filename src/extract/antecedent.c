#include "extract/antecedent.h"

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

/* Whether an "and" stands right before the mention. */
static bool is_joined(const struct mining *m, const struct mention *mention)
{
    return cue_to(m, mention->first, CUE_AND) != NULL;
}

size_t antecedent_together(const struct search *search, uint32_t mentions[most_together])
{
    const struct mining *m = search->m;
    uint32_t sentence = m->sentence_of[search->at], end = search->at;
    size_t wanted = search->agreement.number;
    for (uint32_t back = 0; back < most_sentences_back && back <= sentence; back++) {
        uint32_t begin = m->tokens.sentences[sentence - back];
        size_t count = 0;
        bool joined = false;
        for (uint32_t at = end; at > begin && end - at < most_tokens_back;) {
            uint32_t index = m->mention_at[at - 1];
            at = index == NONE ? at - 1 : m->mentions[index].first;
            for (; index != NONE && index < m->mention_count && m->mentions[index].first == at;
                 index++) {
                const struct mention *mention = &m->mentions[index];
                if (!fits(search, mention))
                    continue;
                size_t same = 0;
                while (same < count && m->mentions[mentions[same]].entity != mention->entity)
                    same++;
                if (same < count)
                    continue;
                if (count == wanted)
                    return 0; /* which of them is not clear */
                joined |= count + 1 < wanted && is_joined(m, mention);
                mentions[count++] = index;
            }
        }
        if (count == wanted && (joined || !search->agreement.joined) &&
            (wanted < 2 ||
             is_person(m, &m->mentions[mentions[0]]) == is_person(m, &m->mentions[mentions[1]])))
            return count;
        if (count > 1)
            return 0;
        end = begin;
    }
    return 0;
}
