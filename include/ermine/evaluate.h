/* evaluate.h - how good models are, on annotated text. */
#ifndef ERMINE_EVALUATE_H
#define ERMINE_EVALUATE_H

#include "ermine/document.h"
#include "ermine/error.h"
#include "ermine/facts.h"
#include "ermine/knowledge.h"

#include <stdbool.h>
#include <stddef.h>

/* Of one label: how many are annotated, how many were found, and how many of these rightly. */
typedef struct ermine_score {
    const char *label; /* borrowed */
    size_t annotated, found, right;
} ermine_score;

/* Shares of 1; 0 where nothing was found or annotated. */
double ermine_score_precision(const ermine_score *score);
double ermine_score_recall(const ermine_score *score);
double ermine_score_f1(const ermine_score *score);

enum { ERMINE_MENTION_LABELS = 4 };

/* Tags the tokens of a two-column file (see ermine_train_mentions()) with the tagger of `language`. A name is right
 * when its first and last token and its class are. `scores`: PER, ORG, LOC, MISC. */
bool ermine_evaluate_mentions(const ermine_knowledge *known, const char *language, const char *path,
                              ermine_score scores[ERMINE_MENTION_LABELS], ermine_error *err);

/* Scores of labels, in byte order of the labels. */
typedef struct ermine_scores ermine_scores;
size_t ermine_scores_count(const ermine_scores *scores);
/* Borrowed; `index` is below ermine_scores_count(). */
const ermine_score *ermine_scores_item(const ermine_scores *scores, size_t index);
void ermine_scores_free(ermine_scores *scores); /* NULL is allowed */

/* Classifies the pairs a file lists (see ermine_train_pairs()), head to tail, with `model`: a file, or its name without
 * folder and suffix when it is among the models of the knowledge. NULL: with the graph's own model of relations, whose
 * labels are the relations, the head being the subject; a symmetric one holds either way. An ordered pair has as many
 * labels as the file lists for it; as many may be found. "unknown", and for the graph "none", is no label. Returns
 * owned, or NULL. */
ermine_scores *ermine_evaluate_pairs(const ermine_knowledge *known, const char *language,
                                     const char *path, const char *model, ermine_error *err);

enum { ERMINE_CONFIDENCE_BINS = 10 };

/* Facts against gold graphs, of one document, one language or all. */
typedef struct ermine_facts_score {
    const char *label;    /* the document, the language, or "all" */
    const char *language; /* NULL of all */
    ermine_score entities, typed, relations, pairs;
    size_t statuses, statuses_right; /* of the relations that are right */
    size_t amounts, amounts_right;   /* of those with an amount in the gold graph */
    size_t passages,
        passages_right; /* evidence, and how much of it stands in its document; 0 without texts */
    /* Ties found with a confidence from 0.1 * i up to 0.1 * (i + 1), and how many of them are right. */
    size_t ties[ERMINE_CONFIDENCE_BINS], ties_right[ERMINE_CONFIDENCE_BINS];
} ermine_facts_score;

typedef enum ermine_miss_kind {
    ERMINE_MISS_ENTITY_MISSED,
    ERMINE_MISS_ENTITY_SPURIOUS,
    ERMINE_MISS_ENTITY_MERGED, /* found as part of another */
    ERMINE_MISS_ENTITY_SPLIT,  /* found a second time */
    ERMINE_MISS_TYPE,
    ERMINE_MISS_END_MISSED,   /* a tie missed, as an end of it was */
    ERMINE_MISS_END_SPURIOUS, /* a tie found to what is no entity of the gold graph */
    ERMINE_MISS_PAIR_MISSED,
    ERMINE_MISS_PAIR_SPURIOUS,
    ERMINE_MISS_LABEL_MISSED,   /* a further relation of two that are joined */
    ERMINE_MISS_LABEL_SPURIOUS, /* the same, found and wrong */
    ERMINE_MISS_LABEL,          /* one relation found in place of another */
    ERMINE_MISS_DIRECTION,
    ERMINE_MISS_STATUS,
    ERMINE_MISS_AMOUNT,
    ERMINE_MISS_KINDS
} ermine_miss_kind;
const char *ermine_miss_name(ermine_miss_kind kind); /* "entity missed" */

typedef struct ermine_miss {
    ermine_miss_kind kind;
    const char *wanted, *found; /* as a person reads them; NULL where there is none */
    const char *evidence;       /* NULL of entities */
} ermine_miss;

/* Gold graphs, and how the facts added so far fit them. One thread at a time.
 *
 * Entities are the same when a name or mention of one is a name or mention of the other but for case, width, spaces
 * and punctuation; they are paired one to one, most shared names first. A relation is right when subject, label and
 * object are (symmetric ones in either order); a pair, when any relation joins the two. What a gold graph has as
 * optional neither helps nor harms; a list of statuses accepts each of them; amounts may differ by 1%. */
typedef struct ermine_evaluation ermine_evaluation;

/* Reads all *.json of the folder `gold`. `known` (borrowed; it must outlive the evaluation) says which relations are
 * symmetric. Documents count as empty until their facts are added. Returns owned, or NULL. */
ermine_evaluation *ermine_evaluation_new(const ermine_knowledge *known, const char *gold,
                                         ermine_error *err);
void ermine_evaluation_free(ermine_evaluation *evaluation); /* NULL is allowed */
/* Gives the text of a document, which is copied: the evidence of facts added from now on is looked for in it, white
 * space aside. One without gold graph is passed over. */
bool ermine_evaluation_add_text(ermine_evaluation *evaluation, const ermine_document *document,
                                ermine_error *err);
/* Scores the facts of a document, which are only read, in place of those added for it before; those of a document
 * without gold graph are passed over. */
bool ermine_evaluation_add(ermine_evaluation *evaluation, const ermine_facts *facts,
                           ermine_error *err);

size_t ermine_evaluation_document_count(const ermine_evaluation *evaluation);
/* How many of them no facts came for. */
size_t ermine_evaluation_empty_count(const ermine_evaluation *evaluation);
size_t ermine_evaluation_language_count(const ermine_evaluation *evaluation);
/* Borrowed labels; the numbers are those of now. Documents and languages in byte order of their names; `index` is
 * below the count. */
ermine_facts_score ermine_evaluation_document(const ermine_evaluation *evaluation, size_t index);
ermine_facts_score ermine_evaluation_language(const ermine_evaluation *evaluation, size_t index);
ermine_facts_score ermine_evaluation_all(const ermine_evaluation *evaluation);
size_t ermine_evaluation_miss_count(const ermine_evaluation *evaluation, size_t document);
/* Borrowed until facts of this document are added. */
const ermine_miss *ermine_evaluation_miss(const ermine_evaluation *evaluation, size_t document,
                                          size_t index);

#endif
