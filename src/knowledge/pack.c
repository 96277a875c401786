#include "knowledge/pack.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "knowledge/load.h"
#include "knowledge/pattern.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const class_names[CUE_CODE_COUNT] = {
    "and",      "clause",   "filler",   "descriptor",   "negation", "denied",       "planned",
    "reported", "ended",    "post",     "currency",     "scale",    "up_to",        "to",
    "month",    "year",     "day",      "year_offset",  "title",    "after_person", "surname",
    "suffix",   "prefix",   "legal",    "kind",         "definite", "pronoun",      "not_name",
    "alias",    "block",    "for_name", "against_name", "plural",   "name_part",    "other_sum",
    "each",     "past_post"};

static const char *const mark_names[MARK_ANAPHOR] = {
    "report",   "denial",  "denial_behind", "back_topic", "back_object", "content",
    "contrast", "leaving", "role",          "relative",   "part"};

static bool add_phrase(struct pack_loader *loader, uint16_t class, const char *value,
                       const char *phrase, const char *place, ermine_error *err)
{
    struct cue cue = {.pack = (uint16_t)loader->index, .class = class, .value = value};
    struct cues *cues = loader->cues;
    if (!ARRAY_PUSH(&cues->items, &cues->count, &cues->capacity, cue, err))
        return false;
    ermine_error why = {0};
    if (lexicon_add(loader->lexicon, phrase, strlen(phrase), NULL,
                    PAYLOAD_CUE | (uint32_t)(cues->count - 1), &why))
        return true;
    return error_set(err, why.code, "%s: \"%s\": %s", place, phrase, why.message);
}

bool pack_class(struct pack_loader *loader, const char *name, uint16_t *class, ermine_error *err)
{
    struct pack *pack = loader->pack;
    uint32_t known = map_get(pack->classes, name, strlen(name));
    if (known == MAP_NONE) {
        known = (uint32_t)pack->class_count++;
        if (known >= CUE_MARK)
            return error_set(err, ERMINE_EINPUT, "%s: too many classes", loader->path);
        if (!map_put(pack->classes, name, strlen(name), known, err))
            return false;
    }
    *class = (uint16_t)known;
    return true;
}

bool pack_add_phrases(struct pack_loader *loader, uint16_t class, const char *value,
                      const json_t *list, const char *place, ermine_error *err)
{
    size_t i;
    const json_t *item;
    if (!json_is_array(list))
        return error_set(err, ERMINE_EINPUT, "%s: must be a list of phrases", place);
    json_array_foreach(list, i, item)
    {
        if (!json_is_string(item))
            return error_set(err, ERMINE_EINPUT, "%s[%zu]: must be a phrase", place, i);
        if (!add_phrase(loader, class, value, json_string_value(item), place, err))
            return false;
    }
    return true;
}

static bool load_classes(struct pack_loader *loader, json_t *classes, ermine_error *err)
{
    char place[300];
    const char *name;
    json_t *list;
    uint16_t class;
    json_object_foreach(classes, name, list)
    {
        snprintf(place, sizeof place, "%s: classes.%s", loader->path, name);
        if (!pack_class(loader, name, &class, err) ||
            !pack_add_phrases(loader, class, NULL, list, place, err))
            return false;
    }
    return true;
}

/* A table from values to phrases. */
static bool load_table(struct pack_loader *loader, const char *part, const char *name,
                       uint16_t class, json_t *table, ermine_error *err)
{
    char place[300];
    const char *value;
    json_t *list;
    json_object_foreach(table, value, list)
    {
        snprintf(place, sizeof place, "%s: %s.%s.%s", loader->path, part, name, value);
        const char *kept = arena_string(loader->arena, value, err);
        if (kept == NULL || !pack_add_phrases(loader, class, kept, list, place, err))
            return false;
    }
    return true;
}

static bool load_values(struct pack_loader *loader, json_t *values, ermine_error *err)
{
    const char *name;
    json_t *table;
    uint16_t class;
    json_object_foreach(values, name, table)
    {
        if (!pack_class(loader, name, &class, err) ||
            !load_table(loader, "values", name, class, table, err))
            return false;
    }
    return true;
}

/* A mark is a list of phrases or a table from values to phrases. */
static bool load_marks(struct pack_loader *loader, json_t *marks, ermine_error *err)
{
    char place[300];
    const char *name;
    json_t *phrases;
    json_object_foreach(marks, name, phrases)
    {
        uint16_t mark = 0;
        while (mark < MARK_ANAPHOR && strcmp(mark_names[mark], name) != 0)
            mark++;
        snprintf(place, sizeof place, "%s: marks.%s", loader->path, name);
        if (mark == MARK_ANAPHOR)
            return error_set(err, ERMINE_EINPUT, "%s: no such mark", place);
        uint16_t class = CUE_MARK | mark;
        if (!(json_is_object(phrases) ? load_table(loader, "marks", name, class, phrases, err)
                                      : pack_add_phrases(loader, class, NULL, phrases, place, err)))
            return false;
    }
    return true;
}

