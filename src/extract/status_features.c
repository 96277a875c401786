/* status_features.c - what tells the status of a tie: words, endings and cues around and between its ends, years, how
 * the sentence begins and how the next one does, and what the rules say. */
#include "extract/status.h"

#include "base/utf8.h"
#include "extract/dates.h"
#include "extract/mix.h"
#include "text/fold.h"

#include <stdlib.h>

enum {
    outside = 8,       /* tokens before and behind the ends that are looked at one by one */
    most_between = 40, /* tokens between them */
    opening = 4,       /* tokens at the start of a sentence */
    near_cue = 3,
    most_years = 4
};

enum feature {
    F_BIAS = 101,
    F_VERDICT,
    F_VERDICT_RELATION,
    F_RELATION,
    F_TYPES,
    F_SIGNS,
    F_WORD,
    F_WORD_RELATION,
    F_STEM,
    F_SUFFIX,
    F_BIGRAM,
    F_TRIGRAM,
    F_BESIDE,
    F_BESIDE_TWO,
    F_CUE,
    F_CUE_RELATION,
    F_CUE_NEAR,
    F_FAR,
    F_OPENING,
    F_NEXT,
    F_YEAR,
    F_ROLE,
    F_FACTS,
    F_PLACE,
    F_CLOSE,
    F_TRIGGER
};

/* Where a token stands, seen from the ends of the tie. */
enum zone { ZONE_BEFORE, ZONE_BETWEEN, ZONE_BEHIND, ZONE_FAR, ZONE_NEXT };

struct list {
    const struct mining *m;
    uint32_t relation;
    uint32_t begin, end; /* of the sentence */
    uint32_t a, a_end, b,
        b_end; /* the ends, in the order of the text; alike when only one is there */
    uint32_t *features;
    size_t count;
};

static void add(struct list *list, enum feature kind, uint32_t x, uint32_t y)
{
    if (list->count < most_status_features)
        list->features[list->count++] = mix(mix(mix(0x51A7u, kind), x), y);
}

static uint32_t letters_hash(const struct mining *m, size_t from, size_t to, size_t most)
{
    uint32_t hash = 19;
    for (size_t i = from, letters = 0; i < to && letters < most; letters++)
        hash = mix(hash, fold_code(utf8_decode(m->document->text, to, &i)));
    return hash;
}

/* Numbers are alike, and so are names. */
static uint32_t word(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (m->mention_at[at] != NONE)
        return 3;
    return token->kind == TOKEN_NUMBER ? 7 : token->code;
}

static uint32_t stem(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind != TOKEN_WORD)
        return word(m, at);
    return letters_hash(m, token->start, token->end, token->flags & TOKEN_CYRILLIC ? 5 : 6);
}

/* Tense and aspect, as far as endings show them. */
static uint32_t suffix(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    size_t size = token->flags & TOKEN_CYRILLIC ? 4 : 2; /* two letters */
    return letters_hash(m, token->end - size, token->end, 2);
}

static void add_word(struct list *list, uint32_t at, enum zone zone)
{
    const struct mining *m = list->m;
    const struct token *token = mining_token(m, at);
    uint32_t own = word(m, at);
    add(list, F_WORD, zone, own);
    add(list, F_WORD_RELATION, mix(list->relation, zone), own);
    if (token->kind == TOKEN_WORD && m->mention_at[at] == NONE) {
        if (token->letters > 4)
            add(list, F_STEM, zone, stem(m, at));
        if (token->letters > 3)
            add(list, F_SUFFIX, zone, suffix(m, at));
    }
    if (at + 1 < list->end) {
        uint32_t two = mix(own, word(m, at + 1));
        add(list, F_BIGRAM, zone, two);
        if (token->kind == TOKEN_HAN) {
            add(list, F_WORD_RELATION, mix(list->relation, zone + 8), two);
            if (at + 2 < list->end)
                add(list, F_TRIGRAM, zone, mix(two, word(m, at + 2)));
        }
    }
}

static enum zone zone_of(const struct list *list, uint32_t at)
{
    if (at >= list->a_end && at < list->b)
        return ZONE_BETWEEN;
    if (at < list->a && at + outside >= list->a)
        return ZONE_BEFORE;
    return at >= list->b_end && at < list->b_end + outside ? ZONE_BEHIND : ZONE_FAR;
}

static void add_words(struct list *list)
{
    uint32_t between = 0;
    for (uint32_t at = list->begin; at < list->end; at++) {
        enum zone zone = zone_of(list, at);
        if (zone == ZONE_BETWEEN && ++between > most_between)
            continue;
        if (zone == ZONE_FAR)
            add(list, F_FAR, stem(list->m, at), 0);
        else
            add_word(list, at, zone);
    }
}

