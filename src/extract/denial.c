#include "extract/denial.h"

enum {
    negation_reach = 4,
    that_reach = 4,   /* from a denial to the clause it denies */
    topic_reach = 14, /* from "this report" to its denial */
    object_reach = 3  /* from a denial to "this report" */
};

bool cue_within(const struct mining *m, uint32_t from, uint32_t to, enum cue_class class)
{
    for (uint32_t c = m->cue_at[from], end = to > from ? m->cue_at[to] : c; c < end; c++)
        if (m->cues[c].class == class)
            return true;
    return false;
}

static bool mark_within(const struct mining *m, uint32_t from, uint32_t to, enum mark_class class)
{
    for (uint32_t i = m->mark_at[from], end = to > from ? m->mark_at[to] : i; i < end; i++)
        if (m->marks[i].class == class)
            return true;
    return false;
}

static bool is_comma(const struct mining *m, uint32_t at)
{
    return is_punct(m, at, ',') || is_punct(m, at, 0x3001);
}

bool clause_ends(const struct mining *m, uint32_t at)
{
    return is_comma(m, at) || cue_from(m, at, CUE_CLAUSE) != NULL;
}

/* ", but": what was denied before is over. ", and Intel" goes on with a list. */
static bool breaks_off(const struct mining *m, uint32_t at)
{
    if (is_punct(m, at, ';'))
        return true;
    const struct cue_hit *contrast = is_comma(m, at) ? mark_from(m, at + 1, MARK_CONTRAST) : NULL;
    return contrast != NULL &&
           (contrast->end >= m->tokens.count || m->mention_at[contrast->end] == NONE ||
            cue_from(m, at + 1, CUE_AND) == NULL);
}

static bool broken(const struct mining *m, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++)
        if (breaks_off(m, at))
            return true;
    return false;
}

/* The denial that begins at a token, behind what it denies if `behind`; its end, or NONE. Who does not deny does not. */
static uint32_t denial_end(const struct mining *m, uint32_t at, bool behind)
{
    const struct cue_hit *cue = behind ? NULL : cue_from(m, at, CUE_DENIED);
    if (cue == NULL)
        cue = mark_from(m, at, behind ? MARK_DENIAL_BEHIND : MARK_DENIAL);
    return cue == NULL || cue_to(m, at, CUE_NEGATION) != NULL ? NONE : cue->end;
}

/* Where the last name of the tie begins: up to there a denial must reach. */
static uint32_t last_name(const struct mining *m, const struct tie *tie)
{
    uint32_t index = m->mention_at[tie->end - 1];
    return index == NONE ? tie->end : m->mentions[index].first;
}

static bool is_negated(const struct mining *m, const struct tie *tie)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]], from = tie->anchor;
    uint32_t lowest = from > begin + negation_reach ? from - negation_reach : begin;
    while (from > lowest && !clause_ends(m, from - 1) && !is_punct(m, from - 1, ':') &&
           !is_punct(m, from - 1, ';'))
        from--;
    for (; from <= tie->anchor; from++) /* "no longer" ends it */
        if (cue_from(m, from, CUE_NEGATION) != NULL && cue_from(m, from, CUE_ENDED) == NULL)
            return true;
    return false;
}

/* "Denied that it bought": also when the denial stands before the clause that begins at `low`. */
static bool denied_before(const struct mining *m, const struct tie *tie, uint32_t low)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]], last = last_name(m, tie);
    if (low > begin && (cue_from(m, low - 1, CUE_CLAUSE) != NULL ||
                        cue_from(m, low, CUE_CLAUSE) != NULL)) /* "that start-up" is a name's */
        low = low > begin + that_reach ? low - that_reach : begin;
    for (uint32_t at = low; at < tie->end; at++) {
        uint32_t end = denial_end(m, at, false);
        if (end != NONE && (end > last || (!is_punct(m, end, ':') && !broken(m, end, last))))
            return true;
    }
    return false;
}

uint32_t statement_start(const struct mining *m, const struct tie *tie)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]], at = tie->first;
    while (at > begin && !breaks_off(m, at - 1))
        at--;
    return at;
}

static bool has_comma(const struct mining *m, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++)
        if (is_comma(m, at))
            return true;
    return false;
}

/* "Reports say so, but Nvidia's head Huang denied": the tie that is told of who denies. */
static bool is_of_denier(const struct mining *m, const struct tie *tie, uint32_t denial)
{
    uint32_t from = statement_start(m, tie), report = tie->first;
    if (has_comma(m, tie->end, denial))
        return false;
    while (report > from && mark_from(m, report, MARK_REPORT) == NULL)
        report--;
    return has_comma(m, report, tie->first);
}

