/* scan.c - one pass of the lexicon over the tokens: cue phrases, and names of the registry. */
#include "extract/mining.h"

#include "base/array.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { most_hits = 48, near = 6 };

const struct cue_hit *cue_at_token(const struct mining *m, uint32_t token, uint16_t class)
{
    for (uint32_t i = m->cue_at[token]; i < m->cue_at[token + 1]; i++)
        if (m->cues[i].class == class)
            return &m->cues[i];
    return NULL;
}

const struct cue_hit *mark_from(const struct mining *m, uint32_t token, enum mark_class class)
{
    if (token >= m->tokens.count)
        return NULL;
    for (uint32_t i = m->mark_at[token]; i < m->mark_at[token + 1]; i++)
        if (m->marks[i].class == class)
            return &m->marks[i];
    return NULL;
}

const struct cue_hit *cue_to(const struct mining *m, uint32_t end, enum cue_class class)
{
    const struct cue_hit *best = NULL;
    uint32_t lowest = end > 8 ? end - 8 : 0;
    if (!cue_ends(m, end, (uint16_t) class))
        return NULL;
    for (uint32_t at = end; at-- > lowest;)
        for (uint32_t i = m->cue_at[at]; i < m->cue_at[at + 1]; i++)
            if (m->cues[i].class == class && m->cues[i].end == end)
                best = &m->cues[i];
    return best;
}

uint32_t sentence_end(const struct mining *m, uint32_t sentence)
{
    return m->tokens.sentences[sentence + 1];
}

bool is_adjective(const struct mention *mention)
{
    return (mention->flags & NAME_ADJECTIVE) != 0;
}

bool is_description(const struct mining *m, const struct mention *mention)
{
    uint32_t next = mention->end;
    if (is_adjective(mention))
        return true;
    bool place = type_is(m, mention->type, "place");
    if ((!place && !type_is(m, mention->type, "product")) || next >= m->tokens.count ||
        m->sentence_of[next] != mention->sentence)
        return false;
    if (m->mention_at[next] != NONE)
        return place && mining_token(m, mention->first)->kind == TOKEN_HAN &&
               !type_is(m, m->mentions[m->mention_at[next]].type, "place");
    return cue_from(m, next, CUE_DESCRIPTOR) != NULL ||
           (place && mining_token(m, mention->first)->kind == TOKEN_HAN &&
            cue_from(m, next, CUE_KIND) != NULL);
}

/* A name met in lower case only where it is long and Latin ("nvidia"), never "arm" or "meta", or Russian and of several
 * words. */
static bool case_fits(const struct mining *m, const struct known_name *name, uint32_t at,
                      uint32_t end)
{
    size_t length;
    const char *text = mining_text(m, at, &length);
    if (name->flags & NAME_ABBREVIATION)
        return strlen(name->text) == m->tokens.items[end - 1].end - m->tokens.items[at].start &&
               memcmp(name->text, text, strlen(name->text)) == 0;
    const struct token *first = mining_token(m, at);
    if (first->kind != TOKEN_WORD || (first->flags & TOKEN_UPPER_FIRST))
        return true;
    if (name->flags & NAME_ADJECTIVE)
        return (first->flags & TOKEN_CYRILLIC) != 0;
    if (name->text[0] >= 'a' && name->text[0] <= 'z')
        return true; /* the registry itself writes it small: iPhone, xAI */
    if ((first->flags & TOKEN_CYRILLIC) && end - at > 1)
        return !(name->flags & NAME_COMMON); /* министерство торговли США */
    return !(name->flags & NAME_COMMON) && !(first->flags & TOKEN_CYRILLIC) && first->letters >= 5;
}

static const struct cue *cue_of(const struct mining *m, const struct lexicon_hit *hit)
{
    return &m->known->cues.items[hit->payload & ~PAYLOAD_CUE];
}

static bool add_cue(struct mining *m, uint32_t at, const struct lexicon_hit *hit)
{
    const struct cue *cue = cue_of(m, hit);
    struct cue_hit found = {.first = at, .end = hit->end, .class = cue->class, .value = cue->value};
    if (cue->class & CUE_MARK) {
        found.class &= ~CUE_MARK;
        return ARRAY_PUSH(&m->marks, &m->mark_count, &m->mark_capacity, found, m->err);
    }
    m->cues_begin[at] |= UINT64_C(1) << (cue->class % 64);
    m->cues_end[hit->end] |= UINT64_C(1) << (cue->class % 64);
    return ARRAY_PUSH(&m->cues, &m->cue_count, &m->cue_capacity, found, m->err);
}

