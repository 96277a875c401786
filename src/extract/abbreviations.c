#include "extract/abbreviations.h"

#include "extract/aliases.h"
#include "extract/resolve.h"

#include "base/array.h"

#include <stdlib.h>

enum { most_short = 3, least_longer = 2, latest_start = 4, most_compared = 16 };

bool abbreviations_init(struct abbreviations *abbreviations, const struct mining *m)
{
    *abbreviations = (struct abbreviations){.m = m, .by_last = map_new(m->err)};
    return abbreviations->by_last != NULL;
}

void abbreviations_free(struct abbreviations *abbreviations)
{
    map_free(abbreviations->by_last);
    free(abbreviations->links);
}

/* Whether it is the name of a body in Chinese characters alone. */
static bool is_han_body(const struct mining *m, const struct mention *mention)
{
    if (name_sort(m, mention->type) != SORT_BODY)
        return false;
    for (uint32_t at = mention->first; at < mention->end; at++)
        if (mining_token(m, at)->kind != TOKEN_HAN)
            return false;
    return true;
}

static uint32_t latest_link(const struct abbreviations *abbreviations, uint32_t end)
{
    uint32_t code = mining_token(abbreviations->m, end - 1)->code;
    uint32_t link = map_get(abbreviations->by_last, (const char *)&code, sizeof code);
    return link == MAP_NONE ? 0 : link;
}

bool abbreviations_offer(struct abbreviations *abbreviations, uint32_t mention)
{
    const struct mining *m = abbreviations->m;
    const struct mention *name = &m->mentions[mention];
    if (name->end - name->first < 2 + least_longer || !is_han_body(m, name))
        return true;
    uint32_t code = mining_token(m, name->end - 1)->code;
    struct abbreviation_link link = {mention, latest_link(abbreviations, name->end)};
    if (link.next != 0 && m->mentions[abbreviations->links[link.next - 1].mention].entity ==
                              name->entity) /* one is enough */
        return true;
    return ARRAY_PUSH(&abbreviations->links, &abbreviations->link_count,
                      &abbreviations->link_capacity, link, m->err) &&
           map_put(abbreviations->by_last, (const char *)&code, sizeof code,
                   (uint32_t)abbreviations->link_count, m->err);
}

/* Whether the characters of the mention stand in the name, in their order. Both end alike. */
static bool is_short_for(const struct mining *m, const struct mention *mention,
                         const struct mention *name)
{
    uint32_t length = mention->end - mention->first, at = mention->first, start = NONE;
    uint32_t longer = name->end - name->first - length;
    if (name->end - name->first < length + least_longer || (length == 2 && longer > 2))
        return false;
    for (uint32_t i = name->first; i < name->end && at < mention->end; i++) {
        if (mining_token(m, i)->code != mining_token(m, at)->code)
            continue;
        if (at++ == mention->first)
            start = i - name->first;
    }
    return at == mention->end && start <= (length == 2 ? 0 : latest_start);
}

uint32_t abbreviations_find(const struct abbreviations *abbreviations,
                            const struct mention *mention)
{
    const struct mining *m = abbreviations->m;
    uint32_t length = mention->end - mention->first, found = NONE;
    if (length < 2 || length > most_short || !is_han_body(m, mention))
        return NONE;
    uint32_t link = latest_link(abbreviations, mention->end);
    for (int compared = 0; link != 0 && compared < most_compared; compared++) {
        const struct mention *name = &m->mentions[abbreviations->links[link - 1].mention];
        uint32_t entity = entity_root(m, name->entity);
        link = abbreviations->links[link - 1].next;
        if (entity == entity_root(m, mention->entity) || !is_short_for(m, mention, name))
            continue;
        if (found != NONE && found != entity)
            return NONE;
        found = entity;
    }
    return link == 0 ? found : NONE; /* none where not all were compared */
}
