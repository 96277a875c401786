#include "extract/pairs.h"
#include "extract/mix.h"
#include "extract/salience.h"

#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    farthest = 60,     /* tokens between the mentions */
    most_between = 8,  /* mentions between them */
    most_words = 36,   /* words between them that become features */
    outside = 3,       /* words before and behind */
    most_sequence = 7, /* tokens between that are a feature as a whole */
    around = 8         /* words around a mention whose partner is unsaid */
};

/* Kinds of features: the first ingredient of each hash. */
enum feature {
    F_BIAS = 1,
    F_TYPES,
    F_TYPE_A,
    F_TYPE_B,
    F_KINDS,
    F_DISTANCE,
    F_BETWEEN_COUNT,
    F_GROUP,
    F_WORD_TYPES,
    F_BIGRAM,
    F_BIGRAM_TYPES,
    F_FIRST,
    F_LAST,
    F_BEFORE,
    F_BEFORE_NEXT,
    F_BEHIND,
    F_BEHIND_NEXT,
    F_CUE_TYPES,
    F_CUE_BEFORE,
    F_CUE_BEHIND,
    F_VOTE,
    F_VOTE_TYPES,
    F_NO_WORDS,
    F_TRIGRAM,
    F_VOTE_OTHER,
    F_VALUE,
    F_VALUE_OUTSIDE,
    F_ORDER,
    F_UNSAID,
    F_ENDING,
    F_FULL,
    F_SEQUENCE,
    F_ADJECTIVE,
    F_RIVAL,
    F_EDGES,
    F_PUNCT,
    F_CUES,
    F_NAMES,
    F_NAME_END,
    F_FOCUS,
    F_FACT,
    F_ELSEWHERE,
    F_TITLE,
    F_SIZE,
    F_SUFFIX,
    F_ABSENT
};

struct visit {
    const struct mining *m;
    uint32_t begin, end;   /* tokens of the sentence */
    uint32_t *words;       /* hashes of its tokens */
    uint32_t focus;        /* the entity the document is about, or NONE */
    uint32_t tie, tie_end; /* ties of the patterns in the sentence */
    uint32_t *ties_of;  /* by pair_bucket(), 1 + the first of its ties in the document; 0: none */
    uint32_t *next_tie; /* of each tie, 1 + the next of its bucket */
    uint32_t buckets;   /* a power of two */
    pair_visitor *wanted, *each;
    void *context;
    struct stretch {
        uint32_t first, end; /* tokens: a mention, or the enumeration it stands in */
    } a, b;
    struct pair pair;
};

static void add(struct visit *v, enum feature kind, uint32_t x, uint32_t y)
{
    if (v->pair.count < most_features)
        v->pair.features[v->pair.count++] = mix(mix(mix(0x2545F491u, kind), x), y);
}

/* A token by its first letters, which in an inflected language is most of its lemma; numbers are alike. */
static uint32_t word_hash(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind == TOKEN_NUMBER)
        return 7;
    size_t length, letters = 0, most = (token->flags & TOKEN_CYRILLIC) != 0 ? 5 : 7;
    const char *text = mining_text(m, at, &length);
    uint32_t hash = 17;
    for (size_t i = 0; i < length && letters < most; letters++)
        hash = mix(hash, fold_code(utf8_decode(text, length, &i)));
    return hash;
}

/* The last two letters of a name in an inflected script: its case, hence its part in the sentence. */
static uint32_t ending(const struct mining *m, const struct mention *mention)
{
    const struct token *token = mining_token(m, mention->end - 1);
    if ((token->flags & TOKEN_CYRILLIC) == 0 || token->end - token->start < 6)
        return 1;
    uint32_t hash = 23;
    for (size_t i = token->end - 4; i < token->end;)
        hash = mix(hash, fold_code(utf8_decode(m->document->text, token->end, &i)));
    return hash;
}

/* The whole word, as it is inflected: who bought and who was bought. */
static uint32_t full_hash(const struct mining *m, uint32_t at)
{
    size_t length;
    const char *text = mining_text(m, at, &length);
    uint32_t hash = 29;
    for (size_t i = 0; i < length;)
        hash = mix(hash, fold_code(utf8_decode(text, length, &i)));
    return hash;
}