static bool goes_before(const struct cue_hit *a, const struct cue_hit *b)
{
    return a->end != b->end ? a->end > b->end : a->class < b->class;
}

/* By insertion: there are few. */
static void sort_cues(struct cue_hit *cues, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct cue_hit cue = cues[i];
        size_t at = i;
        for (; at > 0 && goes_before(&cue, &cues[at - 1]); at--)
            cues[at] = cues[at - 1];
        cues[at] = cue;
    }
}

/* Where the longest blocking word among hits ends: 发展中国家 has 中国 in it, 目前 has 前. */
static uint32_t block_end(const struct mining *m, const struct lexicon_hit *hits, size_t count)
{
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++)
        if (hits[i].payload & PAYLOAD_CUE) {
            const struct cue *cue = cue_of(m, &hits[i]);
            if (cue->class == CUE_BLOCK && cue->pack == m->pack_index && hits[i].end > end)
                end = hits[i].end;
        }
    return end;
}

/* All cues that begin at `at`; of the names, the longest that fits goes to *best. What lies inside a longer
 * blocking word or, where no spaces part words, a plain name, the latest of which ends at *blocked, is none. */
static bool scan_token(struct mining *m, uint32_t at, uint32_t end, uint32_t *blocked,
                       struct mention *best)
{
    struct lexicon_hit hits[most_hits];
    size_t count =
        lexicon_match(m->known->lexicon, &m->tokens, &m->words, at, end, hits, most_hits);
    size_t from = m->cue_count, marks_from = m->mark_count;
    uint32_t block = block_end(m, hits, count);
    for (size_t i = 0; i < count; i++) {
        if (hits[i].end < block || (at < *blocked && hits[i].end <= *blocked))
            continue;
        if (hits[i].payload & PAYLOAD_CUE) {
            if (cue_of(m, &hits[i])->pack == m->pack_index && !add_cue(m, at, &hits[i]))
                return false;
            continue;
        }
        const struct known_name *name = &m->known->registry.names[hits[i].payload];
        if (hits[i].end > best->end && case_fits(m, name, at, hits[i].end)) {
            const struct known_entity *entity = &m->known->registry.entities[name->entity];
            *best = (struct mention){.first = at,
                                     .end = hits[i].end,
                                     .known = name->entity,
                                     .entity = NONE,
                                     .group = NONE,
                                     .kind = MENTION_KNOWN,
                                     .type = entity->type,
                                     .type_score = 9,
                                     .flags = name->flags,
                                     .gender = entity->gender};
        }
    }
    if (m->pack->unspaced && best->end > block && !(best->flags & NAME_COMMON))
        block = best->end;
    if (block > *blocked)
        *blocked = block;
    if (m->cue_count > from + 1)
        sort_cues(m->cues + from, m->cue_count - from);
    if (m->mark_count > marks_from + 1)
        sort_cues(m->marks + marks_from, m->mark_count - marks_from);
    return true;
}

static bool scan_sentence(struct mining *m, uint32_t sentence)
{
    uint32_t end = sentence_end(m, sentence), covered = 0, blocked = 0;
    for (uint32_t at = m->tokens.sentences[sentence]; at < end; at++) {
        m->cue_at[at] = (uint32_t)m->cue_count;
        m->mark_at[at] = (uint32_t)m->mark_count;
        m->sentence_of[at] = sentence;
        if (!m->words.begins[at])
            continue;
        struct mention best = {.end = 0};
        if (!scan_token(m, at, end, &blocked, &best))
            return false;
        if (best.end == 0 || at < covered)
            continue;
        best.sentence = sentence;
        covered = best.end;
        if (!ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, best, m->err))
            return false;
    }
    return true;
}

/* What lies around an ordinary word: cues that speak for or against the name; in a sentence with plain names, what ties
 * them does too. */
