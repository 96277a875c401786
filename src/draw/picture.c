#include "draw/picture.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "facts/amount.h"
#include "knowledge/knowledge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double smallest_radius = 5, largest_radius = 27;
static const double smallest_font = 10, largest_font = 19;
static const double widest_line = 10; /* font sizes */
static const double gap = 2;          /* between shape and label */
enum { few_ties = 70 };               /* that many can have their relation written beside them */

const char *const *ermine_map_layouts(void)
{
    static const char *const names[] = {
        [LAYOUT_FORCE] = "force",       [LAYOUT_FLOW] = "flow",
        [LAYOUT_CIRCULAR] = "circular", [LAYOUT_COLUMNS] = "columns",
        [LAYOUT_TIMELINE] = "timeline", NULL};
    return names;
}

const char *const *ermine_map_themes(void)
{
    static const char *const names[] = {"light", "dark", NULL};
    return names;
}

/* Area grows with influence, so that sizes compare as the numbers do. */
static bool measure_nodes(struct picture *picture, ermine_error *err)
{
    size_t count = ermine_network_node_count(picture->network), bold = 3 + count / 14;
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
        size_t above = 0;
        for (size_t k = 0; k < count; k++)
            above += picture->nodes[k].rank < node->rank;
        node->radius = fmax(smallest_radius, largest_radius * share);
        node->font = smallest_font + (largest_font - smallest_font) * share * share;
        if (!label_wrap(picture_name(picture, i), widest_line, above < bold || node->focus,
                        picture->arena, &node->label, err))
            return false;
        node->width = fmax(2 * picture_reach(node), node->label.width * node->font);
        node->height =
            2 * picture_reach(node) + gap + (double)node->label.count * node->font * PICTURE_LINE;
    }
    return true;
}

/* Money counts by its logarithm, and a tie without it by how many documents speak of it. */
static double width_of(const ermine_tie *tie)
{
    double money = tie->amount_usd > 1e6 ? 0.55 * log10(tie->amount_usd / 1e6) : 0;
    double sources = 0.7 * log2((double)tie->sources + 1) - 0.7;
    return fmin(0.9 + fmax(money, sources), 5);
}

/* Ties that join the same two nodes, whichever way, and which of them this is. */
static void place_in_bundle(const struct picture *picture, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    struct picture_tie *drawn = &picture->ties[index];
    size_t near;
    const size_t *ties = ermine_network_ties_of(picture->network, tie->subject, &near);
    for (size_t i = 0; i < near; i++) {
        const ermine_tie *other = ermine_network_tie(picture->network, ties[i]);
        if ((other->subject == tie->subject && other->object == tie->object) ||
            (other->subject == tie->object && other->object == tie->subject)) {
            drawn->place += ties[i] < index;
            drawn->count++;
        }
    }
}

/* "invests in $10bn", or the sum alone where there are too many ties to name. */
static bool write_tie_text(struct picture *picture, size_t index, bool named, ermine_error *err)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(picture->known, tie->relation);
    char amount[64], text[200];
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, amount, sizeof amount);
    const char *name = named && type != NULL ? picture_relation_name(picture, type) : "";
    if (*name == '\0' && *amount == '\0')
        return true;
    snprintf(text, sizeof text, "%.100s%s%s", name, *name == '\0' || *amount == '\0' ? "" : " ",
             amount);
    struct picture_tie *drawn = &picture->ties[index];
    drawn->text = arena_string(picture->arena, text, err);
    drawn->text_width = label_width(text, strlen(text), false) * PICTURE_TIE_FONT;
    return drawn->text != NULL;
}

static bool measure_ties(struct picture *picture, ermine_error *err)
{
    size_t count = ermine_network_tie_count(picture->network);
    bool named = count <= few_ties && picture->layout != LAYOUT_TIMELINE;
    picture->ties_named = named;
    /* Names of ties need their own length, and where there are many, room beside each other. */
    bool crowded = count > ermine_network_node_count(picture->network);
    picture->tie_length = named ? (crowded ? 230 : 165) : count < 3 * few_ties ? 85 : 50;
    for (size_t i = 0; i < count; i++) {
        picture->ties[i].width = width_of(ermine_network_tie(picture->network, i));
        place_in_bundle(picture, i);
        if (!write_tie_text(picture, i, named, err))
            return false;
    }
    return true;
}