/* The last two letters of an inflected word: verb or participle, case, number. */
static uint32_t suffix_hash(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind != TOKEN_WORD || token->end - token->start < 8)
        return full_hash(m, at);
    uint32_t hash = 47;
    for (size_t i = token->end - 4; i < token->end;)
        hash = mix(hash, fold_code(utf8_decode(m->document->text, token->end, &i)));
    return hash;
}

static uint32_t type_pair(const struct mining *m, const struct pair *pair)
{
    return m->mentions[pair->a].type * 64u + m->mentions[pair->b].type;
}

/* Types as far as relations tell them apart: all businesses are alike. */
static uint32_t broad(const struct mining *m, uint8_t type)
{
    static const char *const apart[] = {"person",  "government", "project",
                                        "product", "policy",     "place"};
    for (uint32_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (type_is(m, type, apart[i]))
            return i;
    return 9;
}

/* Words between, each with the broad types; other mentions count as their type. */
static void add_between(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    uint32_t from = v->a.end, to = v->b.first;
    uint32_t previous = 1, before = 1, words = 0, sequence = 31, grammar = 1;
    for (uint32_t at = from; at < to && words < most_words; words++) {
        uint32_t mention = m->mention_at[at];
        uint32_t word =
            mention == NONE ? v->words[at - v->begin] : 3 + broad(m, m->mentions[mention].type);
        if (mention == NONE && (mining_token(m, at)->flags & TOKEN_CYRILLIC) != 0) {
            uint32_t suffix = suffix_hash(m, at);
            add(v, F_FULL, full_hash(m, at), types);
            add(v, F_SUFFIX, suffix, types);
            add(v, F_SUFFIX, mix(grammar, suffix), types);
            grammar = suffix;
            if (at == from)
                add(v, F_SUFFIX, suffix, 1000 + types);
            if (at + 1 == to)
                add(v, F_SUFFIX, mix(suffix, ending(m, &m->mentions[v->pair.b])), 2000 + types);
        }
        add(v, F_WORD_TYPES, word, types);
        add(v, F_BIGRAM, previous, word);
        add(v, F_BIGRAM_TYPES, mix(previous, word), types);
        add(v, F_TRIGRAM, mix(before, previous), word);
        sequence = mix(sequence, word);
        before = previous;
        previous = word;
        at = mention == NONE ? at + 1 : m->mentions[mention].end;
    }
    add(v, F_BIGRAM, previous, 2);
    if (to > from && to - from <= most_sequence)
        add(v, F_SEQUENCE, sequence, types);
    if (from >= to)
        add(v, F_NO_WORDS, types, 0);
    else {
        add(v, F_FIRST, v->words[from - v->begin], types);
        add(v, F_LAST, v->words[to - 1 - v->begin], types);
        add(v, F_EDGES, mix(v->words[from - v->begin], v->words[to - 1 - v->begin]), types);
        if (to > from + 1) {
            add(v, F_EDGES, mix(v->words[from - v->begin], v->words[from + 1 - v->begin]),
                types + 1000);
            add(v, F_EDGES, mix(v->words[to - 2 - v->begin], v->words[to - 1 - v->begin]),
                types + 2000);
        }
    }
}

/* Marks between the two: how many commas, and what else parts them. */
static void add_punctuation(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    uint32_t commas = 0, brackets = 0, others = 0, clauses = 0;
    for (uint32_t at = v->a.end; at < v->b.first; at++) {
        const struct token *token = mining_token(m, at);
        clauses += cue_from(m, at, CUE_CLAUSE) != NULL;
        if (token->kind != TOKEN_PUNCT)
            continue;
        commas += token->code == ',' || token->code == 0x3001;
        brackets |= token->code == '(' ? 1 : token->code == ')' ? 2 : 0;
        others |= token->code == ':'                               ? 1
                  : token->code == 0x2014 || token->code == 0x2013 ? 2
                  : token->code == '"' || token->code == 0xBB      ? 4
                                                                   : 0;
    }
    add(v, F_PUNCT, commas < 4 ? commas : 4, types);
    add(v, F_PUNCT, 10 + brackets, types);
    add(v, F_PUNCT, 20 + others, types);
    add(v, F_PUNCT, 30 + (clauses < 3 ? clauses : 3), types);
    add(v, F_PUNCT, 100 + (commas < 3 ? commas : 3) * 16 + brackets * 4 + (clauses > 0), types);
}

static void add_outside(struct visit *v, uint32_t types)
{
    uint32_t first = v->a.first, end = v->b.end;
    for (uint32_t i = 1; i <= outside; i++) {
        uint32_t before = first >= v->begin + i ? v->words[first - i - v->begin] : 5;
        uint32_t behind = end + i - 1 < v->end ? v->words[end + i - 1 - v->begin] : 5;
        add(v, F_BEFORE, before, types);
        add(v, F_BEHIND, behind, types);
        if (i == 1) {
            add(v, F_BEFORE_NEXT, before, types);
            add(v, F_BEHIND_NEXT, behind, types);
        }
    }
    if (first >= v->begin + 2)
        add(v, F_BEFORE_NEXT, mix(v->words[first - 1 - v->begin], v->words[first - 2 - v->begin]),
            types);
    if (end + 1 < v->end)
        add(v, F_BEHIND_NEXT, mix(v->words[end - v->begin], v->words[end + 1 - v->begin]), types);
}

static uint32_t text_hash(const char *text)
{
    uint32_t hash = 11;
    for (; *text != '\0' && *text != ' '; text++)
        hash = mix(hash, (unsigned char)*text);
    return hash;
}

/* Classes of cue phrases, by where they stand. Classes of the patterns only have numbers of their pack, so the
 * language goes with them. */
static void add_cues(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    uint32_t first = v->a.first, from = v->a.end, to = v->b.first, end = v->b.end;
    uint32_t last = 1, sequence = 43, behind = 0;
    for (uint32_t i = m->cue_at[v->begin]; i < m->cue_at[v->end]; i++) {
        const struct cue_hit *cue = &m->cues[i];
        uint32_t class =
            cue->class < CUE_CODE_COUNT ? cue->class : cue->class + 1000u * (m->pack_index + 1u);
        if (cue->first >= from && cue->end <= to) {
            add(v, F_CUE_TYPES, class, types);
            if (cue->first >= behind && cue->class != CUE_FILLER) {
                add(v, F_CUES, mix(last, class), types);
                sequence = mix(sequence, class);
                last = class;
                behind = cue->end;
            }
            if (cue->class == CUE_POST && cue->value != NULL)
                add(v, F_VALUE, text_hash(cue->value), types);
        } else if (cue->end <= first && first - cue->end < 6) {
            add(v, F_CUE_BEFORE, class, types);
            if (cue->class == CUE_POST && cue->value != NULL)
                add(v, F_VALUE_OUTSIDE, text_hash(cue->value), types);
        } else if (cue->first >= end && cue->first - end < 8) {
            add(v, F_CUE_BEHIND, class, types);
            if (cue->class == CUE_POST && cue->value != NULL)
                add(v, F_VALUE_OUTSIDE, text_hash(cue->value), types + 100);
        }
    }
    add(v, F_CUES, sequence, 1000 + types);
}

/* What the patterns say of the two, and of one of them with a third. */
static void add_votes(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    uint32_t a = m->mentions[v->pair.a].entity, b = m->mentions[v->pair.b].entity;
    for (uint32_t i = v->tie; i < v->tie_end; i++) {
        const struct tie *tie = &m->ties[i];
        uint32_t vote = (uint32_t)tie->relation * 2;
        if ((tie->subject == a && tie->object == b) || (tie->subject == b && tie->object == a)) {
            add(v, F_VOTE, vote + (tie->subject == a), 0);
            add(v, F_VOTE_TYPES, vote + (tie->subject == a), types);
        } else if (tie->subject == a || tie->object == a || tie->subject == b || tie->object == b) {
            add(v, F_VOTE_OTHER, vote + (tie->subject == a || tie->subject == b),
                tie->subject == a || tie->object == a);
        }
    }
}

/* Whether one that could stand in the place of `one` is nearer to the other. */
static uint32_t has_rival(const struct mining *m, const struct mention *one, uint32_t from,
                          uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        uint32_t between = m->mention_at[at];
        if (between == NONE || m->mentions[between].entity == one->entity)
            continue;
        if (broad(m, m->mentions[between].type) == broad(m, one->type) &&
            !(one->group != NONE && m->mentions[between].group == one->group))
            return 1;
    }
    return 0;
}

