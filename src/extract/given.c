#include "extract/given.h"

#include "base/array.h"
#include "text/words.h"

#include <string.h>

/* The tokens of a span; false when there are none. */
static bool tokens_of(const struct mining *m, const ermine_span *span, uint32_t *first,
                      uint32_t *end)
{
    uint32_t low = 0, high = (uint32_t)m->tokens.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (mining_token(m, middle)->end <= span->start)
            low = middle + 1;
        else
            high = middle;
    }
    *first = *end = low;
    while (*end < m->tokens.count && mining_token(m, *end)->start < span->end)
        ++*end;
    return *end > *first;
}

static uint8_t type_of(const struct mining *m, const char *type)
{
    static const char *const names[][2] = {{"PER", "person"}, {"LOC", "place"}};
    for (size_t i = 0; type != NULL && i < sizeof names / sizeof *names; i++) {
        size_t index = schema_type(&m->known->schema, names[i][1]);
        if (strncmp(type, names[i][0], strlen(names[i][0])) == 0 && index != ERMINE_NONE)
            return (uint8_t)index;
    }
    size_t index = schema_type(&m->known->schema, "company");
    return index == ERMINE_NONE ? 0 : (uint8_t)index;
}

/* The mention of a given name: that which was found at the very place, or a new one. */
static struct mention make_mention(const struct mining *m, const struct given_name *name,
                                   uint32_t first, uint32_t end)
{
    uint32_t found = m->mention_at[first];
    if (found != NONE && m->mentions[found].first == first && m->mentions[found].end == end)
        return m->mentions[found];
    return (struct mention){.first = first,
                            .end = end,
                            .sentence = m->sentence_of[first],
                            .known = NONE,
                            .entity = NONE,
                            .group = NONE,
                            .kind = MENTION_NEW,
                            .type = type_of(m, name->type),
                            .type_score = name->type == NULL ? 0 : 5};
}

/* Puts the given names in the place of the mentions that overlap them. */
static bool put_names(struct mining *m, const struct given_name *names, size_t count)
{
    struct mention *given = ARENA_NEW(m->arena, struct mention, count, m->err);
    bool *taken = ARENA_NEW(m->arena, bool, m->mention_count + 1, m->err);
    if (given == NULL || taken == NULL)
        return false;
    size_t given_count = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t first, end;
        if (!tokens_of(m, &names[i].span, &first, &end))
            continue;
        given[given_count++] = make_mention(m, &names[i], first, end);
        for (uint32_t at = first; at < end; at++)
            if (m->mention_at[at] != NONE)
                taken[m->mention_at[at]] = true;
    }
    for (size_t i = 0; i < m->mention_count; i++)
        if (!taken[i])
            m->mentions[kept++] = m->mentions[i];
    m->mention_count = kept;
    for (size_t i = 0; i < given_count; i++)
        if (!ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, given[i], m->err))
            return false;
    return index_mentions(m);
}

/* The mentions of the names, which other stages have moved. */
static bool find_mentions(struct given *given, const struct given_name *names, size_t count)
{
    struct mining *m = &given->mining;
    given->mentions = ARENA_NEW(m->arena, uint32_t, count, m->err);
    given->entities = ARENA_NEW(m->arena, uint32_t, count, m->err);
    if (given->mentions == NULL || given->entities == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t first, end;
        given->mentions[i] = given->entities[i] = NONE;
        if (!tokens_of(m, &names[i].span, &first, &end))
            continue;
        for (size_t k = 0; k < m->mention_count; k++)
            if (m->mentions[k].first == first && m->mentions[k].end == end) {
                given->mentions[i] = (uint32_t)k;
                given->entities[i] = m->mentions[k].entity;
            }
    }
    return true;
}

/* Each name is an entity of its own: whether two are one is for the classifier to say. */
static bool separate(struct given *given, size_t count)
{
    struct mining *m = &given->mining;
    bool *taken = ARENA_NEW(m->arena, bool, m->entity_count + 1, m->err);
    if (taken == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (given->mentions[i] == NONE || given->entities[i] == NONE)
            continue;
        struct mined_entity entity = m->entities[given->entities[i]];
        if (!taken[given->entities[i]]) {
            taken[given->entities[i]] = true;
            continue;
        }
        m->mentions[given->mentions[i]].entity = (uint32_t)m->entity_count;
        if (!ARRAY_PUSH(&m->entities, &m->entity_count, &m->entity_capacity, entity, m->err))
            return false;
    }
    return true;
}

static bool find_words(struct given *given)
{
    struct mining *m = &given->mining;
    given->word_ends = ARENA_NEW(m->arena, bool, m->tokens.count + 1, m->err);
    return given->word_ends != NULL &&
           words_mark(&m->tokens, m->document->text, m->document->length, m->pack->language,
                      given->word_ends, m->err);
}

bool given_open(struct given *given, const ermine_knowledge *known, const ermine_document *document,
                const struct given_name *names, size_t count, ermine_error *err)
{
    struct mining *m = &given->mining;
    return mining_scan(m, known, document, true, err) && find_names(m) &&
           put_names(m, names, count) && resolve_names(m) && resolve_anaphors(m) &&
           find_mentions(given, names, count) && separate(given, count) && find_groups(m) &&
           find_money(m) && match_patterns(m) && find_words(given);
}

void given_close(struct given *given)
{
    mining_close(&given->mining);
}
