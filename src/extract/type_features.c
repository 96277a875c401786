#include "extract/type_features.h"

#include "base/utf8.h"
#include "extract/naming.h"
#include "extract/mix.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    most_mentions = 8, /* of an entity that are looked at */
    near = 4,          /* words before and behind */
    apposition = 6,    /* tokens behind a comma in which a kind describes the name */
    most_siblings = 3, /* in an enumeration, to either side */
    most_types = 32,
    most_counted = 3 /* known entities of a type */
};

/* Kinds of features: the first ingredient of each hash. */
enum feature {
    F_BIAS = 1,
    F_LANGUAGE,
    F_CLASS,
    F_CLASSES,
    F_RULE,
    F_MENTIONS,
    F_NAME,
    F_NAME_WORD,
    F_NAME_FIRST,
    F_NAME_LAST,
    F_NAME_CUE,
    F_NAME_END,
    F_NAME_BEGIN,
    F_SHAPE,
    F_LENGTH,
    F_QUOTED,
    F_BEFORE,
    F_BEFORE_NEXT,
    F_BEFORE_TWO,
    F_BEHIND,
    F_BEHIND_NEXT,
    F_BEHIND_TWO,
    F_CUE_BEFORE,
    F_CUE_BEHIND,
    F_APPOSITION,
    F_KIND_BEFORE,
    F_KIND_SENTENCE,
    F_KIND_DEFINITE,
    F_KIND_NEXT,
    F_SIBLING,
    F_COMPANION,
    F_FIRST_SENTENCE,
    F_DOCUMENT
};

struct type_view {
    const struct mining *m;
    uint32_t *first;            /* per entity, the first of its mentions; [entity count] too */
    uint32_t *mentions;         /* name mentions by entity, in text order */
    uint32_t known[most_types]; /* entities of the registry, by type: what the document is about */
};

struct list {
    const struct mining *m;
    uint32_t *features;
    size_t count;
    bool by_heart;
};

static void add(struct list *list, enum feature kind, uint32_t x, uint32_t y)
{
    if (list->count < most_type_features)
        list->features[list->count++] = mix(mix(mix(0x61C88647u, kind), x), y);
}

struct type_view *type_view_new(const struct mining *m)
{
    struct type_view *view = ARENA_NEW(m->arena, struct type_view, 1, m->err);
    if (view == NULL)
        return NULL;
    view->m = m;
    view->first = ARENA_NEW(m->arena, uint32_t, m->entity_count + 1, m->err);
    view->mentions = ARENA_NEW(m->arena, uint32_t, m->mention_count + 1, m->err);
    if (view->first == NULL || view->mentions == NULL)
        return NULL;
    for (size_t i = 0; i < m->mention_count; i++)
        if (m->mentions[i].kind != MENTION_ANAPHOR)
            view->first[m->mentions[i].entity]++;
    for (size_t e = 1; e <= m->entity_count; e++)
        view->first[e] += view->first[e - 1]; /* the end of each until it is filled */
    for (size_t e = 0; e < m->entity_count; e++)
        if (m->entities[e].known != NONE && m->entities[e].merged == NONE)
            view->known[m->entities[e].type % most_types]++;
    for (size_t i = m->mention_count; i-- > 0;)
        if (m->mentions[i].kind != MENTION_ANAPHOR)
            view->mentions[--view->first[m->mentions[i].entity]] = (uint32_t)i;
    return view;
}

bool type_is_open(const struct type_view *view, uint32_t entity)
{
    const struct mined_entity *e = &view->m->entities[entity];
    return e->known == NONE && e->merged == NONE && view->first[entity + 1] > view->first[entity];
}

/* The first `most` letters from byte `from` on. */
static uint32_t letters_hash(const char *text, size_t length, size_t from, size_t most)
{
    uint32_t hash = 17;
    for (size_t n = 0; n < most && from < length; n++)
        hash = mix(hash, fold_code(utf8_decode(text, length, &from)));
    return hash;
}

