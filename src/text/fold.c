#include "text/fold.h"

#include "base/utf8.h"

#include "fold_table.h"

#include <string.h>

uint32_t fold_code(uint32_t code)
{
    return code < 0x10000 ? fold_of[code] : code;
}

enum fold_class fold_class(uint32_t code)
{
    if (code < 0x10000)
        return (enum fold_class)class_of[code];
    return code >= 0x20000 && code < 0x33480 ? FOLD_HAN : FOLD_PUNCT; /* Han extensions */
}

bool fold_is_letter(enum fold_class class)
{
    return class == FOLD_LATIN || class == FOLD_LATIN_UPPER || class == FOLD_CYRILLIC ||
           class == FOLD_CYRILLIC_UPPER;
}

size_t fold_key(const char *text, size_t length, char *key, size_t size)
{
    size_t at = 0, written = 0;
    while (at < length) {
        uint32_t code = utf8_decode(text, length, &at);
        enum fold_class class = fold_class(code);
        if (class != FOLD_HAN && class != FOLD_DIGIT && !fold_is_letter(class))
            continue;
        char bytes[4];
        size_t count = utf8_encode(fold_code(code), bytes);
        if (written + count + 1 > size)
            break;
        memcpy(key + written, bytes, count);
        written += count;
    }
    key[written] = '\0';
    return written;
}
