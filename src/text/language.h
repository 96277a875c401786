/* language.h - which language a text is written in, by its letters. */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include <stddef.h>

/* "zh", "ru" or "en": the script its prose is in; names in other scripts do not count for much. */
const char *language_of(const char *text, size_t length);

#endif