/* The mention, or the whole enumeration it stands in when the other does not: A, B and C alike are tied to D. */
static struct stretch stretch_of(const struct mining *m, const struct mention *one,
                                 const struct mention *other)
{
    struct stretch stretch = {one->first, one->end};
    if (one->group != NONE && one->group != other->group) {
        stretch.first = m->mentions[m->groups[one->group].first].first;
        stretch.end = m->mentions[m->groups[one->group].end - 1].end;
    }
    return stretch;
}

/* Whether one name stands within the other: "SoftBank", "SoftBank Vision Fund"; and how the names end. */
static void add_names(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    const struct mention *a = &m->mentions[v->pair.a], *b = &m->mentions[v->pair.b];
    uint32_t shared = 0;
    for (uint32_t x = a->first; x < a->end; x++)
        for (uint32_t y = b->first; y < b->end; y++)
            shared += mining_token(m, x)->kind != TOKEN_PUNCT &&
                      v->words[x - v->begin] == v->words[y - v->begin];
    bool han = mining_token(m, a->first)->kind == TOKEN_HAN;
    add(v, F_NAMES, shared == 0 ? 0 : shared == 1 ? 1 + han : 3, types);
    add(v, F_NAME_END, v->words[a->end - 1 - v->begin], types);
    add(v, F_NAME_END, v->words[b->end - 1 - v->begin], 1000 + types);
}

