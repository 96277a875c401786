/* resolve.c - which mentions mean the same: known ids, equal names, short forms, names defined in the
 * text. Case forms are compared by their stems, with the endings the language pack lists. */
#include "extract/mining.h"

#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

enum { longest_key = 400, shortest_stem = 6, most_han = 6 };

struct resolver {
    struct mining *m;
    struct map *keys;     /* key of a whole new name to its entity */
    struct map *aliases;  /* key of a short form to its entity, or `shared` when several have it */
    uint32_t *of_known;   /* registry entity to entity */
    size_t longest_alias; /* in Han characters */
    uint64_t first_han[0x10000 / 64]; /* set of the characters that begin an alias */
    uint64_t first_letters[16];       /* of the letters, modulo 1024 */
};

static const uint32_t shared = UINT32_MAX - 1; /* no entity of its own */

static uint32_t root_of(const struct mining *m, uint32_t entity)
{
    while (m->entities[entity].merged != NONE)
        entity = m->entities[entity].merged;
    return entity;
}

static size_t longest_end(const char *const *endings, const char *word, size_t length)
{
    for (; *endings != NULL; endings++) {
        size_t size = strlen(*endings);
        if (size + shortest_stem <= length && memcmp(word + length - size, *endings, size) == 0)
            return size;
    }
    return 0;
}

/* Folded key of one token, case endings taken off. */
static size_t stem_key(const struct mining *m, uint32_t at, char *key, size_t room)
{
    size_t length;
    const char *text = mining_text(m, at, &length);
    size_t size = fold_key(text, length, key, room);
    if ((mining_token(m, at)->flags & TOKEN_CYRILLIC) && m->pack->endings != NULL)
        size -= longest_end(m->pack->endings, key, size);
    key[size] = '\0';
    return size;
}

/* Key of a run of tokens: stems joined by '-' for words, nothing between Han characters. */
static size_t name_key(const struct mining *m, uint32_t first, uint32_t end, char key[longest_key])
{
    size_t size = 0;
    for (uint32_t at = first; at < end && size + 80 < longest_key; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind == TOKEN_PUNCT)
            continue;
        if (size > 0 && token->kind != TOKEN_HAN)
            key[size++] = '-';
        size += stem_key(m, at, key + size, longest_key - size);
    }
    key[size] = '\0';
    return size;
}

/* Legal words do not tell names apart: "Marimo Inc" is Marimo. */
static uint32_t without_legal(const struct mining *m, const struct mention *mention)
{
    uint32_t end = mention->end;
    for (;;) {
        const struct cue_hit *legal = cue_to(m, end, CUE_LEGAL);
        uint32_t shorter = legal == NULL ? end : legal->first;
        while (shorter > mention->first && is_punct(m, shorter - 1, ','))
            shorter--;
        if (shorter == end || shorter <= mention->first)
            return end;
        end = shorter;
    }
}

static uint32_t new_entity(struct mining *m, const struct mention *mention)
{
    struct mined_entity entity = {.known = mention->known,
                                  .merged = NONE,
                                  .type = mention->type,
                                  .type_score = mention->type_score,
                                  .gender = mention->gender};
    if (!ARRAY_PUSH(&m->entities, &m->entity_count, &m->entity_capacity, entity, m->err))
        return NONE;
    return (uint32_t)m->entity_count - 1;
}

static bool assign(struct resolver *r, struct mention *mention)
{
    struct mining *m = r->m;
    char key[longest_key];
    if (mention->kind == MENTION_KNOWN) {
        uint32_t *entity = &r->of_known[mention->known];
        if (*entity == 0 && (*entity = new_entity(m, mention) + 1) == 0)
            return false;
        mention->entity = *entity - 1;
    } else {
        size_t size = name_key(m, mention->first, without_legal(m, mention), key);
        uint32_t entity = map_get(r->keys, key, size);
        if (entity == MAP_NONE) {
            entity = new_entity(m, mention);
            if (entity == NONE || !map_put(r->keys, key, size, entity, m->err))
                return false;
        }
        mention->entity = entity;
        struct mined_entity *e = &m->entities[entity];
        if (mention->type_score > e->type_score) {
            e->type = mention->type;
            e->type_score = mention->type_score;
        }
    }
    m->entities[mention->entity].mention_count++;
    return true;
}

static uint32_t first_code(const char *text, size_t length)
{
    size_t at = 0;
    return fold_code(utf8_decode(text, length, &at));
}

