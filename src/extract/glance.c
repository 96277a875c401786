#include "extract/glance.h"
#include "extract/mix.h"

enum { most_between = 9, most_steps = 14 };

/* How far apart, by half magnitudes. */
static uint32_t distance_step(uint32_t tokens)
{
    uint32_t step = 0;
    for (uint64_t square = (uint64_t)(tokens + 1) * (tokens + 1); square > 1 && step < most_steps;
         square /= 2)
        step++;
    return step;
}

void glance_features(const struct mining *m, const struct pair *pair,
                     uint32_t features[glance_feature_count])
{
    const struct mention *a = &m->mentions[pair->a], *b = &m->mentions[pair->b];
    uint32_t language = m->pack_index, unsaid = pair->unsaid ? 1 + pair->rank : 0;
    uint32_t types = (a->type * 64u + b->type) * 8 + unsaid;
    uint32_t between = pair->between < most_between ? pair->between : most_between;
    uint32_t distance = distance_step(b->first > a->first ? b->first - a->first : 0);
    bool together = a->group != NONE && a->group == b->group;
    const uint32_t parts[glance_feature_count][2] = {
        {language, 0},
        {types, 0},
        {types, 1 + distance},
        {types, 100 + between},
        {types, 200 + a->kind * 4u + b->kind},
        {types, 300 + language},
        {types, 400 + together},
        {distance * 8 + unsaid, 500 + language},
        {between * 8 + unsaid, 600 + language},
    };
    for (uint32_t i = 0; i < glance_feature_count; i++)
        features[i] = mix(mix(mix(0x7F4A7C15u, i), parts[i][0]), parts[i][1]);
}
