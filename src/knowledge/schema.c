#include "knowledge/schema.h"

#include "ermine/facts.h"

#include "base/error.h"
#include "base/json.h"
#include "knowledge/load.h"

#include <stdio.h>
#include <string.h>

enum { most_types = 32, most_dated = 60 };

static bool load_label(const json_t *item, const char *place, struct arena *arena, const char **en,
                       const char **ru, const char **zh, ermine_error *err)
{
    const json_t *label = json_object_get(item, "label");
    return load_string(label, "en", false, place, arena, en, err) &&
           load_string(label, "ru", false, place, arena, ru, err) &&
           load_string(label, "zh", false, place, arena, zh, err);
}

/* The class of names a type belongs to; the class's usual type is the one that says so, or its first. */
static bool load_class(struct schema *schema, size_t index, const json_t *item, const char *place,
                       ermine_error *err)
{
    static const char *const names[class_count] = {"person", "organization", "place", "other"};
    const char *name = json_member(item, "class");
    for (uint8_t class = 0; class < class_count && name != NULL; class ++) {
        if (strcmp(names[class], name) != 0)
            continue;
        bool first = true;
        for (size_t i = 0; i < index; i++)
            first = first && schema->mention_classes[i] != class;
        schema->mention_classes[index] = class;
        if (first || json_is_true(json_object_get(item, "usual")))
            schema->usual[class] = (uint8_t)index;
        return true;
    }
    return error_set(err, ERMINE_EINPUT,
                     "%s: \"class\" must be person, organization, place or other", place);
}

static bool load_types(struct schema *schema, const json_t *list, const char *path,
                       struct arena *arena, ermine_error *err)
{
    char place[300];
    size_t i, count = json_array_size(list);
    if (count == 0 || count > most_types)
        return error_set(err, ERMINE_EINPUT, "%s: \"types\" must hold 1 to %d types", path,
                         most_types);
    schema->types = ARENA_NEW(arena, ermine_type, count, err);
    schema->mention_classes = ARENA_NEW(arena, uint8_t, count, err);
    if (schema->types == NULL || schema->mention_classes == NULL)
        return false;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        ermine_type *type = &schema->types[i];
        snprintf(place, sizeof place, "%s: types[%zu]", path, i);
        if (!load_string(item, "name", false, place, arena, &type->name, err) ||
            !load_string(item, "color", false, place, arena, &type->color, err) ||
            !load_string(item, "shape", false, place, arena, &type->shape, err) ||
            !load_label(item, place, arena, &type->label_en, &type->label_ru, &type->label_zh,
                        err) ||
            !load_class(schema, i, item, place, err))
            return false;
    }
    schema->type_count = count;
    static const char *const needed[] = {"person",
                                         "company"}; /* of names nothing else is known of */
    for (size_t n = 0; n < sizeof needed / sizeof *needed; n++)
        if (schema_type(schema, needed[n]) == ERMINE_NONE)
            return error_set(err, ERMINE_EINPUT, "%s: \"types\" must hold \"%s\"", path, needed[n]);
    return true;
}

/* The set of types that a list of type and class names stands for. */
static bool load_set(const struct schema *schema, const json_t *classes, const json_t *list,
                     const char *place, uint32_t *set, ermine_error *err)
{
    size_t i;
    const json_t *item;
    *set = 0;
    json_array_foreach(list, i, item)
    {
        const char *name = json_is_string(item) ? json_string_value(item) : "";
        size_t type = schema_type(schema, name);
        const json_t *members = json_object_get(classes, name);
        uint32_t more = 0;
        if (type != ERMINE_NONE)
            more = 1u << type;
        else if (!json_is_array(members))
            return error_set(err, ERMINE_EINPUT, "%s: \"%s\" is neither a type nor a class", place,
                             name);
        else if (members != list && !load_set(schema, NULL, members, place, &more, err))
            return false;
        *set |= more;
    }
    if (*set == 0)
        return error_set(err, ERMINE_EINPUT, "%s: \"subject\" and \"object\" must name types",
                         place);
    return true;
}

/* The statuses words may give a tie besides current and denied; all when there is no list. */
static bool load_statuses(const json_t *list, const char *place, uint32_t *set, ermine_error *err)
{
    size_t i;
    const json_t *item;
    ermine_status status;
    *set = list == NULL ? ~0u : 1u << ERMINE_CURRENT | 1u << ERMINE_DENIED;
    json_array_foreach(list, i, item)
    {
        if (!json_is_string(item) || !ermine_status_parse(json_string_value(item), &status))
            return error_set(err, ERMINE_EINPUT, "%s: statuses[%zu]: no such status", place, i);
        *set |= 1u << status;
    }
    return true;
}