static bool offer_alias(struct resolver *r, uint32_t first, uint32_t end, uint32_t entity)
{
    char key[longest_key];
    size_t size = name_key(r->m, first, end, key);
    if (size < 3)
        return true;
    uint32_t other = map_get(r->aliases, key, size);
    if (other == entity)
        return true;
    const struct token *token = mining_token(r->m, first);
    uint32_t letter = first_code(key, size);
    r->first_letters[letter / 64 % 16] |= (uint64_t)1 << letter % 64;
    if (token->kind == TOKEN_HAN) {
        r->first_han[token->code / 64 % (0x10000 / 64)] |= (uint64_t)1 << token->code % 64;
        if (end - first > r->longest_alias)
            r->longest_alias = end - first;
    }
    return map_put(r->aliases, key, size, other == MAP_NONE ? entity : shared, r->m->err);
}

/* The short forms a longer mention may take: a person's last name; the first word of a company. */
static bool offer_short_forms(struct resolver *r, const struct mention *mention)
{
    struct mining *m = r->m;
    uint32_t last = mention->end - 1, end = without_legal(m, mention);
    if (type_is(m, m->entities[mention->entity].type, "person")) {
        if (mining_token(m, last)->kind == TOKEN_WORD)
            return last == mention->first || mining_token(m, last)->letters < 2 ||
                   offer_alias(r, last, last + 1, mention->entity);
        uint32_t dot = mention->end;
        while (dot > mention->first && !is_punct(m, dot - 1, 0xB7))
            dot--;
        return dot == mention->first || offer_alias(r, dot, mention->end, mention->entity);
    }
    if (mention->kind == MENTION_NEW && end < mention->end &&
        !offer_alias(r, mention->first, end, mention->entity))
        return false;
    const struct cue_hit *suffix = cue_to(m, end, CUE_SUFFIX);
    if (suffix != NULL && suffix->first > mention->first + 1 && mention->kind == MENTION_NEW)
        return offer_alias(r, mention->first, suffix->first, mention->entity);
    return true;
}

/* A mention in brackets or behind an introducing word is another name of the one before it. */
static const struct mention *defined_by(const struct mining *m, const struct mention *mention)
{
    uint32_t at = mention->first;
    uint32_t begin = m->tokens.sentences[mention->sentence];
    bool bracket = false, intro = false;
    for (int steps = 0; at > begin && steps < 6; steps++) {
        const struct cue_hit *alias = cue_to(m, at, CUE_ALIAS);
        const struct token *before = mining_token(m, at - 1);
        if (alias != NULL) {
            at = alias->first;
            intro = true;
        } else if (before->kind == TOKEN_PUNCT &&
                   (before->code == '"' || before->code == 0xAB || before->code == '\'' ||
                    before->code == ',' || before->code == 0xBB || before->code == ':' ||
                    before->code == 0x2014 || before->code == 0x2013)) {
            at--;
        } else if (before->kind == TOKEN_PUNCT && before->code == '(') {
            bracket = true;
            at--;
            while (at > begin && (is_punct(m, at - 1, '"') || is_punct(m, at - 1, 0xBB)))
                at--;
            break;
        } else {
            break;
        }
    }
    if ((!bracket && !intro) || at == begin || m->mention_at[at - 1] == NONE)
        return NULL;
    return &m->mentions[m->mention_at[at - 1]];
}

static bool same_sort(const struct mining *m, uint8_t a, uint8_t b)
{
    static const char *const alone[] = {"person", "place", "product", "policy"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++)
        if (type_is(m, a, alone[i]) != type_is(m, b, alone[i]))
            return false;
    return true;
}

static void merge(struct mining *m, uint32_t from, uint32_t into)
{
    from = root_of(m, from);
    into = root_of(m, into);
    if (from == into)
        return;
    if (m->entities[from].known != NONE && m->entities[into].known != NONE)
        return; /* the registry knows them apart */
    if (m->entities[from].known != NONE) {
        uint32_t swap = from;
        from = into;
        into = swap;
    }
    struct mined_entity *a = &m->entities[into];
    const struct mined_entity *b = &m->entities[from];
    if (b->type_score > a->type_score) {
        a->type = b->type;
        a->type_score = b->type_score;
    }
    a->mention_count += b->mention_count;
    m->entities[from].merged = into;
}

static void merge_definitions(struct mining *m)
{
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        const struct mention *owner = defined_by(m, mention);
        if (owner == NULL || owner->entity == mention->entity)
            continue;
        const struct mined_entity *a = &m->entities[owner->entity];
        const struct mined_entity *b = &m->entities[mention->entity];
        if (same_sort(m, a->type, b->type) || b->type_score <= 2 || a->type_score <= 2)
            merge(m, mention->entity, owner->entity);
    }
}