/* A word by its first letters, which in an inflected language is most of its lemma; numbers are alike. */
static uint32_t word_hash(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind == TOKEN_NUMBER)
        return 7;
    if (token->kind != TOKEN_WORD)
        return mix(19, token->code);
    size_t length;
    const char *text = mining_text(m, at, &length);
    return letters_hash(text, length, 0, (token->flags & TOKEN_CYRILLIC) != 0 ? 5 : 7);
}

static uint32_t value_hash(const char *value)
{
    uint32_t hash = 11;
    for (; value != NULL && *value != '\0'; value++)
        hash = mix(hash, (unsigned char)*value);
    return hash;
}

/* Classes of the patterns only have numbers of their pack. */
static uint32_t class_number(const struct mining *m, const struct cue_hit *cue)
{
    return cue->class < CUE_CODE_COUNT ? cue->class : cue->class + 1000u * (m->pack_index + 1u);
}

static void add_cue(struct list *list, enum feature kind, const struct cue_hit *cue)
{
    uint32_t class = class_number(list->m, cue);
    add(list, kind, class, 0);
    if (cue->value != NULL)
        add(list, kind, class, value_hash(cue->value));
}

/* Ends of a word, which tell its kind in an alphabet: -soft, -bank, -ович. */
static void add_ends(struct list *list, uint32_t first, uint32_t last)
{
    const struct mining *m = list->m;
    size_t length, letters = 0;
    const char *text = mining_text(m, first, &length);
    add(list, F_NAME_BEGIN, letters_hash(text, length, 0, 3), 3);
    text = mining_text(m, last, &length);
    for (size_t at = length; at > 0 && letters < 4;) {
        at = utf8_floor(text, at - 1);
        if (++letters > 1)
            add(list, F_NAME_END, letters_hash(text, length, at, letters), (uint32_t)letters);
    }
}

/* Chinese names tell what they are by their last characters: 银行, 基金, 法案. */
static void add_han(struct list *list, uint32_t first, uint32_t end)
{
    const struct mining *m = list->m;
    uint32_t hash = 41;
    for (uint32_t n = 1; n <= 3 && first + n <= end; n++) {
        hash = mix(hash, mining_token(m, end - n)->code);
        if (list->by_heart || end - first > n)
            add(list, F_NAME_END, hash, 100 + n);
    }
    hash = 43;
    for (uint32_t n = 0; n < 2 && first + n + 1 < end; n++) {
        hash = mix(hash, mining_token(m, first + n)->code);
        add(list, F_NAME_BEGIN, hash, 100 + n);
    }
    for (uint32_t at = first; at + 2 < end; at++)
        add(list, F_NAME_WORD, mix(word_hash(m, at), word_hash(m, at + 1)), 2);
}

static void add_words(struct list *list, uint32_t first, uint32_t end)
{
    const struct mining *m = list->m;
    uint32_t whole = 37, words = 0;
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = mining_token(m, at);
        whole = mix(whole, word_hash(m, at));
        words += token->kind == TOKEN_WORD;
        if (token->kind != TOKEN_WORD || (!list->by_heart && end - first == 1))
            continue;
        add(list, F_NAME_WORD, word_hash(m, at), 0);
    }
    if (list->by_heart)
        add(list, F_NAME, whole, 0);
    if (words > 0 && (list->by_heart || end - first > 1)) {
        add(list, F_NAME_FIRST, word_hash(m, first), 0);
        add(list, F_NAME_LAST, word_hash(m, end - 1), 0);
    }
}

