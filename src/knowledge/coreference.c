#include "knowledge/coreference.h"

#include "base/error.h"
#include "knowledge/load.h"
#include "knowledge/pattern.h"

#include <stdio.h>
#include <string.h>

enum { table_count = MARK_COUNT - MARK_ANAPHOR };
static const char *const table_names[table_count] = {"anaphor", "definite", "noun",
                                                     "bare",    "given",    "title"};

static uint32_t type_bits(const struct schema *schema, const char *const *names)
{
    uint32_t bits = 0;
    for (; *names != NULL; names++) {
        size_t type = schema_type(schema, *names);
        if (type != ERMINE_NONE)
            bits |= 1u << type;
    }
    return bits;
}

static uint32_t sort_bits(const struct schema *schema, const char *sort)
{
    static const char *const person[] = {"person", NULL};
    static const char *const body[] = {"lab", "chipmaker", "investor", "cloud", "company", NULL};
    static const char *const public[] = {"government", "organization", NULL};
    if (strcmp(sort, "person") == 0)
        return type_bits(schema, person);
    if (strcmp(sort, "body") == 0 ||
        strcmp(sort, "company") == 0) /* "the company" may be of any business */
        return type_bits(schema, body);
    if (strcmp(sort, "party") == 0)
        return type_bits(schema, body) | type_bits(schema, public);
    if (strcmp(sort, "any") == 0)
        return type_bits(schema, body) | type_bits(schema, public) | type_bits(schema, person);
    return 0;
}

static bool read_word(const struct schema *schema, const char *word, struct agreement *agreement)
{
    uint32_t sort = sort_bits(schema, word);
    size_t type;
    if (sort != 0) {
        agreement->types |= sort;
    } else if (strcmp(word, "m") == 0 || strcmp(word, "f") == 0) {
        agreement->gender = word[0];
    } else if (strcmp(word, "two") == 0) {
        agreement->number = 2;
    } else if (strcmp(word, "three") == 0) {
        agreement->number = 3;
    } else if (strcmp(word, "joined") == 0) {
        agreement->joined = true;
    } else if (strcmp(word, "paired") == 0) {
        agreement->paired = true;
    } else if (strcmp(word, "former") == 0) {
        agreement->former = true;
    } else if (strcmp(word, "latter") == 0) {
        agreement->latter = true;
    } else if ((type = schema_type(schema, word)) != ERMINE_NONE) {
        agreement->types |= 1u << type;
    } else {
        return false;
    }
    return true;
}

/* Reads "person f", "two company", "latter": words out of person, body (businesses), party (bodies, states,
 * organizations), any (party or person), types of the schema, m, f, two, three, joined, former,
 * latter, paired. False when a word is none of these. */
static bool agreement_read(const struct schema *schema, const char *value,
                           struct agreement *agreement)
{
    *agreement = (struct agreement){.number = 1};
    for (const char *at = value; *at != '\0';) {
        char word[40];
        size_t length = strcspn(at, " ");
        if (length >= sizeof word)
            return false;
        memcpy(word, at, length);
        word[length] = '\0';
        if (length > 0 && !read_word(schema, word, agreement))
            return false;
        at += length + (at[length] == ' ');
    }
    return true;
}

/* Phrases added from `from` on mean what agrees with `agreement`. */
static void set_agreement(struct cues *cues, size_t from, const struct agreement *agreement)
{
    for (size_t i = from; i < cues->count; i++)
        cues->items[i].agreement = agreement;
}

static bool load_table(struct pack_loader *loader, size_t index, json_t *table, ermine_error *err)
{
    char place[300];
    const char *name = table_names[index], *value;
    json_t *list;
    uint16_t class = (uint16_t)(CUE_MARK | (MARK_ANAPHOR + index));
    json_object_foreach(table, value, list)
    {
        size_t from = loader->cues->count;
        snprintf(place, sizeof place, "%s: coreference.%s.%s", loader->path, name, value);
        struct agreement *agreement = ARENA_NEW(loader->arena, struct agreement, 1, err);
        if (agreement == NULL)
            return false;
        if (!agreement_read(loader->schema, value, agreement))
            return error_set(err, ERMINE_EINPUT,
                             "%s: not understood; give types, person, body, party, any, m, f, two, "
                             "three, joined, former, latter or paired",
                             place);
        if (!pack_add_phrases(loader, class, NULL, list, place, err))
            return false;
        set_agreement(loader->cues, from, agreement);
    }
    return true;
}

static bool load_endings(struct pack_loader *loader, const json_t *section, ermine_error *err)
{
    static const char *const names[ENDING_LISTS] = {
        "surname_m", "surname_f", "patronymic_m", "patronymic_f", "given_m", "given_f",
        "verb_m",    "verb_f",    "adjective",    "lead",         "copula"};
    for (size_t i = 0; i < ENDING_LISTS; i++) {
        char place[300];
        const char **list;
        snprintf(place, sizeof place, "%s: coreference.endings.%s", loader->path, names[i]);
        if (!load_strings(json_object_get(section, names[i]), place, loader->arena, &list, err))
            return false;
        struct word_endings *endings = &loader->pack->word_endings[i];
        *endings = (struct word_endings){.items = list};
        for (; *list != NULL; list++)
            if (**list != '\0')
                byteset_add(&endings->last, (*list)[strlen(*list) - 1]);
    }
    return true;
}

bool coreference_load(struct pack_loader *loader, json_t *section, json_t *kinds, ermine_error *err)
{
    loader->pack->bare_nouns = json_is_true(json_object_get(section, "bare_nouns"));
    for (size_t i = 0; i < table_count; i++)
        if (!load_table(loader, i, json_object_get(section, table_names[i]), err))
            return false;
    return load_table(loader, MARK_NOUN - MARK_ANAPHOR, kinds, err) &&
           load_endings(loader, json_object_get(section, "endings"), err);
}