/* Joins new names to the longer ones whose short form they are. */
static void merge_short_forms(struct resolver *r)
{
    struct mining *m = r->m;
    char key[longest_key];
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        if (mention->kind != MENTION_NEW)
            continue;
        size_t size = name_key(m, mention->first, without_legal(m, mention), key);
        uint32_t owner = map_get(r->aliases, key, size);
        if (owner == MAP_NONE || owner == shared)
            continue;
        const struct mined_entity *a = &m->entities[root_of(m, owner)];
        const struct mined_entity *b = &m->entities[root_of(m, mention->entity)];
        if (same_sort(m, a->type, b->type) || b->type_score <= 2)
            merge(m, mention->entity, owner);
    }
}

static bool add_short_mention(struct mining *m, uint32_t first, uint32_t end, uint32_t entity)
{
    const struct mined_entity *e = &m->entities[root_of(m, entity)];
    struct mention mention = {.first = first,
                              .end = end,
                              .sentence = m->sentence_of[first],
                              .known = e->known,
                              .entity = entity,
                              .group = NONE,
                              .kind = MENTION_NEW,
                              .type = e->type,
                              .type_score = e->type_score,
                              .gender = e->gender};
    for (uint32_t at = first; at < end; at++)
        m->mention_at[at] = (uint32_t)m->mention_count;
    m->entities[root_of(m, entity)].mention_count++;
    return ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err);
}

/* The longest short form that begins at a token no mention covers. */
static bool find_short_form(struct resolver *r, uint32_t at, uint32_t *next)
{
    struct mining *m = r->m;
    const struct token *token = mining_token(m, at);
    size_t most = token->kind == TOKEN_HAN ? r->longest_alias : 2;
    if (token->kind == TOKEN_WORD) {
        uint32_t letter = first_code(m->document->text + token->start, token->end - token->start);
        if (!(token->flags & TOKEN_UPPER_FIRST) ||
            !(r->first_letters[letter / 64 % 16] >> letter % 64 & 1))
            return true;
    }
    if (token->kind != TOKEN_HAN && token->kind != TOKEN_WORD)
        return true;
    if (token->kind == TOKEN_HAN &&
        !(r->first_han[token->code / 64 % (0x10000 / 64)] >> token->code % 64 & 1))
        return true;
    char key[longest_key];
    uint32_t limit = sentence_end(m, m->sentence_of[at]);
    for (size_t length = most; length >= 1; length--) {
        uint32_t end = at + (uint32_t)length;
        if (end > limit || m->mention_at[end - 1] != NONE)
            continue;
        uint32_t owner = map_get(r->aliases, key, name_key(m, at, end, key));
        if (owner == MAP_NONE || owner == shared)
            continue;
        *next = end;
        return add_short_mention(m, at, end, owner);
    }
    return true;
}

static bool find_short_forms(struct resolver *r)
{
    struct mining *m = r->m;
    for (uint32_t at = 0; at < m->tokens.count;) {
        uint32_t next = at + 1;
        if (m->mention_at[at] == NONE && !find_short_form(r, at, &next))
            return false;
        at = next;
    }
    return true;
}

static bool resolve_all(struct resolver *r)
{
    struct mining *m = r->m;
    for (size_t i = 0; i < m->mention_count; i++)
        if (!assign(r, &m->mentions[i]))
            return false;
    merge_definitions(m);
    for (size_t i = 0; i < m->mention_count; i++)
        if (!offer_short_forms(r, &m->mentions[i]))
            return false;
    merge_short_forms(r);
    if (!find_short_forms(r))
        return false;
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        mention->entity = root_of(m, mention->entity);
        const struct mined_entity *entity = &m->entities[mention->entity];
        mention->type = entity->type;
        mention->known = entity->known;
        mention->gender = entity->gender;
    }
    return index_mentions(m);
}

bool resolve_names(struct mining *m)
{
    struct resolver r = {.m = m, .keys = map_new(m->err), .aliases = map_new(m->err)};
    r.of_known = ARENA_NEW(m->arena, uint32_t, m->known->registry.count + 1, m->err);
    bool ok = r.keys != NULL && r.aliases != NULL && r.of_known != NULL && resolve_all(&r);
    map_free(r.keys);
    map_free(r.aliases);
    return ok;
}
