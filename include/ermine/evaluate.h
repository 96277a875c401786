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

#endif
