#include "text/words.h"

#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <unicode/ubrk.h>
#include <unicode/utf16.h>

enum { longest_stretch = 600 }; /* characters without a mark between them */

/* Marks the words of characters [first, end). */
static bool mark_stretch(const struct tokens *tokens, const char *text, size_t length,
                         UBreakIterator *words, size_t first, size_t end, bool *ends)
{
    UChar units[2 * longest_stretch];
    int32_t count = 0, behind[longest_stretch];
    UErrorCode status = U_ZERO_ERROR;
    for (size_t at = first; at < end; at++) {
        size_t byte = tokens->items[at].start;
        uint32_t code = fold_code(utf8_decode(text, length, &byte));
        U16_APPEND_UNSAFE(units, count, code);
        behind[at - first] = count;
    }
    ubrk_setText(words, units, count, &status);
    if (U_FAILURE(status))
        return false;
    size_t at = first;
    for (int32_t stop = ubrk_next(words); stop != UBRK_DONE; stop = ubrk_next(words)) {
        while (at < end && behind[at - first] < stop)
            at++;
        if (at < end && behind[at - first] == stop)
            ends[at] = true;
    }
    return true;
}

bool words_mark(const struct tokens *tokens, const char *text, size_t length, const char *language,
                bool *ends, ermine_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, language, NULL, 0, &status);
    bool ok = U_SUCCESS(status);
    for (size_t at = 0; ok && at < tokens->count;) {
        size_t first = at;
        while (at < tokens->count && at - first < longest_stretch &&
               tokens->items[at].kind == TOKEN_HAN)
            ends[at++] = false;
        ok = at == first || mark_stretch(tokens, text, length, words, first, at, ends);
        ends[at == first ? at++ : at - 1] = true;
    }
    ubrk_close(words);
    return ok || error_memory(err);
}
