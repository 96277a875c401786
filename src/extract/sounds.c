#include "extract/sounds.h"

#include "extract/resolve.h"

#include "base/array.h"
#include "text/fold.h"
#include "text/romanize.h"

#include <stdlib.h>
#include <string.h>

enum {
    longest_sound = 64,
    longest_skeleton = 32,
    shortest_skeleton = 3,
    most_heard = 2, /* mentions of a new name that are listened to */
    most_alike = 8  /* names of one skeleton that are compared */
};

/* How far two romanized names may be apart, in hundredths of the longer one's length, by the distance of their skeletons:
 * Chinese writes foreign names in syllables, Cyrillic letter by letter. */
static const unsigned han_apart[2] = {60, 40}, letters_apart[2] = {30, 20};

enum script { LATIN, CYRILLIC, HAN, SCRIPTS };
enum part {
    WHOLE,
    SURNAME,
    ALONE
}; /* a name; the last word of a person's; a person's that is one word */

struct sound {
    uint32_t entity;
    enum script script;
    enum part part;
    enum name_sort sort;
    char roman[longest_sound], skeleton[longest_skeleton];
};

struct sounds {
    struct mining *m;
    struct map
        *keys; /* sort, and skeleton with at most one class left out, to 1 + the first link */
    struct link {
        uint32_t sound, next; /* 1 + the next link of one key; 0: none */
    } * links;
    size_t link_count, link_capacity;
    struct sound *items;
    size_t count, capacity;
    uint8_t *heard;    /* of each entity, how many of its mentions */
    uint32_t *partner; /* of each entity, the one it sounds like, NONE, or CONTESTED */
};

#define CONTESTED (NONE - 1)

static enum script script_of(const struct mining *m, const struct mention *mention)
{
    for (uint32_t at = mention->first; at < mention->end; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind == TOKEN_HAN)
            return HAN;
        if (token->kind == TOKEN_WORD)
            return token->flags & TOKEN_CYRILLIC ? CYRILLIC : LATIN;
    }
    return SCRIPTS;
}

static size_t sound_tokens(const struct mining *m, uint32_t first, uint32_t end, char *roman,
                           size_t room)
{
    size_t size = 0;
    for (uint32_t at = first; at < end && size + 1 < room; at++) {
        size_t length;
        const char *text = mining_text(m, at, &length);
        char folded[longest_sound];
        length = fold_key(text, length, folded, sizeof folded);
        size += romanize(folded, length, roman + size, room - size);
    }
    roman[size] = '\0';
    return size;
}

static bool add_sound(struct sounds *s, const struct mention *mention, uint32_t first, uint32_t end,
                      uint32_t front, enum part part)
{
    const struct mining *m = s->m;
    struct sound sound = {.entity = mention->entity,
                          .script = script_of(m, mention),
                          .part = part,
                          .sort = name_sort(m, mention->type)};
    size_t size = front == NONE ? 0 : sound_tokens(m, front, end, sound.roman, longest_sound);
    sound_tokens(m, first, front == NONE ? end : front, sound.roman + size, longest_sound - size);
    if (romanize_skeleton(sound.roman, sound.skeleton, longest_skeleton) < shortest_skeleton)
        return true;
    return ARRAY_PUSH(&s->items, &s->count, &s->capacity, sound, m->err);
}

/* The first token of the last word of a person's name. */
static uint32_t last_word(const struct mining *m, const struct mention *mention)
{
    uint32_t at = mention->end - 1;
    if (mining_token(m, at)->kind != TOKEN_HAN)
        return at;
    while (at > mention->first && mining_token(m, at - 1)->kind == TOKEN_HAN)
        at--;
    return at;
}

static bool add_sounds(struct sounds *s, const struct mention *mention)
{
    const struct mining *m = s->m;
    enum name_sort sort = name_sort(m, mention->type);
    if (sort == SORT_PLACE || script_of(m, mention) == SCRIPTS)
        return true;
    if (sort != SORT_PERSON)
        return add_sound(s, mention, mention->first, name_end(m, mention), NONE, WHOLE);
    uint32_t last = last_word(m, mention);
    if (last == mention->first)
        return add_sound(s, mention, last, mention->end, NONE, ALONE) &&
               (mining_token(m, last)->kind != TOKEN_HAN ||
                add_sound(s, mention, last, mention->end, NONE, WHOLE));
    return add_sound(s, mention, mention->first, mention->end, NONE, WHOLE) &&
           add_sound(s, mention, mention->first, mention->end, last, WHOLE) &&
           add_sound(s, mention, last, mention->end, NONE, SURNAME);
}

/* The key of a sound without class number `without` of its skeleton; with all when it is their number. */
static size_t key_of(const struct sound *sound, size_t without, char key[longest_skeleton + 1])
{
    size_t size = 0;
    key[size++] = (char)('0' + sound->sort);
    for (size_t i = 0; sound->skeleton[i] != '\0'; i++)
        if (i != without)
            key[size++] = sound->skeleton[i];
    return size;
}