/* What the registry knows of the two, as far as it is about the other: a post, a parent, a developer. */
static uint32_t known_fact(const struct mining *m, const struct mention *one,
                           const struct mention *other)
{
    if (one->known == NONE || other->known == NONE)
        return 0;
    const struct known_entity *entity = &m->known->registry.entities[one->known];
    const char *id = m->known->registry.entities[other->known].open.id;
    for (size_t i = 0; i < entity->post_count; i++)
        if (strcmp(entity->posts[i].organization, id) == 0)
            return 1;
    if (entity->parent != NULL && strcmp(entity->parent, id) == 0)
        return 2;
    return entity->developer != NULL && strcmp(entity->developer, id) == 0 ? 3 : 4;
}

/* The same for both orders. */
static uint32_t pair_bucket(const struct visit *v, uint32_t a, uint32_t b)
{
    return mix(mix(0, a < b ? a : b), a < b ? b : a) & (v->buckets - 1);
}

static bool index_ties(struct visit *v)
{
    const struct mining *m = v->m;
    v->buckets = 16;
    while (v->buckets < m->tie_count)
        v->buckets *= 2;
    v->ties_of = ARENA_NEW(m->arena, uint32_t, v->buckets, m->err);
    v->next_tie = ARENA_NEW(m->arena, uint32_t, m->tie_count, m->err);
    if (v->ties_of == NULL || v->next_tie == NULL)
        return false;
    for (size_t i = m->tie_count; i-- > 0;) {
        uint32_t *first = &v->ties_of[pair_bucket(v, m->ties[i].subject, m->ties[i].object)];
        v->next_tie[i] = *first;
        *first = (uint32_t)i + 1;
    }
    return true;
}

