/* amount.h - sums of money in short, as a reader wants them: "$5–7bn". */
#ifndef FACTS_AMOUNT_H
#define FACTS_AMOUNT_H

#include "ermine/knowledge.h"

#include <stddef.h>

/* Writes the sum, from `low` when that is above 0, in the number words of `language` (NULL: English), and
 * a NUL; an empty string when `value` is 0. 64 bytes are enough for any sum. */
void amount_write(const ermine_knowledge *known, double value, double low, const char *currency,
                  const char *language, char *out, size_t size);

#endif
