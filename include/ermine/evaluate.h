/* evaluate.h - how good models are, on annotated text. */
#ifndef ERMINE_EVALUATE_H
#define ERMINE_EVALUATE_H

#include "ermine/error.h"
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

#endif