static bool find_groups(struct picture *picture, ermine_error *err)
{
    size_t count = ermine_network_node_count(picture->network);
    for (size_t i = 0; i < count; i++)
        picture->nodes[i].community = ERMINE_NONE;
    if (!picture->options.hulls && picture->layout != LAYOUT_CIRCULAR)
        return true;
    double modularity;
    size_t *groups =
        ermine_network_communities(picture->network, &picture->group_count, &modularity, err);
    for (size_t i = 0; groups != NULL && i < count; i++)
        picture->nodes[i].community = groups[i];
    free(groups);
    return groups != NULL;
}

static bool is_over(const ermine_tie *tie)
{
    return tie->status == ERMINE_ENDED || tie->status == ERMINE_DENIED;
}

/* What a tie of the picture was and is; a tie that has ended since is gone. */
static void compare_tie(struct picture *picture, const ermine_network *after, size_t index)
{
    const ermine_network *before = picture->options.before;
    const ermine_tie *tie = ermine_network_tie(picture->network, index), *sides[2];
    const ermine_network *const networks[2] = {before, after};
    struct picture_tie *drawn = &picture->ties[index];
    for (int i = 0; i < 2; i++) {
        size_t subject = ermine_network_find_id(
            networks[i], ermine_network_node(picture->network, tie->subject)->id);
        size_t object = ermine_network_find_id(
            networks[i], ermine_network_node(picture->network, tie->object)->id);
        sides[i] = subject == ERMINE_NONE || object == ERMINE_NONE
                       ? NULL
                       : ermine_network_find_tie(networks[i], subject, tie->relation, object);
    }
    if (sides[0] == NULL)
        drawn->change = CHANGE_APPEARED;
    else if (sides[1] == NULL || (is_over(sides[1]) && !is_over(sides[0])))
        drawn->change = CHANGE_GONE;
    else if (sides[0]->status != sides[1]->status || sides[0]->amount != sides[1]->amount)
        drawn->change = CHANGE_CHANGED;
    drawn->before = drawn->change == CHANGE_CHANGED ? sides[0] : NULL;
}

static void compare(struct picture *picture, const ermine_network *after)
{
    if (picture->options.before == NULL)
        return;
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        compare_tie(picture, after, i);
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        const char *id = ermine_network_node(picture->network, i)->id;
        if (ermine_network_find_id(picture->options.before, id) == ERMINE_NONE)
            picture->nodes[i].change = CHANGE_APPEARED;
        else if (ermine_network_find_id(after, id) == ERMINE_NONE)
            picture->nodes[i].change = CHANGE_GONE;
    }
}

static void find_intervals(struct picture *picture, const ermine_network *network)
{
    const ermine_interval *intervals = picture->options.intervals;
    if (intervals == NULL || picture->options.before != NULL)
        return;
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        size_t node = ermine_network_find_id(network, ermine_network_node(picture->network, i)->id);
        picture->nodes[i].rank_low = intervals[node].low;
        picture->nodes[i].rank_high = intervals[node].high;
    }
}

static bool find_style(struct picture *picture, ermine_error *err)
{
    const char *layout = picture->options.layout;
    const char *const *names = ermine_map_layouts();
    for (size_t i = 1; layout != NULL && names[i] != NULL; i++)
        if (strcmp(names[i], layout) == 0)
            picture->layout = (enum layout)i;
    if (layout != NULL && strcmp(names[picture->layout], layout) != 0)
        return error_set(err, ERMINE_ENOTFOUND, "no layout \"%s\"", layout);
    picture->theme = theme_find(picture->options.theme);
    return picture->theme != NULL ||
           error_set(err, ERMINE_ENOTFOUND, "no theme \"%s\"", picture->options.theme);
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
    if (picture->arena == NULL || !find_style(picture, err))
        return false;
    ermine_network *both = NULL;
    if (picture->options.before != NULL) {
        both = ermine_network_union(picture->options.before, network, err);
        if (both == NULL)
            return false;
    }
    bool ok = picture_choose(picture, both == NULL ? network : both, err) &&
              find_groups(picture, err) && measure_nodes(picture, err) &&
              measure_ties(picture, err);
    if (ok) {
        compare(picture, network);
        find_intervals(picture, network);
    }
    ermine_network_free(both);
    return ok;
}

void picture_close(struct picture *picture)
{
    free(picture->marks);
    free(picture->influence);
    ermine_network_free(picture->network);
    arena_free(picture->arena);
}

double picture_reach(const struct picture_node *node)
{
    return node->radius + (node->focus ? PICTURE_RING + 1 : 0);
}

struct box picture_shape_box(const struct picture_node *node)
{
    return box_around(node->x, node->y, 2 * picture_reach(node), 2 * picture_reach(node));
}

