#include "knowledge/weights.h"

#include "base/error.h"
#include "knowledge/knowledge.h"
#include "knowledge/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ermine_weights *weights_new(const struct schema *schema, ermine_error *err)
{
    ermine_weights *weights = calloc(1, sizeof *weights);
    if (weights != NULL) {
        weights->schema = schema;
        weights->relations = calloc(schema->relation_count + 1, sizeof *weights->relations);
    }
    if (weights == NULL || weights->relations == NULL) {
        error_memory(err);
        ermine_weights_free(weights);
        return NULL;
    }
    for (size_t i = 0; i < schema->relation_count; i++)
        weights->relations[i] = NAN;
    for (size_t i = 0; i <= ERMINE_ENDED; i++)
        weights->statuses[i] = NAN;
    weights->statuses[ERMINE_DENIED] = 0;
    return weights;
}

void ermine_weights_free(ermine_weights *weights)
{
    if (weights == NULL)
        return;
    free(weights->relations);
    free(weights);
}

static bool read_number(const json_t *item, const char *path, const char *name, double *number,
                        ermine_error *err)
{
    double value = json_number_value(item);
    if (!json_is_number(item) || !(value >= 0 && value <= 1e6))
        return error_set(err, ERMINE_EINPUT, "%s: \"%s\" must be a number from 0 to 1000000", path,
                         name);
    *number = value;
    return true;
}

static bool read_relations(ermine_weights *weights, json_t *list, const char *path,
                           ermine_error *err)
{
    const char *name;
    json_t *item;
    json_object_foreach(list, name, item)
    {
        size_t index = schema_relation(weights->schema, name);
        if (index == ERMINE_NONE)
            return error_set(err, ERMINE_EINPUT,
                             "%s: no relation \"%s\"; schema.json lists those there are", path,
                             name);
        if (!read_number(item, path, name, &weights->relations[index], err))
            return false;
    }
    return true;
}

static bool read_statuses(ermine_weights *weights, json_t *list, const char *path,
                          ermine_error *err)
{
    const char *name;
    json_t *item;
    json_object_foreach(list, name, item)
    {
        ermine_status status;
        if (!ermine_status_parse(name, &status) || status == ERMINE_DENIED)
            return error_set(err, ERMINE_EINPUT,
                             "%s: a status with a weight must be current, planned, reported or "
                             "ended, not \"%s\"",
                             path, name);
        if (!read_number(item, path, name, &weights->statuses[status], err))
            return false;
    }
    return true;
}

static bool check_whole(const ermine_weights *weights, const char *path, ermine_error *err)
{
    for (size_t i = 0; i < weights->schema->relation_count; i++)
        if (isnan(weights->relations[i]))
            return error_set(err, ERMINE_EINPUT, "%s: \"relations\" must hold \"%s\"", path,
                             weights->schema->relations[i].name);
    for (size_t i = 0; i <= ERMINE_ENDED; i++)
        if (isnan(weights->statuses[i]))
            return error_set(err, ERMINE_EINPUT, "%s: \"statuses\" must hold \"%s\"", path,
                             ermine_status_name((ermine_status)i));
    return true;
}

bool weights_read(ermine_weights *weights, const char *path, bool whole, ermine_error *err)
{
    json_t *root = load_json(path, err);
    if (root == NULL)
        return false;
    const char *key;
    json_t *part;
    bool ok = json_is_object(root) || error_set(err, ERMINE_EINPUT, "%s: must be an object", path);
    if (ok) {
        json_object_foreach(root, key, part)
        {
            bool relations = strcmp(key, "relations") == 0;
            if (!json_is_object(part) || (!relations && strcmp(key, "statuses") != 0))
                ok = error_set(err, ERMINE_EINPUT,
                               "%s: must hold two objects, \"relations\" and \"statuses\", not "
                               "\"%s\"",
                               path, key);
            ok = ok && (relations ? read_relations(weights, part, path, err)
                                  : read_statuses(weights, part, path, err));
        }
    }
    json_decref(root);
    return ok && (!whole || check_whole(weights, path, err));
}

ermine_weights *ermine_weights_load(const ermine_knowledge *known, const char *path,
                                    ermine_error *err)
{
    ermine_weights *weights = weights_new(&known->schema, err);
    if (weights == NULL)
        return NULL;
    memcpy(weights->relations, known->weights->relations,
           known->schema.relation_count * sizeof *weights->relations);
    memcpy(weights->statuses, known->weights->statuses, sizeof weights->statuses);
    if (path != NULL && !weights_read(weights, path, false, err)) {
        ermine_weights_free(weights);
        return NULL;
    }
    return weights;
}

double ermine_weights_relation(const ermine_weights *weights, const char *relation)
{
    size_t index = schema_relation(weights->schema, relation);
    return index == ERMINE_NONE ? 1 : weights->relations[index];
}

double ermine_weights_status(const ermine_weights *weights, ermine_status status)
{
    return weights->statuses[status];
}
