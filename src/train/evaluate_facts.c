/* evaluate_facts.c - facts against gold graphs: counting. */
#include "ermine/evaluate.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include "text/fold.h"
#include "train/matching.h"
#include "train/misses.h"
#include "train/reference.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct document {
    struct reference gold;
    ermine_facts_score score;
    struct misses misses;
    struct arena *words; /* of the misses */
    char *text;          /* without white space; NULL when not given */
    bool added;
};

struct ermine_evaluation {
    const ermine_knowledge *known;
    struct arena *gold, *scratch;
    struct document *documents;
    size_t document_count, document_capacity;
    const char **languages; /* sorted */
    size_t language_count, language_capacity;
};

static void count_entities(const struct matching *m, ermine_facts_score *score)
{
    for (size_t g = 0; g < m->gold->entity_count; g++) {
        const struct reference_entity *gold = &m->gold->entities[g];
        size_t found = m->found_of[g];
        if (gold->optional)
            continue;
        score->entities.annotated++;
        if (found == ERMINE_NONE)
            continue;
        score->entities.found++;
        score->entities.right++;
        score->typed.right += strcmp(gold->type, ermine_facts_entity(m->facts, found)->type) == 0;
    }
    for (size_t f = 0; f < m->found_count; f++)
        score->entities.found += m->gold_of[f] == ERMINE_NONE;
    score->typed.annotated = score->entities.annotated;
    score->typed.found = score->entities.found;
}

/* Counts a pair of the gold graph, or one found, unless it stands in `seen`. */
static bool count_pair(const struct matching *m, size_t a, size_t b, bool found, struct map *seen,
                       ermine_score *score, ermine_error *err)
{
    char key[64];
    size_t length = (size_t)snprintf(key, sizeof key, "%c%zu %zu", found ? 'f' : 'g', a < b ? a : b,
                                     a < b ? b : a);
    if (map_get(seen, key, length) != MAP_NONE)
        return true;
    unsigned marks = matching_pair(m, a, b);
    if (!found)
        score->annotated++;
    else if ((marks & PAIR_WANTED) != 0 || (marks & PAIR_OPTIONAL) == 0)
        score->found++;
    score->right += found && (marks & PAIR_WANTED) != 0;
    return map_put(seen, key, length, 1, err);
}

static bool count_pairs(const struct matching *m, ermine_score *score, ermine_error *err)
{
    struct map *seen = map_new(err);
    bool ok = seen != NULL;
    for (size_t i = 0; ok && i < m->gold->relation_count; i++) {
        const struct reference_relation *relation = &m->gold->relations[i];
        ok = relation->optional ||
             count_pair(m, relation->subject, relation->object, false, seen, score, err);
    }
    for (size_t t = 0; ok && t < m->tie_count; t++)
        ok = count_pair(m, m->ties[t].subject, m->ties[t].object, true, seen, score, err);
    map_free(seen);
    return ok;
}

static void count_relations(const struct matching *m, ermine_facts_score *score)
{
    for (size_t i = 0; i < m->gold->relation_count; i++) {
        const struct reference_relation *wanted = &m->gold->relations[i];
        if (wanted->optional)
            continue;
        score->relations.annotated++;
        if (m->tie_of[i] == ERMINE_NONE)
            continue;
        const ermine_relation *said = m->ties[m->tie_of[i]].said;
        score->relations.right++;
        score->statuses++;
        score->statuses_right += status_fits(wanted, said);
        score->amounts += wanted->currency != NULL;
        score->amounts_right += amount_fits(wanted, said);
    }
    score->relations.found = m->tie_count;
    for (size_t t = 0; t < m->tie_count; t++) {
        size_t bin = (size_t)(m->ties[t].said->confidence * ERMINE_CONFIDENCE_BINS);
        if (bin >= ERMINE_CONFIDENCE_BINS)
            bin = ERMINE_CONFIDENCE_BINS - 1;
        score->ties[bin]++;
        score->ties_right[bin] += m->ties[t].right != ERMINE_NONE;
    }
}

/* A copy without white space; owned. */
static char *without_space(const char *text, size_t length, ermine_error *err)
{
    char *bare = malloc(length + 1);
    size_t kept = 0;
    if (bare == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t at = 0, start = 0; at < length; start = at) {
        enum fold_class class = fold_class(utf8_decode(text, length, &at));
        if (class == FOLD_SPACE || class == FOLD_NEWLINE)
            continue;
        memcpy(bare + kept, text + start, at - start);
        kept += at - start;
    }
    bare[kept] = '\0';
    return bare;
}

