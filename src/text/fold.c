#include "text/fold.h"

#include "base/utf8.h"

#include "fold_table.h"

size_t fold_key(const char *text, size_t length, char *key, size_t size)
{
    size_t at = 0, written = 0;
    while (at < length) {
        uint32_t code = utf8_decode(text, length, &at);
        enum fold_class class = fold_class(code);
        if (class == FOLD_PUNCT || class == FOLD_SPACE || class == FOLD_NEWLINE)
            continue;
        if (code < 0x80 && written + 1 < size) { /* stays one byte */
            key[written++] = (char)fold_code(code);
            continue;
        }
        char bytes[4];
        size_t count = utf8_encode(fold_code(code), bytes);
        if (written + count + 1 > size)
            break;
        for (size_t i = 0; i < count; i++)
            key[written++] = bytes[i];
    }
    key[written] = '\0';
    return written;
}
