/* classify.c - ties by the trained model: for each pair of mentions the most probable relation.
 *
 * Multinomial logistic regression over hashed features; the patterns' ties are among the features, and those
 * which the model holds improbable are dropped. */
#include "extract/pairs.h"

#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double keep_pattern = 0.003; /* least probability at which a pattern's tie stays */
static const double believed = 0.5;       /* of the confidence a pattern gives its ties */
/* Least probability of a tie, and of one between two that another, more probable one joins already. */
static const double least = 0.15, least_further = 0.3;

enum { known_ends = 33 }; /* each of 32 types, or any */

struct classifying {
    struct mining *m;
    const struct model *model;
    const struct relation_class *classes;
    size_t pattern_ties;
    uint32_t sentence; /* the one at hand, and its ties [first, end) */
    size_t first, end;
    uint64_t fits; /* a bit of each class that the types of the pair at hand allow */
    uint64_t fits_of[known_ends][known_ends]; /* the same, by types; 0: not yet asked for */
    struct tie *found; /* the model's, added at the end: the patterns' alone are features */
    size_t count, capacity;
};

/* The types an end may be taken for: a mere guess stands in nobody's way. */
static uint32_t types_of(const struct mining *m, uint32_t mention)
{
    const struct mined_entity *entity = &m->entities[m->mentions[mention].entity];
    return entity->known == NONE && entity->type_score == 0 ? ~0u : 1u << m->mentions[mention].type;
}

/* Whether the types of the pair's ends, `a` and `b`, allow the class. */
static bool fits(const struct mining *m, const struct relation_class *class, uint32_t a, uint32_t b)
{
    if (class->relation == ERMINE_NONE)
        return true;
    const struct relation_ends *ends = &m->known->schema.ends[class->relation];
    bool forward = (ends->subject & a) && (ends->object & b);
    bool backward = (ends->subject & b) && (ends->object & a);
    if (m->known->schema.relations[class->relation].symmetric)
        return forward || backward;
    return class->first_is_subject ? forward : backward;
}

static size_t end_index(uint32_t types)
{
    return types == ~0u ? known_ends - 1 : (size_t)__builtin_ctz(types);
}

static uint64_t fitting_classes(struct classifying *c, uint32_t a, uint32_t b)
{
    uint64_t *known = &c->fits_of[end_index(a)][end_index(b)], bits = 0;
    if (*known != 0)
        return *known;
    for (size_t k = 0; k < c->model->class_count; k++)
        bits |= (uint64_t)fits(c->m, &c->classes[k], a, b) << k;
    return *known = bits;
}

/* Probabilities of the classes that fit. */
static void probabilities(const struct classifying *c, const struct pair *pair, double *p)
{
    float sums[model_most_classes];
    model_sums(c->model, pair->features, pair->count, sums);
    for (size_t k = 0; k < c->model->class_count; k++)
        if (!(c->fits >> k & 1))
            sums[k] = -INFINITY;
    model_softmax(sums, c->model->class_count, p);
}

/* Finds the ties of the sentence; those of one before it are passed. */
static void enter_sentence(struct classifying *c, uint32_t sentence)
{
    const struct mining *m = c->m;
    c->sentence = sentence;
    while (c->end < c->pattern_ties && m->sentence_of[m->ties[c->end].anchor] < sentence)
        c->end++;
    c->first = c->end;
    while (c->end < c->pattern_ties && m->sentence_of[m->ties[c->end].anchor] == sentence)
        c->end++;
}

/* Gives the patterns' tie that class `k` stands for, between this pair in this sentence, its probability. False
 * when there is none. */
static bool confirm(struct classifying *c, const struct pair *pair, size_t k, double probability)
{
    struct mining *m = c->m;
    const struct relation_class *class = &c->classes[k];
    uint32_t a = m->mentions[pair->a].entity, b = m->mentions[pair->b].entity;
    bool symmetric = m->known->schema.relations[class->relation].symmetric, found = false;
    for (size_t i = c->first; i < c->end; i++) {
        struct tie *tie = &m->ties[i];
        bool forward = tie->subject == a && tie->object == b,
             backward = tie->subject == b && tie->object == a;
        if (class->relation != tie->relation || !(symmetric                 ? forward || backward
                                                  : class->first_is_subject ? forward
                                                                            : backward))
            continue;
        tie->probability = fmax(tie->probability, probability);
        tie->judged = found = true;
    }
    return found;
}

/* The post that gives a tie its role: the nearest between the two, or just outside them. */
static const char *role_of(const struct mining *m, const struct pair *pair, size_t relation)
{
    const char *name = m->known->schema.relations[relation].name;
    uint32_t first = m->mentions[pair->unsaid ? pair->b : pair->a].first,
             end = m->mentions[pair->b].end;
    uint32_t begin = m->tokens.sentences[pair->sentence], limit = sentence_end(m, pair->sentence);
    first = first > begin + 5 ? first - 5 : begin;
    end = end + 6 < limit ? end + 6 : limit;
    for (uint32_t at = first; at < end; at++) {
        const struct cue_hit *post = cue_from(m, at, CUE_POST);
        size_t length = strlen(name);
        if (post != NULL && post->value != NULL && strncmp(post->value, name, length) == 0 &&
            post->value[length] == ' ')
            return post->value + length + 1;
    }
    return NULL;
}

