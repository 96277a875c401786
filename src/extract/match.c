/* match.c - the patterns of the language pack, tried where the cue they look for first stands.
 *
 * From that cue the elements before it are matched leftwards and those behind it rightwards; gaps are
 * as short as they can be, so a slot takes the nearest mention whose type the relation allows. */
#include "extract/mining.h"

#include "base/array.h"
#include "base/error.h"

enum { most_steps = 3000, most_fillers = 3, sentences_back = 4 };

struct match {
    struct mining *m;
    const struct pattern *pattern;
    uint32_t begin, end; /* of the sentence */
    uint32_t low, high;  /* tokens covered so far */
    uint32_t slot[3];    /* mention of subject, object, both; NONE while unbound */
    const struct cue_hit *post;
    int steps;
};

static bool filler_token(const struct mining *m, uint32_t at)
{
    return is_punct(m, at, '"') || is_punct(m, at, 0xAB) || is_punct(m, at, 0xBB) ||
           is_punct(m, at, 0x300A) || is_punct(m, at, 0x300B);
}

/* The position behind a filler at `at`, or `at`. */
static uint32_t filler_behind(const struct mining *m, uint32_t at)
{
    if (filler_token(m, at))
        return at + 1;
    if (m->mention_at[at] != NONE && is_description(m, &m->mentions[m->mention_at[at]]))
        return m->mentions[m->mention_at[at]].end;
    const struct cue_hit *filler = cue_from(m, at, CUE_FILLER);
    return filler != NULL && m->mention_at[at] == NONE ? filler->end : at;
}

static uint32_t filler_before(const struct mining *m, uint32_t end, uint32_t begin)
{
    if (end == begin)
        return end;
    if (filler_token(m, end - 1))
        return end - 1;
    if (m->mention_at[end - 1] != NONE && is_description(m, &m->mentions[m->mention_at[end - 1]]))
        return m->mentions[m->mention_at[end - 1]].first;
    const struct cue_hit *filler = cue_to(m, end, CUE_FILLER);
    return filler != NULL && filler->first >= begin && m->mention_at[end - 1] == NONE
               ? filler->first
               : end;
}

static bool slot_fits(const struct match *match, const struct element *element, uint32_t index)
{
    const struct mining *m = match->m;
    const struct mention *mention = &m->mentions[index];
    if (!(pattern_allows(match->pattern, element) >> mention->type & 1))
        return false;
    if (element->kind == ELEMENT_BOTH)
        return mention->group != NONE;
    uint32_t other =
        match->slot[element->kind == ELEMENT_SUBJECT ? ELEMENT_OBJECT : ELEMENT_SUBJECT];
    return other == NONE || m->mentions[other].entity != mention->entity;
}

static bool match_right(struct match *match, size_t i, uint32_t at);
static bool match_left(struct match *match, size_t i, uint32_t end);

static bool slot_right(struct match *match, size_t i, uint32_t at)
{
    const struct mining *m = match->m;
    const struct element *element = &match->pattern->elements[i];
    uint32_t index = m->mention_at[at];
    if (index == NONE || m->mentions[index].first != at || !slot_fits(match, element, index))
        return false;
    const struct mention *mention = &m->mentions[index];
    match->slot[element->kind] = index;
    if (mention->group != NONE) { /* go on behind the whole enumeration first */
        uint32_t end = m->mentions[m->groups[mention->group].end - 1].end;
        if (match_right(match, i + 1, end))
            return true;
    }
    if (match_right(match, i + 1, mention->end))
        return true;
    match->slot[element->kind] = NONE;
    return false;
}

static bool slot_left(struct match *match, size_t i, uint32_t end)
{
    const struct mining *m = match->m;
    const struct element *element = &match->pattern->elements[i];
    if (end == match->begin)
        return false;
    uint32_t index = m->mention_at[end - 1];
    if (index == NONE || m->mentions[index].end != end || !slot_fits(match, element, index))
        return false;
    const struct mention *mention = &m->mentions[index];
    match->slot[element->kind] = index;
    if (mention->group != NONE &&
        match_left(match, i, m->mentions[m->groups[mention->group].first].first))
        return true;
    if (match_left(match, i, mention->first))
        return true;
    match->slot[element->kind] = NONE;
    return false;
}

