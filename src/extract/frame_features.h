/* frame_features.h - what a sentence is about, by the frames its words evoke: "ships", "поставит" and 供货 are all of
 * supply. Words that training text does not know share so what was learned from those it does. */
#ifndef EXTRACT_FRAME_FEATURES_H
#define EXTRACT_FRAME_FEATURES_H

#include "extract/mining.h"

/* Two mentions, or the enumerations they stand in, a before b, and how pairs.c describes what is around them. */
struct frame_view {
    const struct mining *m;
    uint32_t begin, end;     /* tokens of the sentence */
    uint32_t first, a_end;   /* tokens of a */
    uint32_t b_first, b_end; /* and of b */
    const uint32_t *words;   /* hashes of the sentence's tokens */
    uint32_t types;          /* of both */
    uint32_t ending[2];      /* hashes of their endings, where the language inflects names */
};

/* Puts hashes of at most `room` features there; returns how many. */
size_t frame_features(const struct frame_view *view, uint32_t *features, size_t room);
/* The same of one mention, b, whose partner the sentence leaves unsaid. */
size_t frame_features_unsaid(const struct frame_view *view, uint32_t *features, size_t room);

#endif