/* How it is written: script, capitals, digits, hyphens. */
static void add_shape(struct list *list, uint32_t first, uint32_t end)
{
    const struct mining *m = list->m;
    uint32_t shape = 0, outline = 0, letters = 0;
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = mining_token(m, at);
        uint32_t kind = token->kind == TOKEN_HAN          ? 1
                        : token->kind == TOKEN_NUMBER     ? 2
                        : token->kind == TOKEN_PUNCT      ? 4
                        : (token->flags & TOKEN_CYRILLIC) ? 8
                                                          : 16;
        shape |= kind | (token->flags & TOKEN_HAS_DIGIT ? 32u : 0) |
                 (token->kind == TOKEN_WORD && (token->flags & TOKEN_ALL_UPPER) ? 64u : 0) |
                 (token->kind == TOKEN_WORD && !(token->flags & TOKEN_UPPER_FIRST) ? 128u : 0);
        letters += token->letters;
        if (token->kind != TOKEN_HAN && at < first + 5)
            outline = mix(outline, kind | (token->kind == TOKEN_PUNCT ? token->code << 8
                                                                      : token->flags & 3u));
    }
    add(list, F_SHAPE, shape, 0);
    add(list, F_SHAPE, outline, 1);
    add(list, F_LENGTH, end - first < 6 ? end - first : 6, shape & 1);
    add(list, F_LENGTH, letters < 12 ? letters : 12, 2 + (shape & 1));
}

/* The name itself. */
static void add_name(struct list *list, const struct mention *mention)
{
    const struct mining *m = list->m;
    uint32_t first = mention->first, end = mention->end;
    add_shape(list, first, end);
    add_words(list, first, end);
    if (mining_token(m, end - 1)->kind == TOKEN_HAN)
        add_han(list, first, end);
    else
        add_ends(list, first, end - 1);
    for (uint32_t i = m->cue_at[first]; i < m->cue_at[end]; i++) {
        const struct cue_hit *cue = &m->cues[i];
        if (cue->end <= end && cue->class < CUE_CODE_COUNT &&
            (list->by_heart || cue->end - cue->first < end - first))
            add_cue(list, F_NAME_CUE, cue);
    }
}

/* A word beside a name, or the type of the name that stands there. */
static uint32_t neighbour(const struct mining *m, uint32_t at)
{
    if (m->mention_at[at] == NONE)
        return word_hash(m, at);
    const struct mention *mention = &m->mentions[m->mention_at[at]];
    return mix(5, mention->known == NONE ? 100u + m->known->schema.mention_classes[mention->type]
                                         : mention->type);
}

static void add_around(struct list *list, uint32_t sentence, uint32_t before, uint32_t after)
{
    const struct mining *m = list->m;
    uint32_t begin = m->tokens.sentences[sentence], end = sentence_end(m, sentence), last = 3;
    for (uint32_t i = 1; i <= near && before >= begin + i; i++) {
        uint32_t word = neighbour(m, before - i);
        add(list, i == 1 ? F_BEFORE_NEXT : F_BEFORE, word, 0);
        if (i == 2 || mining_token(m, before - i)->kind == TOKEN_HAN)
            add(list, F_BEFORE_TWO, mix(word, last), i == 2);
        last = word;
    }
    last = 3;
    for (uint32_t i = 0; i < near && after + i < end; i++) {
        uint32_t word = neighbour(m, after + i);
        add(list, i == 0 ? F_BEHIND_NEXT : F_BEHIND, word, 0);
        if (i == 1 || mining_token(m, after + i)->kind == TOKEN_HAN)
            add(list, F_BEHIND_TWO, mix(last, word), i == 1);
        last = word;
    }
}

/* "X, a chipmaker", "X — разработчик"; and 芯片巨头X with words between. */
static void add_appositions(struct list *list, uint32_t sentence, uint32_t before, uint32_t after)
{
    const struct mining *m = list->m;
    uint32_t begin = m->tokens.sentences[sentence], end = sentence_end(m, sentence);
    const struct cue_hit *cue;
    if (after < end && mining_token(m, after)->kind == TOKEN_PUNCT)
        for (uint32_t at = after + 1; at < end && at <= after + apposition; at++) {
            if (m->mention_at[at] != NONE)
                break;
            if ((cue = cue_from(m, at, CUE_KIND)) != NULL ||
                (cue = cue_from(m, at, CUE_POST)) != NULL) {
                add_cue(list, F_APPOSITION, cue);
                break;
            }
        }
    for (uint32_t at = before; at > begin && at + near > before; at--) {
        if (m->mention_at[at - 1] != NONE)
            break;
        if ((cue = cue_to(m, at, CUE_KIND)) != NULL) {
            add_cue(list, F_KIND_BEFORE, cue);
            break;
        }
    }
}

