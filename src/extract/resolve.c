/* resolve.c - which mentions mean the same: known ids, equal names, short forms, names defined in the
 * text. */
#include "extract/abbreviations.h"
#include "extract/aliases.h"
#include "extract/resolve.h"
#include "extract/sounds.h"

#include "base/array.h"

#include <string.h>

struct resolver {
    struct mining *m;
    struct aliases aliases;
    struct abbreviations abbreviations;
    struct map *keys;   /* key of a whole new name to its entity */
    uint32_t *of_known; /* registry entity to entity */
};

uint32_t entity_root(const struct mining *m, uint32_t entity)
{
    while (m->entities[entity].merged != NONE)
        entity = m->entities[entity].merged;
    return entity;
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
        size_t size = aliases_key(&r->aliases, mention->first, name_end(m, mention), key);
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

/* Whether a bracket closes at `at`: in "Castellan (Nasdaq: CSTL)" none does behind the exchange. */
static bool closes(const struct mining *m, uint32_t at)
{
    while (is_punct(m, at, '"') || is_punct(m, at, 0xBB) || is_punct(m, at, '\''))
        at++;
    return is_punct(m, at, ')') || is_punct(m, at, ',') || is_punct(m, at, ';');
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
    if ((!bracket && !intro) || at == begin || m->mention_at[at - 1] == NONE ||
        (bracket && !intro && !closes(m, mention->end)))
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

void entity_merge(struct mining *m, uint32_t from, uint32_t into)
{
    from = entity_root(m, from);
    into = entity_root(m, into);
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
        if (owner == NULL || owner->entity == mention->entity ||
            type_is(m, owner->type, "place")) /* "California (Sacramento)" */
            continue;
        const struct mined_entity *a = &m->entities[owner->entity];
        const struct mined_entity *b = &m->entities[mention->entity];
        if (same_sort(m, a->type, b->type) || b->type_score <= 2 || a->type_score <= 2)
            entity_merge(m, mention->entity, owner->entity);
    }
}

/* Whether a mention of its own type, which is `sure` or a guess, may be a short form of an entity of this sort. */
static const struct alias *owner_of(struct resolver *r, const struct mention *mention)
{
    struct mining *m = r->m;
    uint32_t end = name_end(m, mention);
    enum name_sort own = name_sort(m, mention->type);
    const struct alias *alias = aliases_find(&r->aliases, own, mention->first, end, true);
    if (alias != NULL || m->entities[mention->entity].type_score > 2)
        return alias;
    for (enum name_sort sort = SORT_PERSON; sort <= SORT_BODY && alias == NULL; sort++)
        if (sort != own)
            alias = aliases_find(&r->aliases, sort, mention->first, end, sort != SORT_PERSON);
    return alias;
}

/* Joins new names to the longer ones whose short form they are. Of several persons with one surname the one named
 * last is meant, of several firms with one first word the one named first, which the others belong to. */
static bool merge_short_forms(struct resolver *r)
{
    struct mining *m = r->m;
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        bool person = type_is(m, mention->type, "person");
        if (person && !aliases_offer(&r->aliases, mention))
            return false;
        if (mention->kind != MENTION_NEW || m->entities[mention->entity].merged != NONE)
            continue;
        const struct alias *alias = owner_of(r, mention);
        uint32_t owner = alias == NULL ? abbreviations_find(&r->abbreviations, mention)
                         : person      ? alias->latest
                                       : alias->first;
        if (owner != NONE)
            entity_merge(m, mention->entity, owner);
    }
    return true;
}

static bool add_short_mention(struct mining *m, uint32_t first, uint32_t end, uint32_t entity)
{
    const struct mined_entity *e = &m->entities[entity_root(m, entity)];
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
    m->entities[entity_root(m, entity)].mention_count++;
    return ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err);
}

/* The longest short form that begins at a token no mention covers. */
static bool find_short_form(struct resolver *r, uint32_t at, uint32_t *next)
{
    struct mining *m = r->m;
    const struct token *token = mining_token(m, at);
    size_t most = token->kind == TOKEN_HAN ? r->aliases.longest : 2;
    if (token->kind == TOKEN_WORD
            ? !(token->flags & TOKEN_UPPER_FIRST)
            : token->kind != TOKEN_HAN || !aliases_may_begin(&r->aliases, token->code))
        return true;
    uint32_t limit = sentence_end(m, m->sentence_of[at]);
    for (size_t length = most; length >= 1; length--) {
        uint32_t end = at + (uint32_t)length;
        if (end > limit || m->mention_at[end - 1] != NONE)
            continue;
        uint32_t owner = aliases_owner(&r->aliases, at, end);
        if (owner == NONE)
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

/* What is known of an entity, each of its mentions is told. */
static void tell_mentions(struct mining *m)
{
    for (size_t i = 0; i < m->mention_count; i++) {
        struct mention *mention = &m->mentions[i];
        mention->entity = entity_root(m, mention->entity);
        const struct mined_entity *entity = &m->entities[mention->entity];
        mention->type = entity->type;
        mention->known = entity->known;
        mention->gender = entity->gender;
    }
}

static bool resolve_all(struct resolver *r)
{
    struct mining *m = r->m;
    for (size_t i = 0; i < m->mention_count; i++)
        if (!assign(r, &m->mentions[i]))
            return false;
    merge_definitions(m);
    tell_mentions(m);
    for (uint32_t i = 0; i < m->mention_count; i++)
        if (!aliases_offer(&r->aliases, &m->mentions[i]) ||
            !abbreviations_offer(&r->abbreviations, i))
            return false;
    if (!merge_short_forms(r) || !find_short_forms(r))
        return false;
    tell_mentions(m);
    if (!sounds_merge(m))
        return false;
    tell_mentions(m);
    return index_mentions(m);
}

bool resolve_names(struct mining *m)
{
    struct resolver r = {.m = m, .keys = map_new(m->err)};
    r.of_known = ARENA_NEW(m->arena, uint32_t, m->known->registry.count + 1, m->err);
    bool ok = aliases_init(&r.aliases, m) && abbreviations_init(&r.abbreviations, m) &&
              r.keys != NULL && r.of_known != NULL && resolve_all(&r);
    aliases_free(&r.aliases);
    abbreviations_free(&r.abbreviations);
    map_free(r.keys);
    return ok;
}
