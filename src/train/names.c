#include "train/names.h"

#include "base/error.h"
#include "base/utf8.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* NFKC and case folding; `size` of both buffers. The length, or -1 when it does not fit. */
static int32_t fold(const char *name, UChar *plain, UChar *folded, int32_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
    int32_t length = 0;
    u_strFromUTF8WithSub(plain, size, &length, name, -1, 0xFFFD, NULL, &status);
    length = unorm2_normalize(normalizer, plain, length, folded, size, &status);
    return U_FAILURE(status) ? -1 : length;
}

/* Letters and digits alone, as UTF-8, of which `key` has room for three bytes a unit. */
static void keep_letters(const UChar *folded, int32_t length, char *key)
{
    for (int32_t at = 0; at < length;) {
        UChar32 code;
        U16_NEXT(folded, at, length, code);
        if ((U_GET_GC_MASK(code) & (U_GC_L_MASK | U_GC_N_MASK)) != 0)
            key += utf8_encode(code == 0x451 ? 0x435 : (uint32_t)code, key); /* ё as е */
    }
    *key = '\0';
}

const char *name_key(const char *name, struct arena *arena, ermine_error *err)
{
    enum { growth = 18 }; /* at most, of one code point under NFKC */
    size_t length = strlen(name), size = (length + 1) * growth;
    if (size > INT32_MAX) {
        error_set(err, ERMINE_ELIMIT, "a name of %zu bytes is too long to be compared", length);
        return NULL;
    }
    UChar *buffers = malloc(2 * size * sizeof *buffers);
    int32_t folded = buffers == NULL ? -1 : fold(name, buffers, buffers + size, (int32_t)size);
    char *key = folded < 0 ? NULL : malloc((size_t)folded * 3 + 1);
    const char *kept = NULL;
    if (key != NULL) {
        keep_letters(buffers + size, folded, key);
        kept = arena_string(arena, key, err);
    } else {
        error_memory(err);
    }
    free(key);
    free(buffers);
    return kept;
}
