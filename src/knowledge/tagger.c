#include "knowledge/tagger.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

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

static bool map_file(struct tagger *tagger, int file, const char *path, ermine_error *err)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return error_set(err, ERMINE_EIO, "%s: %s", path, strerror(errno));
    tagger->size = (size_t)status.st_size;
    if (tagger->size == 0)
        return wrong(path, "empty", err);
    void *mapped = mmap(NULL, tagger->size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped == MAP_FAILED)
        return error_set(err, ERMINE_EIO, "%s: %s", path, strerror(errno));
    tagger->mapped = mapped;
    return look_in(tagger, path, err);
}

bool tagger_load(struct tagger *tagger, const char *path, ermine_error *err)
{
    *tagger = (struct tagger){0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT || error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
    bool ok = map_file(tagger, file, path, err);
    close(file);
    if (!ok)
        tagger_free(tagger);
    return ok;
}

void tagger_free(struct tagger *tagger)
{
    if (tagger->mapped != NULL)
        munmap(tagger->mapped, tagger->size);
    *tagger = (struct tagger){0};
}
