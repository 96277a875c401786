/* sounds.h - names in two scripts that sound alike are of one: Мундфиш is Mundfish, 萨姆鲁克 is Samruk.
 *
 * Only where neither is in the registry, both are of one sort, and neither sounds like a third. */
#ifndef EXTRACT_SOUNDS_H
#define EXTRACT_SOUNDS_H

#include "extract/aliases.h"

/* Joins the entities; needs mentions whose entities are roots. */
bool sounds_merge(struct mining *m);

#endif
