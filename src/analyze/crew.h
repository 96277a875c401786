/* crew.h - blocks of work on several threads, their results put together in the order of the blocks.
 *
 * Blocks do not depend on the number of threads, and sums are added block after block: so any number of threads gives
 * the same result to the last bit. */
#ifndef ANALYZE_CREW_H
#define ANALYZE_CREW_H

#include "ermine/graph.h"

struct crew;

struct crew_task {
    size_t blocks;
    size_t steps; /* that crew_step() will be told of in all, for progress; 0: the blocks */
    /* Does a block with the scratch space of thread 0 to threads - 1. */
    void (*run)(void *context, size_t thread, size_t block, struct crew *crew);
    /* Adds what the block found to the whole, one block at a time and in their order; NULL: nothing to add. */
    void (*merge)(void *context, size_t thread, size_t block);
    void *context;
};

/* How many threads a task of so many blocks is worth. */
size_t crew_threads(const ermine_work *work, size_t blocks);
/* False with ERMINE_ESTOPPED when the progress asked for it. */
bool crew_run(const ermine_work *work, const struct crew_task *task, ermine_error *err);
/* To be called by run() now and then, with the steps done since; false: drop the rest of the block. */
bool crew_step(struct crew *crew, size_t thread, size_t steps);
/* For work that has no blocks: tells the share that is done; false with ERMINE_ESTOPPED. */
bool crew_go_on(const ermine_work *work, double share, ermine_error *err);

#endif
