/* anaphora.c - pronouns and descriptions that stand for what was named: she, 双方, the Dutch company, ведомство.
 *
 * A description is a noun of the language pack behind a word that makes it definite; where a language has no articles,
 * a noun alone, if its entity was described by it before. What they stand for antecedent.c finds. */
#include "extract/antecedent.h"
#include "extract/gender.h"
#include "extract/mix.h"

#include "base/array.h"
#include "base/utf8.h"
#include "text/fold.h"

enum { most_skipped = 2, farthest_noun = 4, root_letters = 4, farthest_partner = 40 };

struct anaphor {
    uint32_t first, end; /* tokens */
    struct search search;
};

struct resolver {
    struct mining *m;
    uint64_t *nouns; /* of each entity, see struct search */
    uint32_t focus;
};

/* One of 64 bits for a noun: its words by how they begin, as their ends are inflected. */
static uint64_t noun_bits(const struct mining *m, uint32_t first, uint32_t end)
{
    uint64_t bits = 0;
    uint32_t hash = 0;
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind == TOKEN_HAN) {
            if (at + 2 >= end) /* 芯片公司 is a 公司 */
                hash = mix(hash, token->code);
            continue;
        }
        size_t length, at_byte = 0;
        const char *text = mining_text(m, at, &length);
        hash = 0;
        for (int letter = 0; letter < root_letters && at_byte < length; letter++)
            hash = mix(hash, fold_code(utf8_decode(text, length, &at_byte)));
        bits |= UINT64_C(1) << hash % 64;
    }
    return bits != 0 ? bits : UINT64_C(1) << hash % 64;
}

/* The country of the adjective at `at`, whose end is set, or NULL. */
static const char *country_at(const struct mining *m, uint32_t at, uint32_t *end)
{
    if (at >= m->tokens.count || m->mention_at[at] == NONE)
        return NULL;
    const struct mention *mention = &m->mentions[m->mention_at[at]];
    if (mention->known == NONE || !is_description(m, mention) ||
        !type_is(m, mention->type, "place"))
        return NULL;
    *end = mention->end;
    return m->known->registry.entities[mention->known].country;
}

/* "the two British chipmakers" at `at`: "the two", perhaps a country, perhaps other words, a noun. */
static bool definite_at(const struct mining *m, uint32_t at, struct anaphor *found)
{
    const struct cue_hit *definite = mark_from(m, at, MARK_DEFINITE);
    const struct cue_hit *plain = definite == NULL ? cue_from(m, at, CUE_DEFINITE) : NULL;
    if (definite == NULL && plain == NULL)
        return false;
    uint32_t limit = sentence_end(m, m->sentence_of[at]);
    uint32_t noun = definite == NULL ? plain->end : definite->end;
    struct search *search = &found->search;
    search->country = country_at(m, noun, &noun);
    found->first = search->country == NULL ? at : noun;
    for (uint32_t from = noun; from <= noun + most_skipped && from < limit; from++) {
        const struct cue_hit *word = mark_from(m, from, MARK_NOUN);
        if (word != NULL) {
            search->agreement = *word->agreement;
            found->end = word->end;
            if (definite != NULL && search->agreement.number < definite->agreement->number)
                search->agreement.number = definite->agreement->number;
            search->noun = noun_bits(m, from, found->end);
            search->manner = OF_DESCRIPTION;
            return found->end <= limit;
        }
        if (mining_token(m, from)->kind != TOKEN_WORD || m->mention_at[from] != NONE ||
            cue_from(m, from, CUE_FILLER) != NULL || cue_from(m, from, CUE_AND) != NULL)
            return false;
    }
    return false;
}

/* Whether what stands before `at` lets a noun or pronoun begin there: 该项目由公司 does, 上市公司 does not. */
static bool may_begin(const struct mining *m, uint32_t at)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    if (at == begin || mining_token(m, at - 1)->kind == TOKEN_PUNCT)
        return true;
    if (m->pack->unspaced)
        return ends_with(m, at >= begin + 2 ? at - 2 : begin, at, &m->pack->word_endings[LEAD]);
    return m->mention_at[at - 1] == NONE &&
           !ends_with(m, at - 1, at, &m->pack->word_endings[ADJECTIVE]);
}

