/* naming.h - a new name becomes a mention; what it is, by the cues beside it. */
#ifndef EXTRACT_NAMING_H
#define EXTRACT_NAMING_H

#include "extract/mining.h"

/* Adds a mention of tokens [first, end), which none covers. `score`: how sure the type is, see struct mention. */
bool name_add(struct mining *m, uint32_t first, uint32_t end, uint8_t type, uint8_t score);
/* The type a cue's value names; false when there is no cue or it names none. */
bool name_value_type(const struct mining *m, const struct cue_hit *cue, uint8_t *type);
/* Looks at what stands beside a name for what it is; leaves both as they are when nothing tells. */
void name_type_by_context(const struct mining *m, uint32_t first, uint32_t end, uint8_t *type,
                          uint8_t *score);
/* The position before quotation marks that end at `at`. */
uint32_t name_skip_quote_back(const struct mining *m, uint32_t at);

#endif
