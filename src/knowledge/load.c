#include "knowledge/load.h"

#include "base/error.h"
#include "base/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

json_t *load_json(const char *path, ermine_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
        return NULL;
    }
    json_error_t why;
    json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &why);
    fclose(file);
    if (root == NULL)
        error_set_at(err, ERMINE_EINPUT, (size_t)why.position, "%s:%d: %s", path, why.line,
                     why.text);
    return root;
}

bool load_string(const json_t *object, const char *key, bool optional, const char *place,
                 struct arena *arena, const char **text, ermine_error *err)
{
    *text = NULL;
    const json_t *value = json_object_get(object, key);
    if (value == NULL && optional)
        return true;
    if (!json_is_string(value) || *json_string_value(value) == '\0')
        return error_set(err, ERMINE_EINPUT, "%s: \"%s\" must be a string that is not empty", place,
                         key);
    *text = arena_string(arena, json_string_value(value), err);
    return *text != NULL;
}

bool load_strings(const json_t *list, const char *place, struct arena *arena, const char ***strings,
                  ermine_error *err)
{
    if (list != NULL && !json_is_array(list))
        return error_set(err, ERMINE_EINPUT, "%s: must be a list of strings", place);
    size_t i, count = json_array_size(list);
    *strings = ARENA_NEW(arena, const char *, count + 1, err);
    if (*strings == NULL)
        return false;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        if (!json_is_string(item) || *json_string_value(item) == '\0')
            return error_set(err, ERMINE_EINPUT, "%s[%zu]: must be a string that is not empty",
                             place, i);
        (*strings)[i] = arena_string(arena, json_string_value(item), err);
        if ((*strings)[i] == NULL)
            return false;
    }
    return true;
}
