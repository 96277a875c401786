/* type_features.h - what tells of which type a name is: hashed features of an entity.
 *
 * From all its names in the document: the names themselves, what stands beside them, what the tagger and the cues say
 * of them, and what else they are enumerated with. */
#ifndef EXTRACT_TYPE_FEATURES_H
#define EXTRACT_TYPE_FEATURES_H

#include "extract/mining.h"

enum { most_type_features = 400 };

struct type_view;

/* After resolve_names(). The view lives in the arena of `m`; NULL when out of memory. */
struct type_view *type_view_new(const struct mining *m);
/* Writes the features of an entity, each once; returns how many. Without `by_heart` a name of one word is not among
 * them: training leaves out those it would only learn by heart. */
size_t type_features(const struct type_view *view, uint32_t entity, bool by_heart,
                     uint32_t features[most_type_features]);

/* Whether its type is asked for: a new name which stands in the text. */
bool type_is_open(const struct type_view *view, uint32_t entity);

struct type_guess {
    uint8_t type, score; /* as those of struct mention */
};
/* What the model makes of a name: *guess is what it was taken for, and stays that where the model is not sure enough.
 * `probabilities`: one a type of the schema. */
void type_choose(const struct schema *schema, const double *probabilities,
                 struct type_guess *guess);

#endif
