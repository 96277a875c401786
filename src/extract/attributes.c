/* attributes.c - sums, dates and statuses of the ties, from the words around them. */
#include "extract/status.h"
#include "extract/sums.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { date_reach = 12, date_size = 16 };

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a < b ? b - a : a - b;
}

static bool year_number(const struct mining *m, uint32_t at, int *year)
{
    size_t length;
    if (at >= m->tokens.count || mining_token(m, at)->kind != TOKEN_NUMBER)
        return false;
    const char *text = mining_text(m, at, &length);
    *year = length == 4 ? atoi(text) : 0;
    return *year >= 1900 && *year <= 2100;
}

static int small_number(const struct mining *m, uint32_t at)
{
    size_t length;
    if (at >= m->tokens.count || mining_token(m, at)->kind != TOKEN_NUMBER)
        return 0;
    const char *text = mining_text(m, at, &length);
    return length <= 2 ? atoi(text) : 0;
}

static int document_year(const struct mining *m)
{
    return m->document->date == NULL ? 0 : atoi(m->document->date);
}

/* A date expression that begins at `at`: year, month, day as far as stated (0: not). */
static bool read_date(const struct mining *m, uint32_t at, int *year, int *month, int *day)
{
    *year = *month = *day = 0;
    const struct cue_hit *cue = cue_from(m, at, CUE_RELATIVE);
    if (cue != NULL && cue->value != NULL && document_year(m) != 0) {
        *year = document_year(m) - atoi(cue->value);
        if ((cue = cue_from(m, cue->end, CUE_MONTH)) != NULL)
            *month = atoi(cue->value);
        return true;
    }
    if (year_number(m, at, year)) { /* 2024, 2024年2月18日 */
        uint32_t next = at + 1;
        if ((cue = cue_from(m, next, CUE_YEAR)) != NULL)
            next = cue->end;
        if ((cue = cue_from(m, next, CUE_MONTH)) != NULL) {
            *month = atoi(cue->value);
            if (cue_from(m, cue->end + 1, CUE_DAY) != NULL)
                *day = small_number(m, cue->end);
        }
        return true;
    }
    if ((cue = cue_from(m, at, CUE_MONTH)) == NULL || cue->value == NULL)
        return false;
    *month = atoi(cue->value);
    uint32_t next = cue->end;
    if (at > 0 && small_number(m, at - 1) > 0 && cue_from(m, next, CUE_DAY) == NULL)
        *day = small_number(m, at - 1); /* 9 февраля */
    else if (small_number(m, next) > 0) {
        *day = small_number(m, next++); /* Feb 9 */
        if (is_punct(m, next, ','))
            next++;
    }
    if (!year_number(m, next, year) && document_year(m) != 0) {
        int written = 0;
        sscanf(m->document->date, "%*d-%d", &written);
        *year =
            document_year(m) - (written != 0 && *month > written); /* December, read in February */
    }
    return *year != 0;
}

static const char *date_of(const struct mining *m, const struct tie *tie)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[tie->anchor]];
    uint32_t end = sentence_end(m, m->sentence_of[tie->anchor]);
    uint32_t from = tie->anchor > begin + date_reach ? tie->anchor - date_reach : begin;
    uint32_t to = tie->anchor + date_reach < end ? tie->anchor + date_reach : end;
    int best[3] = {0, 0, 0};
    uint32_t nearest = NONE;
    for (uint32_t at = from; at < to; at++) {
        int date[3];
        if (m->mention_at[at] == NONE && apart(at, tie->anchor) < nearest &&
            read_date(m, at, &date[0], &date[1], &date[2])) {
            if (nearest != NONE && best[1] != 0 && date[1] == 0)
                continue; /* the year of "May 2024" is not a second date */
            memcpy(best, date, sizeof best);
            nearest = apart(at, tie->anchor);
        }
    }
    if (nearest == NONE)
        return NULL;
    char text[date_size + 24];
    if (best[1] >= 1 && best[1] <= 12 && best[2] >= 1 && best[2] <= 31)
        snprintf(text, sizeof text, "%04d-%02d-%02d", best[0], best[1], best[2]);
    else if (best[1] >= 1 && best[1] <= 12)
        snprintf(text, sizeof text, "%04d-%02d", best[0], best[1]);
    else
        snprintf(text, sizeof text, "%04d", best[0]);
    return arena_string(m->arena, text, m->err);
}

/* Ties that say the same in other places know the sum too: the surest of them is kept. */
static bool share_sums(struct mining *m)
{
    struct map *sums = map_new(m->err);
    bool ok = sums != NULL;
    for (int pass = 0; ok && pass < 2; pass++) {
        for (size_t i = 0; ok && i < m->tie_count; i++) {
            struct tie *tie = &m->ties[i];
            uint32_t key[3] = {tie->subject, tie->object, (uint32_t)tie->relation};
            char name[sizeof key];
            memcpy(name, key, sizeof key);
            uint32_t sum = map_get(sums, name, sizeof name);
            if (pass == 1 && tie->money == NULL && sum != MAP_NONE)
                tie->money = &m->money[sum];
            else if (pass == 0 && tie->money != NULL && sum == MAP_NONE)
                ok = map_put(sums, name, sizeof name, (uint32_t)(tie->money - m->money), m->err);
        }
    }
    map_free(sums);
    return ok;
}

bool set_attributes(struct mining *m)
{
    if (!assign_sums(m) || !share_sums(m))
        return false;
    for (size_t i = 0; i < m->tie_count; i++) {
        struct tie *tie = &m->ties[i];
        tie->date = date_of(m, tie);
    }
    return (m->err == NULL || m->err->code == ERMINE_OK) && set_statuses(m);
}