static int context_vote(const struct mining *m, const struct mention *mention, bool among_names)
{
    uint32_t begin = m->tokens.sentences[mention->sentence];
    uint32_t end = sentence_end(m, mention->sentence);
    uint32_t from = mention->first > begin + near ? mention->first - near : begin;
    uint32_t to = mention->end + near < end ? mention->end + near : end;
    int vote = 0;
    for (uint32_t at = from; at < to; at++) {
        if (cue_from(m, at, CUE_AGAINST_NAME) != NULL)
            vote -= 3;
        if (cue_from(m, at, CUE_FOR_NAME) != NULL || cue_from(m, at, CUE_POST) != NULL)
            vote += 1;
        for (uint32_t i = m->cue_at[at]; among_names && i < m->cue_at[at + 1]; i++)
            vote += m->pack->by_anchor[m->cues[i].class] != 0 &&
                    (at == mention->end || m->cues[i].end == mention->first ||
                     m->cues[i].end + 1 == mention->first);
    }
    return vote;
}

/* Within a run of capitals the word belongs to a longer, unknown name: "Square Mile", "Apple Street". */
static bool in_longer_name(const struct mining *m, const struct mention *mention)
{
    uint32_t begin = m->tokens.sentences[mention->sentence];
    if (mention->end < sentence_end(m, mention->sentence)) {
        const struct token *next = mining_token(m, mention->end);
        if (next->kind == TOKEN_WORD && (next->flags & TOKEN_UPPER_FIRST) &&
            (next->flags & TOKEN_SPACE_BEFORE) && m->mention_at[mention->end] == NONE &&
            cue_from(m, mention->end, CUE_POST) == NULL &&
            cue_from(m, mention->end, CUE_NOT_NAME) == NULL &&
            cue_from(m, mention->end, CUE_LEGAL) == NULL)
            return true;
    }
    if (mention->first > begin + 1) {
        const struct token *before = mining_token(m, mention->first - 1);
        return before->kind == TOKEN_WORD && (before->flags & TOKEN_UPPER_FIRST) &&
               m->mention_at[mention->first - 1] == NONE &&
               cue_from(m, mention->first - 1, CUE_NOT_NAME) == NULL &&
               cue_to(m, mention->first, CUE_POST) == NULL &&
               cue_to(m, mention->first, CUE_TITLE) == NULL &&
               cue_to(m, mention->first, CUE_KIND) == NULL;
    }
    return false;
}

/* Plain names of a document, which make it likelier that an ordinary word is one too. */
struct plain {
    bool *named;    /* by entity of the registry */
    bool *sentence; /* holds one that is no place */
    size_t count;   /* of those */
};

/* An ordinary word is a name where its surroundings say so: a cue beside it, another plain name of the
 * same entity in the document, or business names all around and no cue against. */
static bool common_is_name(const struct mining *m, const struct mention *mention,
                           const struct plain *plain)
{
    const struct token *first = mining_token(m, mention->first);
    int vote = context_vote(m, mention, plain->sentence[mention->sentence]);
    if (vote < 0)
        return false;
    if (first->kind != TOKEN_WORD)
        return plain->named[mention->known] || vote > 0 || plain->count >= 2;
    if (!(first->flags & TOKEN_UPPER_FIRST) || in_longer_name(m, mention))
        return false;
    bool opens = mention->first == m->tokens.sentences[mention->sentence];
    return plain->named[mention->known] || vote > 0 || (!opens && plain->count >= 1) ||
           plain->count >= 4;
}

static bool drop_ordinary_words(struct mining *m)
{
    struct plain plain = {.named = ARENA_NEW(m->arena, bool, m->known->registry.count + 1, m->err),
                          .sentence =
                              ARENA_NEW(m->arena, bool, m->tokens.sentence_count + 1, m->err)};
    if (plain.named == NULL || plain.sentence == NULL)
        return false;
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->flags & NAME_COMMON)
            continue;
        plain.named[mention->known] = true;
        if (type_is(m, mention->type, "place"))
            continue;
        plain.sentence[mention->sentence] = true;
        plain.count++;
    }
    size_t kept = 0;
    for (size_t i = 0; i < m->mention_count; i++)
        if (!(m->mentions[i].flags & NAME_COMMON) || common_is_name(m, &m->mentions[i], &plain))
            m->mentions[kept++] = m->mentions[i];
    m->mention_count = kept;
    return true;
}

/* "SoftBank Group Corp.", 软银集团公司: legal words belong to the mention before them. */
static void take_legal_words(struct mining *m)
{
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        uint32_t limit =
            i + 1 < m->mention_count ? m->mentions[i + 1].first : (uint32_t)m->tokens.count;
        if (type_is(m, mention->type, "person") || type_is(m, mention->type, "place"))
            continue;
        for (int words = 0; words < 3; words++) {
            const struct cue_hit *legal = cue_from(m, mention->end, CUE_LEGAL);
            if (legal == NULL || legal->end > limit ||
                m->sentence_of[mention->end] != mention->sentence)
                break;
            mention->end = legal->end;
        }
    }
}