/* The words right beside each end. */
static void add_beside(struct list *list)
{
    const struct mining *m = list->m;
    uint32_t before[] = {list->a, list->b}, behind[] = {list->a_end, list->b_end};
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t last = before[i] > list->begin ? word(m, before[i] - 1) : 5;
        uint32_t next = behind[i] < list->end ? word(m, behind[i]) : 5;
        add(list, F_BESIDE, i, last);
        add(list, F_BESIDE, i + 2, next);
        add(list, F_BESIDE, mix(i + 4, list->relation), last);
        add(list, F_BESIDE, mix(i + 6, list->relation), next);
        if (before[i] > list->begin + 1)
            add(list, F_BESIDE_TWO, i, mix(last, word(m, before[i] - 2)));
        if (behind[i] + 1 < list->end)
            add(list, F_BESIDE_TWO, i + 2, mix(next, word(m, behind[i] + 1)));
    }
}

/* Classes that may tell a status; those of patterns tell the relation. */
static bool tells(uint16_t class)
{
    static const uint8_t telling[] = {CUE_NEGATION, CUE_DENIED, CUE_PLANNED,   CUE_REPORTED,
                                      CUE_ENDED,    CUE_POST,   CUE_PAST_POST, CUE_RELATIVE,
                                      CUE_CLAUSE,   CUE_UP_TO,  CUE_CURRENCY};
    for (size_t i = 0; i < sizeof telling; i++)
        if (telling[i] == class)
            return true;
    return false;
}

static void add_cue(struct list *list, const struct cue_hit *cue, uint32_t class)
{
    enum zone zone = zone_of(list, cue->first);
    add(list, F_CUE, zone, class);
    add(list, F_CUE_RELATION, mix(list->relation, zone), class);
    if (cue->end <= list->a && cue->end + near_cue > list->a)
        add(list, F_CUE_NEAR, list->a - cue->end, class);
    if (cue->end <= list->b && cue->end + near_cue > list->b)
        add(list, F_CUE_NEAR, 10 + list->b - cue->end, class);
    if (cue->first >= list->b_end && cue->first < list->b_end + near_cue)
        add(list, F_CUE_NEAR, 20 + cue->first - list->b_end, class);
    if (cue->first >= list->a_end && cue->first < list->a_end + near_cue)
        add(list, F_CUE_NEAR, 30 + cue->first - list->a_end, class);
}

static void add_cues(struct list *list)
{
    const struct mining *m = list->m;
    for (uint32_t i = m->cue_at[list->begin]; i < m->cue_at[list->end]; i++) {
        const struct cue_hit *cue = &m->cues[i];
        if (tells(cue->class) && m->mention_at[cue->first] == NONE &&
            (cue->class != CUE_REPORTED || cue_from(m, cue->first, CUE_MONTH) == NULL))
            add_cue(list, cue,
                    cue->class + (cue->class == CUE_RELATIVE && cue->value != NULL
                                      ? 100u + (uint32_t)atoi(cue->value)
                                      : 0u));
    }
    for (uint32_t i = m->mark_at[list->begin]; i < m->mark_at[list->end]; i++)
        if (m->marks[i].class <= MARK_LEAVING)
            add_cue(list, &m->marks[i], 1000u + m->marks[i].class);
}

/* How the next sentence begins: "She left", "Она ушла", 对此. */
static void add_next(struct list *list)
{
    const struct mining *m = list->m;
    if (list->end >= m->tokens.count)
        return;
    uint32_t limit = sentence_end(m, m->sentence_of[list->end]), previous = 1;
    for (uint32_t i = 0; i < opening && list->end + i < limit; i++) {
        uint32_t own = word(m, list->end + i);
        add(list, F_NEXT, own, 0);
        add(list, F_NEXT, mix(previous, own), 1);
        previous = own;
    }
    for (uint32_t i = m->mark_at[list->end]; i < m->mark_at[limit]; i++)
        if (m->marks[i].class <= MARK_LEAVING)
            add(list, F_NEXT, m->marks[i].class, 2);
}

static uint32_t age_of(int now, int year)
{
    int back = now - year;
    if (now == 0)
        return 9;
    return back < 0 ? 0 : back < 2 ? 1 + (uint32_t)back : back < 4 ? 3 : back < 10 ? 4 : 5;
}

/* Years, counted back from the document's. */
static void add_years(struct list *list, int now)
{
    const struct mining *m = list->m;
    uint32_t years = 0, sentence = m->sentence_of[list->begin];
    int year;
    for (uint32_t at = list->begin; at < list->end && years < most_years; at++) {
        if (!year_number(m, at, &year))
            continue;
        years++;
        uint32_t age = age_of(now, year);
        add(list, F_YEAR, age, zone_of(list, at));
        add(list, F_YEAR, mix(age, zone_of(list, at)), 10 + list->relation);
        add(list, F_YEAR, mix(age, at > list->begin ? word(m, at - 1) : 5), 100);
    }
    add(list, F_YEAR, years, 101);
    for (uint32_t at = sentence == 0 ? list->begin : m->tokens.sentences[sentence - 1];
         at < list->begin; at++)
        if (year_number(m, at, &year))
            add(list, F_YEAR, age_of(now, year), 102);
}