static bool count_evidence(const char *text, const ermine_facts *facts, ermine_facts_score *score,
                           ermine_error *err)
{
    size_t count = text == NULL || facts == NULL ? 0 : ermine_facts_relation_count(facts);
    for (size_t i = 0; i < count; i++) {
        const char *evidence = ermine_facts_relation(facts, i)->evidence.text;
        char *bare = without_space(evidence, strlen(evidence), err);
        if (bare == NULL)
            return false;
        score->passages++;
        score->passages_right += *bare != '\0' && strstr(text, bare) != NULL;
        free(bare);
    }
    return true;
}

static ermine_facts_score new_score(const char *label, const char *language)
{
    return (ermine_facts_score){.label = label,
                                .language = language,
                                .entities = {.label = "entities"},
                                .typed = {.label = "typed"},
                                .relations = {.label = "relations"},
                                .pairs = {.label = "pairs"}};
}

/* `facts` is NULL as long as there are none. */
static bool score_document(ermine_evaluation *evaluation, struct document *document,
                           const ermine_facts *facts, ermine_error *err)
{
    struct matching matching;
    arena_reset(evaluation->scratch);
    arena_reset(document->words);
    document->misses.count = 0;
    document->score = new_score(document->gold.document, document->gold.language);
    bool ok = matching_make(&matching, &document->gold, facts, evaluation->known,
                            evaluation->scratch, err) &&
              count_pairs(&matching, &document->score.pairs, err) &&
              count_evidence(document->text, facts, &document->score, err) &&
              misses_collect(&matching, &document->misses, document->words, err);
    if (ok) {
        count_entities(&matching, &document->score);
        count_relations(&matching, &document->score);
    }
    matching_free(&matching);
    return ok;
}

static int json_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && dot != NULL && strcmp(dot, ".json") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool load_document(ermine_evaluation *evaluation, const char *path, ermine_error *err)
{
    struct document document = {.words = arena_new(err)};
    bool ok = document.words != NULL &&
              reference_load(&document.gold, path, evaluation->known, evaluation->gold, err) &&
              ARRAY_PUSH(&evaluation->documents, &evaluation->document_count,
                         &evaluation->document_capacity, document, err);
    if (!ok) {
        reference_free(&document.gold);
        arena_free(document.words);
    }
    return ok;
}

static bool load_folder(ermine_evaluation *evaluation, const char *folder, ermine_error *err)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, json_file, by_bytes);
    if (count < 0)
        return error_set(err, ERMINE_EINPUT, "%s: %s", folder, strerror(errno));
    bool ok = true;
    for (int i = 0; i < count; i++) {
        char *path = NULL;
        if (ok && asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0) {
            path = NULL;
            ok = error_memory(err);
        }
        ok = ok && load_document(evaluation, path, err);
        free(path);
        free(entries[i]);
    }
    free(entries);
    if (ok && count == 0)
        return error_set(err, ERMINE_EINPUT, "%s: no gold graphs, <document>.json, in this folder",
                         folder);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct document *)a)->gold.document,
                  ((const struct document *)b)->gold.document);
}

static bool add_language(ermine_evaluation *evaluation, const char *language, ermine_error *err)
{
    size_t at = evaluation->language_count;
    for (size_t i = 0; i < evaluation->language_count; i++)
        if (strcmp(evaluation->languages[i], language) == 0)
            return true;
    if (!ARRAY_PUSH(&evaluation->languages, &evaluation->language_count,
                    &evaluation->language_capacity, language, err))
        return false;
    for (; at > 0 && strcmp(evaluation->languages[at - 1], language) > 0; at--)
        evaluation->languages[at] = evaluation->languages[at - 1];
    evaluation->languages[at] = language;
    return true;
}

static bool prepare(ermine_evaluation *evaluation, const char *gold, ermine_error *err)
{
    bool ok = evaluation->gold != NULL && evaluation->scratch != NULL &&
              load_folder(evaluation, gold, err);
    if (ok)
        qsort(evaluation->documents, evaluation->document_count, sizeof *evaluation->documents,
              by_name);
    for (size_t i = 0; ok && i < evaluation->document_count; i++) {
        struct document *document = &evaluation->documents[i];
        if (i > 0 && by_name(document - 1, document) == 0)
            ok = error_set(err, ERMINE_EINPUT, "%s: two gold graphs of document %s", gold,
                           document->gold.document);
        ok = ok && add_language(evaluation, document->gold.language, err) &&
             score_document(evaluation, document, NULL, err);
    }
    return ok;
}

ermine_evaluation *ermine_evaluation_new(const ermine_knowledge *known, const char *gold,
                                         ermine_error *err)
{
    ermine_evaluation *evaluation = calloc(1, sizeof *evaluation);
    if (evaluation == NULL) {
        error_memory(err);
        return NULL;
    }
    evaluation->known = known;
    evaluation->gold = arena_new(err);
    evaluation->scratch = arena_new(err);
    if (prepare(evaluation, gold, err))
        return evaluation;
    ermine_evaluation_free(evaluation);
    return NULL;
}

