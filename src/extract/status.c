#include "extract/status.h"

#include "base/map.h"
#include "extract/dates.h"
#include "extract/denial.h"

#include <stdlib.h>
#include <string.h>

enum { before_cue = 10, sentences_ahead = 2, leaver_reach = 6 };

/* The start of the clause that holds token `at`, at most `before_cue` tokens back. */
static uint32_t clause_start(const struct mining *m, uint32_t at)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    uint32_t lowest = at > begin + before_cue ? at - before_cue : begin;
    while (at > lowest && !clause_ends(m, at - 1))
        at--;
    return at;
}

static bool may_be(const struct relation_ends *ends, ermine_status status)
{
    return ends->statuses >> status & 1;
}

/* Whether a space-separated list has the name. */
static bool lists(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* Who leaves: the nearest name before, not far. NONE: nobody is named. */
static uint32_t leaver(const struct mining *m, uint32_t at)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    uint32_t lowest = at > begin + leaver_reach ? at - leaver_reach : begin;
    while (at > lowest)
        if (m->mention_at[--at] != NONE)
            return m->mentions[m->mention_at[at]].entity;
    return NONE;
}

/* "She left Intel": whether another than the object is left. */
static bool leaves_another(const struct mining *m, uint32_t at, const struct tie *tie)
{
    for (uint32_t i = at; i < at + 2 && i < m->tokens.count; i++) {
        uint32_t index = m->mention_at[i];
        if (index != NONE)
            return m->mentions[index].entity != tie->object;
    }
    return false;
}

/* "She ran Graphcore. She left in 2019." */
static bool is_left(const struct mining *m, const struct tie *tie)
{
    uint32_t sentence = m->sentence_of[tie->anchor];
    uint32_t last = sentence + sentences_ahead < m->tokens.sentence_count
                        ? sentence + sentences_ahead
                        : (uint32_t)m->tokens.sentence_count - 1;
    const char *relation = m->known->schema.relations[tie->relation].name;
    for (uint32_t i = m->mark_at[tie->first], end = m->mark_at[sentence_end(m, last)]; i < end;
         i++) {
        const struct cue_hit *mark = &m->marks[i];
        if (mark->class != MARK_LEAVING || mark->value == NULL || !lists(mark->value, relation))
            continue;
        uint32_t who = leaver(m, mark->first);
        bool same =
            who == tie->subject || (who == tie->object && m->sentence_of[mark->first] == sentence);
        if (same && !leaves_another(m, mark->end, tie))
            return true;
    }
    return false;
}

/* Whether a cue of the class stands in tokens [from, to); the one nearest to the cue of the tie is kept. */
static bool triggers(const struct mining *m, uint32_t from, uint32_t to, enum cue_class class,
                     uint32_t anchor, struct status_signs *signs)
{
    uint32_t nearest = NONE;
    for (uint32_t c = m->cue_at[from], end = to > from ? m->cue_at[to] : c; c < end; c++) {
        uint32_t at = m->cues[c].first, apart = at < anchor ? anchor - at : at - anchor;
        if (m->cues[c].class != class || apart >= nearest)
            continue;
        nearest = apart;
        signs->trigger = at;
    }
    return nearest != NONE;
}

static struct status_signs status_signs_of(const struct mining *m, const struct tie *tie)
{
    struct status_signs signs = {.verdict = tie->status, .trigger = NONE};
    const struct relation_ends *ends = &m->known->schema.ends[tie->relation];
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]];
    uint32_t first = clause_start(m, tie->anchor);
    uint32_t low = tie->first < first ? tie->first : first;
    uint32_t ended = tie->first > begin + 2 ? tie->first - 2 : begin;
    bool planned = cue_within(m, low, tie->end, CUE_PLANNED);
    bool hedged = planned || tie->status != ERMINE_CURRENT || hedged_within(m, low, tie->end);
    signs.denial = denial_of(m, tie, low, hedged);
    signs.left = may_be(ends, ERMINE_ENDED) && is_left(m, tie);
    if (signs.denial != 0)
        signs.verdict = ERMINE_DENIED;
    else if (signs.left ||
             (may_be(ends, ERMINE_ENDED) &&
              triggers(m, ended, tie->end, CUE_ENDED, tie->anchor, &signs)) ||
             (ends->past && triggers(m, low, tie->end, CUE_PAST_POST, tie->anchor, &signs)))
        signs.verdict = ERMINE_ENDED;
    else if (tie->status == ERMINE_CURRENT && may_be(ends, ERMINE_REPORTED) &&
             hedged_within(m, statement_start(m, tie), statement_end(m, tie)))
        signs.verdict = ERMINE_REPORTED;
    else if (tie->status == ERMINE_CURRENT && may_be(ends, ERMINE_PLANNED) &&
             triggers(m, low, tie->end, CUE_PLANNED, tie->anchor, &signs))
        signs.verdict = ERMINE_PLANNED;
    return signs;
}

