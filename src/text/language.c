#include "text/language.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { sample = 32 * 1024 };

const char *language_of(const char *text, size_t length)
{
    size_t han = 0, cyrillic = 0, latin = 0;
    size_t look = length < sample ? length : sample;
    for (size_t at = 0; at < look;) {
        switch (fold_class(utf8_decode(text, length, &at))) {
        case FOLD_HAN:
            han++;
            break;
        case FOLD_CYRILLIC:
        case FOLD_CYRILLIC_UPPER:
            cyrillic++;
            break;
        case FOLD_LATIN:
        case FOLD_LATIN_UPPER:
            latin++;
            break;
        default:
            break;
        }
    }
    /* a Chinese character says as much as four letters; names in Latin stand in all languages */
    if (han * 4 >= cyrillic && han * 8 >= latin && han > 0)
        return "zh";
    return cyrillic * 2 >= latin && cyrillic > 0 ? "ru" : "en";
}