static bool index_sound(struct sounds *s, uint32_t index)
{
    const struct sound *sound = &s->items[index];
    size_t classes = strlen(sound->skeleton);
    for (size_t without = 0; without <= classes; without++) {
        char key[longest_skeleton + 1];
        size_t size = key_of(sound, without, key);
        uint32_t first = map_get(s->keys, key, size);
        struct link link = {index, first == MAP_NONE ? 0 : first};
        if (!ARRAY_PUSH(&s->links, &s->link_count, &s->link_capacity, link, s->m->err) ||
            !map_put(s->keys, key, size, (uint32_t)s->link_count, s->m->err))
            return false;
    }
    return true;
}

static bool parts_fit(enum part a, enum part b)
{
    return (a == WHOLE && b == WHOLE) || (a == ALONE && b == SURNAME) ||
           (a == SURNAME && b == ALONE) || (a == ALONE && b == ALONE);
}

/* `latin` is the one in Latin letters. */
static bool sound_alike(const struct sound *latin, const struct sound *other)
{
    if (!parts_fit(latin->part, other->part))
        return false;
    size_t apart = romanize_distance(latin->skeleton, other->skeleton, 1);
    size_t length = strlen(latin->roman), other_length = strlen(other->roman);
    if (apart > 1 || (apart == 1 && strlen(latin->skeleton) <= shortest_skeleton))
        return false;
    if (length < other_length)
        length = other_length;
    size_t most = (other->script == HAN ? han_apart : letters_apart)[apart] * length / 100;
    return romanize_distance(latin->roman, other->roman, most) <= most;
}

static void pair_up(struct sounds *s, uint32_t a, uint32_t b)
{
    if (s->partner[a] != b)
        s->partner[a] = s->partner[a] == NONE ? b : CONTESTED;
    if (s->partner[b] != a)
        s->partner[b] = s->partner[b] == NONE ? a : CONTESTED;
}

/* Pairs the sound, which is not of Latin letters, with those of Latin letters it is like. */
static void find_alike(struct sounds *s, const struct sound *sound)
{
    size_t classes = strlen(sound->skeleton);
    for (size_t without = 0; without <= classes; without++) {
        char key[longest_skeleton + 1];
        size_t size = key_of(sound, without, key);
        uint32_t link = map_get(s->keys, key, size);
        for (int seen = 0; link != MAP_NONE && link != 0 && seen < most_alike; seen++) {
            const struct sound *latin = &s->items[s->links[link - 1].sound];
            if (latin->entity != sound->entity && sound_alike(latin, sound))
                pair_up(s, sound->entity, latin->entity);
            link = s->links[link - 1].next;
        }
    }
}

/* A name the registry does not know: of those it knows it has the forms in all scripts. */
static bool is_heard(const struct mention *mention)
{
    return mention->known == NONE && mention->entity != NONE && !is_adjective(mention);
}

/* Whether there are such names of two scripts. */
static bool is_needed(const struct mining *m)
{
    bool scripts[SCRIPTS + 1] = {false};
    for (size_t i = 0; i < m->mention_count; i++)
        if (is_heard(&m->mentions[i]))
            scripts[script_of(m, &m->mentions[i])] = true;
    return scripts[LATIN] && (scripts[CYRILLIC] || scripts[HAN]);
}

static bool collect(struct sounds *s)
{
    const struct mining *m = s->m;
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        if (!is_heard(mention) || s->heard[mention->entity] == most_heard)
            continue;
        s->heard[mention->entity]++;
        if (!add_sounds(s, mention))
            return false;
    }
    for (uint32_t i = 0; i < s->count; i++)
        if (s->items[i].script == LATIN && !index_sound(s, i))
            return false;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->items[i].script != LATIN)
            find_alike(s, &s->items[i]);
    return true;
}

bool sounds_merge(struct mining *m)
{
    if (!is_needed(m))
        return true;
    struct sounds s = {.m = m, .keys = map_new(m->err)};
    s.partner = ARENA_NEW(m->arena, uint32_t, m->entity_count, m->err);
    s.heard = ARENA_NEW(m->arena, uint8_t, m->entity_count, m->err);
    bool ok = s.keys != NULL && s.partner != NULL && s.heard != NULL;
    for (size_t e = 0; ok && e < m->entity_count; e++)
        s.partner[e] = NONE;
    ok = ok && collect(&s);
    for (uint32_t e = 0; ok && e < m->entity_count; e++)
        if (s.partner[e] < e && s.partner[s.partner[e]] == e)
            entity_merge(m, e, s.partner[e]);
    map_free(s.keys);
    free(s.links);
    free(s.items);
    return ok;
}
