#include "extract/sums.h"

#include "base/map.h"

#include <math.h>
#include <string.h>

enum { most_apart = 90, other_sum_reach = 4, each_reach = 12 };

/* What a word, comma, semicolon or other party between a sum and a tie costs, and what a tie may cost at most. */
static const double word_cost = 0.5, han_cost = 0.25, comma_cost = 3, stop_cost = 8, party_cost = 2,
                    far_end_share = 0.25, most_cost = 16, doubt_cost = 6, joint_cost = 1,
                    least_rival = 0.4;

struct claim {
    double way;     /* what the way to the sum costs */
    double cost;    /* that, and for doubt in the tie and for a relation that seldom has one */
    uint32_t money; /* index, or NONE */
};

struct sums {
    struct mining *m;
    struct claim *claims; /* of each tie */
    uint32_t *winner;     /* of each sum: the tie with the lowest cost, or NONE */
    uint32_t *second;     /* likewise, of another pair */
    uint32_t *first_sum;  /* of each sentence, [count] too */
};

static double step_cost(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind != TOKEN_PUNCT)
        return token->kind == TOKEN_HAN ? han_cost : word_cost;
    if (token->code == ',' || token->code == 0x3001)
        return comma_cost;
    return token->code == ';' || token->code == ':' || token->code == 0x2014 ? stop_cost : 0;
}

/* The way from token `from` to the sum, whichever stands first; names between count as parties. */
static double way(const struct mining *m, uint32_t from, const struct money *money)
{
    uint32_t low = from < money->first ? from + 1 : money->end;
    uint32_t high = from < money->first ? money->first : from;
    double cost = 0;
    if (high > low + most_apart)
        return 2 * most_cost;
    for (uint32_t at = low; at < high && cost < 2 * most_cost; at++) {
        uint32_t index = m->mention_at[at];
        if (index == NONE || m->mentions[index].first != at) {
            cost += step_cost(m, at);
        } else if (!is_description(m, &m->mentions[index])) {
            cost += party_cost;
        }
    }
    return cost;
}

/* "Valued at", "revenue of": a sum of another kind. */
static bool is_other_sum(const struct mining *m, const struct money *money)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[money->first]];
    uint32_t end = sentence_end(m, m->sentence_of[money->first]);
    uint32_t from = money->first > begin + other_sum_reach ? money->first - other_sum_reach : begin;
    for (uint32_t at = from; at < money->first; at++) {
        const struct cue_hit *cue = cue_from(m, at, CUE_OTHER_SUM);
        if (cue != NULL && cue->end <= money->first)
            return true;
    }
    for (uint32_t at = money->end; at < end && at < money->end + 2; at++)
        if (cue_from(m, at, CUE_OTHER_SUM) != NULL)
            return true;
    return false;
}

/* "Apiece", 各: each of several gave the whole sum. */
static bool is_for_each(const struct mining *m, const struct money *money)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[money->first]];
    uint32_t end = sentence_end(m, m->sentence_of[money->first]);
    uint32_t from = money->first > begin + each_reach ? money->first - each_reach : begin;
    for (uint32_t at = from; at < end && at < money->end + 4; at++)
        if (cue_from(m, at, CUE_EACH) != NULL)
            return true;
    return false;
}

static double cost_of(const struct sums *s, const struct tie *tie, const struct money *money)
{
    const struct mining *m = s->m;
    double first = way(m, tie->first, money), last = way(m, tie->end - 1, money);
    double anchor = way(m, tie->anchor, money);
    double near = first < last ? first : last, far = first < last ? last : first;
    if (anchor < near) {
        far = near;
        near = anchor;
    }
    return near + far_end_share * far;
}

static bool same_pair(const struct tie *a, const struct tie *b)
{
    return a->subject == b->subject && a->object == b->object;
}

static void compete(struct sums *s, uint32_t index)
{
    const struct tie *ties = s->m->ties;
    uint32_t *winner = &s->winner[s->claims[index].money];
    uint32_t *second = &s->second[s->claims[index].money];
    if (*winner == NONE || s->claims[index].cost < s->claims[*winner].cost) {
        if (*winner != NONE && !same_pair(&ties[*winner], &ties[index]))
            *second = *winner;
        *winner = index;
    } else if (!same_pair(&ties[*winner], &ties[index]) &&
               (*second == NONE || s->claims[index].cost < s->claims[*second].cost)) {
        *second = index;
    }
}

/* "Brookfield and CPP committed $600m": two ties of a kind, with an end in common, that stand as near to it. */
static bool is_joint(const struct sums *s, uint32_t money)
{
    if (s->second[money] == NONE)
        return false;
    const struct tie *a = &s->m->ties[s->winner[money]], *b = &s->m->ties[s->second[money]];
    return a->relation == b->relation && (a->subject == b->subject) != (a->object == b->object) &&
           b->confidence > least_rival &&
           s->claims[s->second[money]].cost - s->claims[s->winner[money]].cost < joint_cost;
}

