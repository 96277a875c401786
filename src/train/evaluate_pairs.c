/* evaluate_pairs.c - a classifier of pairs against annotated ones. */
#include "ermine/evaluate.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "extract/pairs.h"
#include "knowledge/knowledge.h"
#include "train/pair_label.h"
#include "train/pairfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { longest_path = 4096, longest_label = 256 };

struct ermine_scores {
    ermine_score *items;
    size_t count, capacity;
    struct map *numbers; /* of labels */
};

/* What is found of two names, in both directions. */
struct finding {
    const struct relation_class *class; /* of the graph's own model, or NULL */
    uint64_t classes;                   /* else a set of the model's */
};

struct evaluation {
    const ermine_knowledge *known;
    const char *language;
    const struct model *model; /* NULL: the graph's own */
    ermine_scores *scores;
    ermine_error *err;
};

static ermine_score *score_of(struct evaluation *e, const char *label, size_t length)
{
    ermine_scores *scores = e->scores;
    uint32_t number = map_get(scores->numbers, label, length);
    if (number != MAP_NONE)
        return &scores->items[number];
    ermine_score score = {.label = strndup(label, length)};
    if (score.label == NULL) {
        error_memory(e->err);
        return NULL;
    }
    if (!ARRAY_PUSH(&scores->items, &scores->count, &scores->capacity, score, e->err)) {
        free((char *)score.label);
        return NULL;
    }
    return map_put(scores->numbers, label, length, (uint32_t)scores->count - 1, e->err)
               ? &scores->items[scores->count - 1]
               : NULL;
}

static bool is_unknown(const struct evaluation *e, const char *label, size_t length)
{
    const char *unknown = e->model == NULL ? "none" : PAIR_UNKNOWN;
    return length == 0 || (length == strlen(unknown) && memcmp(label, unknown, length) == 0) ||
           (length == strlen(PAIR_UNKNOWN) && memcmp(label, PAIR_UNKNOWN, length) == 0);
}

/* Whether the passage lists the label for the ordered pair. */
static bool is_listed(const struct passage *passage, const struct listed *pair, const char *label,
                      size_t length)
{
    for (size_t i = 0; i < passage->relation_count; i++) {
        const struct listed *other = &passage->relations[i];
        if (other->head == pair->head && other->tail == pair->tail &&
            strlen(other->label) == length && memcmp(other->label, label, length) == 0)
            return true;
    }
    return false;
}

static bool count_found(struct evaluation *e, const struct passage *passage,
                        const struct listed *pair, const char *label, size_t length)
{
    if (is_unknown(e, label, length))
        return true;
    ermine_score *score = score_of(e, label, length);
    if (score == NULL)
        return false;
    score->found++;
    score->right += is_listed(passage, pair, label, length);
    return true;
}

/* Counts what was found of an ordered pair; several labels may hold of it. */
static bool count_pair(struct evaluation *e, const struct passage *passage,
                       const struct listed *pair, const struct finding *finding, bool forward)
{
    if (e->model == NULL) {
        const struct relation_class *class = finding->class;
        if (class == NULL || class->relation == ERMINE_NONE)
            return true;
        const ermine_relation_type *type = &e->known->schema.relations[class->relation];
        return (!type->symmetric && class->first_is_subject != forward) ||
               count_found(e, passage, pair, type->name, strlen(type->name));
    }
    for (size_t k = 0; k < e->model->class_count; k++) {
        size_t length;
        const char *label = pair_label_part(e->model->labels[k], forward, &length);
        if ((finding->classes >> k & 1) && !count_found(e, passage, pair, label, length))
            return false;
    }
    return true;
}

/* Every class as probable as its threshold asks. */
static bool classify(const struct evaluation *e, const struct given *given, size_t first,
                     size_t second, struct finding *finding)
{
    uint32_t features[most_given_features];
    float sums[model_most_width];
    double p[model_most_classes];
    size_t count = given_features(given, first, second, features);
    model_sums(e->model, features, count, sums);
    model_softmax(sums, e->model->class_count, p);
    for (size_t k = 1; k < e->model->class_count; k++)
        if (p[k] >= (double)e->model->thresholds[k])
            finding->classes |= UINT64_C(1) << k;
    return count > 0;
}