static bool cue_right(struct match *match, size_t i, uint32_t at)
{
    const struct mining *m = match->m;
    uint16_t class = match->pattern->elements[i].cue;
    if (at >= match->end)
        return false;
    for (uint32_t c = m->cue_at[at]; c < m->cue_at[at + 1]; c++) {
        const struct cue_hit *cue = &m->cues[c];
        if (cue->class != class)
            continue;
        const struct cue_hit *post = match->post;
        if (class == CUE_POST)
            match->post = cue;
        if (match_right(match, i + 1, cue->end))
            return true;
        match->post = post;
    }
    return false;
}

static bool cue_left(struct match *match, size_t i, uint32_t end)
{
    const struct mining *m = match->m;
    uint16_t class = match->pattern->elements[i].cue;
    if (!cue_ends(m, end, class))
        return false;
    uint32_t lowest = end > match->begin + 8 ? end - 8 : match->begin;
    for (uint32_t at = lowest; at < end; at++) {
        for (uint32_t c = m->cue_at[at]; c < m->cue_at[at + 1]; c++) {
            const struct cue_hit *cue = &m->cues[c];
            if (cue->class != class || cue->end != end)
                continue;
            const struct cue_hit *post = match->post;
            if (class == CUE_POST)
                match->post = cue;
            if (match_left(match, i, cue->first))
                return true;
            match->post = post;
        }
    }
    return false;
}

static bool gap_right(struct match *match, size_t i, uint32_t at)
{
    const struct mining *m = match->m;
    const struct element *element = &match->pattern->elements[i];
    for (uint32_t skipped = 0; skipped <= element->gap && at < match->end; skipped++) {
        if (match_right(match, i + 1, at))
            return true;
        if (cue_from(m, at, CUE_CLAUSE) != NULL && skipped > 0)
            return false;
        at = m->mention_at[at] == NONE ? at + 1 : m->mentions[m->mention_at[at]].end;
    }
    return false;
}

static bool gap_left(struct match *match, size_t i, uint32_t end)
{
    const struct mining *m = match->m;
    const struct element *element = &match->pattern->elements[i - 1];
    for (uint32_t skipped = 0; skipped <= element->gap && end > match->begin; skipped++) {
        if (match_left(match, i - 1, end))
            return true;
        if (cue_to(m, end, CUE_CLAUSE) != NULL && skipped > 0)
            return false;
        end = m->mention_at[end - 1] == NONE ? end - 1 : m->mentions[m->mention_at[end - 1]].first;
    }
    return false;
}

/* Matches elements[i...] from token `at` on. */
static bool match_right(struct match *match, size_t i, uint32_t at)
{
    const struct pattern *pattern = match->pattern;
    if (match->steps-- < 0)
        return false;
    if (i == pattern->count) {
        match->high = at;
        return true;
    }
    const struct element *element = &pattern->elements[i];
    if (element->kind == ELEMENT_GAP)
        return gap_right(match, i, at);
    for (int fillers = 0; fillers <= most_fillers && at < match->end; fillers++) {
        if (element->kind == ELEMENT_CUE ? cue_right(match, i, at) : slot_right(match, i, at))
            return true;
        uint32_t next = filler_behind(match->m, at);
        if (next == at)
            break;
        at = next;
    }
    return element->optional && match_right(match, i + 1, at);
}

/* Matches elements[...i) so that they end before token `end`; then what stands behind the anchor. */
static bool match_left(struct match *match, size_t i, uint32_t end)
{
    const struct pattern *pattern = match->pattern;
    if (match->steps-- < 0)
        return false;
    if (i == 0) {
        match->low = end;
        return true;
    }
    const struct element *element = &pattern->elements[i - 1];
    if (element->kind == ELEMENT_GAP)
        return gap_left(match, i, end);
    uint32_t at = end;
    for (int fillers = 0; fillers <= most_fillers && at > match->begin; fillers++) {
        if (element->kind == ELEMENT_CUE ? cue_left(match, i - 1, at) : slot_left(match, i - 1, at))
            return true;
        uint32_t next = filler_before(match->m, at, match->begin);
        if (next == at)
            break;
        at = next;
    }
    return element->optional && match_left(match, i - 1, end);
}