/* Each sum in the sentence is tried; the cheapest is the tie's claim. */
static void make_claim(struct sums *s, uint32_t index)
{
    struct mining *m = s->m;
    const struct tie *tie = &m->ties[index];
    struct claim *claim = &s->claims[index];
    uint32_t sentence = m->sentence_of[tie->anchor];
    double share = m->known->schema.ends[tie->relation].amount, nearest = most_cost;
    *claim = (struct claim){0, 0, NONE};
    if (share <= 0)
        return;
    uint32_t begin = s->first_sum[sentence], end = s->first_sum[sentence + 1];
    for (uint32_t i = begin; i < end; i++) {
        const struct money *money = &m->money[i];
        if (is_other_sum(m, money))
            continue;
        double cost = cost_of(s, tie, money);
        bool shared = tie->joint && end - begin < 2 && !is_for_each(m, money);
        if (!shared && cost < nearest) {
            nearest = cost;
            claim->money = i;
        }
    }
    claim->way = nearest;
}

/* What two ties of a pair are nearest to is as near to the one as to the other. */
static bool join_ways(struct sums *s)
{
    const struct mining *m = s->m;
    struct map *nearest = map_new(m->err);
    bool ok = nearest != NULL;
    for (int pass = 0; ok && pass < 2; pass++) {
        for (uint32_t i = 0; ok && i < m->tie_count; i++) {
            const struct tie *tie = &m->ties[i];
            struct claim *claim = &s->claims[i];
            bool turned = tie->object < tie->subject;
            uint32_t key[3] = {turned ? tie->object : tie->subject,
                               turned ? tie->subject : tie->object, claim->money};
            char name[sizeof key];
            memcpy(name, key, sizeof key);
            uint32_t best = map_get(nearest, name, sizeof name);
            if (claim->money == NONE)
                continue;
            if (pass == 1)
                claim->way = s->claims[best].way;
            else if (best == MAP_NONE || claim->way < s->claims[best].way)
                ok = map_put(nearest, name, sizeof name, i, m->err);
        }
    }
    map_free(nearest);
    return ok;
}

static void weigh(struct sums *s, uint32_t index)
{
    const struct tie *tie = &s->m->ties[index];
    struct claim *claim = &s->claims[index];
    if (claim->money == NONE)
        return;
    claim->cost = claim->way - log(s->m->known->schema.ends[tie->relation].amount) +
                  doubt_cost * (1 - tie->confidence);
    compete(s, index);
}

/* The sum goes to the tie that won it, and to those of the same pair; what is paid each, to all that claim it. */
static bool is_granted(const struct sums *s, uint32_t index)
{
    const struct mining *m = s->m;
    const struct tie *tie = &m->ties[index];
    const struct claim *claim = &s->claims[index];
    if (claim->money == NONE)
        return false;
    const struct tie *winner = &m->ties[s->winner[claim->money]];
    return winner->relation == tie->relation &&
           (is_for_each(m, &m->money[claim->money]) ||
            (same_pair(winner, tie) && !is_joint(s, claim->money)));
}

static void index_sums(struct sums *s)
{
    const struct mining *m = s->m;
    uint32_t sum = 0;
    for (uint32_t sentence = 0; sentence < m->tokens.sentence_count; sentence++) {
        s->first_sum[sentence] = sum;
        while (sum < m->money_count && m->sentence_of[m->money[sum].first] == sentence)
            sum++;
    }
    s->first_sum[m->tokens.sentence_count] = sum;
    for (size_t i = 0; i < m->money_count; i++)
        s->winner[i] = s->second[i] = NONE;
}

bool assign_sums(struct mining *m)
{
    struct sums s = {.m = m};
    s.claims = ARENA_NEW(m->arena, struct claim, m->tie_count + 1, m->err);
    s.winner = ARENA_NEW(m->arena, uint32_t, m->money_count + 1, m->err);
    s.second = ARENA_NEW(m->arena, uint32_t, m->money_count + 1, m->err);
    s.first_sum = ARENA_NEW(m->arena, uint32_t, m->tokens.sentence_count + 1, m->err);
    if (s.claims == NULL || s.winner == NULL || s.second == NULL || s.first_sum == NULL)
        return false;
    index_sums(&s);
    for (uint32_t i = 0; i < m->tie_count; i++)
        make_claim(&s, i);
    if (!join_ways(&s))
        return false;
    for (uint32_t i = 0; i < m->tie_count; i++)
        weigh(&s, i);
    for (uint32_t i = 0; i < m->tie_count; i++)
        m->ties[i].money = is_granted(&s, i) ? &m->money[s.claims[i].money] : NULL;
    return true;
}
