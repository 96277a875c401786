#include "extract/salience.h"

enum { window = 5, most_candidates = 48, as_opener = 2 };

struct candidate {
    uint32_t entity, mention; /* its latest */
    double salience;
};

/* The first mention of the sentence or a later one. */
static uint32_t first_mention(const struct mining *m, uint32_t sentence)
{
    uint32_t low = 0, high = (uint32_t)m->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (m->mentions[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_named(const struct mining *m, uint32_t from, uint32_t sentence, uint32_t entity)
{
    for (uint32_t i = from; i < m->mention_count && m->mentions[i].sentence == sentence; i++)
        if (m->mentions[i].entity == entity)
            return true;
    return false;
}

/* A mention counts for less the farther back it is, and for more where it opens its sentence. */
static size_t collect(const struct mining *m, uint32_t sentence, uint32_t end,
                      struct candidate candidates[most_candidates])
{
    size_t count = 0;
    uint32_t opened = NONE;
    for (uint32_t i = first_mention(m, sentence > window ? sentence - window : 0); i < end; i++) {
        const struct mention *mention = &m->mentions[i];
        bool opens = mention->sentence != opened;
        size_t k = 0;
        opened = mention->sentence;
        if (mention->entity == NONE)
            continue;
        while (k < count && candidates[k].entity != mention->entity)
            k++;
        if (k == most_candidates)
            continue;
        if (k == count)
            candidates[count++] = (struct candidate){mention->entity, i, 0};
        candidates[k].mention = i;
        candidates[k].salience += (opens ? as_opener : 1) / (double)(sentence - mention->sentence);
    }
    return count;
}

static bool is_taken(const struct mining *m, const struct salient *found, size_t count,
                     uint32_t entity)
{
    for (size_t i = 0; i < count; i++)
        if (m->mentions[found[i].mention].entity == entity)
            return true;
    return false;
}

size_t salience_enter(struct salience *salience, uint32_t sentence,
                      struct salient found[most_salient])
{
    const struct mining *m = salience->m;
    struct candidate candidates[most_candidates];
    uint32_t focus = salience->focus, from = salience->next;
    for (; from < m->mention_count && m->mentions[from].sentence < sentence; from++)
        if (focus != NONE && m->mentions[from].entity == focus)
            salience->about = from;
    salience->next = from;
    size_t candidate_count = collect(m, sentence, from, candidates), count = 0;
    if (salience->about != NONE && !is_named(m, from, sentence, focus))
        found[count++] = (struct salient){salience->about, 0};
    for (uint32_t rank = 1; count < most_salient; rank++) {
        const struct candidate *best = NULL;
        for (size_t k = 0; k < candidate_count; k++) {
            const struct candidate *c = &candidates[k];
            if (c->entity != focus && !is_taken(m, found, count, c->entity) &&
                !is_named(m, from, sentence, c->entity) &&
                (best == NULL || c->salience > best->salience ||
                 (c->salience == best->salience && c->mention > best->mention)))
                best = c;
        }
        if (best == NULL)
            break;
        found[count++] = (struct salient){best->mention, rank};
    }
    return count;
}
