#include "bench/generate.h"

#include "analyze/random.h"

#include <stdlib.h>

static struct pair sorted_pair(uint32_t a, uint32_t b)
{
    return a < b ? (struct pair){a, b} : (struct pair){b, a};
}

static int compare(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->to < b->to ? -1 : a->to > b->to;
}

static size_t sort_distinct(struct pair *pairs, size_t count)
{
    size_t kept = 0;
    qsort(pairs, count, sizeof *pairs, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare(&pairs[kept - 1], &pairs[i]) != 0)
            pairs[kept++] = pairs[i];
    return kept;
}

struct pair *generate_barabasi_albert(uint32_t nodes, uint32_t each, uint64_t seed, size_t *count)
{
    struct pair *pairs = malloc(((size_t)nodes * each + 1) * sizeof *pairs);
    *count = 0;
    for (uint32_t node = 1; pairs != NULL && node < nodes; node++) {
        uint32_t wanted = node < each ? node : each;
        size_t before = *count, ends = 2 * before;
        while (*count < before + wanted) {
            /* An end of a random edge: nodes of many edges are met more often. */
            size_t at = ends == 0 ? 0 : random_next(&seed) % ends;
            uint32_t other = ends == 0 ? 0 : at % 2 == 0 ? pairs[at / 2].from : pairs[at / 2].to;
            if (node <= each) /* all of the few before it */
                other = (uint32_t)(*count - before);
            bool known = false;
            for (size_t i = before; i < *count; i++)
                known = known || pairs[i].from == other;
            if (!known)
                pairs[(*count)++] = (struct pair){other, node};
        }
    }
    if (pairs != NULL)
        *count = sort_distinct(pairs, *count);
    return pairs;
}

struct pair *generate_rmat(uint32_t nodes, uint32_t each, uint64_t seed, size_t *count)
{
    size_t wanted = (size_t)nodes * each, made = 0;
    struct pair *pairs = malloc((wanted + 1) * sizeof *pairs);
    while (pairs != NULL && made < wanted) {
        for (size_t i = made; i < wanted;) {
            uint32_t from = 0, to = 0;
            for (uint32_t bit = 1; bit < nodes; bit *= 2) {
                uint32_t quarter = random_below(&seed, 100);
                from = 2 * from + (quarter >= 76);
                to = 2 * to + ((quarter >= 57 && quarter < 76) || quarter >= 95);
            }
            if (from != to && from < nodes && to < nodes)
                pairs[i++] = sorted_pair(from, to);
        }
        made = sort_distinct(pairs, wanted);
    }
    *count = made;
    return pairs;
}