static uint32_t text_hash(const char *text)
{
    uint32_t hash = 11;
    for (; *text != '\0'; text++)
        hash = mix(hash, (unsigned char)*text);
    return hash;
}

static void add_facts(struct list *list, const struct tie *tie, const struct status_signs *signs)
{
    const struct mining *m = list->m;
    uint32_t sentence = m->sentence_of[tie->anchor];
    uint32_t types = m->entities[tie->subject].type * 64u + m->entities[tie->object].type;
    uint32_t gap = list->b > list->a_end ? list->b - list->a_end : 0;
    add(list, F_BIAS, m->pack_index, 0);
    add(list, F_RELATION, list->relation, 0);
    add(list, F_RELATION, list->relation, 1u + m->pack_index);
    add(list, F_TYPES, types, 0);
    add(list, F_TYPES, types, 1 + list->relation);
    add(list, F_VERDICT, signs->verdict, 0);
    add(list, F_VERDICT, signs->verdict, 1u + m->pack_index);
    add(list, F_VERDICT_RELATION, signs->verdict, list->relation);
    add(list, F_SIGNS, signs->denial, 0);
    add(list, F_SIGNS, signs->left, 1);
    add(list, F_SIGNS, signs->left, 1000 + list->relation);
    add(list, F_SIGNS, signs->elsewhere, 2);
    add(list, F_SIGNS, tie->status, 3);
    add(list, F_SIGNS, signs->around[0], 4);
    add(list, F_SIGNS, signs->around[1], 5);
    add(list, F_SIGNS, mix(signs->around[0], signs->verdict), 6 + list->relation);
    if (signs->trigger != NONE) {
        uint32_t at = signs->trigger, next = at + 1 < list->end ? word(m, at + 1) : 5;
        uint32_t apart = at > tie->anchor ? 20 + at - tie->anchor : tie->anchor - at;
        uint32_t near = apart > 30 ? 30 : apart >= 6 && apart < 20 ? 6 : apart;
        add(list, F_TRIGGER, word(m, at), signs->verdict);
        add(list, F_TRIGGER, stem(m, at), 10 + signs->verdict);
        add(list, F_TRIGGER, mix(word(m, at), next), 20 + signs->verdict);
        add(list, F_TRIGGER, mix(stem(m, at), zone_of(list, at)), 30 + signs->verdict);
        add(list, F_TRIGGER, mix(near, zone_of(list, at)), 40 + signs->verdict);
        add(list, F_TRIGGER, mix(stem(m, at), list->relation), 50 + signs->verdict);
        add(list, F_TRIGGER, mix(zone_of(list, at), list->relation), 60 + signs->verdict);
    }
    if (tie->role != NULL)
        add(list, F_ROLE, text_hash(tie->role), 0);
    add(list, F_FACTS, tie->money != NULL, list->relation);
    add(list, F_PLACE, sentence < 3 ? sentence : 3, 0);
    add(list, F_PLACE, sentence < 3 ? sentence : 3, 1 + list->relation);
    add(list, F_PLACE, mining_token(m, list->end - 1)->code, 100);
    add(list, F_CLOSE, gap < 8 ? gap : 8, list->relation);
}

/* The first and the last mention of the ends within the words of the tie. */
static void find_ends(struct list *list, const struct tie *tie)
{
    const struct mining *m = list->m;
    list->a = list->a_end = list->b = list->b_end = NONE;
    for (uint32_t at = tie->first; at < tie->end; at++) {
        uint32_t index = m->mention_at[at];
        if (index == NONE)
            continue;
        const struct mention *mention = &m->mentions[index];
        at = mention->end - 1;
        if (mention->entity != tie->subject && mention->entity != tie->object)
            continue;
        if (list->a == NONE) {
            list->a = mention->first;
            list->a_end = mention->end;
        }
        list->b = mention->first;
        list->b_end = mention->end;
    }
    if (list->a == NONE)
        *list = (struct list){.m = m,
                              .relation = list->relation,
                              .begin = list->begin,
                              .end = list->end,
                              .a = tie->first,
                              .a_end = tie->first,
                              .b = tie->end,
                              .b_end = tie->end,
                              .features = list->features};
}

size_t status_features(const struct mining *m, const struct tie *tie,
                       const struct status_signs *signs, uint32_t features[most_status_features])
{
    uint32_t sentence = m->sentence_of[tie->anchor];
    struct list list = {.m = m,
                        .relation = (uint32_t)tie->relation,
                        .begin = m->tokens.sentences[sentence],
                        .end = sentence_end(m, sentence),
                        .features = features};
    find_ends(&list, tie);
    add_facts(&list, tie, signs);
    add_cues(&list);
    add_beside(&list);
    add_years(&list, signs->year);
    add_next(&list);
    for (uint32_t i = 0; i < opening && list.begin + i < list.end; i++)
        add(&list, F_OPENING, word(m, list.begin + i), i == 0);
    add_words(&list);
    return list.count;
}
