/* coreference.h - the words of a language that stand for names, and those that tell a person's gender.
 *
 * A language file's "coreference" holds tables of phrases by what they agree with, and "endings". Its phrases are marks (see
 * pack.h), so that no other stage meets them. */
#ifndef KNOWLEDGE_COREFERENCE_H
#define KNOWLEDGE_COREFERENCE_H

#include "ermine/error.h"

#include "base/byteset.h"
#include "knowledge/schema.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Lists of words and word ends, folded. */
enum ending_list {
    SURNAME_M,
    SURNAME_F,
    PATRONYMIC_M,
    PATRONYMIC_F,
    GIVEN_M, /* where words are not parted: how a person's name ends */
    GIVEN_F,
    VERB_M, /* of a verb that tells what a person did: заявил, заявила */
    VERB_F,
    ADJECTIVE, /* a noun behind such a word is described anew */
    LEAD,      /* where words are not parted: may stand before a noun alone */
    COPULA,    /* whole words between a name and the noun that describes it: is, 是 */
    ENDING_LISTS
};

struct word_endings {
    const char *const *items; /* ends with NULL */
    struct byteset last;      /* the bytes they end with */
};

/* What a phrase agrees with. */
struct agreement {
    uint32_t types;      /* of entities, a bit each */
    char gender;         /* 'm', 'f' or 0 */
    uint8_t number;      /* how many it stands for: 1, 2, 3 */
    bool former, latter; /* of the two named last, the one or the other */
    bool joined;         /* only for names that an "and" joins */
    bool paired;         /* only where both are spoken of: the first … the second */
};

struct pack_loader;
/* Loads the member "coreference" of a language file, whose `kinds`, the values of CUE_KIND, are nouns too; each may be
 * NULL, which is empty. */
bool coreference_load(struct pack_loader *loader, json_t *section, json_t *kinds,
                      ermine_error *err);

#endif
