/* lemma.h - one key for all the case forms of a word that a document uses: Росбанк, Росбанка, Росбанком.
 *
 * Two forms are of one word when some paradigm of the language pack has both. Which form is the lemma does not
 * matter: the key is the form met first. Words the pack has no paradigms for are their own keys. */
#ifndef EXTRACT_LEMMA_H
#define EXTRACT_LEMMA_H

#include "extract/mining.h"

#include "base/map.h"

struct lemmas {
    const struct mining *m;
    struct map *words; /* folded word to the token it was first met at */
    struct map *stems; /* stem and paradigm to that token */
};

bool lemmas_init(struct lemmas *lemmas, const struct mining *m);
void lemmas_free(struct lemmas *lemmas);
/* Writes the key of token `at`, at most `room` bytes with the closing NUL; returns its length. */
size_t lemma_key(struct lemmas *lemmas, uint32_t at, char *key, size_t room);

#endif
