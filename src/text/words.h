/* words.h - the words of text written without spaces, as ICU's dictionary sees them. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "ermine/error.h"

#include "text/token.h"

#include <stdbool.h>

/* Sets ends[i] for every token behind which a word ends: all but characters inside a word of several. `ends` has room
 * for all tokens. */
bool words_mark(const struct tokens *tokens, const char *text, size_t length, const char *language,
                bool *ends, ermine_error *err);

#endif
