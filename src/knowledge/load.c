#include "knowledge/load.h"

#include "base/error.h"
#include "base/json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The bytes of a file, owned, or NULL. json_loadf() would take them one by one, and programs start with this. */
static char *read_all(FILE *file, size_t *length)
{
    struct stat info;
    if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode))
        return NULL;
    char *bytes = malloc((size_t)info.st_size + 1);
    if (bytes != NULL)
        *length = fread(bytes, 1, (size_t)info.st_size, file);
    return bytes;
}

json_t *load_json(const char *path, ermine_error *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
        return NULL;
    }
    size_t length;
    char *bytes = read_all(file, &length);
    fclose(file);
    if (bytes == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: cannot be read", path);
        return NULL;
    }
    json_error_t why;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
    free(bytes);
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
