/* batch.c - inputs in, facts out in the same order, mined on several threads.
 *
 * A ring of slots: this thread reads inputs into free slots and takes finished ones out in order; workers
 * mine whatever waits. The ring bounds the memory, however long the batch. */
#include "cli/cli.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_TAKEN, SLOT_DONE };

enum {
    most_items = 32,
    enough_bytes = 64 * 1024,
    most_complaints =
        10 /* of lines of one input: a file of another kind has thousands of bad ones */
};

struct item {
    ermine_raw *raw;     /* NULL: a bad input, `err` says why */
    ermine_facts *facts; /* NULL when mining failed */
    ermine_error err;
};

/* Some inputs, so that threads wake each other seldom. */
struct slot {
    enum slot_state state;
    struct item items[most_items];
    size_t count;
};

struct ring {
    pthread_mutex_t lock;
    pthread_cond_t waiting, done;
    const ermine_knowledge *known;
    struct slot *slots;
    size_t size, next; /* `next`: the slot a worker takes */
    bool closing;
};

/* Facts of one raw input: mined, or read when they are facts already. */
static ermine_facts *facts_of(const ermine_knowledge *known, const ermine_raw *raw,
                              ermine_error *err)
{
    if (raw->format == ERMINE_FORMAT_FACTS) {
        char place[300];
        snprintf(place, sizeof place, "%s:%zu", raw->source, raw->line);
        return ermine_facts_read(raw->bytes, raw->length, place, err);
    }
    ermine_document *document = ermine_document_parse(known, raw, err);
    if (document == NULL)
        return NULL;
    ermine_facts *facts = ermine_facts_extract(known, document, err);
    ermine_document_free(document);
    return facts;
}

