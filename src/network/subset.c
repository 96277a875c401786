/* subset.c - a part of a network as a network of its own. */
#include "base/error.h"
#include "network/network.h"

#include <stdlib.h>
#include <string.h>

static bool copy(struct arena *arena, const char **text, ermine_error *err)
{
    if (*text == NULL)
        return true;
    *text = arena_string(arena, *text, err);
    return *text != NULL;
}

bool network_copy_node(struct arena *arena, ermine_node *node, ermine_error *err)
{
    if (!copy(arena, &node->id, err) || !copy(arena, &node->type, err) ||
        !copy(arena, &node->label, err) || !copy(arena, &node->name_en, err) ||
        !copy(arena, &node->name_ru, err) || !copy(arena, &node->name_zh, err) ||
        !copy(arena, &node->first_seen, err) || !copy(arena, &node->last_seen, err))
        return false;
    size_t count = 0;
    while (node->aliases[count] != NULL)
        count++;
    const char **aliases = ARENA_NEW(arena, const char *, count + 1, err);
    if (aliases == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        aliases[i] = node->aliases[i];
        if (!copy(arena, &aliases[i], err))
            return false;
    }
    node->aliases = aliases;
    return true;
}

static bool copy_evidence(struct arena *arena, ermine_evidence *item, ermine_error *err)
{
    return copy(arena, &item->text, err) && copy(arena, &item->document, err) &&
           copy(arena, &item->source, err) && copy(arena, &item->language, err) &&
           copy(arena, &item->title, err) && copy(arena, &item->date, err) &&
           copy(arena, &item->url, err);
}

bool network_copy_tie(struct arena *arena, ermine_tie *tie, ermine_error *err)
{
    if (!copy(arena, &tie->relation, err) || !copy(arena, &tie->currency, err) ||
        !copy(arena, &tie->role, err) || !copy(arena, &tie->date, err) ||
        !copy(arena, &tie->first_seen, err) || !copy(arena, &tie->last_seen, err))
        return false;
    ermine_evidence *evidence = ARENA_NEW(arena, ermine_evidence, tie->evidence_count, err);
    if (evidence == NULL)
        return false;
    for (size_t i = 0; i < tie->evidence_count; i++) {
        evidence[i] = tie->evidence[i];
        if (!copy_evidence(arena, &evidence[i], err))
            return false;
    }
    tie->evidence = evidence;
    return true;
}

static bool tie_kept(const ermine_network *whole, size_t i, const bool *nodes, const bool *ties)
{
    return nodes[whole->ties[i].subject] && nodes[whole->ties[i].object] &&
           (ties == NULL || ties[i]);
}

/* `place` becomes each node's index in the part, or ERMINE_NONE. */
static bool fill(ermine_network *part, const ermine_network *whole, const bool *nodes,
                 const bool *ties, size_t *place, ermine_error *err)
{
    for (size_t i = 0; i < whole->node_count; i++)
        place[i] = nodes[i] ? part->node_count++ : ERMINE_NONE;
    for (size_t i = 0; i < whole->tie_count; i++)
        part->tie_count += tie_kept(whole, i, nodes, ties);
    part->nodes = ARENA_NEW(part->arena, ermine_node, part->node_count, err);
    part->ties = ARENA_NEW(part->arena, ermine_tie, part->tie_count, err);
    if (part->nodes == NULL || part->ties == NULL)
        return false;
    for (size_t i = 0; i < whole->node_count; i++) {
        if (!nodes[i])
            continue;
        part->nodes[place[i]] = whole->nodes[i];
        if (!network_copy_node(part->arena, &part->nodes[place[i]], err))
            return false;
    }
    ermine_tie *next = part->ties;
    for (size_t i = 0; i < whole->tie_count; i++) {
        const ermine_tie *tie = &whole->ties[i];
        if (!tie_kept(whole, i, nodes, ties))
            continue;
        *next = *tie;
        next->subject = place[tie->subject];
        next->object = place[tie->object];
        if (!network_copy_tie(part->arena, next++, err))
            return false;
    }
    return true;
}

ermine_network *ermine_network_part(const ermine_network *network, const bool *nodes,
                                    const bool *ties, ermine_error *err)
{
    size_t *place = malloc((network->node_count + 1) * sizeof *place);
    if (place == NULL) {
        error_memory(err);
        return NULL;
    }
    ermine_network *part = network_new(err);
    bool ok =
        part != NULL && fill(part, network, nodes, ties, place, err) && network_index(part, err);
    free(place);
    if (!ok) {
        ermine_network_free(part);
        return NULL;
    }
    part->document_count = network->document_count;
    return part;
}

ermine_network *ermine_network_subset(const ermine_network *network, const bool *keep,
                                      ermine_error *err)
{
    return ermine_network_part(network, keep, NULL, err);
}