/* Of the document: what it is about, how often the two are named, what patterns say of them in other sentences. */
static void add_document(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    const struct mention *a = &m->mentions[v->pair.a], *b = &m->mentions[v->pair.b];
    uint32_t often_a = m->entities[a->entity].mention_count,
             often_b = m->entities[b->entity].mention_count;
    add(v, F_FOCUS, (a->entity == v->focus) * 2u + (b->entity == v->focus), types);
    add(v, F_SIZE, (often_a < 4 ? often_a : 4) * 8 + (often_b < 4 ? often_b : 4), types);
    add(v, F_TITLE, v->pair.sentence < 2 ? v->pair.sentence : 2, types);
    add(v, F_FACT, known_fact(m, a, b), types);
    add(v, F_FACT, 10 + known_fact(m, b, a), types);
    for (uint32_t i = v->ties_of[pair_bucket(v, a->entity, b->entity)];
         i != 0 && v->pair.count < most_features; i = v->next_tie[i - 1]) {
        const struct tie *tie = &m->ties[i - 1];
        bool forward = tie->subject == a->entity && tie->object == b->entity;
        if ((forward || (tie->subject == b->entity && tie->object == a->entity)) &&
            m->sentence_of[tie->anchor] != v->pair.sentence)
            add(v, F_ELSEWHERE, (uint32_t)tie->relation * 2 + forward, 0);
    }
}

static void describe(struct visit *v)
{
    const struct mining *m = v->m;
    const struct mention *a = &m->mentions[v->pair.a], *b = &m->mentions[v->pair.b];
    v->a = stretch_of(m, a, b);
    v->b = stretch_of(m, b, a);
    if (v->a.end > v->b.first) /* one enumeration within the other */
        v->a = (struct stretch){a->first, a->end};
    if (v->a.end > v->b.first)
        v->b = (struct stretch){b->first, b->end};
    uint32_t language = m->pack_index, distance = v->b.first - v->a.end;
    uint32_t types = broad(m, a->type) * 16 + broad(m, b->type);
    uint32_t step = distance < 4    ? distance
                    : distance < 8  ? 4
                    : distance < 14 ? 5
                    : distance < 25 ? 6
                                    : 7;
    v->pair.count = 0;
    add(v, F_BIAS, language, 0);
    add(v, F_TYPES, type_pair(m, &v->pair), 0);
    add(v, F_TYPES, type_pair(m, &v->pair), 1 + language);
    add(v, F_TYPE_A, a->type, language);
    add(v, F_TYPE_B, b->type, language);
    add(v, F_ORDER, types, language);
    add(v, F_KINDS, a->kind * 4u + b->kind, types);
    add(v, F_DISTANCE, step, language);
    add(v, F_DISTANCE, step, 100 + types);
    add(v, F_BETWEEN_COUNT, v->pair.between, types);
    add(v, F_ENDING, ending(m, a), 0);
    add(v, F_ENDING, ending(m, b), 1);
    add(v, F_ENDING, mix(ending(m, a), ending(m, b)), 2 + types);
    if (b->first > a->end)
        add(v, F_ENDING, mix(full_hash(m, b->first - 1), ending(m, b)), 200 + types);
    if (a->first > v->begin)
        add(v, F_ENDING, mix(full_hash(m, a->first - 1), ending(m, a)), 400 + types);
    add(v, F_ADJECTIVE, is_adjective(a) * 2u + is_adjective(b), types);
    add(v, F_ADJECTIVE, is_adjective(a) * 2u + is_adjective(b), 1000 + step);
    add(v, F_RIVAL, has_rival(m, a, a->end, b->first) * 2 + has_rival(m, b, a->end, b->first),
        types);
    add(v, F_GROUP, a->group != NONE && a->group == b->group, types);
    add_votes(v, types);
    add_cues(v, types);
    add_outside(v, types);
    add_between(v, types);
    add_punctuation(v, types);
    add_names(v, types);
    add_document(v, types);
}

