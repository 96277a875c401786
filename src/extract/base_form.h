/* base_form.h - of the case forms a document writes a name in, the one a dictionary would: «Квант», not «Кванта». */
#ifndef EXTRACT_BASE_FORM_H
#define EXTRACT_BASE_FORM_H

#include "extract/mining.h"

/* Of `count` mentions (indexes), the base form of `longest`, one of them: the one that has most of the others among its
 * case forms. `longest` where the language has none, or none is better. */
const struct mention *base_form(const struct mining *m, const uint32_t *mentions, size_t count,
                                const struct mention *longest);

#endif
