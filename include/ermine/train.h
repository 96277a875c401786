/* train.h - models from annotated text. */
#ifndef ERMINE_TRAIN_H
#define ERMINE_TRAIN_H

#include "ermine/error.h"
#include "ermine/knowledge.h"

#include <stdbool.h>
#include <stddef.h>

/* Names of a language whose type, or ties whose status, was told by models that had not seen their documents. */
typedef struct ermine_holdout {
    char language[8];
    size_t count, right, right_before; /* before: by cue words alone */
} ermine_holdout;

typedef struct ermine_training {
    size_t documents, pairs, positive; /* out: what was learned from */
    double f1; /* out: of a classifier's labels together, in cross-validation */
    ermine_holdout
        held_out[16]; /* out, of the classifiers of types and statuses, a language each */
    size_t held_out_count;
} ermine_training;

/* Trains the classifier of relations from documents in `texts` (files and folders, as for ermine_reader_new()) and
 * their gold graphs <document>.json in the folder `gold`, and writes it to `model`, a file that appears when it is
 * whole. Documents without a gold graph are passed over. The same input gives the same bytes.
 * Multinomial logistic regression, AdaGrad (Duchi, Hazan & Singer 2011). */
bool ermine_train_relations(const ermine_knowledge *known, const char *const *texts, size_t count,
                            const char *gold, const char *model, ermine_training *training,
                            ermine_error *err);

/* Trains a classifier of given pairs, with the labels of `files`: JSON Lines, a passage each, {"text":…,
 * "entities":[{"start":…,"end":…,"type":…}],"relations":[{"head":i,"tail":j,"label":…}]}, offsets in code points. Which
 * label turns round into which is learned as well. "unknown" is none of the others. */
bool ermine_train_pairs(const ermine_knowledge *known, const char *language,
                        const char *const *files, size_t count, const char *model,
                        ermine_training *training, ermine_error *err);

/* Trains the classifier of the types of names no registry lists, from documents and gold graphs as
 * ermine_train_relations() does. It learns from the entities of the gold graphs: those the registry does not know as
 * they are found, the others as they would be found without it. Names are found as `known` finds them: with the taggers
 * of mentions where it has them, which extraction should then have too. `training->pairs` counts entities, `positive`
 * those the registry does not know; `held_out` is about these, the folds being of whole documents. */
bool ermine_train_types(const ermine_knowledge *known, const char *const *texts, size_t count,
                        const char *gold, const char *model, ermine_training *training,
                        ermine_error *err);

/* Trains the classifier of the status of ties, from documents and gold graphs as ermine_train_relations() does. It
 * learns from the ties `known` finds that the gold graphs have: with the models of mentions, types and relations, which
 * extraction should then have too. `training->pairs` counts ties, `positive` those that are not current. */
bool ermine_train_status(const ermine_knowledge *known, const char *const *texts, size_t count,
                         const char *gold, const char *model, ermine_training *training,
                         ermine_error *err);

/* Trains the mention tagger of a language and writes it to `model`. It learns from `conll`, two-column files (a token,
 * a tab, O or B- or I- with PER, ORG, LOC or MISC; a blank line after each sentence), and from those documents of
 * `texts` that are in the language and have a gold graph. `training->pairs` counts tokens, `positive` names.
 * A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001). */
bool ermine_train_mentions(const ermine_knowledge *known, const char *language,
                           const char *const *conll, size_t conll_count, const char *const *texts,
                           size_t text_count, const char *gold, const char *model,
                           ermine_training *training, ermine_error *err);

#endif
