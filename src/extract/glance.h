/* glance.h - a first look at a pair of mentions: enough to pass over those that nothing can tie.
 *
 * What a pair says takes some 170 features to describe; a third or so of all pairs are told hopeless by these few. */
#ifndef EXTRACT_GLANCE_H
#define EXTRACT_GLANCE_H

#include "extract/pairs.h"

enum { glance_feature_count = 9 };

/* Hashes of what is known of a pair before its words are looked at. */
void glance_features(const struct mining *m, const struct pair *pair,
                     uint32_t features[glance_feature_count]);

#endif
