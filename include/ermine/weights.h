/* weights.h - what a tie is worth, by its relation and its status.
 *
 * A tie weighs the weight of its relation, times that of its status, times its confidence (the weight to be expected
 * of a tie that may not be: Potamias et al. 2010), times 1 + ln(sources) (more sources say more, each less than the
 * one before: Salton & Buckley 1988). It is a strength; as a length it is 1 / weight (Newman 2001; Opsahl, Agneessens
 * & Skvoretz 2010). Denied ties never count, ended ones only when they are asked for by their status. */
#ifndef ERMINE_WEIGHTS_H
#define ERMINE_WEIGHTS_H

#include "ermine/error.h"
#include "ermine/facts.h"
#include "ermine/knowledge.h"

typedef struct ermine_weights ermine_weights;

/* Reads weights of a JSON file, {"relations": {"owns": 4}, "statuses": {"reported": 0.5}}; what it leaves out is as in
 * weights.json of the knowledge, which is what a `path` of NULL gives. Returns owned; ERMINE_EINPUT names what is
 * wrong. `known` is borrowed and must outlive the weights. */
ermine_weights *ermine_weights_load(const ermine_knowledge *known, const char *path,
                                    ermine_error *err);
void ermine_weights_free(ermine_weights *weights); /* NULL is allowed */
/* 1 for a relation the schema does not have. */
double ermine_weights_relation(const ermine_weights *weights, const char *relation);
double ermine_weights_status(const ermine_weights *weights, ermine_status status);

#endif
