/* union.c - two networks as one. */
#include "base/error.h"
#include "network/network.h"

#include <stdlib.h>
#include <string.h>

/* The nodes of both in order of id; place_a and place_b become their indexes. */
static bool join_nodes(ermine_network *whole, const ermine_network *a, const ermine_network *b,
                       size_t *place_a, size_t *place_b, ermine_error *err)
{
    whole->nodes = ARENA_NEW(whole->arena, ermine_node, a->node_count + b->node_count, err);
    if (whole->nodes == NULL)
        return false;
    for (size_t i = 0, k = 0; i < a->node_count || k < b->node_count;) {
        int order = i == a->node_count   ? 1
                    : k == b->node_count ? -1
                                         : strcmp(a->nodes[i].id, b->nodes[k].id);
        ermine_node *node = &whole->nodes[whole->node_count];
        *node = order < 0 ? a->nodes[i] : b->nodes[k];
        if (order <= 0)
            place_a[i++] = whole->node_count;
        if (order >= 0)
            place_b[k++] = whole->node_count;
        whole->node_count++;
        if (!network_copy_node(whole->arena, node, err))
            return false;
    }
    return true;
}

static bool add_tie(ermine_network *whole, const ermine_tie *tie, const size_t *place,
                    ermine_error *err)
{
    ermine_tie *copy = &whole->ties[whole->tie_count++];
    *copy = *tie;
    copy->subject = place[tie->subject];
    copy->object = place[tie->object];
    return network_copy_tie(whole->arena, copy, err);
}

static int compare_ties(const void *left, const void *right)
{
    const ermine_tie *x = left, *y = right;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    if (x->object != y->object)
        return x->object < y->object ? -1 : 1;
    return strcmp(x->relation, y->relation);
}

static bool in_both(const ermine_network *a, const ermine_tie *tie, const ermine_network *b)
{
    size_t subject = ermine_network_find_id(b, a->nodes[tie->subject].id);
    size_t object = ermine_network_find_id(b, a->nodes[tie->object].id);
    return subject != ERMINE_NONE && object != ERMINE_NONE &&
           ermine_network_find_tie(b, subject, tie->relation, object) != NULL;
}

static bool join_ties(ermine_network *whole, const ermine_network *a, const ermine_network *b,
                      const size_t *place_a, const size_t *place_b, ermine_error *err)
{
    whole->ties = ARENA_NEW(whole->arena, ermine_tie, a->tie_count + b->tie_count, err);
    if (whole->ties == NULL)
        return false;
    for (size_t i = 0; i < a->tie_count; i++)
        if (!in_both(a, &a->ties[i], b) && !add_tie(whole, &a->ties[i], place_a, err))
            return false;
    for (size_t i = 0; i < b->tie_count; i++)
        if (!add_tie(whole, &b->ties[i], place_b, err))
            return false;
    if (whole->tie_count > 0)
        qsort(whole->ties, whole->tie_count, sizeof *whole->ties, compare_ties);
    return true;
}

ermine_network *ermine_network_union(const ermine_network *earlier, const ermine_network *later,
                                     ermine_error *err)
{
    size_t *place_a = calloc(earlier->node_count + 1, sizeof *place_a);
    size_t *place_b = calloc(later->node_count + 1, sizeof *place_b);
    ermine_network *whole = network_new(err);
    bool ok = whole != NULL && ((place_a != NULL && place_b != NULL) || error_memory(err)) &&
              join_nodes(whole, earlier, later, place_a, place_b, err) &&
              join_ties(whole, earlier, later, place_a, place_b, err) && network_index(whole, err);
    free(place_a);
    free(place_b);
    if (!ok) {
        ermine_network_free(whole);
        return NULL;
    }
    whole->document_count = later->document_count;
    return whole;
}
