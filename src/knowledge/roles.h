/* roles.h - what relations mean in deals: which way money goes, who owns, who holds a post. */
#ifndef KNOWLEDGE_ROLES_H
#define KNOWLEDGE_ROLES_H

#include "knowledge/schema.h"

enum role {
    ROLE_SUBJECT_GIVES = 1, /* money */
    ROLE_OBJECT_GIVES = 2,
    ROLE_SUBJECT_TAKES = 4,
    ROLE_OBJECT_TAKES = 8,
    ROLE_FINANCING = 16,
    ROLE_OWNERSHIP = 32,
    ROLE_HOLDING = 64,
    ROLE_POST = 128,
    ROLE_RIVALRY = 256
};

struct roles {
    unsigned *of; /* set of enum role, one a relation of the schema */
    /* Words that tell of percentages, and of stakes; NULL-terminated. */
    const char **percent_before, **percent_behind, **stakes;
};

bool roles_load(struct roles *roles, const struct schema *schema, const char *path,
                struct arena *arena, ermine_error *err);

#endif
