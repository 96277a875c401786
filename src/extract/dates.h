/* dates.h - when a tie came about, as far as the words around it say. */
#ifndef EXTRACT_DATES_H
#define EXTRACT_DATES_H

#include "extract/mining.h"

/* ISO, as exact as stated: 2019, 2019-07, 2024-01-30; told from the document's date where the words are relative. NULL
 * when none is stated, or when out of memory, which m->err then says. */
const char *date_of(const struct mining *m, const struct tie *tie);

enum { least_year = 1900, most_year = 2100 };
/* Whether the token is a number that may be a year. */
bool year_number(const struct mining *m, uint32_t at, int *year);

#endif