/* Who is left unsaid, and how long ago it was named. */
static void add_absent(struct visit *v, uint32_t types)
{
    const struct mining *m = v->m;
    const struct mention *absent = &m->mentions[v->pair.a];
    uint32_t ago = v->pair.sentence - absent->sentence,
             often = m->entities[absent->entity].mention_count;
    uint32_t opens = absent->first == m->tokens.sentences[absent->sentence];
    uint32_t step = (ago < 3 ? ago : 3) * 2 + opens;
    add(v, F_ABSENT, v->pair.rank, types);
    add(v, F_ABSENT, v->pair.rank * 8 + step, 1);
    add(v, F_ABSENT, 100 + step, types);
    add(v, F_ABSENT, 200 + (often < 5 ? often : 5) * 8 + v->pair.rank, 2);
    add(v, F_ABSENT, 300 + v->pair.rank, m->mentions[v->pair.b].first == v->begin);
}

/* The other one is not in the sentence: what stands around the one that is. */
static void describe_unsaid(struct visit *v)
{
    const struct mining *m = v->m;
    const struct mention *a = &m->mentions[v->pair.a], *b = &m->mentions[v->pair.b];
    uint32_t types = 1000 + broad(m, a->type) * 16 + broad(m, b->type);
    uint32_t from = b->first > v->begin + around ? b->first - around : v->begin;
    uint32_t to = b->end + around < v->end ? b->end + around : v->end, previous = 1;
    v->a = v->b = (struct stretch){b->first, b->end};
    v->pair.count = 0;
    add(v, F_UNSAID, m->pack_index, 0);
    add(v, F_UNSAID, types, 1);
    add(v, F_UNSAID, types, 2 + m->pack_index);
    add(v, F_UNSAID, 1 + (m->sentence_of[a->first] + 1 == v->pair.sentence), types);
    add(v, F_UNSAID, b->kind, types + 100);
    add_absent(v, types);
    add(v, F_FACT, known_fact(m, a, b), types);
    add(v, F_FACT, 10 + known_fact(m, b, a), types);
    add(v, F_UNSAID, v->pair.between < 3 ? v->pair.between : 3, types + 200);
    add_votes(v, types);
    for (uint32_t at = from; at < to; at++) {
        if (at >= b->first && at < b->end)
            continue;
        uint32_t word = v->words[at - v->begin], side = at < b->first;
        add(v, F_WORD_TYPES, word, types * 2 + side);
        add(v, F_BIGRAM_TYPES, mix(previous, word), types * 2 + side);
        previous = word;
    }
    add_outside(v, types);
}

static bool visit_pair(struct visit *v, void (*describe_it)(struct visit *))
{
    if (v->wanted != NULL && !v->wanted(v->context, &v->pair))
        return true;
    describe_it(v);
    return v->each(v->context, &v->pair);
}

/* Pairs with what the sentence may speak of without naming it. */
static bool visit_unsaid(struct visit *v, const struct salient *absent)
{
    const struct mining *m = v->m;
    uint32_t seen = 0;
    v->pair.unsaid = true;
    v->pair.rank = absent->rank;
    for (uint32_t at = v->begin; at < v->end;) {
        uint32_t second = m->mention_at[at];
        at = second == NONE ? at + 1 : m->mentions[second].end;
        if (second == NONE || m->mentions[second].entity == NONE)
            continue;
        v->pair.a = absent->mention;
        v->pair.b = second;
        v->pair.between = seen++;
        if (!visit_pair(v, describe_unsaid))
            return false;
    }
    return true;
}

/* The mentions at the place of `mention`, from it to the index returned: "the two companies" are two. */
static uint32_t place_end(const struct mining *m, uint32_t mention)
{
    uint32_t end = mention + 1;
    while (end < m->mention_count && m->mentions[end].first == m->mentions[mention].first)
        end++;
    return end;
}

/* Pairs of what stands at two places, of which v->pair has what is between. */
static bool visit_places(struct visit *v, uint32_t first, uint32_t second)
{
    const struct mention *mentions = v->m->mentions;
    uint32_t first_end = place_end(v->m, first), second_end = place_end(v->m, second);
    for (v->pair.a = first; v->pair.a < first_end; v->pair.a++)
        for (v->pair.b = second; v->pair.b < second_end; v->pair.b++)
            if (mentions[v->pair.a].entity != mentions[v->pair.b].entity &&
                mentions[v->pair.a].entity != NONE && mentions[v->pair.b].entity != NONE &&
                !visit_pair(v, describe))
                return false;
    return true;
}

