/* resolve.h - entities that turn out to be one. */
#ifndef EXTRACT_RESOLVE_H
#define EXTRACT_RESOLVE_H

#include "extract/mining.h"

/* The entity that `entity` was joined to, or itself. */
uint32_t entity_root(const struct mining *m, uint32_t entity);
/* Joins two entities, unless the registry knows them apart; what is known of one is of both. */
void entity_merge(struct mining *m, uint32_t from, uint32_t into);

#endif
