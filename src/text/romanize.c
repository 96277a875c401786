#include "text/romanize.h"

#include "base/utf8.h"

#include "romanize_table.h"

#include <string.h>

enum { longest_compared = 60 };

/* Spellings of one sound, the longer ones first. Only how names are heard across scripts counts. */
static const struct {
    const char *spelling, *sound;
} spellings[] = {{"shch", "sh"}, {"sch", "sh"}, {"tch", "ch"}, {"dzh", "j"}, {"ph", "f"},
                 {"ck", "k"},    {"kh", "h"},   {"th", "t"},   {"qu", "kv"}, {"zh", "j"},
                 {"ce", "se"},   {"ci", "si"},  {"cy", "si"},  {"ts", "z"},  {"ks", "x"},
                 {"w", "v"},     {"y", "i"},    {"q", "ch"}};

/* How a code point sounds, in a to z; "" when it has no sound of its own. Never NULL. */
static const char *romanize_code(uint32_t code)
{
    if (code <= last_letter)
        return sounds[letter_sounds[code]];
    if (code >= first_han && code <= last_han)
        return sounds[han_sounds[code - first_han]];
    return "";
}

/* A bit of each letter that begins a spelling. */
static uint32_t first_letters(void)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        bits |= 1u << (spellings[i].spelling[0] - 'a');
    return bits;
}

/* Makes the spellings of one sound one, and double letters single, in place. */
static size_t unite(char *roman)
{
    size_t kept = 0;
    uint32_t begin = first_letters();
    for (const char *at = roman; *at != '\0';) {
        const char *sound = NULL;
        size_t length = 1;
        for (size_t i = 0; sound == NULL && (begin >> (*at - 'a') & 1) &&
                           i < sizeof spellings / sizeof *spellings;
             i++) {
            if (*at != spellings[i].spelling[0])
                continue;
            length = strlen(spellings[i].spelling);
            if (strncmp(at, spellings[i].spelling, length) == 0)
                sound = spellings[i].sound;
        }
        char single[2] = {*at, '\0'};
        at += sound == NULL ? 1 : length;
        for (sound = sound == NULL ? single : sound; *sound != '\0'; sound++)
            if (kept == 0 || roman[kept - 1] != *sound)
                roman[kept++] = *sound;
    }
    roman[kept] = '\0';
    return kept;
}

size_t romanize(const char *text, size_t length, char *out, size_t room)
{
    size_t size = 0;
    for (size_t at = 0; at < length;) {
        for (const char *sound = romanize_code(utf8_decode(text, length, &at));
             *sound != '\0' && size + 1 < room; sound++)
            out[size++] = *sound;
    }
    out[size] = '\0';
    return unite(out);
}

static char class_of(char letter)
{
    switch (letter) {
    case 'b':
    case 'p':
        return 'p';
    case 'd':
    case 't':
        return 't';
    case 'g':
    case 'k':
    case 'c':
        return 'k';
    case 'f':
    case 'v':
        return 'f';
    case 's':
    case 'z':
    case 'j':
    case 'x':
        return 's';
    case 'l':
    case 'r':
        return 'l';
    case 'm':
        return 'm';
    case 'n':
        return 'n';
    default:
        return '\0';
    }
}

size_t romanize_skeleton(const char *roman, char *out, size_t room)
{
    size_t size = 0;
    char last = '\0';
    for (; *roman != '\0' && size + 1 < room; roman++) {
        char class = class_of(*roman);
        if (roman[0] == 'c' && roman[1] == 'h')
            class = 's';
        if (class == 'k' && last == 'n' && roman[-1] == 'n' && roman[0] == 'g')
            class = '\0'; /* ng is one sound */
        if (class != '\0' && class != last)
            out[size++] = class;
        last = class;
    }
    out[size] = '\0';
    return size;
}

/* R. A. Wagner and M. J. Fischer, The string-to-string correction problem, 1974; one row kept. */
size_t romanize_distance(const char *a, const char *b, size_t most)
{
    size_t row[longest_compared + 1], length_a = strlen(a), length_b = strlen(b);
    if (length_b > longest_compared || length_a > length_b + most || length_b > length_a + most)
        return most + 1;
    for (size_t j = 0; j <= length_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[length_b] > most ? most + 1 : row[length_b];
}