void ermine_evaluation_free(ermine_evaluation *evaluation)
{
    if (evaluation == NULL)
        return;
    for (size_t i = 0; i < evaluation->document_count; i++) {
        struct document *document = &evaluation->documents[i];
        reference_free(&document->gold);
        free(document->misses.items);
        free(document->text);
        arena_free(document->words);
    }
    free(evaluation->documents);
    free(evaluation->languages);
    arena_free(evaluation->gold);
    arena_free(evaluation->scratch);
    free(evaluation);
}

static struct document *find_named(const ermine_evaluation *evaluation, const char *bare,
                                   size_t length)
{
    for (size_t i = 0; i < evaluation->document_count; i++) {
        const char *document = evaluation->documents[i].gold.document;
        if (strlen(document) == length && memcmp(document, bare, length) == 0)
            return &evaluation->documents[i];
    }
    return NULL;
}

/* Facts may name their document by its path: without folder and suffixes it is the one of a gold graph. */
static struct document *find_document(const ermine_evaluation *evaluation, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *bare = slash == NULL ? name : slash + 1;
    struct document *document = find_named(evaluation, bare, strlen(bare));
    return document != NULL ? document : find_named(evaluation, bare, strcspn(bare, "."));
}

bool ermine_evaluation_add_text(ermine_evaluation *evaluation, const ermine_document *document,
                                ermine_error *err)
{
    struct document *owner = find_document(evaluation, document->id);
    if (owner == NULL)
        return true;
    free(owner->text);
    owner->text = without_space(document->text, document->length, err);
    return owner->text != NULL;
}

bool ermine_evaluation_add(ermine_evaluation *evaluation, const ermine_facts *facts,
                           ermine_error *err)
{
    struct document *document = find_document(evaluation, ermine_facts_origin(facts)->document);
    if (document == NULL)
        return true;
    document->added = true;
    return score_document(evaluation, document, facts, err);
}

size_t ermine_evaluation_document_count(const ermine_evaluation *evaluation)
{
    return evaluation->document_count;
}

size_t ermine_evaluation_empty_count(const ermine_evaluation *evaluation)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->document_count; i++)
        count += !evaluation->documents[i].added;
    return count;
}

size_t ermine_evaluation_language_count(const ermine_evaluation *evaluation)
{
    return evaluation->language_count;
}

ermine_facts_score ermine_evaluation_document(const ermine_evaluation *evaluation, size_t index)
{
    return evaluation->documents[index].score;
}

static void add_counts(ermine_score *sum, const ermine_score *score)
{
    sum->annotated += score->annotated;
    sum->found += score->found;
    sum->right += score->right;
}

/* Of one language, or of all when it is NULL. */
static ermine_facts_score sum_up(const ermine_evaluation *evaluation, const char *language)
{
    ermine_facts_score sum = new_score(language == NULL ? "all" : language, language);
    for (size_t i = 0; i < evaluation->document_count; i++) {
        const struct document *document = &evaluation->documents[i];
        const ermine_facts_score *score = &document->score;
        if (language != NULL && strcmp(document->gold.language, language) != 0)
            continue;
        add_counts(&sum.entities, &score->entities);
        add_counts(&sum.typed, &score->typed);
        add_counts(&sum.relations, &score->relations);
        add_counts(&sum.pairs, &score->pairs);
        sum.statuses += score->statuses;
        sum.statuses_right += score->statuses_right;
        sum.amounts += score->amounts;
        sum.amounts_right += score->amounts_right;
        sum.passages += score->passages;
        sum.passages_right += score->passages_right;
        for (size_t bin = 0; bin < ERMINE_CONFIDENCE_BINS; bin++) {
            sum.ties[bin] += score->ties[bin];
            sum.ties_right[bin] += score->ties_right[bin];
        }
    }
    return sum;
}

ermine_facts_score ermine_evaluation_language(const ermine_evaluation *evaluation, size_t index)
{
    return sum_up(evaluation, evaluation->languages[index]);
}

ermine_facts_score ermine_evaluation_all(const ermine_evaluation *evaluation)
{
    return sum_up(evaluation, NULL);
}

size_t ermine_evaluation_miss_count(const ermine_evaluation *evaluation, size_t document)
{
    return evaluation->documents[document].misses.count;
}

const ermine_miss *ermine_evaluation_miss(const ermine_evaluation *evaluation, size_t document,
                                          size_t index)
{
    return &evaluation->documents[document].misses.items[index];
}