static bool add_tie(struct match *match, uint32_t subject, uint32_t object, uint32_t anchor,
                    bool joint)
{
    struct mining *m = match->m;
    const struct rule *rule = match->pattern->rule;
    const struct mention *s = &m->mentions[subject], *o = &m->mentions[object];
    if (s->entity == o->entity)
        return true;
    struct tie tie = {.subject = s->entity,
                      .object = o->entity,
                      .relation = rule->relation,
                      .confidence = rule->confidence,
                      .role = rule->role,
                      .first = match->low,
                      .end = match->high,
                      .anchor = anchor,
                      .joint = joint,
                      .distant = match->pattern->unsaid != 0};
    if (s->kind == MENTION_ANAPHOR || o->kind == MENTION_ANAPHOR)
        tie.confidence *= 0.8;
    tie.status = rule->has_status ? rule->status : ERMINE_CURRENT;
    if (rule->relation == ERMINE_NONE) { /* a post: "leads CEO" */
        const char *value = match->post == NULL ? NULL : match->post->value;
        if (value == NULL)
            return true;
        const char *space = value;
        while (*space != '\0' && *space != ' ')
            space++;
        char name[32];
        size_t length = (size_t)(space - value);
        if (length >= sizeof name)
            return true;
        for (size_t i = 0; i < length; i++)
            name[i] = value[i];
        name[length] = '\0';
        tie.relation = schema_relation(&m->known->schema, name);
        tie.role = *space == ' ' ? space + 1 : NULL;
        if (tie.relation == ERMINE_NONE)
            return true;
        const struct relation_ends *ends = &m->known->schema.ends[tie.relation];
        if (!(ends->subject >> s->type & 1) || !(ends->object >> o->type & 1))
            return true;
    }
    return ARRAY_PUSH(&m->ties, &m->tie_count, &m->tie_capacity, tie, m->err);
}

/* The mentions a slot stands for: the enumeration it is in, or itself. */
static struct group members(const struct mining *m, uint32_t mention, uint32_t other)
{
    uint32_t group = m->mentions[mention].group;
    if (group == NONE || (other != NONE && m->mentions[other].group == group))
        return (struct group){mention, mention + 1};
    return m->groups[group];
}

static bool add_both(struct match *match, uint32_t anchor)
{
    const struct mining *m = match->m;
    struct group group = m->groups[m->mentions[match->slot[ELEMENT_BOTH]].group];
    for (uint32_t a = group.first; a < group.end; a++)
        for (uint32_t b = a + 1; b < group.end; b++)
            if (m->mentions[a].group != NONE && m->mentions[b].group != NONE &&
                !add_tie(match, a, b, anchor, group.end - group.first > 2))
                return false;
    return true;
}

static bool add_ties(struct match *match, uint32_t anchor)
{
    const struct mining *m = match->m;
    if (match->slot[ELEMENT_BOTH] != NONE)
        return add_both(match, anchor);
    uint32_t subject = match->slot[ELEMENT_SUBJECT], object = match->slot[ELEMENT_OBJECT];
    struct group subjects = members(m, subject, object), objects = members(m, object, subject);
    bool joint = subjects.end - subjects.first > 1 || objects.end - objects.first > 1;
    for (uint32_t s = subjects.first; s < subjects.end; s++)
        for (uint32_t o = objects.first; o < objects.end; o++)
            if ((s == subject || m->mentions[s].group != NONE) &&
                (o == object || m->mentions[o].group != NONE) &&
                (match->pattern->subject_types >> m->mentions[s].type & 1) &&
                (match->pattern->object_types >> m->mentions[o].type & 1) &&
                !add_tie(match, s, o, anchor, joint))
                return false;
    return true;
}

