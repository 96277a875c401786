#include "text/language.h"

#include <stddef.h>

enum { sample = 32 * 1024 };

/* What the first bytes of the letters say: enough to tell three scripts apart. */
const char *language_of(const char *text, size_t length)
{
    size_t seen[256] = {0}, han = 0, cyrillic = 0, latin = 0;
    size_t look = length < sample ? length : sample;
    for (size_t at = 0; at < look; at++)
        seen[(unsigned char)text[at]]++;
    for (unsigned byte = 0xE4; byte <= 0xE9; byte++)
        han += seen[byte]; /* U+4000 to U+9FFF */
    for (unsigned byte = 0xD0; byte <= 0xD3; byte++)
        cyrillic += seen[byte]; /* U+0400 to U+04FF */
    for (unsigned byte = 'a'; byte <= 'z'; byte++)
        latin += seen[byte] + seen[byte - 'a' + 'A'];
    for (unsigned byte = 0xC3; byte <= 0xC9; byte++)
        latin += seen[byte]; /* U+00C0 to U+024F */
    /* a Chinese character says as much as four letters; names in Latin stand in all languages */
    if (han * 4 >= cyrillic && han * 8 >= latin && han > 0)
        return "zh";
    return cyrillic * 2 >= latin && cyrillic > 0 ? "ru" : "en";
}
