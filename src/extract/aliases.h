/* aliases.h - the short forms a name may take in a document: surname, initials, first word, acronym.
 *
 * A short form belongs to a sort of thing: Pembury is a person and, of Pembury Therapeutics, a company too.
 * Close forms tell a name even where nothing else marks it as one; loose ones only say whose name it is. */
#ifndef EXTRACT_ALIASES_H
#define EXTRACT_ALIASES_H

#include "extract/lemma.h"

enum { longest_key = 400 };

enum name_sort { SORT_PERSON, SORT_PLACE, SORT_THING, SORT_BODY };

struct aliases {
    const struct mining *m;
    struct lemmas lemmas;
    struct map *close, *loose; /* sort and key to an index of `owners` */
    struct map *
        sole; /* the same of forms that tell nothing when several have them: Звезда of Полярная звезда */
    struct alias {
        uint32_t first, latest; /* entities */
        bool shared;            /* by several entities */
    } * owners;
    size_t owner_count, owner_capacity;
    size_t longest;                   /* close form in Han characters */
    uint64_t close_sizes;             /* a bit (size % 64) of the key of each close form */
    uint64_t first_han[0x10000 / 64]; /* set of the characters that begin a close form */
};

bool aliases_init(struct aliases *aliases, const struct mining *m);
void aliases_free(struct aliases *aliases);

enum name_sort name_sort(const struct mining *m, uint8_t type);
/* Where the name of a mention ends without the legal words that do not tell it apart: "Marimo Inc" is Marimo. */
uint32_t name_end(const struct mining *m, const struct mention *mention);
/* Key of a run of tokens: words by their lemmas, joined by '-'; nothing between Han characters. */
size_t aliases_key(struct aliases *aliases, uint32_t first, uint32_t end, char key[longest_key]);

/* Offers the short forms of a mention as names of its entity. */
bool aliases_offer(struct aliases *aliases, const struct mention *mention);
/* Whose short form the tokens are; NULL when nobody's. With `loose` the loose forms too. */
const struct alias *aliases_find(struct aliases *aliases, enum name_sort sort, uint32_t first,
                                 uint32_t end, bool loose);
/* The entity whose close form the tokens are beyond doubt, or NONE. */
uint32_t aliases_owner(struct aliases *aliases, uint32_t first, uint32_t end);
/* Whether a close form may begin with the Han character `code`. */
bool aliases_may_begin(const struct aliases *aliases, uint32_t code);

#endif