static bool add_tie(struct classifying *c, const struct pair *pair, size_t k, double probability)
{
    struct mining *m = c->m;
    const struct relation_class *class = &c->classes[k];
    const struct mention *a = &m->mentions[pair->a], *b = &m->mentions[pair->b];
    struct tie tie = {.subject = class->first_is_subject ? a->entity : b->entity,
                      .object = class->first_is_subject ? b->entity : a->entity,
                      .relation = class->relation,
                      .confidence = probability,
                      .role = role_of(m, pair, class->relation),
                      .first = pair->unsaid ? b->first : a->first,
                      .end = b->end,
                      .anchor = pair->unsaid        ? b->first
                                : a->end < b->first ? a->end
                                                    : a->first,
                      .joint = a->group != NONE || b->group != NONE};
    return ARRAY_PUSH(&c->found, &c->count, &c->capacity, tie, m->err);
}

/* Whether any relation may tie the two; if not, patterns' ties between them are judged by that. */
static bool may_be_tied(void *context, const struct pair *pair)
{
    struct classifying *c = context;
    if (pair->sentence != c->sentence)
        enter_sentence(c, pair->sentence);
    c->fits = fitting_classes(c, types_of(c->m, pair->a), types_of(c->m, pair->b));
    if (c->fits != 1)
        return true;
    for (size_t k = 1; c->first < c->end && k < c->model->class_count; k++)
        confirm(c, pair, k, 0);
    return false;
}

/* Every relation of a pair in a sentence that is probable enough becomes a tie. */
static bool classify_pair(void *context, const struct pair *pair)
{
    struct classifying *c = context;
    double p[model_most_classes];
    probabilities(c, pair, p);
    for (size_t k = 1; k < c->model->class_count; k++)
        if (!confirm(c, pair, k, p[k]) && p[k] >= fmax(least, (double)c->model->thresholds[k]) &&
            !add_tie(c, pair, k, p[k]))
            return false;
    return true;
}

/* Who leads a body is not said to work for it as well. */
static bool one_of_both(const struct mining *m, size_t a, size_t b)
{
    const ermine_relation_type *types = m->known->schema.relations;
    return (strcmp(types[a].name, "leads") == 0 && strcmp(types[b].name, "works_for") == 0) ||
           (strcmp(types[b].name, "leads") == 0 && strcmp(types[a].name, "works_for") == 0);
}

/* Whether `other` is more probable and says the same of the subject, or of the object, or the same the other way
 * round. */
static bool outdoes(const struct mining *m, const struct tie *other, const struct tie *tie)
{
    if (other->confidence <= tie->confidence)
        return false;
    bool same_pair = other->subject == tie->subject && other->object == tie->object;
    bool turned = other->subject == tie->object && other->object == tie->subject;
    if ((same_pair || turned) && other->relation != tie->relation &&
        tie->confidence < least_further)
        return true;
    if (same_pair && one_of_both(m, tie->relation, other->relation))
        return true;
    if (same_pair || other->relation != tie->relation ||
        m->sentence_of[other->anchor] != m->sentence_of[tie->anchor])
        return false;
    if (turned)
        return true;
    if (other->object == tie->object && !tie->joint && !other->joint &&
        m->known->schema.ends[tie->relation].single_object)
        return true;
    return other->subject == tie->subject && m->known->schema.ends[tie->relation].single;
}

static bool outdone(const struct classifying *c, size_t index)
{
    for (size_t i = 0; i < c->count; i++)
        if (outdoes(c->m, &c->found[i], &c->found[index]))
            return true;
    for (size_t i = 0; i < c->pattern_ties; i++)
        if (outdoes(c->m, &c->m->ties[i], &c->found[index]))
            return true;
    return false;
}

/* Drops the ties of the patterns which the model holds improbable, and believes the others half. */
static void sift(struct classifying *c)
{
    struct mining *m = c->m;
    size_t kept = 0;
    for (size_t i = 0; i < m->tie_count; i++) {
        struct tie *tie = &m->ties[i];
        if (tie->judged && tie->probability < keep_pattern)
            continue;
        tie->confidence = fmax(tie->probability, believed * tie->confidence);
        m->ties[kept++] = *tie;
    }
    m->tie_count = c->pattern_ties = kept;
}

bool classify_pairs(struct mining *m)
{
    if (m->known->model.mapped == NULL)
        return true;
    struct classifying c = {.m = m,
                            .model = &m->known->model,
                            .classes = m->known->classes,
                            .pattern_ties = m->tie_count,
                            .sentence = NONE};
    bool ok = pairs_visit(m, may_be_tied, classify_pair, &c);
    if (ok)
        sift(&c);
    for (size_t i = 0; ok && i < c.count; i++)
        ok = outdone(&c, i) ||
             ARRAY_PUSH(&m->ties, &m->tie_count, &m->tie_capacity, c.found[i], m->err);
    free(c.found);
    return ok;
}

bool classify_given(const struct mining *m, uint32_t a, uint32_t b,
                    const struct relation_class **class)
{
    struct classifying c = {
        .m = (struct mining *)m, .model = &m->known->model, .classes = m->known->classes};
    double p[model_most_classes];
    size_t best = 0;
    struct pair *pair = malloc(sizeof *pair);
    bool ok = pair != NULL ? pairs_describe(m, a, b, pair) : error_memory(m->err);
    if (ok) {
        c.fits = fitting_classes(&c, types_of(m, a), types_of(m, b));
        probabilities(&c, pair, p);
        for (size_t k = 1; k < c.model->class_count; k++)
            if (p[k] >= (double)c.model->thresholds[k] && (best == 0 || p[k] > p[best]))
                best = k;
    }
    free(pair);
    *class = best == 0 ? NULL : &c.classes[best];
    return ok;
}
