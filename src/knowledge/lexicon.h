/* lexicon.h - finds words and phrases of all languages in one pass over tokens.
 *
 * Words by the hashes of their letters, then a trie of words to phrases. A word of a text may be several words of the lexicon:
 * itself, a case form of another, something that begins with a given stem. A phrase carries a payload;
 * hyphens and middle dots inside a phrase count as spaces. Built once, closed, then only read. */
#ifndef KNOWLEDGE_LEXICON_H
#define KNOWLEDGE_LEXICON_H

#include "ermine/error.h"

#include "text/token.h"

#include <stdbool.h>
#include <stdint.h>

struct lexicon;

/* How words change their ends: the longest `ending` a word has is replaced by each of `forms`. All
 * folded. Lists end with NULL; of the rules, one with a NULL ending. */
struct inflection {
    const char *ending;
    const char *const *forms;
};

struct lexicon *lexicon_new(ermine_error *err);
void lexicon_free(struct lexicon *lexicon);

/* Adds `phrase` with its payload. A word followed by * stands for all words that begin so. With
 * `inflection`, Cyrillic words stand for all their forms. A phrase may be added several times. */
bool lexicon_add(struct lexicon *lexicon, const char *phrase, size_t length,
                 const struct inflection *inflection, uint32_t payload, ermine_error *err);

/* Ends the adding: from here on it is only read. */
bool lexicon_close(struct lexicon *lexicon, ermine_error *err);

/* What the lexicon knows of each token of a text: made once, then matched from every token. */
struct lexicon_words {
    uint32_t
        *ids; /* of all tokens, one after another; of Chinese characters and punctuation none */
    uint32_t *first; /* of each token; [count] is the end */
    bool *begins;    /* of each token: whether a phrase begins with it */
    size_t id_count, id_capacity, first_capacity, begins_capacity;
};
bool lexicon_look_up(const struct lexicon *lexicon, const char *text, const struct tokens *tokens,
                     struct lexicon_words *words, ermine_error *err);
void lexicon_words_free(struct lexicon_words *words);

struct lexicon_hit {
    uint32_t end; /* first token behind the phrase */
    uint32_t payload;
};
/* All phrases that begin at token `at` and end at or before `end`; at most `room` of them. */
size_t lexicon_match(const struct lexicon *lexicon, const struct tokens *tokens,
                     const struct lexicon_words *words, size_t at, size_t end,
                     struct lexicon_hit *hits, size_t room);

#endif
