/* stake.c - what share of a company a passage tells of. */
#include "ermine/patterns.h"

#include "knowledge/knowledge.h"

#include <stdlib.h>
#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* ASCII letters alike; of other scripts the words stand as they do within a sentence. */
static bool begins(const char *text, const char *word)
{
    for (; *word != '\0'; text++, word++)
        if (lower(*text) != lower(*word))
            return false;
    return true;
}

static const char *listed(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (begins(text, *words))
            return *words;
    return NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits, with one point or comma among them; NULL when that is no plain number. */
static const char *read_number(const char *text, double *value)
{
    double scale = 1;
    bool behind = false;
    *value = 0;
    const char *at = text;
    for (; is_digit(*at) || ((*at == '.' || *at == ',') && is_digit(at[1])); at++) {
        if (!is_digit(*at)) {
            if (behind)
                return NULL;
            behind = true;
            continue;
        }
        scale *= behind ? 0.1 : 1;
        *value = behind ? *value + scale * (*at - '0') : *value * 10 + (*at - '0');
    }
    return at;
}

static const char *skip_spaces(const char *text)
{
    for (;; text++) {
        if (strncmp(text, "\u00a0", 2) == 0)
            text++;
        else if (*text != ' ' && *text != '-')
            return text;
    }
}

static bool speaks_of_stakes(const char *passage, const char *const *words)
{
    for (const char *at = passage; *at != '\0'; at++)
        if (listed(at, words) != NULL)
            return true;
    return false;
}

double ermine_stake_told(const ermine_knowledge *known, const char *passage)
{
    const struct roles *roles = &known->roles;
    double stake = 0;
    if (passage == NULL || !speaks_of_stakes(passage, roles->stakes))
        return 0;
    for (const char *at = passage; *at != '\0';) {
        const char *before = listed(at, roles->percent_before);
        const char *from = before == NULL ? at : skip_spaces(at + strlen(before));
        if (!is_digit(*from)) {
            at++;
            continue;
        }
        double value;
        const char *end = read_number(from, &value);
        if (end == NULL)
            return 0;
        if (before != NULL || listed(skip_spaces(end), roles->percent_behind) != NULL) {
            if (stake > 0 && stake != value / 100) /* two of them: which is it? */
                return 0;
            stake = value / 100;
        }
        at = end;
    }
    return stake <= 1 ? stake : 0;
}
