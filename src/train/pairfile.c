#include "train/pairfile.h"

#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
    const char *path;
    size_t line;
    ermine_error *err;
};

static bool wrong(const struct place *place, const char *why)
{
    return error_set(place->err, ERMINE_EINPUT, "%s:%zu: %s", place->path, place->line, why);
}

/* A member that must be a number from 0 to below `limit`. */
static bool read_index(const json_t *object, const char *key, size_t limit, size_t *index)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        (uint64_t)json_integer_value(value) >= limit)
        return false;
    *index = (size_t)json_integer_value(value);
    return true;
}

/* Byte offset of each code point, and of the end. */
static size_t *offsets_of(const char *text, size_t length, size_t *count, ermine_error *err)
{
    size_t *offsets = malloc((length + 1) * sizeof *offsets);
    if (offsets == NULL) {
        error_memory(err);
        return NULL;
    }
    *count = 0;
    for (size_t at = 0; at < length;) {
        offsets[(*count)++] = at;
        utf8_decode(text, length, &at);
    }
    offsets[*count] = length;
    return offsets;
}

static bool read_names(struct passage *passage, const json_t *list, const struct place *place)
{
    size_t count = 0, i;
    size_t *offsets = offsets_of(passage->text, passage->length, &count, place->err);
    passage->names = calloc(json_array_size(list) + 1, sizeof *passage->names);
    bool ok = offsets != NULL && (passage->names != NULL || error_memory(place->err));
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        size_t start = 0, end = 0;
        if (!ok)
            break;
        ok = (read_index(item, "start", count, &start) &&
              read_index(item, "end", count + 1, &end) && start < end) ||
             wrong(place, "an entity needs start and end inside the text, in code points");
        if (ok)
            passage->names[passage->name_count++] =
                (struct given_name){{offsets[start], offsets[end]}, json_member(item, "type")};
    }
    free(offsets);
    return ok;
}

static bool read_relations(struct passage *passage, const json_t *list, const struct place *place)
{
    size_t i;
    passage->relations = calloc(json_array_size(list) + 1, sizeof *passage->relations);
    if (passage->relations == NULL)
        return error_memory(place->err);
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        struct listed relation = {.label = json_member(item, "label")};
        if (!read_index(item, "head", passage->name_count, &relation.head) ||
            !read_index(item, "tail", passage->name_count, &relation.tail) ||
            relation.label == NULL)
            return wrong(place, "a relation needs head and tail, numbers of entities, and a label");
        if (relation.head != relation.tail)
            passage->relations[passage->relation_count++] = relation;
    }
    return true;
}

static bool read_passage(const char *line, size_t length, const struct place *place,
                         bool (*each)(void *, const struct passage *), void *context)
{
    json_error_t why;
    json_t *root = json_loadb(line, length, 0, &why);
    const json_t *text = json_object_get(root, "text");
    struct passage passage = {0};
    bool ok = root != NULL || wrong(place, why.text);
    ok = ok && (json_is_string(text) || wrong(place, "no text"));
    if (ok) {
        passage.text = json_string_value(text);
        passage.length = json_string_length(text);
    }
    ok = ok && (passage.length < UINT32_MAX || wrong(place, "the text is too long")) &&
         read_names(&passage, json_object_get(root, "entities"), place) &&
         read_relations(&passage, json_object_get(root, "relations"), place) &&
         each(context, &passage);
    free(passage.names);
    free(passage.relations);
    json_decref(root);
    return ok;
}

bool pairfile_each(const char *path, bool (*each)(void *context, const struct passage *passage),
                   void *context, ermine_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
    struct place place = {path, 0, err};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool ok = true;
    while (ok && (length = getline(&line, &capacity, file)) >= 0) {
        place.line++;
        if (strspn(line, " \t\r\n") < (size_t)length)
            ok = read_passage(line, (size_t)length, &place, each, context);
    }
    if (ok && ferror(file))
        ok = error_set(err, ERMINE_EIO, "%s: %s", path, strerror(errno));
    free(line);
    fclose(file);
    return ok;
}

size_t passage_first(const struct passage *passage, size_t one, size_t other)
{
    size_t a = passage->names[one].span.start, b = passage->names[other].span.start;
    return a < b || (a == b && one < other) ? one : other;
}