struct box picture_label_box(const struct picture_node *node, enum side side)
{
    double width = node->label.width * node->font;
    double height = (double)node->label.count * node->font * PICTURE_LINE;
    double reach = picture_reach(node) + gap;
    double across = reach + width / 2, along = reach + height / 2;
    switch (side) {
    case SIDE_ABOVE:
        return box_around(node->x, node->y - along, width, height);
    case SIDE_RIGHT:
        return box_around(node->x + across + gap, node->y, width, height);
    case SIDE_LEFT:
        return box_around(node->x - across - gap, node->y, width, height);
    case SIDE_OUTWARD: {
        struct point corners[4];
        struct box box = box_none;
        picture_label_corners(node, corners);
        for (int i = 0; i < 4; i++)
            box_add(&box, &(struct box){corners[i].x, corners[i].y, corners[i].x, corners[i].y});
        return box;
    }
    default:
        return box_around(node->x, node->y + along, width, height);
    }
}

void picture_label_corners(const struct picture_node *node, struct point corners[4])
{
    double width = node->label.width * node->font;
    double height = (double)node->label.count * node->font * PICTURE_LINE;
    double angle = node->turn * M_PI / 180, from = picture_reach(node) + 2 * gap;
    /* A label that would read upside down is turned around, and ends at the shape. */
    bool back = cos(angle) < 0;
    for (int i = 0; i < 4; i++) {
        double along = i == 0 || i == 3 ? from : from + width;
        double across = i < 2 ? -height / 2 : height / 2;
        if (back)
            across = -across;
        corners[i] = (struct point){node->x + along * cos(angle) - across * sin(angle),
                                    node->y + along * sin(angle) + across * cos(angle)};
    }
}

bool picture_in_focus(const struct picture *picture, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    return picture->options.ego != NULL &&
           (picture->nodes[tie->subject].focus || picture->nodes[tie->object].focus);
}

bool picture_add_mark(struct picture *picture, struct picture_mark mark, ermine_error *err)
{
    return ARRAY_PUSH(&picture->marks, &picture->mark_count, &picture->mark_capacity, mark, err);
}

const char *picture_pick(const struct picture *picture, const char *en, const char *ru,
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
                           : picture_pick(picture, node->name_en, node->name_ru, node->name_zh);
    return name == NULL ? node->label : name;
}

const char *picture_phrase(const struct picture *picture, const char *key)
{
    return schema_phrase(&picture->known->schema, key, picture->options.language);
}

const char *picture_relation_name(const struct picture *picture, const ermine_relation_type *type)
{
    return picture_pick(picture, type->label_en, type->label_ru, type->label_zh);
}

const char *picture_type_name(const struct picture *picture, const ermine_type *type)
{
    return picture_pick(picture, type->label_en, type->label_ru, type->label_zh);
}

/* What stands for the `{1}` or `{1|one|more}` at `at`; returns how long that is in the phrase, 0 when it is neither. */
static size_t find_filling(const char *at, const char *const values[3], const char **text,
                           size_t *length)
{
    if (at[0] != '{' || at[1] < '1' || at[1] > '3' || (at[2] != '}' && at[2] != '|'))
        return 0;
    const char *value = values[at[1] - '1'] == NULL ? "" : values[at[1] - '1'];
    *text = value;
    *length = strlen(value);
    if (at[2] == '}')
        return 3;
    const char *one = at + 3, *bar = strchr(one, '|'), *end = strchr(one, '}');
    if (bar == NULL || end == NULL || bar > end)
        return 0;
    bool single = strcmp(value, "1") == 0;
    *text = single ? one : bar + 1;
    *length = (size_t)(single ? bar - one : end - bar - 1);
    return (size_t)(end + 1 - at);
}

void picture_fill(const char *phrase, const char *const values[3], char *out, size_t size)
{
    size_t written = 0;
    while (*phrase != '\0' && written + 1 < size) {
        const char *text;
        size_t length, room = size - 1 - written,
                       placeholder = find_filling(phrase, values, &text, &length);
        if (placeholder > 0) {
            if (length > room)
                length = utf8_floor(text, room);
            memcpy(out + written, text, length);
            written += length;
            phrase += placeholder;
        } else {
            out[written++] = *phrase++;
        }
    }
    while (written > 0 && ((unsigned char)*phrase & 0xC0) == 0x80) { /* cut within a character */
        phrase--;
        written--;
    }
    out[written] = '\0';
}

int picture_money(const struct picture *picture, const ermine_tie *tie)
{
    size_t relation = schema_relation(&picture->known->schema, tie->relation);
    return relation == ERMINE_NONE ? 0 : picture->known->schema.ends[relation].money;
}
