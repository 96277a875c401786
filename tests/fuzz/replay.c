/* replay.c - runs a fuzz target on files, without a fuzzer: the seeds, and what once broke us. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int main(int argc, char **argv)
{
    enum { largest = 1 << 24 };
    uint8_t *bytes = malloc(largest);
    for (int i = 1; bytes != NULL && i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            free(bytes);
            return 1;
        }
        size_t length = fread(bytes, 1, largest, file);
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, length);
    }
    free(bytes);
    return bytes == NULL;
}
