#include "knowledge/tagger.h"

#include "base/error.h"
#include "base/mapped.h"

#include <string.h>

enum { header_size = sizeof TAGGER_MAGIC - 1 + 3 * 4 + tagger_numbers * 4 };

static bool wrong(const char *path, const char *why, ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT, "%s: %s; train it anew or take the file away", path, why);
}

/* Points into the mapped file once its size is known to be right. */
static bool look_in(struct tagger *tagger, const char *path, ermine_error *err)
{
    const char *bytes = tagger->mapped;
    if (tagger->size < header_size || memcmp(bytes, TAGGER_MAGIC, sizeof TAGGER_MAGIC - 1) != 0)
        return wrong(path, "not a model of this version", err);
    bytes += sizeof TAGGER_MAGIC - 1;
    memcpy(&tagger->buckets, bytes, sizeof tagger->buckets);
    memcpy(&tagger->sources, bytes + 4, sizeof tagger->sources);
    memcpy(&tagger->scale, bytes + 8, sizeof tagger->scale);
    size_t rows = (size_t)tagger->buckets * tagger_ways;
    if (rows == 0 || tagger->sources == 0 || tagger->sources > most_sources ||
        tagger->size != header_size + rows * (sizeof(uint16_t) + tag_columns))
        return wrong(path, "damaged", err);
    tagger->transitions = (const float *)(const void *)(bytes + 12);
    tagger->starts = tagger->transitions + tag_count * tag_count;
    tagger->ends = tagger->starts + tag_count;
    tagger->manners = tagger->ends + tag_count;
    tagger->prints =
        (const uint16_t *)(const void *)(tagger->manners + manner_words * most_sources);
    tagger->weights = (const int8_t *)(tagger->prints + rows);
    return true;
}

bool tagger_load(struct tagger *tagger, const char *path, ermine_error *err)
{
    *tagger = (struct tagger){0};
    if (!mapped_open(path, &tagger->mapped, &tagger->size, err))
        return false;
    if (tagger->mapped == NULL || look_in(tagger, path, err))
        return true;
    tagger_free(tagger);
    return false;
}

void tagger_free(struct tagger *tagger)
{
    mapped_close(tagger->mapped, tagger->size);
    *tagger = (struct tagger){0};
}
