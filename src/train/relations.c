/* relations.c - training the classifier of relations. */
#include "ermine/train.h"

#include "base/error.h"
#include "base/map.h"
#include "extract/pairs.h"
#include "train/gold.h"
#include "train/softmax.h"

#include <stdlib.h>
#include <string.h>

static const struct softmax_settings settings = {
    .least_count = 3, .epochs = 8, .rate = 0.02, .decay = 1e-4, .most_bytes = 12000000};

struct trainer {
    const ermine_knowledge *known;
    ermine_error *err;
    ermine_training *training;
    size_t class_count;
    struct relation_class classes[model_most_classes];
    struct softmax_data data;
    /* The document at hand. */
    const struct mining *mining;
    const struct gold *gold;
    size_t document;   /* its number */
    uint32_t *gold_of; /* gold entity of each mined one, or MAP_NONE */
};

static bool add_example(struct trainer *t, const struct pair *pair, size_t label)
{
    t->training->positive += label != 0;
    return softmax_add(&t->data, pair->features, pair->count, label, t->document, 1, t->err);
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
        if (!add_example(t, pair, label_of(t, relation->relation, forward)))
            return false;
        taught = true;
    }
    return taught || unsure || add_example(t, pair, 0);
}

static bool learn_document(void *context, const ermine_document *document, const struct gold *gold)
{
    struct trainer *t = context;
    struct mining mining;
    bool ok = mining_open(&mining, t->known, document, t->err);
    if (ok) {
        t->document++;
        t->mining = &mining;
        t->gold = gold;
        t->gold_of = gold_align(gold, &mining, t->err);
        ok = t->gold_of != NULL && pairs_visit(&mining, NULL, learn_pair, t);
        free(t->gold_of);
        t->gold_of = NULL;
        t->mining = NULL;
        t->gold = NULL;
    }
    mining_close(&mining);
    return ok;
}

static bool train(struct trainer *t, const char *model)
{
    char texts[model_most_classes][relation_label_size];
    const char *labels[model_most_classes];
    for (size_t k = 0; k < t->class_count; k++) {
        relation_label_write(&t->classes[k], &t->known->schema, texts[k]);
        labels[k] = texts[k];
    }
    return softmax_train(&t->data, labels, t->class_count, &settings, model, &t->training->f1,
                         t->err);
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
    ok = ok && gold_each(known, texts, count, gold, learn_document, &t, &own);
    training->documents = t.document;
    training->pairs = t.data.example_count;
    if (ok && t.data.example_count == 0)
        ok = error_set(&own, ERMINE_EINPUT, "%s: no gold graph fits a document", gold);
    ok = ok && train(&t, model);
    softmax_data_free(&t.data);
    return ok || error_set(err, own.code, "%s", own.message);
}
