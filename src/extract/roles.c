#include "extract/roles.h"

#include <string.h>

enum {
    outside = 7,
    founder_cost = 14,
    word_cost = 2,
    comma_cost = 4,
    clause_cost = 8,
    name_cost = 12,
    most_cost = 40
};

/* The words of a tie, with some before and behind, and where its ends stand. */
struct view {
    const struct mining *m;
    uint32_t from, to;
    const struct mention *person, *body;
};

/* What stands between two stretches of tokens, or 0 when they touch. */
static unsigned way(const struct view *view, uint32_t first, uint32_t end,
                    const struct mention *mention)
{
    const struct mining *m = view->m;
    uint32_t low = end <= mention->first ? end : mention->end;
    uint32_t high = end <= mention->first ? mention->first : first;
    unsigned cost = 0;
    for (uint32_t at = low; at < high && cost < most_cost;) {
        uint32_t index = m->mention_at[at];
        if (index != NONE) {
            bool end_of_tie = m->mentions[index].entity == view->person->entity ||
                              m->mentions[index].entity == view->body->entity;
            cost += end_of_tie ? word_cost : name_cost;
            at = m->mentions[index].end;
            continue;
        }
        if (cue_from(m, at, CUE_CLAUSE) != NULL || is_punct(m, at, ';') || is_punct(m, at, ':'))
            cost += clause_cost;
        else if (is_punct(m, at, ',') || is_punct(m, at, 0x3001))
            cost += comma_cost;
        else
            cost += mining_token(m, at)->kind == TOKEN_HAN ? word_cost / 2 : word_cost;
        at++;
    }
    return cost;
}

/* The ends as they stand nearest to each other. False when one is not named there. */
static bool find_ends(struct view *view, const struct tie *tie)
{
    const struct mining *m = view->m;
    uint32_t nearest = NONE;
    const struct mention *subject = NULL, *object = NULL;
    for (uint32_t at = view->from; at < view->to; at++) {
        uint32_t index = m->mention_at[at];
        if (index == NONE)
            continue;
        const struct mention *mention = &m->mentions[index];
        at = mention->end - 1;
        if (mention->entity == tie->subject)
            subject = mention;
        else if (mention->entity == tie->object)
            object = mention;
        else
            continue;
        if (subject == NULL || object == NULL)
            continue;
        uint32_t apart = subject->first < object->first ? object->first - subject->end
                                                        : subject->first - object->end;
        if (apart < nearest) {
            nearest = apart;
            view->person = subject;
            view->body = object;
        }
    }
    return nearest != NONE;
}

/* "Founder and chief executive": who founded it has another post. */
static bool is_founder(const struct mining *m, const struct cue_hit *mark)
{
    static const char founded[] = "founded ";
    const struct cue_hit *post = cue_from(m, mark->first, CUE_POST);
    return post != NULL && post->value != NULL &&
           strncmp(post->value, founded, sizeof founded - 1) == 0;
}

/* The post nearest to the two; a longer name of a post goes before what stands in it. */
static const char *nearest_role(const struct view *view)
{
    const struct mining *m = view->m;
    const char *best = NULL;
    unsigned least = most_cost;
    for (uint32_t i = m->mark_at[view->from], end = 0; i < m->mark_at[view->to]; i++) {
        const struct cue_hit *mark = &m->marks[i];
        if (mark->class != MARK_ROLE || mark->first < end || m->mention_at[mark->first] != NONE)
            continue;
        end = mark->end;
        unsigned cost = way(view, mark->first, mark->end, view->person) +
                        way(view, mark->first, mark->end, view->body);
        if (is_founder(m, mark))
            cost += founder_cost;
        if (cost < least) {
            least = cost;
            best = mark->value;
        }
    }
    return best;
}

static const char *role_of(const struct mining *m, const struct tie *tie)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]];
    uint32_t limit = sentence_end(m, m->sentence_of[tie->anchor]);
    struct view view = {.m = m,
                        .from = tie->first > begin + outside ? tie->first - outside : begin,
                        .to = tie->end + outside < limit ? tie->end + outside : limit};
    return find_ends(&view, tie) ? nearest_role(&view) : NULL;
}

void set_roles(struct mining *m)
{
    for (size_t i = 0; i < m->tie_count; i++) {
        struct tie *tie = &m->ties[i];
        if (!m->known->schema.ends[tie->relation].post)
            continue;
        const char *role = role_of(m, tie);
        if (role != NULL)
            tie->role = role;
    }
}