/* A noun alone: of the generic ones each, of the others those that what they stand for was called before. */
static bool bare_noun_at(const struct mining *m, uint32_t at, struct anaphor *found)
{
    const struct cue_hit *bare = mark_from(m, at, MARK_BARE), *noun = mark_from(m, at, MARK_NOUN);
    struct search *search = &found->search;
    if (!m->pack->bare_nouns || (bare == NULL && noun == NULL) || !may_begin(m, at))
        return false;
    search->described = bare == NULL || (noun != NULL && noun->end > bare->end);
    if (!search->described)
        noun = bare;
    search->manner = OF_BARE_NOUN;
    search->agreement = *noun->agreement;
    search->noun = noun_bits(m, at, noun->end);
    found->end = noun->end;
    return search->agreement.number == 1;
}

/* The other of "the first … the second", which mean names only together: it stands in the same sentence or the next. */
static const struct cue_hit *partner_of(const struct mining *m, const struct cue_hit *one)
{
    const struct cue_hit *end = m->marks + m->mark_count, *other = one;
    bool forward = one->agreement->former;
    while (forward ? ++other < end : other-- > m->marks) {
        uint32_t apart = forward ? other->first - one->first : one->first - other->first;
        if (apart > farthest_partner)
            return NULL;
        if (other->class == MARK_ANAPHOR && other->agreement->paired &&
            other->agreement->former != one->agreement->former)
            return other;
    }
    return NULL;
}

static bool pronoun_at(const struct mining *m, uint32_t at, struct anaphor *found)
{
    const struct cue_hit *pronoun = mark_from(m, at, MARK_ANAPHOR);
    if (pronoun == NULL)
        return false;
    if (pronoun->agreement->paired) {
        const struct cue_hit *partner = partner_of(m, pronoun);
        if (partner == NULL)
            return false;
        if (pronoun->agreement->latter)
            found->search.at = partner->first;
    }
    size_t person = schema_type(&m->known->schema, "person");
    struct search *search = &found->search;
    search->agreement = *pronoun->agreement;
    search->manner =
        person != ERMINE_NONE && search->agreement.types == 1u << person ? OF_PERSON : OF_PRONOUN;
    found->end = pronoun->end;
    return true;
}

/* The anaphor at `at`, or behind the country's adjective there. */
static bool anaphor_at(const struct mining *m, uint32_t at, struct anaphor *found)
{
    found->first = at;
    return definite_at(m, at, found) || pronoun_at(m, at, found) || bare_noun_at(m, at, found);
}

static bool is_covered(const struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++)
        if (m->mention_at[at] != NONE)
            return true;
    return false;
}

/* "the chipmaker Nvidia": a name behind makes the description a mere apposition. */
static bool names_itself(const struct mining *m, uint32_t end)
{
    return end < m->tokens.count &&
           (m->mention_at[end] != NONE || (is_punct(m, end, 0xAB) || is_punct(m, end, '"')));
}

static bool is_word(const struct mining *m, uint32_t at, const char *const *words)
{
    char word[40];
    size_t length;
    const char *text = mining_text(m, at, &length);
    fold_key(text, length, word, sizeof word);
    while (*words != NULL && strcmp(word, *words) != 0)
        words++;
    return *words != NULL;
}

/* The entity that the noun at tokens [first, end) describes: one whose name it is in, or that stands right behind, or
 * before with a comma, a bracket or "is" between; NONE. */