static bool is_listed_before(const struct passage *passage, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (passage->relations[i].head == passage->relations[index].head &&
            passage->relations[i].tail == passage->relations[index].tail)
            return true;
    return false;
}

static bool evaluate_relation(struct evaluation *e, const struct given *given,
                              const struct passage *passage, size_t index)
{
    const struct listed *pair = &passage->relations[index];
    struct finding finding = {0};
    size_t first = passage_first(passage, pair->head, pair->tail);
    bool forward = first == pair->head;
    if (!is_unknown(e, pair->label, strlen(pair->label))) {
        ermine_score *score = score_of(e, pair->label, strlen(pair->label));
        if (score == NULL)
            return false;
        score->annotated++;
    }
    if (is_listed_before(passage, index) || given->mentions[pair->head] == NONE ||
        given->mentions[pair->tail] == NONE)
        return true;
    size_t second = forward ? pair->tail : pair->head;
    bool ok = e->model != NULL ? classify(e, given, first, second, &finding)
                               : classify_given(&given->mining, given->mentions[first],
                                                given->mentions[second], &finding.class);
    return ok && count_pair(e, passage, pair, &finding, forward);
}

static bool evaluate_passage(void *context, const struct passage *passage)
{
    struct evaluation *e = context;
    struct given given;
    ermine_document document = {.id = "",
                                .source = "",
                                .language = e->language,
                                .text = passage->text,
                                .length = passage->length};
    bool ok = given_open(&given, e->known, &document, passage->names, passage->name_count, e->err);
    for (size_t i = 0; ok && i < passage->relation_count; i++)
        ok = evaluate_relation(e, &given, passage, i);
    given_close(&given);
    return ok;
}

static int by_label(const void *a, const void *b)
{
    return strcmp(((const ermine_score *)a)->label, ((const ermine_score *)b)->label);
}

/* A path, or a name below the data folder's models. */
static bool load_model(const ermine_knowledge *known, const char *name, struct model *model,
                       ermine_error *err)
{
    char path[longest_path];
    snprintf(path, sizeof path, "%s", name);
    if (access(path, R_OK) != 0)
        snprintf(path, sizeof path, "%s/models/%s.bin", known->folder, name);
    if (!model_load(model, path, err))
        return false;
    return model->mapped != NULL ||
           error_set(err, ERMINE_EINPUT, "%s: no such model; give a file, or a name in %s/models",
                     name, known->folder);
}

ermine_scores *ermine_evaluate_pairs(const ermine_knowledge *known, const char *language,
                                     const char *path, const char *model, ermine_error *err)
{
    ermine_error own = {0};
    struct model labels = {0};
    ermine_scores *scores = calloc(1, sizeof *scores);
    struct evaluation e = {.known = known,
                           .language = language,
                           .model = model == NULL ? NULL : &labels,
                           .scores = scores,
                           .err = &own};
    bool ok = scores != NULL || error_memory(&own);
    if (ok)
        scores->numbers = map_new(&own);
    if (ok && knowledge_pack(known, language) == NULL)
        ok = error_set(&own, ERMINE_EINPUT, "%s: no such language in the data", language);
    if (ok && model == NULL && known->model.mapped == NULL)
        ok = error_set(&own, ERMINE_EINPUT,
                       "models/relations.bin: not there; make it with ermine train relations");
    ok = ok && scores->numbers != NULL &&
         (model == NULL || load_model(known, model, &labels, &own)) &&
         pairfile_each(path, evaluate_passage, &e, &own);
    model_free(&labels);
    if (ok) {
        if (scores->count > 1)
            qsort(scores->items, scores->count, sizeof *scores->items, by_label);
        return scores;
    }
    ermine_scores_free(scores);
    error_set(err, own.code, "%s", own.message);
    return NULL;
}

size_t ermine_scores_count(const ermine_scores *scores)
{
    return scores->count;
}

const ermine_score *ermine_scores_item(const ermine_scores *scores, size_t index)
{
    return &scores->items[index];
}

void ermine_scores_free(ermine_scores *scores)
{
    if (scores == NULL)
        return;
    for (size_t i = 0; i < scores->count; i++)
        free((char *)scores->items[i].label);
    map_free(scores->numbers);
    free(scores->items);
    free(scores);
}
