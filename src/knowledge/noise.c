#include "knowledge/noise.h"

#include "base/arena.h"
#include "base/error.h"
#include "knowledge/load.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest_phrase = 300 };

static bool load_keys(const json_t *root, const char *name, const char *path, struct arena *arena,
                      const char ***keys, ermine_error *err)
{
    char place[300], key[longest_phrase];
    snprintf(place, sizeof place, "%s: %s", path, name);
    if (!load_strings(json_object_get(root, name), place, arena, keys, err))
        return false;
    for (const char **phrase = *keys; *phrase != NULL; phrase++) {
        size_t length = strlen(*phrase), size = fold_key(*phrase, length, key, sizeof key - 1);
        if (size == 0)
            return error_set(err, ERMINE_EINPUT, "%s: \"%s\" has no letter", place, *phrase);
        if ((*phrase)[length - 1] == ':')
            key[size++] = ':';
        *phrase = arena_copy(arena, key, size, err);
        if (*phrase == NULL)
            return false;
    }
    return true;
}

static bool load_lists(struct noise_rules *rules, const json_t *root, const char *path,
                       ermine_error *err)
{
    const struct {
        const char *name;
        const char ***keys;
    } lists[] = {{"lines", &rules->lines},
                 {"starts", &rules->starts},
                 {"holds", &rules->holds},
                 {"bylines", &rules->bylines},
                 {"counts", &rules->counts},
                 {"ends", &rules->ends},
                 {"credits", &rules->credits},
                 {"references", &rules->references},
                 {"months", &rules->months},
                 {"page_words", &rules->page_words},
                 {"article_words", &rules->article_words}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (!load_keys(root, lists[i].name, path, rules->memory, lists[i].keys, err))
            return false;
    return true;
}

struct noise_rules *noise_load(const char *path, ermine_error *err)
{
    json_t *root = load_json(path, err);
    if (root == NULL)
        return NULL;
    struct noise_rules *rules = calloc(1, sizeof *rules);
    if (rules == NULL)
        error_memory(err);
    else
        rules->memory = arena_new(err);
    bool ok = rules != NULL && rules->memory != NULL && load_lists(rules, root, path, err);
    json_decref(root);
    if (ok)
        return rules;
    noise_free(rules);
    return NULL;
}

void noise_free(struct noise_rules *rules)
{
    if (rules == NULL)
        return;
    arena_free(rules->memory);
    free(rules);
}
