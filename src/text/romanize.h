/* romanize.h - how a name sounds, whatever script it is written in.
 *
 * Altman, Альтман and 奥特曼 have one sound, more or less: letters of the Latin and Cyrillic alphabets and Chinese
 * characters become Latin letters (romanized); these become classes of consonants (a skeleton), the vowels left out. */
#ifndef TEXT_ROMANIZE_H
#define TEXT_ROMANIZE_H

#include <stddef.h>
#include <stdint.h>

/* Romanizes `length` bytes of valid UTF-8: the letters a to z alone, with spellings of one sound made one (ph, f). Writes
 * at most `room` - 1 bytes and a NUL; returns the bytes written. */
size_t romanize(const char *text, size_t length, char *out, size_t room);
/* The classes of the consonants of what romanize() wrote, neighbours of one class once, none for h. Returns the bytes
 * written, below `room`. */
size_t romanize_skeleton(const char *roman, char *out, size_t room);
/* Letters to be changed, put in or left out to make one of the other; more than `most` is `most` + 1. */
size_t romanize_distance(const char *a, const char *b, size_t most);

#endif
