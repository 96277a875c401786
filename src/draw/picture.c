#include "draw/picture.h"

#include "base/error.h"
#include "knowledge/knowledge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { readable = 120 }; /* nodes a reader can take in at the size of a page */

static const double smallest_radius = 7, largest_radius = 30;
static const double smallest_font = 10, largest_font = 17;
static const double widest_line = 11; /* font sizes */
static const double padding = 4;

/* Marks the most influential nodes that are tied. */
static bool choose(const struct picture *picture, const ermine_network *network,
                   const size_t *order, bool *keep, size_t *left_out, ermine_error *err)
{
    size_t count = ermine_network_node_count(network), kept = 0;
    size_t most = picture->options.top > 0 ? picture->options.top : readable;
    *left_out = 0;
    for (size_t i = 0; i < count; i++) {
        size_t ties;
        ermine_network_ties_of(network, order[i], &ties);
        if (ties == 0)
            continue;
        keep[order[i]] = kept < most;
        *left_out += kept >= most;
        kept++;
    }
    return kept > 0 || error_set(err, ERMINE_ENOTFOUND, "nothing to draw: no entity has a tie");
}

/* Nodes that lost all their ties to the choice go too. */
static void drop_lonely(const ermine_network *network, bool *keep, size_t *left_out)
{
    for (size_t i = 0; i < ermine_network_node_count(network); i++) {
        size_t count, near = 0;
        const size_t *ties = ermine_network_ties_of(network, i, &count);
        for (size_t k = 0; k < count; k++) {
            const ermine_tie *tie = ermine_network_tie(network, ties[k]);
            near += keep[tie->subject == i ? tie->object : tie->subject];
        }
        if (keep[i] && near == 0) {
            keep[i] = false;
            (*left_out)++;
        }
    }
}

static bool select_part(struct picture *picture, const ermine_network *network, ermine_error *err)
{
    size_t count = ermine_network_node_count(network), shown = 0;
    const char *by = picture->options.by == NULL ? "pagerank" : picture->options.by;
    bool *keep = calloc(count + 1, sizeof *keep);
    ermine_influence *influence = ermine_network_influence(network, err);
    size_t *order = influence == NULL ? NULL : ermine_influence_order(influence, count, by, err);
    bool ok = keep != NULL || error_memory(err);
    ok = ok && order != NULL && choose(picture, network, order, keep, &picture->left_out, err);
    if (ok) {
        drop_lonely(network, keep, &picture->left_out);
        picture->network = ermine_network_subset(network, keep, err);
        picture->influence = calloc(count + 1, sizeof *picture->influence);
        picture->nodes = ARENA_NEW(picture->arena, struct picture_node, count, err);
        ok = picture->network != NULL && picture->nodes != NULL &&
             (picture->influence != NULL || error_memory(err));
    }
    for (size_t i = 0; ok && i < count; i++)
        if (keep[i])
            picture->influence[shown++] = influence[i];
    for (size_t rank = 0; ok && rank < count; rank++) {
        if (!keep[order[rank]])
            continue;
        const char *id = ermine_network_node(network, order[rank])->id;
        picture->nodes[ermine_network_find(picture->network, id)].rank = rank + 1;
    }
    free(order);
    free(influence);
    free(keep);
    return ok;
}

/* Area grows with influence, so that sizes compare as the numbers do. */
static bool measure_nodes(struct picture *picture, ermine_error *err)
{
    size_t count = ermine_network_node_count(picture->network);
    const char *by = picture->options.by == NULL ? "pagerank" : picture->options.by;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        double value = 0;
        ermine_influence_value(&picture->influence[i], by, &value);
        most = fmax(most, value);
    }
    for (size_t i = 0; i < count; i++) {
        struct picture_node *node = &picture->nodes[i];
        double value = 0;
        ermine_influence_value(&picture->influence[i], by, &value);
        double share = most > 0 ? sqrt(value / most) : 0;
        node->radius = fmax(smallest_radius, largest_radius * share);
        node->font = smallest_font + (largest_font - smallest_font) * share * share;
        if (!label_wrap(picture_name(picture, i), widest_line, picture->arena, &node->label, err))
            return false;
        node->width = fmax(2 * node->radius, node->label.width * node->font) + 2 * padding;
        node->height =
            2 * node->radius + (double)node->label.count * node->font * PICTURE_LINE + 2 * padding;
    }
    return true;
}

bool picture_open(struct picture *picture, const ermine_network *network,
                  const ermine_knowledge *known, const ermine_map_options *options,
                  ermine_error *err)
{
    *picture = (struct picture){.known = known};
    if (options != NULL)
        picture->options = *options;
    if (!(picture->options.time_limit > 0))
        picture->options.time_limit = 60;
    if (picture->options.memory_limit == 0)
        picture->options.memory_limit = (size_t)2 << 30;
    picture->arena = arena_new(err);
    return picture->arena != NULL && select_part(picture, network, err) &&
           measure_nodes(picture, err);
}

void picture_close(struct picture *picture)
{
    free(picture->influence);
    ermine_network_free(picture->network);
    arena_free(picture->arena);
}

static const char *pick(const struct picture *picture, const char *en, const char *ru,
                        const char *zh)
{
    const char *language = picture->options.language;
    if (language != NULL && strcmp(language, "zh") == 0)
        return zh;
    return language != NULL && strcmp(language, "ru") == 0 ? ru : en;
}

const char *picture_name(const struct picture *picture, size_t index)
{
    const ermine_node *node = ermine_network_node(picture->network, index);
    const char *name = picture->options.language == NULL
                           ? NULL
                           : pick(picture, node->name_en, node->name_ru, node->name_zh);
    return name == NULL ? node->label : name;
}

const char *picture_phrase(const struct picture *picture, const char *key)
{
    return schema_phrase(&picture->known->schema, key, picture->options.language);
}

const char *picture_relation_name(const struct picture *picture, const ermine_relation_type *type)
{
    return pick(picture, type->label_en, type->label_ru, type->label_zh);
}

const char *picture_type_name(const struct picture *picture, const ermine_type *type)
{
    return pick(picture, type->label_en, type->label_ru, type->label_zh);
}

void picture_fill(const char *phrase, const size_t numbers[3], char *out, size_t size)
{
    size_t written = 0;
    while (*phrase != '\0' && written + 24 < size) {
        if (phrase[0] == '{' && phrase[1] >= '1' && phrase[1] <= '3' && phrase[2] == '}') {
            written +=
                (size_t)snprintf(out + written, size - written, "%zu", numbers[phrase[1] - '1']);
            phrase += 3;
        } else {
            out[written++] = *phrase++;
        }
    }
    out[written] = '\0';
}