static const uint16_t beside[] = {CUE_PREFIX,     CUE_KIND,      CUE_TITLE,    CUE_POST,
                                  CUE_DESCRIPTOR, CUE_NAME_PART, CUE_DEFINITE, CUE_CURRENCY};

static void add_beside(struct list *list, uint32_t before, uint32_t after)
{
    const struct mining *m = list->m;
    const struct cue_hit *cue;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if ((cue = cue_to(m, before, (enum cue_class)beside[i])) != NULL)
            add_cue(list, F_CUE_BEFORE, cue);
    if (after < m->tokens.count)
        for (uint32_t i = m->cue_at[after]; i < m->cue_at[after + 1]; i++)
            add_cue(list, F_CUE_BEHIND, &m->cues[i]);
}

/* Words of kind in the sentence, and descriptions that may stand for the name in it and the next: "the chipmaker". */
static void add_kinds(struct list *list, uint32_t sentence)
{
    const struct mining *m = list->m;
    uint32_t begin = m->tokens.sentences[sentence], next = sentence_end(m, sentence);
    uint32_t end = sentence + 1 < m->tokens.sentence_count ? sentence_end(m, sentence + 1) : next;
    for (uint32_t i = m->cue_at[begin]; i < m->cue_at[end]; i++) {
        const struct cue_hit *cue = &m->cues[i];
        if (cue->class != CUE_KIND || cue->value == NULL || m->mention_at[cue->first] != NONE)
            continue;
        bool definite = cue_to(m, cue->first, CUE_DEFINITE) != NULL;
        if (cue->first < next)
            add(list, F_KIND_SENTENCE, value_hash(cue->value), 0);
        if (definite)
            add(list, cue->first < next ? F_KIND_DEFINITE : F_KIND_NEXT, value_hash(cue->value), 0);
    }
}

/* Whether only what joins an enumeration stands between tokens `from` and `to`. */
static bool enumerated(const struct mining *m, uint32_t from, uint32_t to)
{
    bool joined = false;
    for (uint32_t at = from; at < to;) {
        const struct cue_hit *cue;
        if (is_punct(m, at, ',') || is_punct(m, at, 0x3001)) {
            joined = true;
            at++;
        } else if ((cue = cue_from(m, at, CUE_AND)) != NULL) {
            joined = true;
            at = cue->end;
        } else if (is_punct(m, at, '"') || is_punct(m, at, 0xAB) || is_punct(m, at, 0xBB)) {
            at++;
        } else {
            return false;
        }
    }
    return joined;
}

static void add_sibling(struct list *list, const struct mention *mention)
{
    const struct mining *m = list->m;
    bool known = mention->known != NONE;
    add(list, F_SIBLING, known ? mention->type : m->known->schema.mention_classes[mention->type],
        known);
    if (!known && m->entities[mention->entity].type_score > 1)
        add(list, F_SIBLING, mention->type, 2);
}

/* The members of an enumeration are of a type, more often than not. */
static void add_siblings(struct list *list, uint32_t index)
{
    const struct mining *m = list->m;
    uint32_t last = index;
    for (uint32_t i = index + 1; i < m->mention_count && i <= index + most_siblings; last = i++) {
        if (m->mentions[i].sentence != m->mentions[index].sentence ||
            !enumerated(m, m->mentions[last].end, m->mentions[i].first))
            break;
        add_sibling(list, &m->mentions[i]);
    }
    last = index;
    for (uint32_t i = index; i-- > 0 && i + most_siblings >= index; last = i) {
        if (m->mentions[i].sentence != m->mentions[index].sentence ||
            !enumerated(m, m->mentions[i].end, m->mentions[last].first))
            break;
        add_sibling(list, &m->mentions[i]);
    }
}

