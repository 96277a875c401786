/* salience.h - what a sentence may speak of without naming it: what the document is about, and what the sentences
 * before it were about (after the salience weights of Lappin & Leass 1994). */
#ifndef EXTRACT_SALIENCE_H
#define EXTRACT_SALIENCE_H

#include "extract/mining.h"

enum { most_salient = 3 };

struct salient {
    uint32_t mention; /* the latest of the entity before the sentence */
    uint32_t rank;    /* 0: what the document is about; from 1: by salience */
};

struct salience {
    const struct mining *m;
    uint32_t focus; /* the entity the document is about, or NONE */
    uint32_t about; /* its latest mention so far; NONE before the first sentence */
    uint32_t next;  /* the first mention not looked at */
};

/* Entities that `sentence` does not name and sentences before it do, the focus before all others; returns how many.
 * Sentences are to be entered in their order. */
size_t salience_enter(struct salience *salience, uint32_t sentence,
                      struct salient found[most_salient]);

#endif
