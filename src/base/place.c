#include "base/place.h"

#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool place_beside(char *path, size_t size, const char *name)
{
    static const char here;
    Dl_info info;
    char file[PATH_MAX];
    if (dladdr(&here, &info) == 0 || info.dli_fname == NULL)
        return false;
    /* of a program the name is what it was called by, which need not be a path */
    bool library = strstr(info.dli_fname, ".so") != NULL;
    if (realpath(library ? info.dli_fname : "/proc/self/exe", file) == NULL)
        return false;
    char *folder = dirname(file);
    for (; strncmp(name, "../", 3) == 0; name += 3)
        folder = dirname(folder);
    int length = snprintf(path, size, "%s/%s", folder, name);
    return length > 0 && (size_t)length < size;
}