/* The first mention of the types before `end` in the sentence which is none of the subjects, or NONE. */
static uint32_t fit_in(const struct match *match, uint32_t sentence, uint32_t end, uint32_t types)
{
    const struct mining *m = match->m;
    const struct mention *subject = &m->mentions[match->slot[ELEMENT_SUBJECT]];
    for (uint32_t at = m->tokens.sentences[sentence]; at < end;) {
        uint32_t index = m->mention_at[at];
        at = index == NONE ? at + 1 : m->mentions[index].end;
        if (index == NONE || !(types >> m->mentions[index].type & 1))
            continue;
        const struct mention *mention = &m->mentions[index];
        if (mention->entity != subject->entity &&
            (subject->group == NONE || mention->group != subject->group))
            return index;
    }
    return NONE;
}

/* "Possible buyers are A and B": what they may buy was named in a sentence before. */
static uint32_t unsaid_object(const struct match *match)
{
    uint32_t sentence = match->m->sentence_of[match->begin];
    uint32_t types = match->pattern->object_types & match->pattern->unsaid;
    if (fit_in(match, sentence, match->low, types) != NONE)
        return NONE;
    for (uint32_t back = 1; back <= sentences_back && back <= sentence; back++) {
        uint32_t found =
            fit_in(match, sentence - back, sentence_end(match->m, sentence - back), types);
        if (found != NONE)
            return found;
    }
    return NONE;
}

static bool try_pattern(struct mining *m, const struct pattern *pattern,
                        const struct cue_hit *anchor)
{
    uint32_t sentence = m->sentence_of[anchor->first];
    struct match match = {.m = m,
                          .pattern = pattern,
                          .begin = m->tokens.sentences[sentence],
                          .end = sentence_end(m, sentence),
                          .slot = {NONE, NONE, NONE},
                          .steps = most_steps};
    if (anchor->class == CUE_POST)
        match.post = anchor;
    if (!match_left(&match, pattern->anchor, anchor->first) ||
        !match_right(&match, pattern->anchor + 1u, anchor->end))
        return true;
    if (pattern->unsaid != 0) {
        match.slot[ELEMENT_OBJECT] = unsaid_object(&match);
        if (match.slot[ELEMENT_OBJECT] == NONE)
            return true;
    }
    return add_ties(&match, anchor->first);
}

/* What a sentence has, as far as patterns may ask for it. */
struct stock {
    uint32_t types;
    uint64_t cues;
};

static struct stock stock_of(const struct mining *m, uint32_t sentence)
{
    struct stock stock = {0};
    uint32_t begin = m->tokens.sentences[sentence], end = sentence_end(m, sentence);
    for (uint32_t at = begin; at < end;) {
        uint32_t index = m->mention_at[at];
        at = index == NONE ? at + 1 : m->mentions[index].end;
        if (index == NONE)
            continue;
        stock.types |= 1u << m->mentions[index].type;
    }
    for (uint32_t c = m->cue_at[begin]; c < m->cue_at[end]; c++)
        stock.cues |= UINT64_C(1) << m->cues[c].class % 64;
    return stock;
}

static bool may_match(const struct pattern *pattern, const struct stock *stock)
{
    return (pattern->subject & stock->types) && (pattern->object & stock->types) &&
           (pattern->cues & ~stock->cues) == 0;
}

static bool match_sentence(struct mining *m, uint32_t sentence)
{
    struct stock stock = stock_of(m, sentence);
    uint32_t begin = m->tokens.sentences[sentence], end = sentence_end(m, sentence);
    for (uint32_t c = m->cue_at[begin]; c < m->cue_at[end]; c++) {
        const struct cue_hit *cue = &m->cues[c];
        uint32_t next = m->pack->by_anchor[cue->class];
        if (next == 0 || m->mention_at[cue->first] != NONE)
            continue;
        for (; next != 0; next = m->pack->patterns[next - 1].next) {
            const struct pattern *pattern = &m->pack->patterns[next - 1];
            if (may_match(pattern, &stock) && !try_pattern(m, pattern, cue))
                return false;
        }
    }
    return true;
}

bool match_patterns(struct mining *m)
{
    for (size_t i = 0; i < m->mention_count;) {
        uint32_t sentence = m->mentions[i].sentence;
        size_t count = 1;
        while (i + count < m->mention_count && m->mentions[i + count].sentence == sentence)
            count++;
        if (count > 1 && !match_sentence(m, sentence))
            return false;
        i += count;
    }
    return true;
}