static bool visit_sentence(struct visit *v)
{
    const struct mining *m = v->m;
    v->pair.unsaid = false;
    for (uint32_t at = v->begin; at < v->end;) {
        uint32_t first = m->mention_at[at];
        at = first == NONE ? at + 1 : m->mentions[first].end;
        if (first == NONE)
            continue;
        uint32_t between = 0;
        for (uint32_t next = at;
             next < v->end && next < at + farthest && between <= most_between;) {
            uint32_t second = m->mention_at[next];
            next = second == NONE ? next + 1 : m->mentions[second].end;
            if (second == NONE)
                continue;
            v->pair.between = between++;
            if (!visit_places(v, first, second))
                return false;
        }
    }
    return true;
}

static bool names_any(const struct visit *v)
{
    for (uint32_t at = v->begin; at < v->end; at++)
        if (v->m->mention_at[at] != NONE)
            return true;
    return false;
}

static bool hash_words(struct visit *v)
{
    free(v->words);
    v->words = malloc((v->end - v->begin + 1) * sizeof *v->words);
    if (v->words == NULL)
        return error_memory(v->m->err);
    for (uint32_t at = v->begin; at < v->end; at++)
        v->words[at - v->begin] = word_hash(v->m, at);
    return true;
}

/* Finds the patterns' ties of the sentence, which stand in its order. */
static void enter_sentence(struct visit *v, uint32_t sentence)
{
    const struct mining *m = v->m;
    v->tie = v->tie_end;
    while (v->tie < m->tie_count && m->sentence_of[m->ties[v->tie].anchor] < sentence)
        v->tie++;
    v->tie_end = v->tie;
    while (v->tie_end < m->tie_count && m->sentence_of[m->ties[v->tie_end].anchor] == sentence)
        v->tie_end++;
}

bool pairs_visit(const struct mining *m, pair_visitor *wanted, pair_visitor *each, void *context)
{
    struct visit *v = calloc(1, sizeof *v);
    if (v == NULL)
        return error_memory(m->err);
    v->m = m;
    v->focus = mining_focus(m);
    struct salience salience = {.m = m, .focus = v->focus, .about = NONE};
    v->wanted = wanted;
    v->each = each;
    v->context = context;
    bool ok = index_ties(v);
    for (uint32_t sentence = 0; ok && sentence < m->tokens.sentence_count; sentence++) {
        struct salient absent[most_salient];
        v->begin = m->tokens.sentences[sentence];
        v->end = sentence_end(m, sentence);
        v->pair.sentence = sentence;
        enter_sentence(v, sentence);
        if (!names_any(v))
            continue;
        size_t count = salience_enter(&salience, sentence, absent);
        ok = hash_words(v) && visit_sentence(v);
        for (size_t i = 0; ok && i < count; i++)
            ok = visit_unsaid(v, &absent[i]);
    }
    free(v->words);
    free(v);
    return ok;
}

bool pairs_describe(const struct mining *m, uint32_t a, uint32_t b, struct pair *pair)
{
    struct visit *v = calloc(1, sizeof *v);
    if (v == NULL)
        return error_memory(m->err);
    v->m = m;
    v->pair = (struct pair){.a = a, .b = b, .sentence = m->sentence_of[m->mentions[b].first]};
    v->begin = m->tokens.sentences[m->sentence_of[m->mentions[a].first]];
    v->end = sentence_end(m, v->pair.sentence);
    for (uint32_t at = m->mentions[a].end; at < m->mentions[b].first;) {
        uint32_t between = m->mention_at[at];
        at = between == NONE || m->mentions[between].end <= at ? at + 1 : m->mentions[between].end;
        v->pair.between += between != NONE;
    }
    v->focus = mining_focus(m);
    enter_sentence(v, v->pair.sentence);
    bool ok = index_ties(v) && hash_words(v);
    if (ok) {
        describe(v);
        *pair = v->pair;
    }
    free(v->words);
    free(v);
    return ok;
}
