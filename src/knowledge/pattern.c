#include "knowledge/pattern.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "knowledge/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_elements = 24, usual_gap = 8, longest_piece = 600 };

struct compiler {
    struct pack_loader *loader;
    const char *place; /* for messages */
    struct element elements[most_elements];
    size_t count, anchor;
    uint32_t unsaid;
    bool anchored; /* an anchor was marked with ! */
};

static bool complain(const struct compiler *c, const char *piece, const char *what,
                     ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT, "%s: \"%s\": %s", c->place, piece, what);
}

/* Types named behind the colon of "S:person,investor". */
static bool slot_types(const struct compiler *c, const char *piece, uint32_t *types,
                       ermine_error *err)
{
    *types = 0;
    if (piece[1] == '\0')
        return true;
    if (piece[1] != ':')
        return complain(c, piece, "a slot is S, O or B, or S:type,type", err);
    char names[longest_piece], *rest = NULL;
    snprintf(names, sizeof names, "%s", piece + 2);
    for (char *name = strtok_r(names, ",", &rest); name != NULL;
         name = strtok_r(NULL, ",", &rest)) {
        size_t type = schema_type(c->loader->schema, name);
        if (type == ERMINE_NONE)
            return complain(c, piece, "schema.json has no such type", err);
        *types |= 1u << type;
    }
    return true;
}

/* A class of the phrases that stand in the pattern itself, shared by all patterns that say the same. */
static bool literal_class(struct compiler *c, char *phrases, uint16_t *class, ermine_error *err)
{
    char name[longest_piece + 2];
    snprintf(name, sizeof name, "=%s", phrases);
    bool is_new = map_get(c->loader->pack->classes, name, strlen(name)) == MAP_NONE;
    if (!pack_class(c->loader, name, class, err))
        return false;
    if (!is_new)
        return true;
    json_t *list = json_array();
    char *rest = NULL;
    for (char *phrase = strtok_r(phrases, "|", &rest); phrase != NULL;
         phrase = strtok_r(NULL, "|", &rest))
        json_array_append_new(list, json_string(phrase));
    bool ok = pack_add_phrases(c->loader, *class, NULL, list, c->place, err);
    json_decref(list);
    return ok;
}

static bool cue_class(struct compiler *c, char *piece, uint16_t *class, ermine_error *err)
{
    size_t length = strlen(piece);
    if (piece[0] == '<' && piece[length - 1] == '>') {
        piece[length - 1] = '\0';
        uint32_t known = map_get(c->loader->pack->classes, piece + 1, strlen(piece + 1));
        *class = (uint16_t)known;
        return known != MAP_NONE || complain(c, piece + 1, "no such class", err);
    }
    if (piece[0] == '(' && piece[length - 1] == ')') {
        piece[length - 1] = '\0';
        piece++;
    }
    return literal_class(c, piece, class, err);
}

static bool add_element(struct compiler *c, char *piece, ermine_error *err)
{
    struct element element = {0};
    size_t length = strlen(piece);
    bool mark = false;
    while (length > 1 && (piece[length - 1] == '?' || piece[length - 1] == '!')) {
        if (piece[length - 1] == '?')
            element.optional = true;
        else
            mark = true;
        piece[--length] = '\0';
    }
    if (c->count == most_elements)
        return complain(c, piece, "too many elements", err);
    if (piece[0] == '^') {
        if (!slot_types(c, piece + 1, &c->unsaid, err))
            return false;
        return c->unsaid != 0 || complain(c, piece, "an object unsaid is ^O:type,type", err);
    }
    if (piece[0] == '~') {
        element.kind = ELEMENT_GAP;
        int gap = piece[1] == '\0' ? usual_gap : atoi(piece + 1);
        if (gap < 1 || gap > 60)
            return complain(c, piece, "a gap is ~ or ~1 to ~60", err);
        element.gap = (uint16_t)gap;
    } else if (strchr("SOB", piece[0]) != NULL && (length == 1 || piece[1] == ':')) {
        element.kind = piece[0] == 'S'   ? ELEMENT_SUBJECT
                       : piece[0] == 'O' ? ELEMENT_OBJECT
                                         : ELEMENT_BOTH;
        if (!slot_types(c, piece, &element.types, err))
            return false;
    } else {
        element.kind = ELEMENT_CUE;
        if (!cue_class(c, piece, &element.cue, err))
            return false;
        if (mark || (!c->anchored && c->anchor == ERMINE_NONE && !element.optional))
            c->anchor = c->count;
        c->anchored |= mark;
    }
    c->elements[c->count++] = element;
    return true;
}

/* Cuts the next piece off *text: up to a space, spaces inside ( ) kept. False at the end. */
static bool next_piece(const char **text, char piece[longest_piece])
{
    const char *s = *text;
    size_t length = 0;
    bool inside = false;
    while (*s == ' ')
        s++;
    for (; *s != '\0' && (inside || *s != ' ') && length + 1 < longest_piece; s++) {
        inside = (*s == '(' && s[1] != ' ' && s[1] != '\0') || (inside && *s != ')');
        piece[length++] = *s;
    }
    piece[length] = '\0';
    *text = s;
    return length > 0;
}

