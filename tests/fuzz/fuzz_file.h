/* fuzz_file.h - any bytes as a file that has a path. */
#include "ermine/ermine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int fuzz_open(const uint8_t *bytes, size_t length, char path[64])
{
    int file = memfd_create("fuzz", 0);
    if (file < 0 || (length > 0 && write(file, bytes, length) != (ssize_t)length))
        abort();
    snprintf(path, 64, "/proc/self/fd/%d", file);
    return file;
}

/* What fails says why. */
static void fuzz_expect(bool ok, const ermine_error *err)
{
    if (!ok && (err->code == ERMINE_OK || err->message[0] == '\0'))
        abort();
}