/* Which way money flows along a tie of the relation. */
static bool load_money(const json_t *item, const char *place, int8_t *money, ermine_error *err)
{
    const char *way = json_member(item, "money");
    *money = way == NULL ? 0 : strcmp(way, "to_object") == 0 ? 1 : -1;
    return way == NULL || *money == 1 || strcmp(way, "to_subject") == 0 ||
           error_set(err, ERMINE_EINPUT, "%s: \"money\" must be to_object or to_subject", place);
}

static bool load_relation(struct schema *schema, size_t i, const json_t *item,
                          const json_t *classes, const char *place, struct arena *arena,
                          ermine_error *err)
{
    ermine_relation_type *relation = &schema->relations[i];
    relation->symmetric = json_is_true(json_object_get(item, "symmetric"));
    schema->ends[i].amount = json_number_value(json_object_get(item, "amount"));
    json_int_t dated = json_integer_value(json_object_get(item, "dated"));
    if (dated < 0 || dated > most_dated)
        return error_set(err, ERMINE_EINPUT, "%s: \"dated\" must be from 0 to %d", place,
                         most_dated);
    schema->ends[i].dated = (unsigned)dated;
    schema->ends[i].post = json_is_true(json_object_get(item, "post"));
    schema->ends[i].past = json_is_true(json_object_get(item, "past"));
    return load_statuses(json_object_get(item, "statuses"), place, &schema->ends[i].statuses,
                         err) &&
           load_money(item, place, &schema->ends[i].money, err) &&
           load_string(item, "name", false, place, arena, &relation->name, err) &&
           load_string(item, "color", false, place, arena, &relation->color, err) &&
           load_label(item, place, arena, &relation->label_en, &relation->label_ru,
                      &relation->label_zh, err) &&
           load_set(schema, classes, json_object_get(item, "subject"), place,
                    &schema->ends[i].subject, err) &&
           load_set(schema, classes, json_object_get(item, "object"), place,
                    &schema->ends[i].object, err);
}

static bool load_relations(struct schema *schema, const json_t *root, const char *path,
                           struct arena *arena, ermine_error *err)
{
    char place[300];
    const json_t *list = json_object_get(root, "relations");
    size_t i, count = json_array_size(list);
    schema->relations = ARENA_NEW(arena, ermine_relation_type, count, err);
    schema->ends = ARENA_NEW(arena, struct relation_ends, count, err);
    if (schema->relations == NULL || schema->ends == NULL)
        return false;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        snprintf(place, sizeof place, "%s: relations[%zu]", path, i);
        if (!load_relation(schema, i, item, json_object_get(root, "classes"), place, arena, err))
            return false;
    }
    schema->relation_count = count;
    return true;
}

static bool load_currencies(struct schema *schema, json_t *list, const char *path,
                            struct arena *arena, ermine_error *err)
{
    char place[300];
    schema->currencies = ARENA_NEW(arena, struct currency, json_object_size(list), err);
    if (schema->currencies == NULL)
        return false;
    const char *code;
    json_t *item;
    json_object_foreach(list, code, item)
    {
        struct currency *currency = &schema->currencies[schema->currency_count++];
        snprintf(place, sizeof place, "%s: currencies.%s", path, code);
        currency->code = arena_string(arena, code, err);
        currency->usd = json_number_value(json_object_get(item, "usd"));
        if (currency->code == NULL ||
            !load_string(item, "symbol", true, place, arena, &currency->symbol, err))
            return false;
        if (currency->symbol == NULL)
            currency->symbol = currency->code;
        if (!(currency->usd > 0))
            return error_set(err, ERMINE_EINPUT, "%s: \"usd\" must be above 0", place);
    }
    return true;
}

static bool load_units(struct schema *schema, json_t *languages, const char *path,
                       struct arena *arena, ermine_error *err)
{
    size_t i, count = 0;
    const char *language;
    json_t *list, *item;
    json_object_foreach(languages, language, list) count += json_array_size(list);
    schema->units = ARENA_NEW(arena, struct unit, count, err);
    if (schema->units == NULL)
        return false;
    json_object_foreach(languages, language, list)
    {
        json_array_foreach(list, i, item)
        {
            const char *text = json_string_value(json_array_get(item, 1));
            double value = json_number_value(json_array_get(item, 0));
            if (text == NULL || !(value > 0))
                return error_set(err, ERMINE_EINPUT, "%s: units.%s[%zu] must be [number, \"word\"]",
                                 path, language, i);
            struct unit *unit = &schema->units[schema->unit_count++];
            *unit = (struct unit){arena_string(arena, language, err),
                                  arena_string(arena, text, err), value};
            if (unit->language == NULL || unit->text == NULL)
                return false;
        }
    }
    return true;
}

