#include "extract/base_form.h"

#include "text/fold.h"

#include <string.h>

enum { most_forms = 8, longest_word = 120 };

static size_t folded(const struct mining *m, uint32_t token, char word[longest_word])
{
    size_t length;
    const char *text = mining_text(m, token, &length);
    return fold_key(text, length, word, longest_word);
}

static bool has_form(const struct inflection *rule, const char *ending)
{
    for (const char *const *form = rule->forms; *form != NULL; form++)
        if (strcmp(*form, ending) == 0)
            return true;
    return false;
}

/* Whether some paradigm has the one as its base form and the other as a case form. */
static bool inflects(const struct inflection *rules, const char *base, size_t length,
                     const char *form)
{
    for (const struct inflection *rule = rules; rule->ending != NULL; rule++) {
        size_t ending = strlen(rule->ending);
        if (ending >= length || memcmp(base + length - ending, rule->ending, ending) != 0)
            continue;
        if (strncmp(base, form, length - ending) == 0 && has_form(rule, form + length - ending))
            return true;
    }
    return false;
}

/* Whether each word of `form` is that of `base` or a case form of it. */
static bool is_form_of(const struct mining *m, const struct mention *base,
                       const struct mention *form)
{
    char x[longest_word], y[longest_word];
    bool differs = false;
    for (uint32_t i = 0; i < base->end - base->first; i++) {
        size_t length = folded(m, base->first + i, x);
        folded(m, form->first + i, y);
        if (strcmp(x, y) == 0)
            continue;
        if (!(mining_token(m, base->first + i)->flags & TOKEN_CYRILLIC) ||
            !inflects(m->pack->inflection, x, length, y))
            return false;
        differs = true;
    }
    return differs;
}

static bool same_words(const struct mining *m, const struct mention *a, const struct mention *b)
{
    char x[longest_word], y[longest_word];
    for (uint32_t i = 0; i < a->end - a->first; i++) {
        folded(m, a->first + i, x);
        folded(m, b->first + i, y);
        if (strcmp(x, y) != 0)
            return false;
    }
    return true;
}

/* Ways of writing the name, each once, of as many words as the longest has, which comes first. */
static size_t collect(const struct mining *m, const uint32_t *mentions, size_t count,
                      const struct mention *longest, const struct mention *forms[most_forms])
{
    size_t found = 1;
    forms[0] = longest;
    for (size_t i = 0; i < count && found < most_forms; i++) {
        const struct mention *mention = &m->mentions[mentions[i]];
        bool known = mention->end - mention->first != longest->end - longest->first;
        for (size_t k = 0; k < found && !known; k++)
            known = same_words(m, mention, forms[k]);
        if (!known)
            forms[found++] = mention;
    }
    return found;
}

const struct mention *base_form(const struct mining *m, const uint32_t *mentions, size_t count,
                                const struct mention *longest)
{
    const struct mention *forms[most_forms], *best = longest;
    size_t most = 0;
    if (m->pack->inflection == NULL || count < 2)
        return longest;
    size_t found = collect(m, mentions, count, longest, forms);
    for (size_t i = 0; i < found; i++) {
        size_t others = 0;
        for (size_t k = 0; k < found; k++)
            others += k != i && is_form_of(m, forms[i], forms[k]);
        if (others > most) {
            best = forms[i];
            most = others;
        }
    }
    return best;
}
