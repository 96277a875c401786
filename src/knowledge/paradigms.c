#include "knowledge/paradigms.h"

#include <string.h>

/* Иванов is no form of Иван: where the paradigm without an ending has what closes the base form of another, a
 * surname, the other is meant. */
static bool means_another(const struct inflection *rules, const struct inflection *rule,
                          const char *ending)
{
    if (*rule->ending != '\0' || strlen(ending) <= 2) /* one letter */
        return false;
    for (const struct inflection *other = rules; other->ending != NULL; other++)
        if (strcmp(other->ending, ending) == 0)
            return true;
    return false;
}

/* Whether a word that closes with `byte` may close with `ending`. */
static bool may_close(const char *ending, uint8_t byte)
{
    size_t length = strlen(ending);
    return length <= UINT8_MAX && (length == 0 || (uint8_t)ending[length - 1] == byte);
}

/* With no items it only counts. */
static void add(struct paradigm_ending *items, uint32_t *count, const char *text, size_t rule)
{
    if (items != NULL)
        items[*count] = (struct paradigm_ending){text, (uint8_t)strlen(text), (uint8_t)rule};
    (*count)++;
}

static uint32_t fill(struct paradigms *paradigms, const struct inflection *rules)
{
    uint32_t count = 0;
    for (size_t byte = 0; byte < 256; byte++) {
        paradigms->first[byte] = count;
        for (size_t r = 0; rules[r].ending != NULL && r < UINT8_MAX; r++) {
            if (may_close(rules[r].ending, (uint8_t)byte))
                add(paradigms->items, &count, rules[r].ending, r);
            for (const char *const *form = rules[r].forms; *form != NULL; form++)
                if (may_close(*form, (uint8_t)byte) && !means_another(rules, &rules[r], *form))
                    add(paradigms->items, &count, *form, r);
        }
    }
    paradigms->first[256] = count;
    return count;
}

bool paradigms_index(struct paradigms *paradigms, const struct inflection *rules,
                     struct arena *arena, ermine_error *err)
{
    paradigms->items = NULL;
    paradigms->items = ARENA_NEW(arena, struct paradigm_ending, fill(paradigms, rules), err);
    return paradigms->items != NULL && fill(paradigms, rules) > 0;
}