static void *work(void *context)
{
    struct ring *ring = context;
    pthread_mutex_lock(&ring->lock);
    for (;;) {
        struct slot *slot = &ring->slots[ring->next];
        if (slot->state != SLOT_WAITING) {
            if (ring->closing)
                break;
            pthread_cond_wait(&ring->waiting, &ring->lock);
            continue;
        }
        slot->state = SLOT_TAKEN;
        ring->next = (ring->next + 1) % ring->size;
        pthread_mutex_unlock(&ring->lock);
        for (size_t i = 0; i < slot->count; i++)
            if (slot->items[i].raw != NULL)
                slot->items[i].facts =
                    facts_of(ring->known, slot->items[i].raw, &slot->items[i].err);
        pthread_mutex_lock(&ring->lock);
        slot->state = SLOT_DONE;
        pthread_cond_signal(&ring->done);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

static void hide_progress(struct batch *batch)
{
    if (batch->shown > 0)
        fputs("\r\x1B[K", stderr);
    batch->shown = 0;
}

/* A count on the terminal, five times a second at most; never in a pipe. */
static void show_progress(struct batch *batch)
{
    struct timespec time;
    if (batch->quiet || !isatty(STDERR_FILENO) || clock_gettime(CLOCK_MONOTONIC, &time) != 0)
        return;
    double now = (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
    if (now - batch->shown < 0.2)
        return;
    fprintf(stderr, "\r\x1B[Kermine: %zu documents read", batch->done + batch->passed_over);
    batch->shown = now;
}

/* "ermine: news/a.txt: zh, 12 entities, 8 relations" */
static void tell(struct batch *batch, const struct item *item)
{
    const ermine_origin *origin = ermine_facts_origin(item->facts);
    char line[32] = "";
    if (item->raw->line > 0)
        snprintf(line, sizeof line, ":%zu", item->raw->line);
    hide_progress(batch);
    fprintf(stderr, "ermine: %s%s: %s, %zu entities, %zu relations\n", item->raw->source, line,
            origin->language == NULL ? "language unknown" : origin->language,
            ermine_facts_entity_count(item->facts), ermine_facts_relation_count(item->facts));
}

/* Says what is wrong with an input; of the lines of one, no more than the first few. */
static void complain(struct batch *batch, const struct item *item)
{
    hide_progress(batch);
    if (item->raw != NULL && item->raw->line > 0) {
        if (strncmp(batch->bad_source, item->raw->source, sizeof batch->bad_source - 1) != 0)
            batch->bad_lines = 0;
        snprintf(batch->bad_source, sizeof batch->bad_source, "%s", item->raw->source);
        if (++batch->bad_lines == most_complaints + 1)
            fprintf(stderr, "ermine: %s: more of its lines are bad\n", item->raw->source);
        if (batch->bad_lines > most_complaints)
            return;
    }
    fprintf(stderr, "ermine: %s\n", item->err.message);
}

/* Hands one finished input over; false when the batch cannot go on. */
static bool deliver(struct batch *batch, const struct item *item, ermine_error *err)
{
    if (item->facts != NULL) {
        batch->done++;
        show_progress(batch);
        if (batch->verbose)
            tell(batch, item);
        return batch->each(batch->context, item->raw, item->facts, err);
    }
    if (item->err.code == ERMINE_ENOMEM || item->err.code == ERMINE_EIO) {
        *err = item->err;
        return false;
    }
    complain(batch, item);
    batch->bad++;
    return true;
}

static void clear_slot(struct slot *slot)
{
    for (size_t i = 0; i < slot->count; i++) {
        ermine_facts_free(slot->items[i].facts);
        ermine_raw_free(slot->items[i].raw);
    }
    slot->count = 0;
    slot->state = SLOT_FREE;
}

static bool deliver_all(struct batch *batch, struct slot *slot, ermine_error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < slot->count; i++)
        ok = deliver(batch, &slot->items[i], err);
    clear_slot(slot);
    return ok;
}

/* Reads the next input that is wanted; false at the end or with err set. */
static bool read_next(struct batch *batch, ermine_reader *reader, struct item *item,
                      ermine_error *err)
{
    *item = (struct item){0};
    for (;;) {
        ermine_read result = ermine_reader_next(reader, &item->raw, &item->err);
        if (result == ERMINE_READ_END)
            return false;
        bool wanted = true;
        if (result == ERMINE_READ_ONE && batch->wanted != NULL &&
            !batch->wanted(batch->context, item->raw, &wanted, err)) {
            ermine_raw_free(item->raw);
            return false;
        }
        if (wanted)
            return true;
        batch->passed_over++;
        ermine_raw_free(item->raw);
        item->raw = NULL;
    }
}

/* Fills the slot; false when there is no more to read, or with err set. */
static bool fill(struct batch *batch, ermine_reader *reader, struct slot *slot, ermine_error *err)
{
    size_t bytes = 0;
    while (slot->count < most_items && bytes < enough_bytes) {
        struct item *item = &slot->items[slot->count];
        if (!read_next(batch, reader, item, err))
            return false;
        bytes += item->raw == NULL ? 0 : item->raw->length;
        slot->count++;
    }
    return true;
}

/* The loop of this thread: fill the ring, take the oldest out. */
static bool feed(struct batch *batch, ermine_reader *reader, struct ring *ring, ermine_error *err)
{
    size_t head = 0, tail = 0; /* counts of slots filled and taken out */
    bool more = true, ok = true;
    while (ok && (more || tail < head)) {
        if (more && head - tail < ring->size) {
            struct slot *slot = &ring->slots[head % ring->size];
            more = fill(batch, reader, slot, err);
            ok = err->code == ERMINE_OK;
            if (!ok || slot->count == 0)
                continue;
            pthread_mutex_lock(&ring->lock);
            slot->state = SLOT_WAITING;
            pthread_cond_signal(&ring->waiting);
            pthread_mutex_unlock(&ring->lock);
            head++;
            continue;
        }
        struct slot *slot = &ring->slots[tail % ring->size];
        pthread_mutex_lock(&ring->lock);
        while (slot->state != SLOT_DONE)
            pthread_cond_wait(&ring->done, &ring->lock);
        pthread_mutex_unlock(&ring->lock);
        ok = deliver_all(batch, slot, err);
        tail++;
    }
    return ok;
}

static void free_ring(struct ring *ring)
{
    for (size_t i = 0; ring->slots != NULL && i < ring->size; i++)
        clear_slot(&ring->slots[i]);
    free(ring->slots);
}

static bool run_threads(struct batch *batch, ermine_reader *reader, ermine_error *err)
{
    struct ring ring = {.lock = PTHREAD_MUTEX_INITIALIZER,
                        .waiting = PTHREAD_COND_INITIALIZER,
                        .done = PTHREAD_COND_INITIALIZER,
                        .known = batch->known,
                        .size = batch->threads * 4};
    pthread_t *threads = calloc(batch->threads, sizeof *threads);
    ring.slots = calloc(ring.size, sizeof *ring.slots);
    size_t started = 0;
    bool ok = threads != NULL && ring.slots != NULL;
    while (ok && started < batch->threads &&
           pthread_create(&threads[started], NULL, work, &ring) == 0)
        started++;
    if (!ok || started == 0) {
        snprintf(err->message, sizeof err->message, "no memory or no thread to be had");
        err->code = ERMINE_ENOMEM;
        ok = false;
    } else {
        ok = feed(batch, reader, &ring, err);
    }
    pthread_mutex_lock(&ring.lock);
    ring.closing = true;
    pthread_cond_broadcast(&ring.waiting);
    pthread_mutex_unlock(&ring.lock);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    free_ring(&ring);
    free(threads);
    return ok;
}

bool batch_run(struct batch *batch, ermine_error *err)
{
    ermine_reader *reader = ermine_reader_new(batch->paths, batch->path_count, err);
    if (reader == NULL)
        return false;
    bool ok = run_threads(batch, reader, err);
    hide_progress(batch);
    ermine_reader_free(reader);
    return ok;
}

int batch_status(const struct batch *batch)
{
    if (batch->bad == 0)
        return EXIT_DONE;
    fprintf(stderr, "ermine: %zu of %zu inputs were bad and passed over\n", batch->bad,
            batch->bad + batch->done);
    return EXIT_INPUT;
}
