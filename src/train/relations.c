/* relations.c - training the classifier of relations. */
#include "ermine/train.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "extract/fits.h"
#include "extract/glance.h"
#include "extract/weigh.h"
#include "train/gold.h"
#include "train/softmax.h"

#include <stdlib.h>
#include <string.h>

static const struct softmax_settings settings = {.least_count = 3,
                                                 .epochs = 5,
                                                 .rate = 0.02,
                                                 .decay = 1e-4,
                                                 .least_counted = 1,
                                                 .most_bytes = 11000000};
/* Names and types are surer in text the taggers have learned than elsewhere, so the best threshold there is too low: in
 * cross-validation by document, taggers left out too, any from 0.30 to 0.34 is as good. */
static const struct softmax_settings weigher_settings = {.least_count = 3,
                                                         .epochs = 12,
                                                         .rate = 0.01,
                                                         .decay = 1e-3,
                                                         .one_threshold = true,
                                                         .least_threshold = 0.33,
                                                         .least_counted = 1,
                                                         .most_bytes = 1000000};
static const struct softmax_settings glancer_settings = {
    .least_count = 3, .epochs = 6, .rate = 0.02, .decay = 1e-4, .most_bytes = 200000};

/* One sentence in so many also stands for a document of its own, a brief: they are few in the training text. */
enum { briefs_of = 2 };
static const float brief_share = 0.5f;

struct trainer {
    const ermine_knowledge *known;
    ermine_error *err;
    ermine_training *training;
    size_t class_count;
    struct relation_class classes[model_most_classes];
    struct softmax_data data;
    size_t *first_example;                  /* of each pair, in the order of the documents */
    size_t pair_count, pair_capacity, pair; /* and the one at hand */
    float *thought; /* of each example, when it was held out: a probability a class */
    struct softmax_data proposals, glances;
    size_t gold_ties, right_proposals; /* of the second pass */
    /* The document at hand. */
    struct fits fits;
    struct weighing weighing;
    const struct mining *mining;
    const struct gold *gold;
    size_t document;   /* its number, */
    float share;       /* how much an example of it counts, */
    uint32_t *gold_of; /* gold entity of each mined one, or MAP_NONE */
};

static bool add_example(struct trainer *t, const struct pair *pair, size_t label, bool sure)
{
    t->training->positive += label != 0;
    return softmax_add(&t->data, pair->features, pair->count, label, t->document,
                       sure ? t->share : 0, t->err);
}

static bool add_glance(struct trainer *t, const struct pair *pair, bool tied)
{
    uint32_t features[glance_feature_count];
    glance_features(t->mining, pair, features);
    return softmax_add(&t->glances, features, glance_feature_count, tied, t->document, t->share,
                       t->err);
}

static size_t label_of(const struct trainer *t, size_t relation, bool first_is_subject)
{
    for (size_t k = 1; k < t->class_count; k++)
        if (t->classes[k].relation == relation &&
            (t->known->schema.relations[relation].symmetric ||
             t->classes[k].first_is_subject == first_is_subject))
            return k;
    return 0;
}

/* A pair is an example of each relation whose evidence touches its sentence; where evidence stands elsewhere the
 * sentence may or may not say it, so that the pair teaches nothing. */
static bool learn_pair(void *context, const struct pair *pair)
{
    struct trainer *t = context;
    const struct mining *m = t->mining;
    uint32_t a = t->gold_of[m->mentions[pair->a].entity],
             b = t->gold_of[m->mentions[pair->b].entity];
    size_t start = m->tokens.items[m->tokens.sentences[pair->sentence]].start;
    size_t end = m->tokens.items[sentence_end(m, pair->sentence) - 1].end;
    bool taught = false, unsure = false;
    if (!ARRAY_PUSH(&t->first_example, &t->pair_count, &t->pair_capacity, t->data.example_count,
                    t->err))
        return false;
    for (size_t i = 0; a != MAP_NONE && b != MAP_NONE && i < t->gold->relation_count; i++) {
        const struct gold_relation *relation = &t->gold->relations[i];
        bool forward = relation->subject == a && relation->object == b;
        bool backward = relation->subject == b && relation->object == a;
        if ((!forward && !backward) || relation->relation == ERMINE_NONE)
            continue;
        const ermine_span *evidence = &relation->evidence;
        if (relation->optional || (evidence->start != ERMINE_NONE &&
                                   (evidence->end <= start || evidence->start >= end))) {
            unsure = true;
            continue;
        }
        if (!add_example(t, pair, label_of(t, relation->relation, forward), true))
            return false;
        taught = true;
    }
    return (taught || add_example(t, pair, 0, !unsure)) && (unsure || add_glance(t, pair, taught));
}

