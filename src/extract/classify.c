/* classify.c - ties by the trained models: for each pair of mentions how probable each relation is, and of the ties
 * that all sentences propose, those which hold in the whole document.
 *
 * Multinomial logistic regression over hashed features; what the patterns found is among them. */
#include "extract/fits.h"
#include "extract/glance.h"
#include "extract/weigh.h"

#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double behind = 0.999;      /* of the confidence of a tie */
static const double distant = 0.6;       /* share of such patterns that are right */
static const float least_behind = 0.15f; /* probability of a statement that another goes before */
static const double hopeless = 0.08;     /* at first glance: below that probability of being tied */

enum { class_tied = 1, two_classes = 2 }; /* of the models that only tell tied and not */

struct classifying {
    struct mining *m;
    const struct model *model, *weigher;
    const struct relation_class *classes;
    struct fits fits;
    uint64_t fitting; /* classes, of the pair at hand */
    bool failed;      /* out of memory */
    struct weighing weighing;
    struct tie *found;
    size_t count, capacity;
};

/* Probabilities of the classes that fit. */
static void probabilities(const struct classifying *c, const struct pair *pair, double *p)
{
    float sums[model_most_width];
    model_sums(c->model, pair->features, pair->count, sums);
    for (size_t k = 0; k < c->model->class_count; k++)
        if (!(c->fitting >> k & 1))
            sums[k] = -INFINITY;
    model_softmax(sums, c->model->class_count, p);
}

/* The post that gives a tie its role: the nearest between the two, or just outside them. */
static const char *role_of(const struct mining *m, const struct statement *pair, size_t relation)
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

static struct tie make_tie(const struct mining *m, const struct statement *statement)
{
    const struct mention *a = &m->mentions[statement->a], *b = &m->mentions[statement->b];
    return (struct tie){.subject = statement->subject,
                        .object = statement->object,
                        .relation = statement->relation,
                        .role = role_of(m, statement, statement->relation),
                        .first = statement->unsaid ? b->first : a->first,
                        .end = b->end,
                        .anchor = statement->unsaid   ? b->first
                                  : a->end < b->first ? a->end
                                                      : a->first,
                        .joint = a->group != NONE || b->group != NONE};
}

/* The tie of a pattern in the sentence of a statement that says the same, or NULL. */
static const struct tie *pattern_of(const struct mining *m, const struct proposal *proposal,
                                    uint32_t sentence)
{
    for (size_t i = proposal->count; i-- > 0 && proposal->statements[i].tie != NONE;) {
        const struct tie *tie = &m->ties[proposal->statements[i].tie];
        if (m->sentence_of[tie->anchor] == sentence)
            return tie;
    }
    return NULL;
}

/* The tie of a pattern that looks back for its object, or NULL: such ties are too few to have been learned. */
static const struct tie *distant_of(const struct mining *m, const struct proposal *proposal)
{
    for (size_t i = 0; i < proposal->count; i++) {
        uint32_t tie = proposal->statements[i].tie;
        if (tie != NONE && m->ties[tie].distant)
            return &m->ties[tie];
    }
    return NULL;
}

static bool add_tie(struct classifying *c, struct tie tie, double confidence)
{
    tie.confidence = confidence;
    return ARRAY_PUSH(&c->found, &c->count, &c->capacity, tie, c->m->err);
}

/* By a model that knows tied and not. */
static double tied(const struct model *model, const uint32_t *features, size_t count)
{
    float sums[model_most_width];
    double p[two_classes];
    model_sums(model, features, count, sums);
    model_softmax(sums, two_classes, p);
    return p[class_tied];
}

/* A tie that holds is shown where it is said most plainly; other sentences may know more of it, a sum or a date, but
 * stand behind. */
