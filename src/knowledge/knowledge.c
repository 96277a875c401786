#include "knowledge/knowledge.h"

#include "ermine/facts.h"

#include "base/error.h"
#include "base/place.h"
#include "knowledge/noise.h"
#include "text/html.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { longest_path = 1000, most_packs = 32 };

static int json_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 &&
           strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Calls `load` for each .json file of a folder, in byte order of names. */
static bool each_file(ermine_knowledge *known, const char *part,
                      bool (*load)(ermine_knowledge *, const char *, ermine_error *),
                      ermine_error *err)
{
    char path[longest_path];
    snprintf(path, sizeof path, "%s/%s", known->folder, part);
    struct dirent **entries;
    int count = scandir(path, &entries, json_file, by_bytes);
    if (count < 0)
        return error_set(err, ERMINE_EINPUT, "%s: %s; ERMINE_DATA must name the knowledge folder",
                         path, strerror(errno));
    bool ok = true;
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", known->folder, part, entries[i]->d_name);
        ok = ok && load(known, path, err);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

static bool load_pack(ermine_knowledge *known, const char *path, ermine_error *err)
{
    if (known->pack_count == most_packs)
        return error_set(err, ERMINE_EINPUT, "%s: more than %d languages", path, most_packs);
    size_t index = known->pack_count++;
    return pack_load(&known->packs[index], index, path, &known->schema, known->lexicon,
                     &known->cues, known->arena, err);
}

static bool load_taggers(ermine_knowledge *known, ermine_error *err)
{
    char path[longest_path];
    for (size_t i = 0; i < known->pack_count; i++) {
        snprintf(path, sizeof path, "%s/models/mentions-%s.bin", known->folder,
                 known->packs[i].language);
        if (!tagger_load(&known->packs[i].tagger, path, err))
            return false;
    }
    return true;
}

static bool load_registry(ermine_knowledge *known, const char *path, ermine_error *err)
{
    const struct inflection *inflection = NULL;
    for (size_t i = 0; i < known->pack_count && inflection == NULL; i++)
        inflection = known->packs[i].inflection;
    return registry_load(&known->registry, path, &known->schema, inflection, known->lexicon,
                         known->arena, err);
}

/* Its labels must be those of the schema, in their order. */
static bool load_types(ermine_knowledge *known, ermine_error *err)
{
    char path[longest_path];
    snprintf(path, sizeof path, "%s/models/types.bin", known->folder);
    if (!model_load(&known->types, path, err))
        return false;
    const struct schema *schema = &known->schema;
    bool fits = known->types.mapped == NULL || known->types.class_count == schema->type_count + 1;
    for (size_t k = 0; fits && known->types.mapped != NULL && k < schema->type_count; k++)
        fits = strcmp(known->types.labels[k + 1], schema->types[k].name) == 0;
    return fits || error_set(err, ERMINE_EINPUT,
                             "%s: types other than those of schema.json; train it anew", path);
}

/* Its labels must be the statuses, in their order. */
static bool load_statuses(ermine_knowledge *known, ermine_error *err)
{
    char path[longest_path];
    snprintf(path, sizeof path, "%s/models/status.bin", known->folder);
    if (!model_load(&known->statuses, path, err))
        return false;
    bool fits = known->statuses.mapped == NULL || known->statuses.class_count == ERMINE_ENDED + 1u;
    for (size_t k = 0; fits && known->statuses.mapped != NULL && k <= ERMINE_ENDED; k++)
        fits = strcmp(known->statuses.labels[k], ermine_status_name((ermine_status)k)) == 0;
    return fits || error_set(err, ERMINE_EINPUT,
                             "%s: statuses other than those of ties; train it anew", path);
}

static bool load_models(ermine_knowledge *known, unsigned models, ermine_error *err)
{
    char path[longest_path];
    snprintf(path, sizeof path, "%s/models/relations.bin", known->folder);
    return (!(models & ERMINE_MODEL_MENTIONS) || load_taggers(known, err)) &&
           (!(models & ERMINE_MODEL_TYPES) || load_types(known, err)) &&
           (!(models & ERMINE_MODEL_STATUS) || load_statuses(known, err)) &&
           (!(models & ERMINE_MODEL_RELATIONS) ||
            (model_load(&known->model, path, err) &&
             relation_labels_read(&known->model, &known->schema, path, known->classes, err) &&
             model_load_next(&known->weigher, &known->model, path, err) &&
             model_load_next(&known->glancer, &known->weigher, path, err)));
}

static bool load_all(ermine_knowledge *known, ermine_error *err)
{
    char path[longest_path];
    known->packs = ARENA_NEW(known->arena, struct pack, most_packs, err);
    known->lexicon = lexicon_new(err);
    if (known->packs == NULL || known->lexicon == NULL || !registry_init(&known->registry, err))
        return false;
    snprintf(path, sizeof path, "%s/schema.json", known->folder);
    if (!schema_load(&known->schema, path, known->arena, err))
        return false;
    snprintf(path, sizeof path, "%s/weights.json", known->folder);
    known->weights = weights_new(&known->schema, err);
    if (known->weights == NULL || !weights_read(known->weights, path, true, err))
        return false;
    snprintf(path, sizeof path, "%s/roles.json", known->folder);
    if (!roles_load(&known->roles, &known->schema, path, known->arena, err))
        return false;
    snprintf(path, sizeof path, "%s/noise.json", known->folder);
    known->noise = noise_load(path, err);
    return known->noise != NULL && each_file(known, "language", load_pack, err) &&
           each_file(known, "registry", load_registry, err) && lexicon_close(known->lexicon, err);
}

static bool holds_knowledge(const char *folder)
{
    char path[longest_path];
    int length = snprintf(path, sizeof path, "%s/schema.json", folder);
    return length > 0 && (size_t)length < sizeof path && access(path, R_OK) == 0;
}

/* Whether this code was built in the source tree and never left it. */
static bool in_source_tree(void)
{
    static const char tree[] = ERMINE_SOURCE_DATADIR;
    char path[longest_path];
    const char *end = strrchr(tree, '/');
    return end != NULL && place_beside(path, sizeof path, "") &&
           strncmp(path, tree, (size_t)(end - tree) + 1) == 0;
}

/* The folder asked for, else that of the environment, the one installed with this code, wherever the whole was
 * moved to, the source tree's for what runs there, the one of the PREFIX it was built for. `room` may hold it. */
static const char *choose_folder(const char *folder, char room[longest_path])
{
    if (folder != NULL)
        return folder;
    const char *named = getenv("ERMINE_DATA");
    if (named != NULL && *named != '\0')
        return named;
    if (place_beside(room, longest_path, "../share/ermine") && holds_knowledge(room))
        return room;
    bool source = holds_knowledge(ERMINE_SOURCE_DATADIR);
    if (source && (in_source_tree() || !holds_knowledge(ERMINE_DATADIR)))
        return ERMINE_SOURCE_DATADIR;
    return ERMINE_DATADIR;
}

ermine_knowledge *ermine_knowledge_load(const char *folder, unsigned models, ermine_error *err)
{
    ermine_knowledge *known = calloc(1, sizeof *known);
    if (known == NULL) {
        error_memory(err);
        return NULL;
    }
    char room[longest_path];
    html_prepare();
    known->arena = arena_new(err);
    if (known->arena != NULL)
        known->folder = arena_string(known->arena, choose_folder(folder, room), err);
    if (known->folder == NULL || !load_all(known, err) || !load_models(known, models, err)) {
        ermine_knowledge_free(known);
        return NULL;
    }
    return known;
}

void ermine_knowledge_free(ermine_knowledge *known)
{
    if (known == NULL)
        return;
    for (size_t i = 0; i < known->pack_count; i++)
        pack_free(&known->packs[i]);
    registry_free(&known->registry);
    ermine_weights_free(known->weights);
    lexicon_free(known->lexicon);
    free(known->cues.items);
    noise_free(known->noise);
    model_free(&known->glancer);
    model_free(&known->weigher);
    model_free(&known->model);
    model_free(&known->types);
    model_free(&known->statuses);
    arena_free(known->arena);
    free(known);
}

const struct pack *knowledge_pack(const ermine_knowledge *known, const char *language)
{
    for (size_t i = 0; i < known->pack_count; i++)
        if (language != NULL && strcmp(known->packs[i].language, language) == 0)
            return &known->packs[i];
    return NULL;
}

unsigned knowledge_roles(const ermine_knowledge *known, const char *relation)
{
    size_t index = schema_relation(&known->schema, relation);
    return index == ERMINE_NONE ? 0 : known->roles.of[index];
}

const char *knowledge_folder(const ermine_knowledge *known)
{
    return known->folder;
}

size_t ermine_knowledge_entity_count(const ermine_knowledge *known)
{
    return known->registry.count;
}

size_t ermine_knowledge_type_count(const ermine_knowledge *known)
{
    return known->schema.type_count;
}

const ermine_type *ermine_knowledge_type(const ermine_knowledge *known, size_t index)
{
    return &known->schema.types[index];
}

const ermine_type *ermine_knowledge_find_type(const ermine_knowledge *known, const char *name)
{
    size_t index = schema_type(&known->schema, name);
    return index == ERMINE_NONE ? NULL : &known->schema.types[index];
}

size_t ermine_knowledge_relation_count(const ermine_knowledge *known)
{
    return known->schema.relation_count;
}

const ermine_relation_type *ermine_knowledge_relation(const ermine_knowledge *known, size_t index)
{
    return &known->schema.relations[index];
}

const ermine_relation_type *ermine_knowledge_find_relation(const ermine_knowledge *known,
                                                           const char *name)
{
    size_t index = schema_relation(&known->schema, name);
    return index == ERMINE_NONE ? NULL : &known->schema.relations[index];
}

const ermine_known_entity *ermine_knowledge_find(const ermine_knowledge *known, const char *id)
{
    uint32_t index = map_get(known->registry.ids, id, strlen(id));
    return index == MAP_NONE ? NULL : &known->registry.entities[index].open;
}

double ermine_knowledge_usd_rate(const ermine_knowledge *known, const char *currency)
{
    const struct currency *found = schema_currency(&known->schema, currency);
    return found == NULL ? 0 : found->usd;
}
