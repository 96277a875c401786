#include "network/network.h"

#include "base/error.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { longest_name = 512 };

ermine_network *network_new(ermine_error *err)
{
    ermine_network *network = calloc(1, sizeof *network);
    if (network == NULL) {
        error_memory(err);
        return NULL;
    }
    network->arena = arena_new(err);
    network->names = map_new(err);
    if (network->arena == NULL || network->names == NULL) {
        ermine_network_free(network);
        return NULL;
    }
    return network;
}

void ermine_network_free(ermine_network *network)
{
    if (network == NULL)
        return;
    map_free(network->names);
    arena_free(network->arena);
    free(network);
}

size_t ermine_network_node_count(const ermine_network *network)
{
    return network->node_count;
}

const ermine_node *ermine_network_node(const ermine_network *network, size_t index)
{
    return &network->nodes[index];
}

size_t ermine_network_tie_count(const ermine_network *network)
{
    return network->tie_count;
}

const ermine_tie *ermine_network_tie(const ermine_network *network, size_t index)
{
    return &network->ties[index];
}

size_t ermine_network_document_count(const ermine_network *network)
{
    return network->document_count;
}

const size_t *ermine_network_ties_of(const ermine_network *network, size_t node, size_t *count)
{
    *count = network->first_tie[node + 1] - network->first_tie[node];
    return network->tie_list + network->first_tie[node];
}

size_t ermine_network_find(const ermine_network *network, const char *name)
{
    char key[longest_name];
    size_t length = fold_key(name, strlen(name), key, sizeof key);
    uint32_t node = length == 0 ? MAP_NONE : map_get(network->names, key, length);
    return node == MAP_NONE ? ERMINE_NONE : node;
}

size_t ermine_network_find_id(const ermine_network *network, const char *id)
{
    size_t low = 0, high = network->node_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(network->nodes[middle].id, id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ERMINE_NONE;
}

const ermine_tie *ermine_network_find_tie(const ermine_network *network, size_t subject,
                                          const char *relation, size_t object)
{
    size_t count;
    const size_t *ties = ermine_network_ties_of(network, subject, &count);
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = &network->ties[ties[i]];
        bool forward = tie->subject == subject && tie->object == object;
        bool back = tie->symmetric && tie->subject == object && tie->object == subject;
        if ((forward || back) && strcmp(tie->relation, relation) == 0)
            return tie;
    }
    return NULL;
}

/* The name leads to the node unless it leads to one with more mentions already. */
static bool add_name(ermine_network *network, const char *name, size_t node, ermine_error *err)
{
    char key[longest_name];
    size_t length = name == NULL ? 0 : fold_key(name, strlen(name), key, sizeof key);
    if (length == 0)
        return true;
    uint32_t holder = map_get(network->names, key, length);
    if (holder != MAP_NONE && network->nodes[holder].mentions >= network->nodes[node].mentions)
        return true;
    return map_put(network->names, key, length, (uint32_t)node, err);
}

static bool index_names(ermine_network *network, ermine_error *err)
{
    for (size_t i = 0; i < network->node_count; i++) {
        const ermine_node *node = &network->nodes[i];
        if (!add_name(network, node->label, i, err))
            return false;
        for (const char *const *alias = node->aliases; *alias != NULL; alias++)
            if (!add_name(network, *alias, i, err))
                return false;
    }
    /* An id is unique, so it beats another node's alias. */
    for (size_t i = 0; i < network->node_count; i++) {
        char key[longest_name];
        const char *id = network->nodes[i].id;
        size_t length = fold_key(id, strlen(id), key, sizeof key);
        if (length > 0 && !map_put(network->names, key, length, (uint32_t)i, err))
            return false;
    }
    return true;
}

static bool index_ties(ermine_network *network, ermine_error *err)
{
    size_t nodes = network->node_count;
    network->first_tie = ARENA_NEW(network->arena, size_t, nodes + 1, err);
    network->tie_list = ARENA_NEW(network->arena, size_t, 2 * network->tie_count, err);
    if (network->first_tie == NULL || network->tie_list == NULL)
        return false;
    size_t *next = calloc(nodes + 1, sizeof *next);
    if (next == NULL)
        return error_memory(err);
    for (size_t i = 0; i < network->tie_count; i++) {
        network->first_tie[network->ties[i].subject + 1]++;
        network->first_tie[network->ties[i].object + 1]++;
    }
    for (size_t i = 0; i < nodes; i++) {
        network->first_tie[i + 1] += network->first_tie[i];
        next[i] = network->first_tie[i];
    }
    for (size_t i = 0; i < network->tie_count; i++) {
        network->tie_list[next[network->ties[i].subject]++] = i;
        network->tie_list[next[network->ties[i].object]++] = i;
    }
    free(next);
    return true;
}

bool network_index(ermine_network *network, ermine_error *err)
{
    if (network->node_count >= MAP_NONE)
        return error_set(err, ERMINE_ELIMIT, "more than 4,294,967,294 entities in one network");
    return index_ties(network, err) && index_names(network, err);
}
