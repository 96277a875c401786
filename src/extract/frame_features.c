#include "extract/frame_features.h"
#include "extract/mix.h"
#include "extract/pairs.h"

enum { before = 7, behind = 9, around = 10, most_crossed = 2 };

/* Kinds of features: the first ingredient of each hash. */
enum feature {
    G_BETWEEN = 1,
    G_BETWEEN_TYPES,
    G_LANGUAGE,
    G_CROSSED,
    G_FIRST,
    G_LAST,
    G_SEQUENCE,
    G_WHOLE,
    G_NEXT_WORD,
    G_LAST_WORD,
    G_ENDING,
    G_SUFFIX,
    G_BEFORE,
    G_BEHIND,
    G_OUTER,
    G_UNSAID
};

struct list {
    const struct frame_view *view;
    uint32_t *features;
    size_t count, room;
    uint32_t last_end; /* of the latest frame met: a shorter phrase within it is passed over */
    uint32_t last_first;
};

static void add(struct list *list, enum feature kind, uint32_t x, uint32_t y)
{
    if (list->count < list->room)
        list->features[list->count++] = mix(mix(mix(0x51ED270Bu, kind), x), y);
}

static uint32_t name_hash(const char *name)
{
    uint32_t hash = 53;
    for (; *name != '\0'; name++)
        hash = mix(hash, (unsigned char)*name);
    return hash;
}

/* Whether a mark is a frame to be counted: none within a longer one, none in a name. */
static bool counts(struct list *list, const struct cue_hit *mark)
{
    if (mark->class != MARK_FRAME || list->view->m->mention_at[mark->first] != NONE)
        return false;
    if (mark->end < list->last_end ||
        (mark->end == list->last_end && mark->first > list->last_first))
        return false;
    list->last_first = mark->first;
    list->last_end = mark->end;
    return true;
}

/* How many names tokens [from, to) cross. */
static uint32_t crossed(const struct mining *m, uint32_t from, uint32_t to)
{
    uint32_t count = 0, seen = NONE;
    for (uint32_t at = from; at < to && count < most_crossed; at++) {
        count += m->mention_at[at] != NONE && m->mention_at[at] != seen;
        seen = m->mention_at[at];
    }
    return count;
}

static void add_between(struct list *list, const struct cue_hit *mark, uint32_t frame)
{
    const struct frame_view *v = list->view;
    uint32_t left = crossed(v->m, v->a_end, mark->first),
             right = crossed(v->m, mark->end, v->b_first);
    add(list, G_BETWEEN, frame, 0);
    add(list, G_BETWEEN_TYPES, frame, v->types);
    add(list, G_LANGUAGE, mix(frame, v->m->pack_index), v->types);
    add(list, G_CROSSED, mix(frame, left * 4 + right), v->types);
    if (mark->end < v->b_first)
        add(list, G_NEXT_WORD, mix(frame, v->words[mark->end - v->begin]), v->types);
    add(list, G_LAST_WORD, mix(frame, v->words[v->b_first - 1 - v->begin]), v->types);
    if (v->ending[0] != 1 || v->ending[1] != 1)
        add(list, G_ENDING, mix(frame, v->ending[0]), mix(v->ending[1], v->types));
    if (v->ending[1] != 1)
        add(list, G_ENDING, mix(frame, v->ending[1]), v->types);
    if (mining_token(v->m, mark->first)->flags & TOKEN_CYRILLIC)
        add(list, G_SUFFIX, mix(frame, pairs_suffix(v->m, mark->first)), v->types);
}

size_t frame_features(const struct frame_view *view, uint32_t *features, size_t room)
{
    struct list list = {.view = view, .features = features, .room = room};
    const struct mining *m = view->m;
    uint32_t last = 1, whole = 59, first = 1;
    for (uint32_t i = m->mark_at[view->begin]; i < m->mark_at[view->end]; i++) {
        const struct cue_hit *mark = &m->marks[i];
        if (!counts(&list, mark))
            continue;
        uint32_t frame = name_hash(mark->value);
        if (mark->first >= view->a_end && mark->end <= view->b_first) {
            add_between(&list, mark, frame);
            add(&list, G_SEQUENCE, mix(last, frame), view->types);
            whole = mix(whole, frame);
            if (last == 1)
                first = frame;
            last = frame;
        } else if (mark->end <= view->first && view->first - mark->end < before) {
            add(&list, G_BEFORE, frame, view->types);
            add(&list, G_BEFORE, mix(frame, view->words[view->first - 1 - view->begin]), 1);
        } else if (mark->first >= view->b_end && mark->first - view->b_end < behind) {
            add(&list, G_BEHIND, frame, view->types);
            add(&list, G_BEHIND, mix(frame, view->words[view->b_end - view->begin]), 1);
        } else
            add(&list, G_OUTER, frame, mark->first >= view->b_end);
    }
    add(&list, G_WHOLE, whole, view->types);
    add(&list, G_FIRST, first, view->types);
    add(&list, G_LAST, last, view->types);
    return list.count;
}

size_t frame_features_unsaid(const struct frame_view *view, uint32_t *features, size_t room)
{
    struct list list = {.view = view, .features = features, .room = room};
    const struct mining *m = view->m;
    for (uint32_t i = m->mark_at[view->begin]; i < m->mark_at[view->end]; i++) {
        const struct cue_hit *mark = &m->marks[i];
        if (!counts(&list, mark))
            continue;
        bool near = mark->first + around > view->b_first && mark->first < view->b_end + around;
        uint32_t frame = mix(name_hash(mark->value), mark->first < view->b_first);
        add(&list, G_UNSAID, frame, near ? view->types : 1);
    }
    return list.count;
}
