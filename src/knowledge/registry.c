#include "knowledge/registry.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"
#include "knowledge/load.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { shortest_joined = 6, longest_variant = 200 };

struct loading {
    struct registry *registry;
    const struct inflection *inflection;
    struct lexicon *lexicon;
    struct arena *arena;
    const char *place;
};

bool registry_init(struct registry *registry, ermine_error *err)
{
    registry->ids = map_new(err);
    return registry->ids != NULL;
}

void registry_free(struct registry *registry)
{
    free(registry->entities);
    free(registry->names);
    map_free(registry->ids);
}

static bool index_name(const struct loading *l, const char *text, size_t length, uint32_t payload,
                       ermine_error *err)
{
    ermine_error why = {0};
    if (lexicon_add(l->lexicon, text, length, l->inflection, payload, &why))
        return true;
    return error_set(err, why.code, "%s: \"%s\": %s", l->place, text, why.message);
}

/* "Rain AI" is also met as "RainAI", "OpenAI" as "Open AI": Latin names are indexed without their spaces
 * and with a space where a capital follows a small letter. */
static bool index_variants(const struct loading *l, const char *text, uint32_t payload,
                           ermine_error *err)
{
    char joined[longest_variant], spaced[longest_variant];
    size_t length = strlen(text), j = 0, s = 0;
    if (length * 2 >= longest_variant)
        return true;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if ((unsigned char)c >= 0x80 || c == '.' || c == '\'' || c == '&')
            return true;
        if (i > 0 && c >= 'A' && c <= 'Z' && text[i - 1] >= 'a' && text[i - 1] <= 'z')
            spaced[s++] = ' ';
        spaced[s++] = c;
        if (c != ' ' && c != '-')
            joined[j++] = c;
    }
    if (j < length && j >= shortest_joined && !index_name(l, joined, j, payload, err))
        return false;
    return s == length || j < shortest_joined - 1 || index_name(l, spaced, s, payload, err);
}

static bool contains(const char *const *list, const char *text)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

static bool add_name(const struct loading *l, const char *text, uint8_t flags,
                     const char *const *common, ermine_error *err)
{
    struct registry *registry = l->registry;
    struct known_name name = {text, (uint32_t)registry->count, flags};
    if (contains(common, text))
        name.flags |= NAME_COMMON;
    uint32_t payload = (uint32_t)registry->name_count;
    if (!ARRAY_PUSH(&registry->names, &registry->name_count, &registry->name_capacity, name, err) ||
        !index_name(l, text, strlen(text), payload, err))
        return false;
    return (flags & (NAME_ABBREVIATION | NAME_ADJECTIVE)) || index_variants(l, text, payload, err);
}

static bool add_names(const struct loading *l, const struct known_entity *entity,
                      const json_t *item, ermine_error *err)
{
    const char **common, **abbreviations, **adjectives;
    if (!load_strings(json_object_get(item, "common"), l->place, l->arena, &common, err) ||
        !load_strings(json_object_get(item, "abbreviations"), l->place, l->arena, &abbreviations,
                      err) ||
        !load_strings(json_object_get(item, "adjectives"), l->place, l->arena, &adjectives, err))
        return false;
    for (const char *const *word = adjectives; *word != NULL; word++)
        if (!add_name(l, *word, NAME_ADJECTIVE, common, err))
            return false;
    const char *own[] = {entity->open.en, entity->open.ru, entity->open.zh};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i] != NULL && !add_name(l, own[i], 0, common, err))
            return false;
    for (const char *const *alias = entity->open.aliases; *alias != NULL; alias++) {
        bool abbreviation = contains(abbreviations, *alias);
        if (!add_name(l, *alias, abbreviation ? NAME_ABBREVIATION : 0, common, err))
            return false;
    }
    return true;
}