static bool judge(void *context, const struct proposal *proposal)
{
    struct classifying *c = context;
    const struct mining *m = c->m;
    const struct statement *best = &proposal->statements[0];
    double confidence = tied(c->weigher, proposal->features, proposal->feature_count);
    const struct tie *shown =
        best->tie != NONE ? &m->ties[best->tie] : pattern_of(m, proposal, best->sentence);
    if (confidence < (double)c->weigher->thresholds[class_tied]) {
        shown = distant_of(m, proposal);
        if (shown == NULL)
            return true;
        confidence = shown->confidence * distant;
    }
    if (!add_tie(c, shown != NULL ? *shown : make_tie(m, best), confidence))
        return false;
    for (size_t i = 1; i < proposal->count; i++) {
        const struct statement *other = &proposal->statements[i];
        const struct tie *tie = other->tie != NONE ? &m->ties[other->tie] : NULL;
        if ((tie != NULL ? tie == shown : other->probability < least_behind) ||
            add_tie(c, tie != NULL ? *tie : make_tie(m, other), confidence * behind))
            continue;
        return false;
    }
    return true;
}

static bool may_be_tied(void *context, const struct pair *pair)
{
    struct classifying *c = context;
    c->fitting = fits_of(&c->fits, pair);
    if (c->fitting == 1)
        return false;
    if (!weigh_meeting(&c->weighing, pair)) {
        c->failed = true;
        return false;
    }
    uint32_t features[glance_feature_count];
    glance_features(c->m, pair, features);
    return tied(&c->m->known->glancer, features, glance_feature_count) >= hopeless;
}

static bool classify_pair(void *context, const struct pair *pair)
{
    struct classifying *c = context;
    double p[model_most_classes];
    probabilities(c, pair, p);
    return weigh_pair(&c->weighing, pair, p);
}

static struct classifying start(const struct mining *m)
{
    const ermine_knowledge *known = m->known;
    size_t count = known->model.class_count;
    return (struct classifying){
        .m = (struct mining *)m,
        .model = &known->model,
        .weigher = &known->weigher,
        .classes = known->classes,
        .fits = {m, known->classes, count, {{0}}},
        .weighing = {.m = m, .classes = known->classes, .class_count = count}};
}

static int by_anchor(const void *a, const void *b)
{
    const struct tie *x = a, *y = b;
    if (x->anchor != y->anchor)
        return x->anchor < y->anchor ? -1 : 1;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    if (x->object != y->object)
        return x->object < y->object ? -1 : 1;
    if (x->relation != y->relation)
        return x->relation < y->relation ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* The ties that were found take the place of those of the patterns, in the order of the text. */
static bool replace_ties(struct classifying *c)
{
    struct mining *m = c->m;
    if (c->count > 1)
        qsort(c->found, c->count, sizeof *c->found, by_anchor);
    m->tie_count = 0;
    for (size_t i = 0; i < c->count; i++)
        if (!ARRAY_PUSH(&m->ties, &m->tie_count, &m->tie_capacity, c->found[i], m->err))
            return false;
    return true;
}

bool classify_pairs(struct mining *m)
{
    if (m->known->model.mapped == NULL)
        return true;
    struct classifying c = start(m);
    bool ok = pairs_visit(m, may_be_tied, classify_pair, &c) && !c.failed &&
              weigh_all(&c.weighing, judge, &c) && replace_ties(&c);
    weigh_free(&c.weighing);
    free(c.found);
    return ok;
}

bool classify_given(const struct mining *m, uint32_t a, uint32_t b,
                    const struct relation_class **class)
{
    struct classifying c = start(m);
    double p[model_most_classes];
    size_t best = 0;
    struct pair *pair = malloc(sizeof *pair);
    bool ok = pair != NULL ? pairs_describe(m, a, b, pair) : error_memory(m->err);
    if (ok) {
        c.fitting = fits_of(&c.fits, pair);
        probabilities(&c, pair, p);
        for (size_t k = 1; k < c.model->class_count; k++)
            if (p[k] >= (double)c.model->thresholds[k] && (best == 0 || p[k] > p[best]))
                best = k;
    }
    free(pair);
    *class = best == 0 ? NULL : &c.classes[best];
    return ok;
}
