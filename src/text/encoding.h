/* encoding.h - bytes of any usual encoding to valid UTF-8.
 *
 * Recognised: byte order marks, UTF-8, UTF-16, a declared charset, and by how plausible the text they
 * give is: GB18030, Big5, windows-1251, KOI8-R. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "ermine/error.h"

/* Returns an owned, NUL-terminated string of *out_length bytes without NULs inside. UTF-8 with some bad
 * bytes stays UTF-8, with U+FFFD for them. NULL: ERMINE_EINPUT for what is no text. `place` is for messages. */
char *encoding_decode(const char *bytes, size_t length, const char *place, size_t *out_length,
                      ermine_error *err);

#endif