/* What is said of a tie in one place may be known in others. */
static bool tell_each_other(const struct mining *m, struct status_signs *signs)
{
    struct map *seen = map_new(m->err);
    bool ok = seen != NULL;
    for (int pass = 0; ok && pass < 2; pass++) {
        for (size_t i = 0; ok && i < m->tie_count; i++) {
            const struct tie *tie = &m->ties[i];
            uint32_t key[3] = {tie->subject, tie->object, (uint32_t)tie->relation};
            char name[sizeof key];
            memcpy(name, key, sizeof key);
            uint32_t bits = map_get(seen, name, sizeof name);
            if (pass == 1)
                signs[i].elsewhere = bits & ~(1u << signs[i].verdict);
            else
                ok = map_put(seen, name, sizeof name,
                             (bits == MAP_NONE ? 0 : bits) | 1u << signs[i].verdict, m->err);
        }
    }
    map_free(seen);
    return ok;
}

static bool tell_neighbours(const struct mining *m, struct status_signs *signs)
{
    uint32_t *of_sentence = ARENA_NEW(m->arena, uint32_t, m->tokens.sentence_count + 1, m->err);
    if (of_sentence == NULL)
        return false;
    for (size_t i = 0; i < m->tie_count; i++)
        of_sentence[m->sentence_of[m->ties[i].anchor]] |= 1u << signs[i].verdict;
    for (size_t i = 0; i < m->tie_count; i++) {
        uint32_t sentence = m->sentence_of[m->ties[i].anchor];
        signs[i].around[0] = of_sentence[sentence];
        signs[i].around[1] = sentence == 0 ? 0 : of_sentence[sentence - 1];
    }
    return true;
}

/* The document's year; where it has no date, the one it names most often, the later of equals. */
static int usual_year(const struct mining *m)
{
    uint32_t count[most_year - least_year + 1] = {0};
    int usual = 0, year;
    if (m->document->date != NULL)
        return atoi(m->document->date);
    for (uint32_t at = 0; at < m->tokens.count; at++)
        if (year_number(m, at, &year))
            count[year - least_year]++;
    for (year = least_year; year <= most_year; year++)
        if (count[year - least_year] > 0 &&
            (usual == 0 || count[year - least_year] >= count[usual - least_year]))
            usual = year;
    return usual;
}

struct status_signs *status_signs_all(struct mining *m)
{
    struct status_signs *signs = ARENA_NEW(m->arena, struct status_signs, m->tie_count + 1, m->err);
    if (signs == NULL)
        return NULL;
    int year = usual_year(m);
    for (size_t i = 0; i < m->tie_count; i++) {
        signs[i] = status_signs_of(m, &m->ties[i]);
        signs[i].year = year;
    }
    return tell_each_other(m, signs) && tell_neighbours(m, signs) ? signs : NULL;
}

/* The verdict of the rules stands before "current" where the model holds it this probable. */
static const double believed = 0.25;

ermine_status status_choose(const struct status_signs *signs, const double *probabilities)
{
    ermine_status best = ERMINE_CURRENT;
    if (signs->denial & ~(unsigned)DENIAL_NEGATED)
        return ERMINE_DENIED;
    if (signs->left)
        return ERMINE_ENDED;
    for (unsigned k = 1; k <= ERMINE_ENDED; k++)
        if (probabilities[k] > probabilities[best])
            best = (ermine_status)k;
    return best == ERMINE_CURRENT && probabilities[signs->verdict] > believed ? signs->verdict
                                                                              : best;
}

static ermine_status judge(const struct mining *m, const struct tie *tie,
                           const struct status_signs *signs)
{
    const struct model *model = &m->known->statuses;
    uint32_t features[most_status_features];
    float sums[model_most_width];
    double probabilities[model_most_classes];
    model_sums(model, features, status_features(m, tie, signs, features), sums);
    model_softmax(sums, model->class_count, probabilities);
    return status_choose(signs, probabilities);
}

/* What a sentence says of two is one tie, however many of their mentions are tied: none is current where one is planned,
 * reported or over; a denial may cover one of them. */
static bool agree_in_sentences(struct mining *m)
{
    struct map *seen = map_new(m->err);
    bool ok = seen != NULL;
    for (int pass = 0; ok && pass < 2; pass++) {
        for (size_t i = 0; ok && i < m->tie_count; i++) {
            struct tie *tie = &m->ties[i];
            uint32_t key[4] = {tie->subject, tie->object, (uint32_t)tie->relation,
                               m->sentence_of[tie->anchor]};
            char name[sizeof key];
            memcpy(name, key, sizeof key);
            bool current = tie->status == ERMINE_CURRENT, denied = tie->status == ERMINE_DENIED;
            uint32_t said = current == (pass == 1) ? map_get(seen, name, sizeof name) : MAP_NONE;
            if (pass == 1 && said != MAP_NONE)
                tie->status = (ermine_status)said;
            else if (pass == 0 && !current && !denied && said == MAP_NONE)
                ok = map_put(seen, name, sizeof name, tie->status, m->err);
        }
    }
    map_free(seen);
    return ok;
}

bool set_statuses(struct mining *m)
{
    const struct status_signs *signs = status_signs_all(m);
    if (signs == NULL)
        return false;
    for (size_t i = 0; i < m->tie_count; i++)
        m->ties[i].status =
            m->known->statuses.mapped == NULL ? signs[i].verdict : judge(m, &m->ties[i], &signs[i]);
    return agree_in_sentences(m);
}
