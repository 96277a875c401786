#include "analyze/replicas.h"

#include "analyze/measures.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static bool open_room(struct replicas *replicas, size_t thread, ermine_error *err)
{
    replicas->weights[thread] = malloc((replicas->ties + 1) * sizeof **replicas->weights);
    replicas->influence[thread] = malloc((replicas->nodes + 1) * sizeof **replicas->influence);
    if (replicas->weights[thread] == NULL || replicas->influence[thread] == NULL)
        return error_memory(err);
    for (size_t i = 0; i < replicas->ties; i++) {
        const ermine_tie *tie = ermine_network_tie(replicas->network, i);
        replicas->weights[thread][i] = tie->counts ? tie->weight : 0;
    }
    return true;
}

bool replicas_open(struct replicas *replicas, size_t threads, ermine_error *err)
{
    replicas->threads = threads;
    replicas->weights = calloc(threads, sizeof *replicas->weights);
    replicas->influence = calloc(threads, sizeof *replicas->influence);
    replicas->errors = calloc(threads, sizeof *replicas->errors);
    if (replicas->weights == NULL || replicas->influence == NULL || replicas->errors == NULL)
        return error_memory(err);
    for (size_t i = 0; i < threads; i++)
        if (!open_room(replicas, i, err))
            return false;
    return true;
}

void replicas_close(struct replicas *replicas)
{
    for (size_t i = 0; i < replicas->threads; i++) {
        if (replicas->weights != NULL)
            free(replicas->weights[i]);
        if (replicas->influence != NULL)
            free(replicas->influence[i]);
    }
    free(replicas->weights);
    free(replicas->influence);
    free(replicas->errors);
}

size_t *replicas_rank(struct replicas *replicas, size_t thread)
{
    ermine_measuring measuring = *replicas->measuring;
    ermine_influence *influence = replicas->influence[thread];
    ermine_error *err = &replicas->errors[thread];
    measuring.measures = replicas->measure;
    measuring.work = NULL;
    memset(influence, 0, replicas->nodes * sizeof *influence);
    if (!measures_take(replicas->network, replicas->weights[thread], &measuring, influence, err))
        return NULL;
    return ermine_influence_order(influence, replicas->nodes, replicas->measure[0], err);
}

double replicas_value(const struct replicas *replicas, size_t thread, size_t node)
{
    double value = 0;
    ermine_influence_value(&replicas->influence[thread][node], replicas->measure[0], &value);
    return value;
}

bool replicas_ok(const struct replicas *replicas, ermine_error *err)
{
    for (size_t i = 0; i < replicas->threads; i++)
        if (replicas->errors[i].code != ERMINE_OK)
            return error_set(err, replicas->errors[i].code, "%s", replicas->errors[i].message);
    return true;
}
