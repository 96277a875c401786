/* attributes.c - sums, dates and posts of the ties, from the words around them. */
#include "extract/dates.h"
#include "extract/roles.h"
#include "extract/sums.h"

#include "base/map.h"

#include <string.h>

/* Ties that say the same in other places know the sum too: the surest of them is kept. */
static bool share_sums(struct mining *m)
{
    struct map *sums = map_new(m->err);
    bool ok = sums != NULL;
    for (int pass = 0; ok && pass < 2; pass++) {
        for (size_t i = 0; ok && i < m->tie_count; i++) {
            struct tie *tie = &m->ties[i];
            uint32_t key[3] = {tie->subject, tie->object, (uint32_t)tie->relation};
            char name[sizeof key];
            memcpy(name, key, sizeof key);
            uint32_t sum = map_get(sums, name, sizeof name);
            if (pass == 1 && tie->money == NULL && sum != MAP_NONE)
                tie->money = &m->money[sum];
            else if (pass == 0 && tie->money != NULL && sum == MAP_NONE)
                ok = map_put(sums, name, sizeof name, (uint32_t)(tie->money - m->money), m->err);
        }
    }
    map_free(sums);
    return ok;
}

bool set_attributes(struct mining *m)
{
    if (!assign_sums(m) || !share_sums(m))
        return false;
    for (size_t i = 0; i < m->tie_count; i++) {
        struct tie *tie = &m->ties[i];
        tie->date = date_of(m, tie);
    }
    set_roles(m);
    return m->err == NULL || m->err->code == ERMINE_OK;
}
