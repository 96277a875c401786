/* conll.h - annotated names, block by block: from two-column files and from documents with gold graphs.
 *
 * A two-column file has a token and its tag (O, B- or I- with PER, ORG, LOC, MISC) on each line, with a tab
 * between, and a blank line after each sentence. A block is some sentences as a text, a line each. */
#ifndef TRAIN_CONLL_H
#define TRAIN_CONLL_H

#include "ermine/error.h"

#include "knowledge/tagger.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct named_span {
    uint32_t start, end; /* bytes of the block's text */
    enum mention_class class;
};

struct word_span {
    uint32_t start, end;
};

struct block {
    char *text;
    size_t length, capacity;
    struct named_span *names; /* in text order */
    size_t name_count, name_capacity;
    struct word_span *words; /* the tokens of the file */
    size_t word_count, word_capacity;
};
void block_free(struct block *block);

struct conll;
/* Reads the whole file. `unspaced`: words stand together in the text. NULL with ERMINE_EINPUT: file, line, remedy. */
struct conll *conll_open(const char *path, bool unspaced, ermine_error *err);
void conll_close(struct conll *conll);
/* Whether any name is of the class "other": if none is, the file does not say what is no such name. */
bool conll_marks_others(const struct conll *conll);
/* The next block in *block, whose memory is used again; false at the end or after an error. */
bool conll_next(struct conll *conll, struct block *block, ermine_error *err);

#endif