static bool load_countries(const json_t *list, const char *place, struct arena *arena,
                           const char *const **countries, ermine_error *err)
{
    size_t i;
    const json_t *item;
    const char **codes = ARENA_NEW(arena, const char *, json_array_size(list) + 1, err);
    if (codes == NULL)
        return false;
    json_array_foreach(list, i, item)
    {
        if (!json_is_string(item))
            return error_set(err, ERMINE_EINPUT, "%s: countries[%zu] is no text", place, i);
        codes[i] = arena_string(arena, json_string_value(item), err);
        if (codes[i] == NULL)
            return false;
    }
    *countries = codes;
    return true;
}

static bool load_regions(struct schema *schema, const json_t *list, const char *path,
                         struct arena *arena, ermine_error *err)
{
    char place[300];
    size_t i;
    const json_t *item;
    schema->regions = ARENA_NEW(arena, struct world_region, json_array_size(list), err);
    if (schema->regions == NULL)
        return false;
    json_array_foreach(list, i, item)
    {
        struct world_region *region = &schema->regions[schema->region_count++];
        snprintf(place, sizeof place, "%s: regions[%zu]", path, i);
        if (!load_label(item, place, arena, &region->label_en, &region->label_ru, &region->label_zh,
                        err) ||
            !load_countries(json_object_get(item, "countries"), place, arena, &region->countries,
                            err))
            return false;
    }
    return true;
}

static bool load_phrases(struct schema *schema, json_t *list, const char *path, struct arena *arena,
                         ermine_error *err)
{
    char place[300];
    schema->phrases = ARENA_NEW(arena, struct phrase, json_object_size(list), err);
    if (schema->phrases == NULL)
        return false;
    const char *key;
    json_t *item;
    json_object_foreach(list, key, item)
    {
        struct phrase *phrase = &schema->phrases[schema->phrase_count++];
        snprintf(place, sizeof place, "%s: phrases.%s", path, key);
        phrase->key = arena_string(arena, key, err);
        if (phrase->key == NULL ||
            !load_string(item, "en", false, place, arena, &phrase->en, err) ||
            !load_string(item, "ru", false, place, arena, &phrase->ru, err) ||
            !load_string(item, "zh", false, place, arena, &phrase->zh, err))
            return false;
    }
    return true;
}

bool schema_load(struct schema *schema, const char *path, struct arena *arena, ermine_error *err)
{
    json_t *root = load_json(path, err);
    if (root == NULL)
        return false;
    bool ok = load_types(schema, json_object_get(root, "types"), path, arena, err) &&
              load_relations(schema, root, path, arena, err) &&
              load_currencies(schema, json_object_get(root, "currencies"), path, arena, err) &&
              load_units(schema, json_object_get(root, "units"), path, arena, err) &&
              load_regions(schema, json_object_get(root, "regions"), path, arena, err) &&
              load_phrases(schema, json_object_get(root, "phrases"), path, arena, err);
    json_decref(root);
    return ok;
}

size_t schema_type(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->type_count; i++)
        if (strcmp(schema->types[i].name, name) == 0)
            return i;
    return ERMINE_NONE;
}

size_t schema_relation(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->relation_count; i++)
        if (strcmp(schema->relations[i].name, name) == 0)
            return i;
    return ERMINE_NONE;
}

const struct currency *schema_currency(const struct schema *schema, const char *code)
{
    for (size_t i = 0; code != NULL && i < schema->currency_count; i++)
        if (strcmp(schema->currencies[i].code, code) == 0)
            return &schema->currencies[i];
    return NULL;
}

size_t schema_region(const struct schema *schema, const char *country)
{
    for (size_t i = 0; country != NULL && i < schema->region_count; i++)
        for (const char *const *code = schema->regions[i].countries; *code != NULL; code++)
            if (strcmp(*code, country) == 0)
                return i;
    return ERMINE_NONE;
}

const char *schema_phrase(const struct schema *schema, const char *key, const char *language)
{
    for (size_t i = 0; i < schema->phrase_count; i++) {
        const struct phrase *phrase = &schema->phrases[i];
        if (strcmp(phrase->key, key) != 0)
            continue;
        if (language != NULL && strcmp(language, "ru") == 0)
            return phrase->ru;
        return language != NULL && strcmp(language, "zh") == 0 ? phrase->zh : phrase->en;
    }
    return key;
}
