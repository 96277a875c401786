/* classify.c - ties by the trained model: for each pair of mentions the most probable relation.
 *
 * Multinomial logistic regression over hashed features. The patterns' ties are among the features; of such a tie the
 * model only says how probable it is. */
#include "extract/pairs.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double unseen = 0.5; /* of the confidence of a pattern's tie the model has not seen */

struct classifying {
    struct mining *m;
    const struct model *model;
    const struct relation_class *classes;
    size_t pattern_ties;
    struct tie *found; /* the model's, added at the end: the patterns' alone are features */
    size_t count, capacity;
};

/* The types an end may be taken for: a mere guess stands in nobody's way. */
static uint32_t types_of(const struct mining *m, uint32_t mention)
{
    const struct mined_entity *entity = &m->entities[m->mentions[mention].entity];
    return entity->known == NONE && entity->type_score == 0 ? ~0u : 1u << m->mentions[mention].type;
}

/* Probabilities of the classes that the ends' types allow. */
static void probabilities(const struct classifying *c, const struct pair *pair, double *p)
{
    const struct mining *m = c->m;
    float sums[model_most_classes];
    model_sums(c->model, pair->features, pair->count, sums);
    uint32_t a = types_of(m, pair->a), b = types_of(m, pair->b);
    for (size_t k = 0; k < c->model->class_count; k++) {
        const struct relation_class *class = &c->classes[k];
        bool fits = true;
        if (class->relation != ERMINE_NONE) {
            const struct relation_ends *ends = &m->known->schema.ends[class->relation];
            bool forward = (ends->subject & a) && (ends->object & b);
            bool backward = (ends->subject & b) && (ends->object & a);
            fits = m->known->schema.relations[class->relation].symmetric ? forward || backward
                   : class->first_is_subject                             ? forward
                                                                         : backward;
        }
        if (!fits)
            sums[k] = -INFINITY;
    }
    model_softmax(sums, c->model->class_count, p);
}

/* The patterns' tie that class `k` stands for, between this pair in this sentence, or NULL. It is judged from now on. */
static struct tie *pattern_tie(struct classifying *c, const struct pair *pair, size_t k)
{
    struct mining *m = c->m;
    const struct relation_class *class = &c->classes[k];
    uint32_t a = m->mentions[pair->a].entity, b = m->mentions[pair->b].entity;
    bool symmetric = m->known->schema.relations[class->relation].symmetric;
    struct tie *found = NULL;
    for (size_t i = 0; i < c->pattern_ties; i++) {
        struct tie *tie = &m->ties[i];
        bool forward = tie->subject == a && tie->object == b,
             backward = tie->subject == b && tie->object == a;
        if (class->relation != tie->relation || m->sentence_of[tie->anchor] != pair->sentence ||
            !(symmetric                 ? forward || backward
              : class->first_is_subject ? forward
                                        : backward))
            continue;
        tie->judged = true;
        found = found == NULL ? tie : found;
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

static bool add_tie(struct classifying *c, const struct pair *pair, size_t k,
                    const struct tie *pattern, double probability)
{
    struct mining *m = c->m;
    const struct relation_class *class = &c->classes[k];
    const struct mention *a = &m->mentions[pair->a], *b = &m->mentions[pair->b];
    struct tie tie = {.subject = class->first_is_subject ? a->entity : b->entity,
                      .object = class->first_is_subject ? b->entity : a->entity,
                      .relation = class->relation,
                      .role = role_of(m, pair, class->relation),
                      .first = pair->unsaid ? b->first : a->first,
                      .end = b->end,
                      .anchor = pair->unsaid        ? b->first
                                : a->end < b->first ? a->end
                                                    : a->first,
                      .joint = a->group != NONE || b->group != NONE};
    if (pattern != NULL)
        tie = *pattern;
    tie.confidence = probability;
    return ARRAY_PUSH(&c->found, &c->count, &c->capacity, tie, m->err);
}

/* Every relation of a pair in a sentence that is probable enough becomes a tie. */
static bool classify_pair(void *context, const struct pair *pair)
{
    struct classifying *c = context;
    double p[model_most_classes];
    probabilities(c, pair, p);
    for (size_t k = 1; k < c->model->class_count; k++) {
        const struct tie *pattern = pattern_tie(c, pair, k);
        if (p[k] >= (double)c->model->thresholds[k] && !add_tie(c, pair, k, pattern, p[k]))
            return false;
    }
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
    if (same_pair && one_of_both(m, tie->relation, other->relation))
        return true;
    if (same_pair || other->relation != tie->relation ||
        m->sentence_of[other->anchor] != m->sentence_of[tie->anchor])
        return false;
    if (other->subject == tie->object && other->object == tie->subject)
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

/* Of the patterns' ties only those stay that the model has not seen, as their ends stand too far apart. */
static void sift(struct classifying *c)
{
    struct mining *m = c->m;
    size_t kept = 0;
    for (size_t i = 0; i < m->tie_count; i++) {
        struct tie *tie = &m->ties[i];
        if (tie->judged)
            continue;
        tie->confidence *= unseen;
        m->ties[kept++] = *tie;
    }
    m->tie_count = c->pattern_ties = kept;
}

bool classify_pairs(struct mining *m)
{
    struct classifying c = {.m = m,
                            .model = &m->known->model,
                            .classes = m->known->classes,
                            .pattern_ties = m->tie_count};
    if (c.model->mapped == NULL)
        return true;
    bool ok = pairs_visit(m, classify_pair, &c);
    if (ok)
        sift(&c);
    for (size_t i = 0; ok && i < c.count; i++)
        ok = outdone(&c, i) ||
             ARRAY_PUSH(&m->ties, &m->tie_count, &m->tie_capacity, c.found[i], m->err);
    free(c.found);
    return ok;
}
