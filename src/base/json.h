/* json.h - writing JSON text, and reading members of parsed JSON. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "ermine/sink.h"

#include <jansson.h>
#include <stdbool.h>

/* The string in quotes, escaped; `<` and `>` as \u003c and \u003e too when `for_html`, so that it may
 * stand in a script element. Bad UTF-8 becomes U+FFFD. */
void json_write_string(ermine_sink *sink, const char *text, bool for_html);
/* The same for a text that is known to be UTF-8 and not for HTML. */
void json_write_utf8(ermine_sink *sink, const char *text);
/* The shortest decimal that reads back as the same double; "null" for what is not finite. */
void json_write_number(ermine_sink *sink, double value);

/* Borrowed from `object`; NULL when the member is missing or no string. */
const char *json_member(const json_t *object, const char *key);

#endif
