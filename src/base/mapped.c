#include "base/mapped.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map_file(int file, const char *path, void **bytes, size_t *size, ermine_error *err)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        return error_set(err, ERMINE_EIO, "%s: %s", path, strerror(errno));
    if (status.st_size == 0)
        return error_set(err, ERMINE_EINPUT, "%s: empty", path);
    void *mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (mapped == MAP_FAILED)
        return error_set(err, ERMINE_EIO, "%s: %s", path, strerror(errno));
    *bytes = mapped;
    *size = (size_t)status.st_size;
    return true;
}

bool mapped_open(const char *path, void **bytes, size_t *size, ermine_error *err)
{
    *bytes = NULL;
    *size = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT || error_set(err, ERMINE_EINPUT, "%s: %s", path, strerror(errno));
    bool ok = map_file(file, path, bytes, size, err);
    close(file);
    return ok;
}

void mapped_close(void *bytes, size_t size)
{
    if (bytes != NULL)
        munmap(bytes, size);
}