static bool load_abbreviations(struct pack *pack, const json_t *list, ermine_error *err)
{
    size_t i;
    const json_t *item;
    char key[64];
    json_array_foreach(list, i, item)
    {
        const char *word = json_is_string(item) ? json_string_value(item) : "";
        size_t size = fold_key(word, strlen(word), key, sizeof key);
        if (!map_put(pack->abbreviations, key, size, 1, err))
            return false;
    }
    return true;
}

static int longer_first(const void *a, const void *b)
{
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    size_t long_x = strlen(x), long_y = strlen(y);
    return long_x != long_y ? (long_x > long_y ? -1 : 1) : strcmp(x, y);
}

/* All endings the rules know, each once. */
static bool collect_endings(struct pack_loader *loader, size_t rule_count, ermine_error *err)
{
    const struct inflection *rules = loader->pack->inflection;
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < rule_count; i++) {
        count++;
        for (const char *const *form = rules[i].forms; *form != NULL; form++)
            count++;
    }
    const char **endings = ARENA_NEW(loader->arena, const char *, count + 1, err);
    if (endings == NULL)
        return false;
    for (size_t i = 0; i < rule_count; i++) {
        endings[kept++] = rules[i].ending;
        for (const char *const *form = rules[i].forms; *form != NULL; form++)
            endings[kept++] = *form;
    }
    qsort(endings, count, sizeof *endings, longer_first);
    kept = 1;
    for (size_t i = 1; i < count; i++)
        if (strcmp(endings[i], endings[kept - 1]) != 0)
            endings[kept++] = endings[i];
    endings[kept] = NULL;
    loader->pack->endings = endings;
    return true;
}

static bool load_inflection(struct pack_loader *loader, const json_t *list, ermine_error *err)
{
    char place[300];
    size_t i, count = json_array_size(list);
    if (count == 0)
        return true;
    struct inflection *rules = ARENA_NEW(loader->arena, struct inflection, count + 1, err);
    if (rules == NULL)
        return false;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        snprintf(place, sizeof place, "%s: inflection[%zu]", loader->path, i);
        const char *ending = json_member(item, "ending");
        const char **forms;
        if (ending == NULL)
            return error_set(err, ERMINE_EINPUT, "%s: no \"ending\"", place);
        const json_t *list_of_forms = json_object_get(item, "forms");
        if (!load_strings(list_of_forms, place, loader->arena, &forms, err))
            return false;
        rules[i].ending = arena_string(loader->arena, ending, err);
        rules[i].forms = forms;
        if (rules[i].ending == NULL)
            return false;
    }
    loader->pack->inflection = rules;
    return collect_endings(loader, count, err) &&
           paradigms_index(&loader->pack->paradigms, rules, loader->arena, err);
}

/* Chains the patterns by the class of their anchor, keeping their order. */
static bool index_patterns(struct pack *pack, struct arena *arena, ermine_error *err)
{
    pack->by_anchor = ARENA_NEW(arena, uint32_t, pack->class_count, err);
    if (pack->by_anchor == NULL)
        return false;
    for (size_t i = pack->pattern_count; i > 0; i--) {
        struct pattern *pattern = &pack->patterns[i - 1];
        uint16_t class = pattern->elements[pattern->anchor].cue;
        pattern->next = pack->by_anchor[class];
        pack->by_anchor[class] = (uint32_t)i;
    }
    return true;
}

static bool load_parts(struct pack_loader *loader, const json_t *root, ermine_error *err)
{
    struct pack *pack = loader->pack;
    for (size_t i = 0; i < CUE_CODE_COUNT; i++) {
        uint16_t class;
        if (!pack_class(loader, class_names[i], &class, err))
            return false;
    }
    pack->decimal_comma = json_is_true(json_object_get(root, "decimal_comma"));
    pack->unspaced = json_is_true(json_object_get(root, "unspaced"));
    return load_string(root, "language", false, loader->path, loader->arena, &pack->language,
                       err) &&
           load_string(root, "currency", true, loader->path, loader->arena, &pack->currency, err) &&
           load_abbreviations(pack, json_object_get(root, "abbreviations"), err) &&
           load_inflection(loader, json_object_get(root, "inflection"), err) &&
           load_classes(loader, json_object_get(root, "classes"), err) &&
           load_values(loader, json_object_get(root, "values"), err) &&
           load_marks(loader, json_object_get(root, "marks"), err) &&
           pattern_load_all(loader, json_object_get(root, "relations"), err) &&
           coreference_load(loader, json_object_get(root, "coreference"),
                            json_object_get(json_object_get(root, "values"), "kind"), err) &&
           index_patterns(pack, loader->arena, err);
}

bool pack_load(struct pack *pack, size_t index, const char *path, const struct schema *schema,
               struct lexicon *lexicon, struct cues *cues, struct arena *arena, ermine_error *err)
{
    struct pack_loader loader = {pack, index, path, schema, lexicon, cues, arena};
    pack->classes = map_new(err);
    pack->abbreviations = map_new(err);
    if (pack->classes == NULL || pack->abbreviations == NULL)
        return false;
    json_t *root = load_json(path, err);
    bool ok = root != NULL && load_parts(&loader, root, err);
    json_decref(root);
    return ok;
}

void pack_free(struct pack *pack)
{
    map_free(pack->classes);
    map_free(pack->abbreviations);
    tagger_free(&pack->tagger);
    free(pack->patterns);
}
