#include "analyze/crew.h"

#include "base/error.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { most_threads = 1024 };

struct crew {
    const ermine_work *work;
    const struct crew_task *task;
    atomic_size_t next, done;
    atomic_bool stopped;
    double asked; /* when progress was asked last */
    pthread_mutex_t lock;
    pthread_cond_t turn;
    size_t merged; /* blocks */
};

struct member {
    struct crew *crew;
    size_t number;
    pthread_t thread;
};

static double now(void)
{
    struct timespec time = {0};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

size_t crew_threads(const ermine_work *work, size_t blocks)
{
    size_t threads = work == NULL || work->threads == 0 ? 1 : work->threads;
    threads = threads < most_threads ? threads : most_threads;
    return threads < blocks ? threads : blocks > 0 ? blocks : 1;
}

bool crew_step(struct crew *crew, size_t thread, size_t steps)
{
    size_t done = atomic_fetch_add(&crew->done, steps) + steps;
    if (thread == 0 && crew->work != NULL && crew->work->progress != NULL) {
        double time = now();
        if (time - crew->asked >= 0.1) {
            crew->asked = time;
            size_t all = crew->task->steps > 0 ? crew->task->steps : crew->task->blocks;
            double share = (double)done / (double)all;
            if (!crew->work->progress(crew->work->context, share < 1 ? share : 1))
                atomic_store(&crew->stopped, true);
        }
    }
    return !atomic_load(&crew->stopped);
}

static void wait_and_merge(struct crew *crew, size_t thread, size_t block)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->merged != block)
        pthread_cond_wait(&crew->turn, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
    if (!atomic_load(&crew->stopped))
        crew->task->merge(crew->task->context, thread, block);
    pthread_mutex_lock(&crew->lock);
    crew->merged++;
    pthread_cond_broadcast(&crew->turn);
    pthread_mutex_unlock(&crew->lock);
}

static void *work_on(void *argument)
{
    const struct member *member = argument;
    struct crew *crew = member->crew;
    for (;;) {
        size_t block = atomic_fetch_add(&crew->next, 1);
        if (block >= crew->task->blocks)
            return NULL;
        if (!atomic_load(&crew->stopped))
            crew->task->run(crew->task->context, member->number, block, crew);
        if (crew->task->steps == 0)
            crew_step(crew, member->number, 1);
        if (crew->task->merge != NULL)
            wait_and_merge(crew, member->number, block);
    }
}

bool crew_run(const ermine_work *work, const struct crew_task *task, ermine_error *err)
{
    size_t threads = crew_threads(work, task->blocks), started = 0;
    struct crew crew = {.work = work,
                        .task = task,
                        .asked = now(),
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .turn = PTHREAD_COND_INITIALIZER};
    struct member own = {&crew, 0, pthread_self()};
    struct member *others = threads > 1 ? calloc(threads - 1, sizeof *others) : NULL;
    /* With fewer threads than asked for it takes longer, and comes out the same. */
    while (others != NULL && started + 1 < threads) {
        others[started] = (struct member){.crew = &crew, .number = started + 1};
        if (pthread_create(&others[started].thread, NULL, work_on, &others[started]) != 0)
            break;
        started++;
    }
    work_on(&own);
    for (size_t i = 0; i < started; i++)
        pthread_join(others[i].thread, NULL);
    free(others);
    pthread_mutex_destroy(&crew.lock);
    pthread_cond_destroy(&crew.turn);
    return !atomic_load(&crew.stopped) || error_set(err, ERMINE_ESTOPPED, "stopped");
}

bool crew_go_on(const ermine_work *work, double share, ermine_error *err)
{
    return work == NULL || work->progress == NULL || work->progress(work->context, share) ||
           error_set(err, ERMINE_ESTOPPED, "stopped");
}