uint32_t statement_end(const struct mining *m, const struct tie *tie)
{
    uint32_t limit = sentence_end(m, m->sentence_of[tie->anchor]), at = tie->end;
    while (at < limit && !breaks_off(m, at))
        at++;
    return at;
}

bool hedged_within(const struct mining *m, uint32_t from, uint32_t to)
{
    for (uint32_t c = m->cue_at[from], end = to > from ? m->cue_at[to] : c; c < end; c++)
        if (m->cues[c].class == CUE_REPORTED && cue_from(m, m->cues[c].first, CUE_MONTH) == NULL)
            return true;
    return false;
}

/* "Reports that it bought were denied". */
static bool denied_behind(const struct mining *m, const struct tie *tie)
{
    uint32_t limit = sentence_end(m, m->sentence_of[tie->anchor]), from = NONE;
    if (!mark_within(m, tie->end, limit, MARK_DENIAL_BEHIND))
        return false;
    for (uint32_t at = tie->end; at < limit && !breaks_off(m, at); at++) {
        if (denial_end(m, at, true) == NONE)
            continue;
        if (from == NONE)
            from = statement_start(m, tie);
        return mark_within(m, from, at, MARK_REPORT) && !is_of_denier(m, tie, at);
    }
    return false;
}

/* What was said before, and not something else that the denial, if it is not there yet, goes on to tell: "the report
 * that …". */
static bool refers_back(const struct mining *m, uint32_t at, enum mark_class class, uint32_t denial)
{
    const struct cue_hit *back = mark_from(m, at, class);
    return back != NULL && (back->end == denial || mark_from(m, back->end, MARK_CONTENT) == NULL);
}

/* "Talk was that Huawei would buy Biren, and it denied this": whether tokens [from, to) tell of two what may be denied. */
static bool tells_itself(const struct mining *m, uint32_t from, uint32_t to)
{
    uint32_t names = 0, seen = NONE;
    while (from < to && mark_from(m, from, MARK_REPORT) == NULL &&
           !hedged_within(m, from, from + 1) && !cue_within(m, from, from + 1, CUE_PLANNED))
        from++;
    for (uint32_t at = from; at < to; at++)
        if (m->mention_at[at] != NONE && m->mention_at[at] != seen) {
            seen = m->mention_at[at];
            names++;
        }
    return names >= 2;
}

/* Whether tokens [from, to) deny what was said before them. */
static bool denies_back(const struct mining *m, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        uint32_t end = denial_end(m, at, false), behind = denial_end(m, at, true);
        for (uint32_t i = end; end != NONE && i < to && i <= end + object_reach; i++) {
            if (refers_back(m, i, MARK_BACK_OBJECT, NONE))
                return !tells_itself(m, from, at);
            if (mining_token(m, i)->kind == TOKEN_PUNCT || mark_from(m, i, MARK_CONTENT) != NULL)
                break;
        }
        for (uint32_t i = at; behind != NONE && i + topic_reach > at; i--) {
            if (refers_back(m, i, MARK_BACK_TOPIC, at))
                return !tells_itself(m, from, i);
            if (i == from)
                break;
        }
    }
    return false;
}

static bool has_denial(const struct mining *m, uint32_t from, uint32_t to)
{
    return mark_within(m, from, to, MARK_DENIAL_BEHIND) || mark_within(m, from, to, MARK_DENIAL) ||
           cue_within(m, from, to, CUE_DENIED);
}

/* "Reports say it bought. It denied this": a tie that was told as a fact, beside others that were not, is not meant. */
static bool denied_back(const struct mining *m, const struct tie *tie, bool hedged)
{
    uint32_t sentence = m->sentence_of[tie->anchor], limit = sentence_end(m, sentence);
    uint32_t next = sentence + 1 < m->tokens.sentence_count ? sentence_end(m, sentence + 1) : limit;
    if (!has_denial(m, tie->end, next) ||
        !(m->known->schema.ends[tie->relation].statuses >> ERMINE_REPORTED & 1))
        return false;
    if (!denies_back(m, tie->end, limit) && !denies_back(m, limit, next))
        return false;
    uint32_t begin = m->tokens.sentences[sentence];
    return hedged || mark_within(m, statement_start(m, tie), tie->end, MARK_REPORT) ||
           !(mark_within(m, begin, limit, MARK_REPORT) || hedged_within(m, begin, limit) ||
             cue_within(m, begin, limit, CUE_PLANNED));
}

unsigned denial_of(const struct mining *m, const struct tie *tie, uint32_t low, bool hedged)
{
    return (is_negated(m, tie) ? DENIAL_NEGATED : 0u) |
           (denied_before(m, tie, low) ? DENIAL_BEFORE : 0u) |
           (denied_behind(m, tie) ? DENIAL_BEHIND : 0u) |
           (denied_back(m, tie, hedged) ? DENIAL_BACK : 0u);
}