/* What the first model, when it had not seen the document, thought of a pair. */
static bool recall_pair(void *context, const struct pair *pair)
{
    struct trainer *t = context;
    const float *thought = t->thought + t->first_example[t->pair++] * t->class_count;
    uint64_t fitting = fits_of(&t->fits, pair);
    double p[model_most_classes], sum = 0;
    for (size_t k = 0; k < t->class_count; k++)
        sum += p[k] = fitting >> k & 1 ? (double)thought[k] : 0;
    for (size_t k = 0; k < t->class_count; k++)
        p[k] /= sum;
    return fitting == 1 || (weigh_meeting(&t->weighing, pair) && weigh_pair(&t->weighing, pair, p));
}

/* Whether the gold graph has the proposed tie; *optional: a careful reader may draw it or not. */
static bool is_right(const struct trainer *t, const struct statement *s, bool *optional)
{
    uint32_t a = t->gold_of[s->subject], b = t->gold_of[s->object];
    *optional = false;
    for (size_t i = 0; a != MAP_NONE && b != MAP_NONE && i < t->gold->relation_count; i++) {
        const struct gold_relation *relation = &t->gold->relations[i];
        if (relation->relation != s->relation ||
            !((relation->subject == a && relation->object == b) ||
              (t->known->schema.relations[s->relation].symmetric && relation->subject == b &&
               relation->object == a)))
            continue;
        if (!relation->optional)
            return true;
        *optional = true;
    }
    return false;
}

static bool learn_proposal(void *context, const struct proposal *proposal)
{
    struct trainer *t = context;
    bool optional, right = is_right(t, proposal->statements, &optional);
    t->right_proposals += right && t->share == 1;
    return (optional && !right) ||
           softmax_add(&t->proposals, proposal->features, proposal->feature_count, right,
                       t->document, t->share, t->err);
}

static bool learn_pairs(struct trainer *t)
{
    return pairs_visit(t->mining, NULL, learn_pair, t);
}

static bool learn_proposals(struct trainer *t)
{
    t->fits = (struct fits){t->mining, t->classes, t->class_count, {{0}}};
    t->weighing =
        (struct weighing){.m = t->mining, .classes = t->classes, .class_count = t->class_count};
    for (size_t i = 0; i < t->gold->relation_count; i++)
        t->gold_ties += !t->gold->relations[i].optional && t->share == 1;
    bool ok =
        pairs_visit(t->mining, NULL, recall_pair, t) && weigh_all(&t->weighing, learn_proposal, t);
    weigh_free(&t->weighing);
    return ok;
}

/* The first pass, which ends when the first model is learned, is over pairs; the second is over proposals. */
static bool learn_mined(struct trainer *t, const struct mining *mining, const struct gold *gold)
{
    t->mining = mining;
    t->gold = gold;
    t->gold_of = gold_align(gold, mining, t->err);
    bool ok = t->gold_of != NULL && (t->thought == NULL ? learn_pairs(t) : learn_proposals(t));
    free(t->gold_of);
    t->gold_of = NULL;
    t->mining = NULL;
    t->gold = NULL;
    return ok;
}

static bool learn_text(struct trainer *t, const ermine_document *document, const struct gold *gold)
{
    struct mining mining;
    bool ok = mining_open(&mining, t->known, document, t->err) && learn_mined(t, &mining, gold);
    mining_close(&mining);
    return ok;
}

/* What a graph says of a part of its document: ties told elsewhere may be drawn or not. */
static struct gold_relation *relations_within(const struct gold *gold, size_t start, size_t end,
                                              ermine_error *err)
{
    struct gold_relation *relations = malloc((gold->relation_count + 1) * sizeof *relations);
    for (size_t i = 0; relations != NULL && i < gold->relation_count; i++) {
        ermine_span *evidence = &relations[i].evidence;
        relations[i] = gold->relations[i];
        if (evidence->start == ERMINE_NONE || evidence->start < start || evidence->end > end) {
            *evidence = (ermine_span){end, end};
            relations[i].optional = true;
        }
        evidence->start -= start;
        evidence->end -= start;
    }
    return relations == NULL && error_memory(err) ? NULL : relations;
}

