/* batch.c - inputs in, facts out in the same order, mined on several threads.
 *
 * A ring of slots: this thread reads inputs into free slots and takes finished ones out in order; workers
 * mine whatever waits. The ring bounds the memory, however long the batch. */
#include "cli/cli.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_TAKEN, SLOT_DONE };

struct slot {
    enum slot_state state;
    ermine_raw *raw;     /* NULL: a bad input, `err` says why */
    ermine_facts *facts; /* NULL when mining failed */
    ermine_error err;
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
        if (slot->raw != NULL)
            slot->facts = facts_of(ring->known, slot->raw, &slot->err);
        pthread_mutex_lock(&ring->lock);
        slot->state = SLOT_DONE;
        pthread_cond_broadcast(&ring->done);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

/* Hands one finished input over; false when the batch cannot go on. */
static bool deliver(struct batch *batch, struct slot *slot, ermine_error *err)
{
    bool ok = true;
    if (slot->facts != NULL) {
        ok = batch->each(batch->context, slot->raw, slot->facts, err);
        batch->done++;
    } else if (slot->err.code == ERMINE_ENOMEM || slot->err.code == ERMINE_EIO) {
        *err = slot->err;
        ok = false;
    } else {
        fprintf(stderr, "ermine: %s\n", slot->err.message);
        batch->bad++;
    }
    ermine_facts_free(slot->facts);
    ermine_raw_free(slot->raw);
    slot->facts = NULL;
    slot->raw = NULL;
    return ok;
}

/* Reads the next input that is wanted into the slot; false at the end or with err set. */
static bool read_next(struct batch *batch, ermine_reader *reader, struct slot *slot,
                      ermine_error *err)
{
    for (;;) {
        slot->err = (ermine_error){0};
        ermine_read result = ermine_reader_next(reader, &slot->raw, &slot->err);
        if (result == ERMINE_READ_END)
            return false;
        bool wanted = true;
        if (result == ERMINE_READ_ONE && batch->wanted != NULL &&
            !batch->wanted(batch->context, slot->raw, &wanted, err)) {
            ermine_raw_free(slot->raw);
            return false;
        }
        if (wanted)
            return true;
        batch->passed_over++;
        ermine_raw_free(slot->raw);
        slot->raw = NULL;
    }
}

/* The loop of this thread: fill the ring, take the oldest out. */
static bool feed(struct batch *batch, ermine_reader *reader, struct ring *ring, ermine_error *err)
{
    size_t head = 0, tail = 0; /* counts of slots filled and taken out */
    bool more = true, ok = true;
    while (ok && (more || tail < head)) {
        if (more && head - tail < ring->size) {
            struct slot *slot = &ring->slots[head % ring->size];
            more = read_next(batch, reader, slot, err);
            if (err->code != ERMINE_OK)
                ok = false;
            if (!more)
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
        ok = deliver(batch, slot, err);
        slot->state = SLOT_FREE;
        tail++;
    }
    return ok;
}

static void free_ring(struct ring *ring)
{
    for (size_t i = 0; ring->slots != NULL && i < ring->size; i++) {
        ermine_facts_free(ring->slots[i].facts);
        ermine_raw_free(ring->slots[i].raw);
    }
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
