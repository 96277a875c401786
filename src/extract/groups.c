/* groups.c - enumerations: A, B и C; A、B和C; A, B and C. */
#include "extract/mining.h"

#include "base/array.h"

static bool is_comma(const struct mining *m, uint32_t at)
{
    return is_punct(m, at, ',') || is_punct(m, at, 0x3001);
}

static bool same_sort(const struct mining *m, uint8_t a, uint8_t b)
{
    static const char *const alone[] = {"person", "place", "product", "policy"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (type_is(m, a, alone[i]) != type_is(m, b, alone[i]))
            return false;
    return true;
}

enum link { LINK_NONE, LINK_COMMA, LINK_COMMA_AND, LINK_SURE };

/* What joins two neighbouring mentions: a comma may also be an apposition. */
static enum link link_of(const struct mining *m, const struct mention *a, const struct mention *b)
{
    enum link link = LINK_NONE;
    if (a->sentence != b->sentence || !same_sort(m, a->type, b->type) || a->entity == b->entity)
        return LINK_NONE;
    if (a->first == b->first) /* "the two companies" */
        return LINK_SURE;
    for (uint32_t at = a->end; at < b->first;) {
        const struct cue_hit *cue;
        if (m->mention_at[at] != NONE) { /* a description: others are neighbours themselves */
            at = m->mentions[m->mention_at[at]].end;
        } else if (is_comma(m, at)) {
            if (link == LINK_NONE)
                link = is_punct(m, at, 0x3001) ? LINK_SURE : LINK_COMMA;
            at++;
        } else if ((cue = cue_from(m, at, CUE_AND)) != NULL) {
            link = link == LINK_COMMA && cue->end == at + 1 ? LINK_COMMA_AND : LINK_SURE;
            at = cue->end;
        } else if ((cue = cue_from(m, at, CUE_DESCRIPTOR)) != NULL ||
                   (cue = cue_from(m, at, CUE_KIND)) != NULL ||
                   (cue = cue_from(m, at, CUE_PREFIX)) != NULL ||
                   (cue = cue_from(m, at, CUE_FILLER)) != NULL) {
            at = cue->end;
        } else if (is_punct(m, at, '"') || is_punct(m, at, 0xAB) || is_punct(m, at, 0xBB)) {
            at++;
        } else {
            return LINK_NONE;
        }
    }
    return link;
}

bool find_groups(struct mining *m)
{
    for (uint32_t first = 0; first < m->mention_count;) {
        uint32_t last = first, end = first + 1;
        bool sure = false;
        for (uint32_t next = end; next < m->mention_count; next++) {
            if (is_description(m, &m->mentions[next]))
                continue;
            enum link link = link_of(m, &m->mentions[last], &m->mentions[next]);
            if (link == LINK_NONE)
                break;
            /* "A bought B, and C sold D": two names so joined are of two clauses */
            sure |= link == LINK_SURE || (link == LINK_COMMA_AND && last != first);
            last = next;
            end = next + 1;
        }
        if (sure) {
            struct group group = {first, end};
            if (!ARRAY_PUSH(&m->groups, &m->group_count, &m->group_capacity, group, m->err))
                return false;
            for (uint32_t i = first; i < end; i++)
                m->mentions[i].group =
                    is_description(m, &m->mentions[i]) ? NONE : (uint32_t)m->group_count - 1;
        }
        first = end;
    }
    return true;
}