/* Aliases and abbreviations as one list. */
static bool load_aliases(const struct loading *l, const json_t *item, const char *const **all,
                         ermine_error *err)
{
    const char **aliases, **abbreviations;
    if (!load_strings(json_object_get(item, "aliases"), l->place, l->arena, &aliases, err) ||
        !load_strings(json_object_get(item, "abbreviations"), l->place, l->arena, &abbreviations,
                      err))
        return false;
    size_t a = json_array_size(json_object_get(item, "aliases"));
    size_t b = json_array_size(json_object_get(item, "abbreviations"));
    const char **list = ARENA_NEW(l->arena, const char *, a + b + 1, err);
    if (list == NULL)
        return false;
    memcpy(list, aliases, a * sizeof *list);
    memcpy(list + a, abbreviations, b * sizeof *list);
    *all = list;
    return true;
}

static bool load_posts(const struct loading *l, const json_t *list, struct known_entity *entity,
                       ermine_error *err)
{
    size_t i;
    const json_t *item;
    entity->post_count = json_array_size(list);
    struct known_post *posts = ARENA_NEW(l->arena, struct known_post, entity->post_count, err);
    if (posts == NULL)
        return false;
    json_array_foreach(list, i, item)
    {
        if (!load_string(item, "org", false, l->place, l->arena, &posts[i].organization, err) ||
            !load_string(item, "role", false, l->place, l->arena, &posts[i].role, err))
            return false;
    }
    entity->posts = posts;
    return true;
}

static bool load_entity(const struct loading *l, const json_t *item, const struct schema *schema,
                        ermine_error *err)
{
    struct known_entity entity = {0};
    ermine_known_entity *open = &entity.open;
    const char *gender;
    if (!load_string(item, "id", false, l->place, l->arena, &open->id, err) ||
        !load_string(item, "type", false, l->place, l->arena, &open->type, err) ||
        !load_string(item, "en", false, l->place, l->arena, &open->en, err) ||
        !load_string(item, "ru", true, l->place, l->arena, &open->ru, err) ||
        !load_string(item, "zh", true, l->place, l->arena, &open->zh, err) ||
        !load_string(item, "gender", true, l->place, l->arena, &gender, err) ||
        !load_string(item, "country", true, l->place, l->arena, &entity.country, err) ||
        !load_string(item, "developer", true, l->place, l->arena, &entity.developer, err) ||
        !load_string(item, "parent", true, l->place, l->arena, &entity.parent, err) ||
        !load_aliases(l, item, &open->aliases, err) ||
        !load_posts(l, json_object_get(item, "posts"), &entity, err))
        return false;
    size_t type = schema_type(schema, open->type);
    if (type == ERMINE_NONE)
        return error_set(err, ERMINE_EINPUT, "%s: schema.json has no type \"%s\"", l->place,
                         open->type);
    struct registry *registry = l->registry;
    if (map_get(registry->ids, open->id, strlen(open->id)) != MAP_NONE)
        return error_set(err, ERMINE_EINPUT, "%s: the id \"%s\" is taken; an entity has one entry",
                         l->place, open->id);
    entity.type = (uint8_t)type;
    entity.gender = gender == NULL ? '\0' : *gender;
    entity.medium = json_is_true(json_object_get(item, "medium"));
    if (!map_put(registry->ids, open->id, strlen(open->id), (uint32_t)registry->count, err) ||
        !add_names(l, &entity, item, err))
        return false;
    return ARRAY_PUSH(&registry->entities, &registry->count, &registry->capacity, entity, err);
}

bool registry_load(struct registry *registry, const char *path, const struct schema *schema,
                   const struct inflection *inflection, struct lexicon *lexicon,
                   struct arena *arena, ermine_error *err)
{
    json_t *root = load_json(path, err);
    if (root == NULL)
        return false;
    bool ok = json_is_array(root) ||
              error_set(err, ERMINE_EINPUT, "%s: must be a list of entities", path);
    size_t i;
    const json_t *item;
    json_array_foreach(root, i, item)
    {
        char place[300];
        const char *id = json_member(item, "id");
        snprintf(place, sizeof place, "%s: entry %zu%s%s", path, i + 1, id == NULL ? "" : ", ",
                 id == NULL ? "" : id);
        struct loading loading = {registry, inflection, lexicon, arena, place};
        ok = ok && load_entity(&loading, item, schema, err);
    }
    json_decref(root);
    return ok;
}
