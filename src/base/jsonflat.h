/* jsonflat.h - reads a line of JSON whose members are all strings, without building a tree of it.
 *
 * Most lines of news are such; whatever is not, or is wrong, is left to the full reader and its messages. */
#ifndef BASE_JSONFLAT_H
#define BASE_JSONFLAT_H

#include <stdbool.h>
#include <stddef.h>

struct json_text {
    const char *name;
    const char
        *value; /* NUL-terminated, in the room given; NULL when the object has no such member */
    size_t length;
};

/* Finds the values of `count` members; those of other names are checked and passed over. `room` has `length` bytes. False: not an
 * object of nothing but strings. */
bool json_flat_read(const char *bytes, size_t length, struct json_text *members, size_t count,
                    char *room);

#endif