static bool learn_brief(struct trainer *t, const ermine_document *document, const struct gold *gold,
                        size_t start, size_t end)
{
    ermine_document brief = *document;
    struct gold part = *gold;
    char *text = strndup(document->text + start, end - start);
    part.relations = relations_within(gold, start, end, t->err);
    brief.text = text;
    brief.length = end - start;
    brief.title = NULL;
    bool ok = part.relations != NULL && (text != NULL || error_memory(t->err)) &&
              learn_text(t, &brief, &part);
    free(part.relations);
    free(text);
    return ok;
}

static bool learn_document(void *context, const ermine_document *document, const struct gold *gold)
{
    struct trainer *t = context;
    struct mining mining;
    t->document++;
    t->share = 1;
    bool ok = mining_open(&mining, t->known, document, t->err) && learn_mined(t, &mining, gold);
    t->share = brief_share;
    for (uint32_t s = (uint32_t)(t->document % briefs_of); ok && s < mining.tokens.sentence_count;
         s += briefs_of)
        ok = learn_brief(t, document, gold, mining.tokens.items[mining.tokens.sentences[s]].start,
                         mining.tokens.items[sentence_end(&mining, s) - 1].end);
    mining_close(&mining);
    return ok;
}

static void keep_thought(void *context, size_t example, const double *probabilities)
{
    struct trainer *t = context;
    for (size_t k = 0; k < t->class_count; k++)
        t->thought[example * t->class_count + k] = (float)probabilities[k];
}

static bool train_first(struct trainer *t, ermine_sink *sink)
{
    char texts[model_most_classes][relation_label_size];
    const char *labels[model_most_classes];
    struct softmax_settings with_thoughts = settings;
    double f1;
    for (size_t k = 0; k < t->class_count; k++) {
        relation_label_write(&t->classes[k], &t->known->schema, texts[k]);
        labels[k] = texts[k];
    }
    t->thought = calloc(t->data.example_count * t->class_count, sizeof *t->thought);
    if (t->thought == NULL)
        return error_memory(t->err);
    with_thoughts.held_out = keep_thought;
    with_thoughts.context = t;
    return softmax_learn(&t->data, labels, t->class_count, &with_thoughts, sink, &f1, t->err);
}

static bool train_others(struct trainer *t, ermine_sink *sink)
{
    static const char *const labels[] = {"", "tied"};
    struct softmax_settings with_missed = weigher_settings;
    double f1;
    if (t->gold_ties > t->right_proposals)
        with_missed.missed = t->gold_ties - t->right_proposals;
    return softmax_learn(&t->proposals, labels, 2, &with_missed, sink, &t->training->f1, t->err) &&
           softmax_learn(&t->glances, labels, 2, &glancer_settings, sink, &f1, t->err);
}

struct sources {
    const char *const *texts;
    size_t count;
    const char *gold;
};

static bool train(struct trainer *t, const struct sources *from, ermine_sink *sink)
{
    const ermine_knowledge *known = t->known;
    if (!gold_each(known, from->texts, from->count, from->gold, learn_document, t, t->err))
        return false;
    t->training->documents = t->document;
    t->training->pairs = t->pair_count;
    if (t->pair_count == 0)
        return error_set(t->err, ERMINE_EINPUT, "%s: no gold graph fits a document", from->gold);
    if (!train_first(t, sink))
        return false;
    t->document = 0;
    return gold_each(known, from->texts, from->count, from->gold, learn_document, t, t->err) &&
           train_others(t, sink);
}

bool ermine_train_relations(const ermine_knowledge *known, const char *const *texts, size_t count,
                            const char *gold, const char *model, ermine_training *training,
                            ermine_error *err)
{
    ermine_error own = {0};
    struct trainer t = {.known = known, .err = &own, .training = training};
    *training = (ermine_training){0};
    t.class_count = relation_classes(&known->schema, t.classes);
    bool ok = t.class_count > 0 ||
              error_set(&own, ERMINE_EINPUT, "schema.json: more relations than a model can tell");
    ermine_sink *sink = ok ? ermine_sink_file(model, &own) : NULL;
    ok = sink != NULL && train(&t, &(struct sources){texts, count, gold}, sink);
    if (ok)
        ok = ermine_sink_close(sink, &own);
    else
        ermine_sink_abandon(sink);
    softmax_data_free(&t.data);
    softmax_data_free(&t.proposals);
    softmax_data_free(&t.glances);
    free(t.first_example);
    free(t.thought);
    return ok || error_set(err, own.code, "%s", own.message);
}
