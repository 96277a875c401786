/* types.c - training the classifier of entity types. */
#include "ermine/train.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "base/map.h"
#include "extract/type_features.h"
#include "train/gold.h"
#include "train/holdout.h"
#include "train/softmax.h"

#include <stdlib.h>
#include <string.h>

static const struct softmax_settings settings = {.least_count = 2,
                                                 .epochs = 12,
                                                 .rate = 0.06,
                                                 .decay = 1e-4,
                                                 .one_threshold = true,
                                                 .most_bytes = 3000000};

/* How much a name of the registry teaches, beside one it does not know: of these the model will be asked. */
static const float share_of_known = 0.5f;

/* Of an example what is needed when it is held out. */
struct asked {
    struct type_guess guess;
    uint8_t type, language; /* right; index into training->held_out */
    bool known;             /* to the registry */
};

struct trainer {
    const ermine_knowledge *known;
    ermine_error *err;
    ermine_training *training;
    struct softmax_data data;
    struct asked *asked;
    size_t asked_count, asked_capacity;
    /* The document at hand. */
    const struct gold *gold;
    bool *taught; /* of each gold entity */
};

static void count_right(void *context, size_t example, const double *probabilities)
{
    struct trainer *t = context;
    const struct asked *asked = &t->asked[example];
    if (asked->known)
        return;
    ermine_holdout *row = &t->training->held_out[asked->language];
    struct type_guess guess = asked->guess;
    row->right_before += guess.type == asked->type;
    type_choose(&t->known->schema, probabilities + 1, &guess);
    row->right += guess.type == asked->type;
    row->count++;
}

/* The gold entity that has one of the names, or MAP_NONE. */
static uint32_t gold_of(const struct trainer *t, const struct mining *m, uint32_t entity)
{
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        size_t start = m->tokens.items[mention->first].start,
               end = m->tokens.items[mention->end - 1].end;
        uint32_t gold = mention->entity != entity
                            ? MAP_NONE
                            : map_get(t->gold->mentions, m->document->text + start, end - start);
        if (gold != MAP_NONE)
            return gold;
    }
    return MAP_NONE;
}

static size_t type_of(const struct trainer *t, uint32_t gold)
{
    const json_t *entities = json_object_get(t->gold->root, "entities");
    const char *type = json_member(json_array_get(entities, gold), "type");
    return type == NULL ? ERMINE_NONE : schema_type(&t->known->schema, type);
}

static bool learn_entity(struct trainer *t, const struct mining *m, const struct type_view *view,
                         uint32_t entity, bool known)
{
    uint32_t gold = gold_of(t, m, entity), features[most_type_features];
    size_t type = gold == MAP_NONE || t->taught[gold] ? ERMINE_NONE : type_of(t, gold);
    if (type == ERMINE_NONE)
        return true;
    t->taught[gold] = true;
    t->training->positive += !known;
    struct asked asked = {.guess = {m->entities[entity].type, m->entities[entity].type_score},
                          .type = (uint8_t)type,
                          .language = (uint8_t)holdout_row(t->training, m->document->language),
                          .known = known};
    size_t count = type_features(view, entity, !known, features);
    return ARRAY_PUSH(&t->asked, &t->asked_count, &t->asked_capacity, asked, t->err) &&
           softmax_add(&t->data, features, count, type + 1, t->training->documents,
                       known ? share_of_known : 1, t->err);
}

/* Learns from the names that are new; `blind`: to who does not know the registry. */
static bool learn_text(struct trainer *t, const ermine_document *document, bool blind)
{
    struct mining m;
    bool ok = mining_scan(&m, t->known, document, false, t->err);
    if (ok && blind) {
        m.mention_count = 0;
        ok = index_mentions(&m);
    }
    ok = ok && mining_name(&m);
    struct type_view *view = ok ? type_view_new(&m) : NULL;
    ok = view != NULL;
    for (uint32_t e = 0; ok && e < m.entity_count; e++)
        if (type_is_open(view, e))
            ok = learn_entity(t, &m, view, e, blind);
    mining_close(&m);
    return ok;
}

static bool learn_document(void *context, const ermine_document *document, const struct gold *gold)
{
    struct trainer *t = context;
    size_t count = json_array_size(json_object_get(gold->root, "entities"));
    t->gold = gold;
    t->taught = calloc(count + 1, sizeof *t->taught);
    bool ok = (t->taught != NULL || error_memory(t->err)) && learn_text(t, document, false) &&
              learn_text(t, document, true);
    free(t->taught);
    t->taught = NULL;
    t->gold = NULL;
    t->training->documents++;
    return ok;
}

static bool train(struct trainer *t, const char *model)
{
    const struct schema *schema = &t->known->schema;
    const char *labels[model_most_classes] = {"none"};
    for (size_t k = 0; k < schema->type_count; k++)
        labels[k + 1] = schema->types[k].name;
    struct softmax_settings with_report = settings;
    with_report.held_out = count_right;
    with_report.context = t;
    return softmax_train(&t->data, labels, schema->type_count + 1, &with_report, model,
                         &t->training->f1, t->err);
}

bool ermine_train_types(const ermine_knowledge *known, const char *const *texts, size_t count,
                        const char *gold, const char *model, ermine_training *training,
                        ermine_error *err)
{
    ermine_error own = {0};
    struct trainer t = {.known = known, .err = &own, .training = training};
    *training = (ermine_training){0};
    bool ok = gold_each(known, texts, count, gold, learn_document, &t, &own);
    training->pairs = t.data.example_count;
    if (ok && t.data.example_count == 0)
        ok = error_set(&own, ERMINE_EINPUT, "%s: no gold graph fits a document", gold);
    ok = ok && train(&t, model);
    softmax_data_free(&t.data);
    free(t.asked);
    return ok || error_set(err, own.code, "%s", own.message);
}
