#include "extract/fits.h"

/* The types an end may be taken for: a mere guess stands in nobody's way. */
static uint32_t types_of(const struct mining *m, uint32_t mention)
{
    const struct mined_entity *entity = &m->entities[m->mentions[mention].entity];
    return entity->known == NONE && entity->type_score == 0 ? ~0u : 1u << m->mentions[mention].type;
}

/* Whether the types of the pair's ends, `a` and `b`, allow the class. */
static bool fits_class(const struct mining *m, const struct relation_class *class, uint32_t a,
                       uint32_t b)
{
    if (class->relation == ERMINE_NONE)
        return true;
    const struct relation_ends *ends = &m->known->schema.ends[class->relation];
    bool forward = (ends->subject & a) && (ends->object & b);
    bool backward = (ends->subject & b) && (ends->object & a);
    if (m->known->schema.relations[class->relation].symmetric)
        return forward || backward;
    return class->first_is_subject ? forward : backward;
}

static size_t end_index(uint32_t types)
{
    return types == ~0u ? fits_known_ends - 1 : (size_t)__builtin_ctz(types);
}

uint64_t fits_of(struct fits *fits, const struct pair *pair)
{
    uint32_t a = types_of(fits->m, pair->a), b = types_of(fits->m, pair->b);
    uint64_t *known = &fits->known[end_index(a)][end_index(b)], bits = 0;
    if (*known != 0)
        return *known;
    for (size_t k = 0; k < fits->class_count; k++)
        bits |= (uint64_t)fits_class(fits->m, &fits->classes[k], a, b) << k;
    return *known = bits;
}
