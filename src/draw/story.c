#include "draw/story.h"

#include "base/error.h"
#include "base/json.h"
#include "knowledge/load.h"

#include <stdio.h>
#include <string.h>

enum { place_size = 300, member_size = place_size + 40, end_size = member_size + 40 };

/* Where the reading is, for messages: "file: steps[2].nodes[0]". */
struct reading {
    const ermine_network *network;
    struct arena *arena;
    const char *path;
    ermine_error *err;
};

/* A misspelt member would be passed over in silence. */
static bool only_members(const json_t *object, const char *const *members, const char *place,
                         ermine_error *err)
{
    if (!json_is_object(object))
        return error_set(err, ERMINE_EINPUT, "%s: must be an object", place);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value)
    {
        size_t i = 0;
        while (members[i] != NULL && strcmp(members[i], key) != 0)
            i++;
        if (members[i] == NULL)
            return error_set(err, ERMINE_EINPUT,
                             "%s: no member \"%.60s\" is known; man ermine lists those of a story",
                             place, key);
    }
    return true;
}

/* A node the map shows, by any of its names; ERMINE_NONE with the error set. */
static size_t find_node(const struct reading *reading, const char *name, const char *place)
{
    size_t node =
        name == NULL || *name == '\0' ? ERMINE_NONE : ermine_network_find(reading->network, name);
    if (name == NULL || *name == '\0')
        error_set(reading->err, ERMINE_EINPUT, "%s: must be the name of an entity", place);
    else if (node == ERMINE_NONE)
        error_set(reading->err, ERMINE_EINPUT,
                  "%s: the map shows no entity called \"%.80s\"; mend the name, or draw more with "
                  "--top",
                  place, name);
    return node;
}

static bool list_of(const json_t *step, const char *key, const char *place,
                    const struct reading *reading, const json_t **list)
{
    *list = json_object_get(step, key);
    return *list == NULL || json_is_array(*list) ||
           error_set(reading->err, ERMINE_EINPUT, "%s.%s: must be a list", place, key);
}

static bool read_nodes(const json_t *object, const char *place, const struct reading *reading,
                       struct story_step *step)
{
    const json_t *list, *item;
    if (!list_of(object, "nodes", place, reading, &list))
        return false;
    step->nodes = ARENA_NEW(reading->arena, size_t, json_array_size(list), reading->err);
    if (step->nodes == NULL)
        return false;
    size_t i;
    json_array_foreach(list, i, item)
    {
        char here[member_size];
        snprintf(here, sizeof here, "%s.nodes[%zu]", place, i);
        step->nodes[i] = find_node(reading, json_string_value(item), here);
        if (step->nodes[i] == ERMINE_NONE)
            return false;
    }
    step->node_count = json_array_size(list);
    return true;
}

static bool fits(const ermine_tie *tie, size_t subject, const char *relation, size_t object)
{
    if (relation != NULL && strcmp(relation, tie->relation) != 0)
        return false;
    return (tie->subject == subject && tie->object == object) ||
           ((relation == NULL || tie->symmetric) && tie->subject == object &&
            tie->object == subject);
}

/* The ties an item names, counted, and written to `out` unless it is NULL. */
static size_t collect(const ermine_network *network, size_t subject, const char *relation,
                      size_t object, size_t *out)
{
    size_t count, found = 0;
    const size_t *ties = ermine_network_ties_of(network, subject, &count);
    for (size_t i = 0; i < count; i++) {
        if (!fits(ermine_network_tie(network, ties[i]), subject, relation, object))
            continue;
        if (out != NULL)
            out[found] = ties[i];
        found++;
    }
    return found;
}

struct named_tie {
    size_t subject, object;
    const char *relation;
};

