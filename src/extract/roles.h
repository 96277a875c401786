/* roles.h - the post that a tie between a person and a body is about, by its English name. */
#ifndef EXTRACT_ROLES_H
#define EXTRACT_ROLES_H

#include "extract/mining.h"

/* Names the posts of the ties that have some, from the words around their ends; where no such word is found, the role a
 * tie came with stays. */
void set_roles(struct mining *m);

#endif