static bool check(const struct compiler *c, const char *text, ermine_error *err)
{
    size_t subjects = 0, objects = c->unsaid != 0, both = 0;
    for (size_t i = 0; i < c->count; i++) {
        subjects += c->elements[i].kind == ELEMENT_SUBJECT;
        objects += c->elements[i].kind == ELEMENT_OBJECT;
        both += c->elements[i].kind == ELEMENT_BOTH;
    }
    if (!(subjects == 1 && objects == 1 && both == 0) &&
        !(subjects == 0 && objects == 0 && both == 1))
        return complain(c, text, "needs one S and one O, or one B", err);
    if (c->anchor == ERMINE_NONE)
        return complain(c, text, "needs a cue that is not optional", err);
    if (c->elements[0].kind == ELEMENT_GAP || c->elements[c->count - 1].kind == ELEMENT_GAP)
        return complain(c, text, "must neither begin nor end with a gap", err);
    return true;
}

/* The types the relation allows; a post ties a person to anything else. */
static void set_types(struct pattern *pattern, const struct schema *schema)
{
    size_t relation = pattern->rule->relation, person = schema_type(schema, "person");
    if (relation == ERMINE_NONE) {
        pattern->subject_types = person == ERMINE_NONE ? 0 : 1u << person;
        pattern->object_types = ~pattern->subject_types;
        return;
    }
    pattern->subject_types = schema->ends[relation].subject;
    pattern->object_types = schema->ends[relation].object;
    if (schema->relations[relation].symmetric)
        pattern->subject_types = pattern->object_types =
            pattern->subject_types | pattern->object_types;
}

/* What a sentence must have for the pattern to be tried at all. */
static void set_needs(struct pattern *pattern)
{
    pattern->subject = pattern->object = ~0u;
    for (size_t i = 0; i < pattern->count; i++) {
        const struct element *element = &pattern->elements[i];
        uint32_t types = pattern_allows(pattern, element);
        if (element->kind == ELEMENT_SUBJECT || element->kind == ELEMENT_BOTH)
            pattern->subject = types;
        else if (element->kind == ELEMENT_OBJECT)
            pattern->object = types;
        else if (element->kind == ELEMENT_CUE && !element->optional)
            pattern->cues |= UINT64_C(1) << element->cue % 64;
    }
}

static bool compile(struct pack_loader *loader, const struct rule *rule, const char *text,
                    const char *place, ermine_error *err)
{
    struct compiler c = {.loader = loader, .place = place, .anchor = ERMINE_NONE};
    char piece[longest_piece];
    const char *rest = text;
    while (next_piece(&rest, piece))
        if (!add_element(&c, piece, err))
            return false;
    if (!check(&c, text, err))
        return false;
    struct element *elements = ARENA_NEW(loader->arena, struct element, c.count, err);
    if (elements == NULL)
        return false;
    memcpy(elements, c.elements, c.count * sizeof *elements);
    struct pattern pattern = {.rule = rule,
                              .elements = elements,
                              .count = (uint16_t)c.count,
                              .anchor = (uint16_t)c.anchor,
                              .unsaid = c.unsaid};
    set_types(&pattern, loader->schema);
    set_needs(&pattern);
    struct pack *pack = loader->pack;
    return ARRAY_PUSH(&pack->patterns, &pack->pattern_count, &pack->pattern_capacity, pattern, err);
}

static bool load_rule(struct pack_loader *loader, const json_t *item, const char *place,
                      ermine_error *err)
{
    struct rule *rule = ARENA_NEW(loader->arena, struct rule, 1, err);
    const char *relation, *status;
    if (rule == NULL ||
        !load_string(item, "relation", false, place, loader->arena, &relation, err) ||
        !load_string(item, "status", true, place, loader->arena, &status, err) ||
        !load_string(item, "role", true, place, loader->arena, &rule->role, err))
        return false;
    rule->relation = schema_relation(loader->schema, relation);
    if (rule->relation == ERMINE_NONE && strcmp(relation, "post") != 0)
        return error_set(err, ERMINE_EINPUT, "%s: schema.json has no relation \"%s\"", place,
                         relation);
    rule->has_status = status != NULL;
    if (status != NULL && !ermine_status_parse(status, &rule->status))
        return error_set(err, ERMINE_EINPUT, "%s: no such status: \"%s\"", place, status);
    const json_t *confidence = json_object_get(item, "confidence");
    rule->confidence = confidence == NULL ? 0.7 : json_number_value(confidence);
    if (!(rule->confidence > 0 && rule->confidence <= 1))
        return error_set(err, ERMINE_EINPUT, "%s: confidence must be above 0 and at most 1", place);
    size_t i;
    const json_t *text;
    json_array_foreach(json_object_get(item, "patterns"), i, text)
    {
        char inner[360];
        snprintf(inner, sizeof inner, "%s.patterns[%zu]", place, i);
        if (!json_is_string(text))
            return error_set(err, ERMINE_EINPUT, "%s: must be a string", inner);
        if (!compile(loader, rule, json_string_value(text), inner, err))
            return false;
    }
    return true;
}

bool pattern_load_all(struct pack_loader *loader, const json_t *list, ermine_error *err)
{
    char place[300];
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        snprintf(place, sizeof place, "%s: relations[%zu]", loader->path, i);
        if (!load_rule(loader, item, place, err))
            return false;
    }
    return true;
}
