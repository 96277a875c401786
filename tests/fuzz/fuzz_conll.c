/* fuzz_conll.c - any bytes as a two-column file: blocks whose names and words lie in their text, or an error. */
#include "fuzz_file.h"

#include "train/conll.h"

static void check_block(const struct block *block)
{
    uint32_t behind = 0;
    for (size_t i = 0; i < block->word_count; i++) {
        if (block->words[i].start < behind || block->words[i].end <= block->words[i].start ||
            block->words[i].end > block->length)
            abort();
        behind = block->words[i].end;
    }
    for (size_t i = 0; i < block->name_count; i++)
        if (block->names[i].end <= block->names[i].start || block->names[i].end > block->length)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    char path[64];
    int file = fuzz_open(bytes, length, path);
    for (int unspaced = 0; unspaced < 2; unspaced++) {
        ermine_error err = {0};
        struct block block = {0};
        struct conll *conll = conll_open(path, unspaced, &err);
        fuzz_expect(conll != NULL, &err);
        while (conll != NULL && conll_next(conll, &block, &err))
            check_block(&block);
        block_free(&block);
        conll_close(conll);
    }
    close(file);
    return 0;
}
