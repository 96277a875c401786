/* gender.h - whether a person is a man or a woman, as far as the text shows: given name, title, patronymic, the ending of
 * the surname, the verb behind the name. */
#ifndef EXTRACT_GENDER_H
#define EXTRACT_GENDER_H

#include "extract/mining.h"

/* Sets the gender of persons the registry does not know, and of all their mentions. */
bool find_genders(struct mining *m);
/* Whether tokens [first, end) end with one of the NULL-terminated list. */
bool ends_with(const struct mining *m, uint32_t first, uint32_t end,
               const struct word_endings *endings);

#endif