static const char *country_of(const struct mining *m, const struct mention *mention)
{
    return m->known->registry.entities[mention->known].country;
}

/* Where the country begins that stands right behind a name ending at `end`: "Минэнерго Турции", "Ministry of Trade of
 * Vietnam". */
static uint32_t country_behind(const struct mining *m, uint32_t end)
{
    const struct cue_hit *of = cue_from(m, end, CUE_NAME_PART);
    return of != NULL ? of->end : end;
}

/* A ministry that the registry knows, with another country behind it, is that country's, which it does not. */
static void part_foreign(struct mining *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention mention = m->mentions[i];
        const struct mention *next = i + 1 < m->mention_count ? &m->mentions[i + 1] : NULL;
        if (next != NULL && type_is(m, mention.type, "government") &&
            type_is(m, next->type, "place") && !is_adjective(next) &&
            next->sentence == mention.sentence && next->first == country_behind(m, mention.end)) {
            const char *own = country_of(m, &mention), *other = country_of(m, next);
            if (own != NULL && other != NULL && strcmp(own, other) != 0) {
                mention.end = next->end;
                mention.known = NONE;
                mention.kind = MENTION_NEW;
                mention.flags = 0;
                mention.classes = (uint8_t)(1u << m->known->schema.mention_classes[mention.type]);
                i++;
            }
        }
        m->mentions[kept++] = mention;
    }
    m->mention_count = kept;
}

static int by_position(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Those found by one stage come in order, those of the next behind them: two runs are merged. */
static bool sort_mentions(struct mining *m)
{
    size_t ordered = 1, count = m->mention_count;
    while (ordered < count && m->mentions[ordered].first >= m->mentions[ordered - 1].first)
        ordered++;
    if (ordered >= count)
        return true;
    size_t rest = count - ordered;
    struct mention *late = ARENA_NEW(m->arena, struct mention, rest, m->err);
    if (late == NULL)
        return false;
    memcpy(late, m->mentions + ordered, rest * sizeof *late);
    qsort(late, rest, sizeof *late, by_position);
    for (size_t to = count; rest > 0; to--) {
        bool earlier = ordered > 0 && by_position(&m->mentions[ordered - 1], &late[rest - 1]) > 0;
        m->mentions[to - 1] = earlier ? m->mentions[--ordered] : late[--rest];
    }
    return true;
}

bool index_mentions(struct mining *m)
{
    if (!sort_mentions(m))
        return false;
    memset(m->mention_at, 0xFF, m->tokens.count * sizeof *m->mention_at); /* NONE */
    for (size_t i = m->mention_count; i-- > 0;)
        for (uint32_t at = m->mentions[i].first; at < m->mentions[i].end; at++)
            m->mention_at[at] = (uint32_t)i;
    return true;
}

bool scan(struct mining *m)
{
    size_t count = m->tokens.count;
    m->cue_at = ARENA_ROOM(m->arena, uint32_t, count + 1, m->err);
    m->mark_at = ARENA_ROOM(m->arena, uint32_t, count + 1, m->err);
    m->mention_at = ARENA_ROOM(m->arena, uint32_t, count + 1, m->err);
    m->sentence_of = ARENA_ROOM(m->arena, uint32_t, count + 1, m->err);
    m->cues_begin = ARENA_NEW(m->arena, uint64_t, count + 1, m->err);
    m->cues_end = ARENA_NEW(m->arena, uint64_t, count + 1, m->err);
    if (m->cue_at == NULL || m->mark_at == NULL || m->cues_begin == NULL || m->cues_end == NULL ||
        m->mention_at == NULL || m->sentence_of == NULL)
        return false;
    for (uint32_t sentence = 0; sentence < m->tokens.sentence_count; sentence++)
        if (!scan_sentence(m, sentence))
            return false;
    m->cue_at[count] = (uint32_t)m->cue_count;
    m->mark_at[count] = (uint32_t)m->mark_count;
    if (!index_mentions(m) || !drop_ordinary_words(m))
        return false;
    take_legal_words(m);
    part_foreign(m);
    return index_mentions(m);
}
