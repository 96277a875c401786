/* status.c - training the classifier of the status of ties. */
#include "ermine/train.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "base/map.h"
#include "extract/status.h"
#include "train/gold.h"
#include "train/holdout.h"
#include "train/softmax.h"

#include <stdlib.h>
#include <string.h>

static const struct softmax_settings settings = {.least_count = 2,
                                                 .epochs = 8,
                                                 .rate = 0.01,
                                                 .decay = 1e-6,
                                                 .one_threshold = true,
                                                 .most_bytes = 999000};

/* What a tie teaches in a sentence that is not its evidence. */
static const float share_elsewhere = 0.5f;

/* Of an example what is needed when it is held out. */
struct asked {
    struct status_signs signs;
    unsigned accepted; /* a bit a status */
    uint8_t row;       /* of the report */
};

struct trainer {
    const ermine_knowledge *known;
    ermine_error *err;
    ermine_training *training;
    struct softmax_data data;
    struct asked *asked;
    size_t asked_count, asked_capacity;
};

static void count_right(void *context, size_t example, const double *probabilities)
{
    struct trainer *t = context;
    const struct asked *asked = &t->asked[example];
    ermine_holdout *row = &t->training->held_out[asked->row];
    row->right_before += asked->accepted >> asked->signs.verdict & 1;
    row->right += asked->accepted >> status_choose(&asked->signs, probabilities) & 1;
    row->count++;
}

static bool learn_tie(struct trainer *t, const struct mining *m, const struct tie *tie,
                      const struct status_signs *signs, unsigned accepted, float share)
{
    uint32_t features[most_status_features];
    ermine_status status = ERMINE_CURRENT;
    while (!(accepted >> status & 1))
        status++;
    struct asked asked = {*signs, accepted,
                          (uint8_t)holdout_row(t->training, m->document->language)};
    t->training->positive += status != ERMINE_CURRENT;
    return ARRAY_PUSH(&t->asked, &t->asked_count, &t->asked_capacity, asked, t->err) &&
           softmax_add(&t->data, features, status_features(m, tie, signs, features), status,
                       t->training->documents, share, t->err);
}

static const struct gold_relation *find_relation(const struct mining *m, const struct gold *gold,
                                                 const uint32_t *gold_of, const struct tie *tie)
{
    uint32_t subject = gold_of[tie->subject], object = gold_of[tie->object];
    bool symmetric = m->known->schema.relations[tie->relation].symmetric;
    for (size_t i = 0; subject != MAP_NONE && object != MAP_NONE && i < gold->relation_count; i++) {
        const struct gold_relation *relation = &gold->relations[i];
        if (relation->relation == tie->relation &&
            ((relation->subject == subject && relation->object == object) ||
             (symmetric && relation->subject == object && relation->object == subject)))
            return relation;
    }
    return NULL;
}

/* Whether the evidence touches the sentence of the tie. */
static bool is_evidence(const struct mining *m, const struct gold_relation *relation,
                        const struct tie *tie)
{
    uint32_t sentence = m->sentence_of[tie->anchor];
    size_t start = m->tokens.items[m->tokens.sentences[sentence]].start;
    size_t end = m->tokens.items[sentence_end(m, sentence) - 1].end;
    return relation->evidence.start == ERMINE_NONE ||
           (relation->evidence.end > start && relation->evidence.start < end);
}

/* Each tie that the gold graph has. */
static bool learn_ties(struct trainer *t, struct mining *m, const struct gold *gold,
                       const uint32_t *gold_of)
{
    const struct status_signs *signs = status_signs_all(m);
    bool ok = signs != NULL;
    for (size_t i = 0; ok && i < m->tie_count; i++) {
        const struct tie *tie = &m->ties[i];
        const struct gold_relation *relation = find_relation(m, gold, gold_of, tie);
        if (relation != NULL && !relation->optional && relation->statuses != 0)
            ok = learn_tie(t, m, tie, &signs[i], relation->statuses,
                           is_evidence(m, relation, tie) ? 1 : share_elsewhere);
    }
    return ok;
}

static bool learn_document(void *context, const ermine_document *document, const struct gold *gold)
{
    struct trainer *t = context;
    struct mining m;
    bool ok =
        mining_open(&m, t->known, document, t->err) && classify_pairs(&m) && set_attributes(&m);
    uint32_t *gold_of = ok ? gold_align(gold, &m, t->err) : NULL;
    ok = gold_of != NULL && learn_ties(t, &m, gold, gold_of);
    free(gold_of);
    mining_close(&m);
    t->training->documents++;
    return ok;
}

bool ermine_train_status(const ermine_knowledge *known, const char *const *texts, size_t count,
                         const char *gold, const char *model, ermine_training *training,
                         ermine_error *err)
{
    static const ermine_status statuses[] = {ERMINE_CURRENT, ERMINE_PLANNED, ERMINE_REPORTED,
                                             ERMINE_DENIED, ERMINE_ENDED};
    enum { status_count = sizeof statuses / sizeof *statuses };
    const char *labels[status_count];
    ermine_error own = {0};
    struct trainer t = {.known = known, .err = &own, .training = training};
    struct softmax_settings with_report = settings;
    with_report.held_out = count_right;
    with_report.context = &t;
    *training = (ermine_training){0};
    for (size_t k = 0; k < status_count; k++)
        labels[k] = ermine_status_name(statuses[k]);
    bool ok = gold_each(known, texts, count, gold, learn_document, &t, &own);
    training->pairs = t.data.example_count;
    if (ok && t.data.example_count == 0)
        ok = error_set(&own, ERMINE_EINPUT, "%s: no gold graph fits a document", gold);
    ok = ok &&
         softmax_train(&t.data, labels, status_count, &with_report, model, &training->f1, &own);
    softmax_data_free(&t.data);
    free(t.asked);
    return ok || error_set(err, own.code, "%s", own.message);
}