static uint32_t described_by(const struct mining *m, uint32_t first, uint32_t end)
{
    uint32_t behind = end;
    if (m->mention_at[first] != NONE)
        return m->mentions[m->mention_at[first]].entity;
    while (behind < m->tokens.count && (is_punct(m, behind, 0xAB) || is_punct(m, behind, '"')))
        behind++;
    if (behind < m->tokens.count && m->mention_at[behind] != NONE &&
        !is_description(m, &m->mentions[m->mention_at[behind]]))
        return m->mentions[m->mention_at[behind]].entity;
    uint32_t begin = m->tokens.sentences[m->sentence_of[first]];
    for (uint32_t at = first; at > begin && first - at < farthest_noun; at--) {
        uint32_t index = m->mention_at[at - 1];
        if (index == NONE || is_description(m, &m->mentions[index]))
            continue;
        return is_word(m, at, m->pack->word_endings[COPULA].items) || is_punct(m, at, ',') ||
                       is_punct(m, at, '(') || is_punct(m, at, 0x2014) || is_punct(m, at, 0x2013)
                   ? m->mentions[index].entity
                   : NONE;
    }
    return NONE;
}

static void note_noun(struct resolver *r, uint32_t at)
{
    const struct cue_hit *noun = mark_from(r->m, at, MARK_NOUN);
    uint32_t entity = noun == NULL ? NONE : described_by(r->m, at, noun->end);
    if (entity != NONE)
        r->nouns[entity] |= noun_bits(r->m, at, noun->end);
}

static bool add_anaphor(struct resolver *r, const struct anaphor *anaphor, uint32_t antecedent)
{
    struct mining *m = r->m;
    struct mention mention = m->mentions[antecedent];
    mention.first = anaphor->first;
    mention.end = anaphor->end;
    mention.sentence = m->sentence_of[anaphor->first];
    mention.kind = MENTION_ANAPHOR;
    mention.group = NONE;
    mention.flags = 0;
    r->nouns[mention.entity] |= anaphor->search.noun;
    if (m->mention_at[anaphor->first] == NONE)
        for (uint32_t at = anaphor->first; at < anaphor->end; at++)
            m->mention_at[at] = (uint32_t)m->mention_count;
    return ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err);
}

static bool resolve(struct resolver *r, const struct anaphor *anaphor)
{
    const struct search *search = &anaphor->search;
    uint32_t together[most_together];
    if (search->agreement.number > 1) {
        size_t count = antecedent_together(search, together);
        for (size_t i = 0; i < count; i++)
            if (!add_anaphor(r, anaphor, together[i]))
                return false;
        return true;
    }
    if (search->agreement.former || search->agreement.latter) {
        uint32_t one = antecedent_of_two(search);
        return one == NONE || add_anaphor(r, anaphor, one);
    }
    struct candidate candidates[most_candidates];
    size_t count = antecedent_candidates(search, candidates);
    const struct candidate *best = antecedent_choose(search, candidates, count);
    return best == NULL || add_anaphor(r, anaphor, best->mention);
}

static bool resolve_all(struct resolver *r)
{
    struct mining *m = r->m;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        if (m->mark_at[at] == m->mark_at[at + 1] &&
            (m->cue_at[at] == m->cue_at[at + 1] || cue_from(m, at, CUE_DEFINITE) == NULL))
            continue;
        struct anaphor anaphor = {
            .search = {.m = m, .at = at, .nouns = r->nouns, .focus = r->focus}};
        if (m->mention_at[at] != NONE || !anaphor_at(m, at, &anaphor) ||
            is_covered(m, anaphor.first, anaphor.end) || names_itself(m, anaphor.end)) {
            note_noun(r, at);
            continue;
        }
        if (!resolve(r, &anaphor))
            return false;
        at = anaphor.end - 1;
    }
    return true;
}

bool resolve_anaphors(struct mining *m)
{
    size_t names = m->mention_count;
    struct resolver r = {m, ARENA_NEW(m->arena, uint64_t, m->entity_count + 1, m->err),
                         mining_focus(m)};
    if (r.nouns == NULL || !find_genders(m) || !resolve_all(&r))
        return false;
    return m->mention_count == names || index_mentions(m);
}