/* The known names of a sentence. */
static void add_companions(struct list *list, uint32_t sentence)
{
    const struct mining *m = list->m;
    uint32_t end = sentence_end(m, sentence);
    for (uint32_t at = m->tokens.sentences[sentence]; at < end; at++)
        if (m->mention_at[at] != NONE && m->mentions[m->mention_at[at]].known != NONE)
            add(list, F_COMPANION, m->mentions[m->mention_at[at]].type, 0);
}

/* What stands beside the name. */
static void add_context(struct list *list, uint32_t index)
{
    const struct mining *m = list->m;
    const struct mention *mention = &m->mentions[index];
    uint32_t before = name_skip_quote_back(m, mention->first);
    uint32_t begin = m->tokens.sentences[mention->sentence];
    uint32_t after = mention->end, end = sentence_end(m, mention->sentence);
    if (before < begin)
        before = begin;
    while (after < end && (is_punct(m, after, '"') || is_punct(m, after, 0xBB)))
        after++;
    add(list, F_QUOTED, before < mention->first && after > mention->end,
        before < mention->first ? mining_token(m, before)->code : 0);
    add_around(list, mention->sentence, before, after);
    add_beside(list, before, after);
    add_appositions(list, mention->sentence, before, after);
    add_siblings(list, index);
    if (mention->sentence == 0)
        add(list, F_FIRST_SENTENCE, 0, 0);
}

/* What the tagger and the cues beside the names made of it. */
static void add_verdicts(struct list *list, const struct mined_entity *entity, uint32_t classes)
{
    const struct mining *m = list->m;
    uint32_t class = m->known->schema.mention_classes[entity->type];
    add(list, F_CLASS, class, 0);
    add(list, F_CLASS, class, 1 + m->pack_index);
    add(list, F_CLASSES, classes, 0);
    add(list, F_RULE, entity->type, 1u + entity->type_score);
    if (entity->type_score > 1)
        add(list, F_RULE, entity->type, 0);
}

static void add_document(struct list *list, const struct type_view *view)
{
    for (uint32_t type = 0; type < most_types; type++)
        for (uint32_t n = 1; n <= most_counted && n <= view->known[type]; n++)
            add(list, F_DOCUMENT, type, n);
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

size_t type_features(const struct type_view *view, uint32_t entity, bool by_heart,
                     uint32_t features[most_type_features])
{
    const struct mining *m = view->m;
    struct list list = {.m = m, .features = features, .by_heart = by_heart};
    uint32_t from = view->first[entity], to = view->first[entity + 1], classes = 0, last = NONE;
    for (uint32_t i = from; i < to; i++)
        classes |= m->mentions[view->mentions[i]].classes;
    add(&list, F_BIAS, 0, 0);
    add(&list, F_LANGUAGE, m->pack_index, 0);
    add_document(&list, view);
    add_verdicts(&list, &m->entities[entity], classes);
    add(&list, F_MENTIONS, to - from < 4 ? to - from : to - from < 8 ? 4 : 5, 0);
    for (uint32_t i = from; i < to && i < from + most_mentions; i++) {
        uint32_t index = view->mentions[i];
        add_name(&list, &m->mentions[index]);
        add_context(&list, index);
        if (m->mentions[index].sentence != last) {
            add_companions(&list, m->mentions[index].sentence);
            add_kinds(&list, m->mentions[index].sentence);
        }
        last = m->mentions[index].sentence;
    }
    qsort(features, list.count, sizeof *features, ascending);
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (i == 0 || features[i] != features[i - 1])
            features[kept++] = features[i];
    return kept;
}