static bool read_tie(const json_t *item, const char *place, const struct reading *reading,
                     struct named_tie *tie, size_t *found)
{
    static const char *const members[] = {"subject", "relation", "object", NULL};
    const char *subject = json_member(item, "subject"), *object = json_member(item, "object");
    char here[end_size];
    if (!only_members(item, members, place, reading->err) ||
        !load_string(item, "relation", true, place, reading->arena, &tie->relation, reading->err))
        return false;
    snprintf(here, sizeof here, "%s.subject", place);
    tie->subject = find_node(reading, subject, here);
    if (tie->subject == ERMINE_NONE)
        return false;
    snprintf(here, sizeof here, "%s.object", place);
    tie->object = find_node(reading, object, here);
    if (tie->object == ERMINE_NONE)
        return false;
    *found = collect(reading->network, tie->subject, tie->relation, tie->object, NULL);
    return *found > 0 ||
           error_set(reading->err, ERMINE_EINPUT,
                     "%s: the map shows no tie%s%.40s from \"%.60s\" to \"%.60s\"; `ermine show` "
                     "lists those there are",
                     place, tie->relation == NULL ? "" : " ",
                     tie->relation == NULL ? "" : tie->relation, subject, object);
}

static bool read_ties(const json_t *object, const char *place, const struct reading *reading,
                      struct story_step *step)
{
    const json_t *list, *item;
    if (!list_of(object, "ties", place, reading, &list))
        return false;
    size_t count = json_array_size(list), total = 0, i;
    struct named_tie *named = ARENA_NEW(reading->arena, struct named_tie, count, reading->err);
    if (named == NULL)
        return false;
    json_array_foreach(list, i, item)
    {
        char here[member_size];
        size_t found;
        snprintf(here, sizeof here, "%s.ties[%zu]", place, i);
        if (!read_tie(item, here, reading, &named[i], &found))
            return false;
        total += found;
    }
    step->ties = ARENA_NEW(reading->arena, size_t, total, reading->err);
    if (step->ties == NULL)
        return false;
    for (i = 0; i < count; i++)
        step->tie_count += collect(reading->network, named[i].subject, named[i].relation,
                                   named[i].object, step->ties + step->tie_count);
    return true;
}

static bool read_step(const json_t *object, const char *place, const struct reading *reading,
                      struct story_step *step)
{
    static const char *const members[] = {"title", "text", "nodes", "ties", NULL};
    return only_members(object, members, place, reading->err) &&
           load_string(object, "title", false, place, reading->arena, &step->title, reading->err) &&
           load_string(object, "text", false, place, reading->arena, &step->text, reading->err) &&
           read_nodes(object, place, reading, step) && read_ties(object, place, reading, step);
}

static bool read_story(const json_t *root, const struct reading *reading, struct story *story)
{
    static const char *const members[] = {"$schema", "title", "steps", NULL};
    const json_t *steps = json_object_get(root, "steps"), *item;
    if (!only_members(root, members, reading->path, reading->err) ||
        !load_string(root, "title", true, reading->path, reading->arena, &story->title,
                     reading->err))
        return false;
    story->count = json_array_size(steps);
    if (story->count == 0)
        return error_set(reading->err, ERMINE_EINPUT,
                         "%s: \"steps\" must be a list of at least one step", reading->path);
    story->steps = ARENA_NEW(reading->arena, struct story_step, story->count, reading->err);
    if (story->steps == NULL)
        return false;
    size_t i;
    json_array_foreach(steps, i, item)
    {
        char place[place_size];
        snprintf(place, sizeof place, "%.200s: steps[%zu]", reading->path, i);
        if (!read_step(item, place, reading, &story->steps[i]))
            return false;
    }
    return true;
}

bool story_read(struct story *story, const char *path, const ermine_network *network,
                struct arena *arena, ermine_error *err)
{
    *story = (struct story){0};
    json_t *root = load_json(path, err);
    struct reading reading = {network, arena, path, err};
    bool ok = root != NULL && read_story(root, &reading, story);
    json_decref(root);
    return ok;
}
