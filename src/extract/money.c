/* money.c - sums of money: $5-7 trillion, 1000亿美元, до €1,3 млрд, 51 million dollars. */
#include "extract/mining.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { longest_number = 40, least_unsaid = 1000000 };

struct reading {
    uint32_t first, end;
    double value, scale;
    const char *currency;
};

/* 1,000 and 5,83 and 1.720: a comma or dot is decimal, or groups thousands, by the language and by the
 * digits behind it. */
static double parse_number(const struct mining *m, uint32_t at)
{
    size_t length, kept = 0;
    const char *text = mining_text(m, at, &length);
    char plain[longest_number];
    char decimal = m->pack->decimal_comma ? ',' : '.';
    for (size_t i = 0; i < length && kept + 1 < sizeof plain; i++) {
        char c = text[i];
        if (c >= '0' && c <= '9')
            plain[kept++] = c;
        else if (c == decimal || ((c == ',' || c == '.') && length - i - 1 != 3))
            plain[kept++] = '.';
    }
    plain[kept] = '\0';
    return strtod(plain, NULL);
}

static uint32_t skip(const struct mining *m, uint32_t at)
{
    if (is_punct(m, at, '-'))
        return at + 1;
    const struct cue_hit *filler = cue_from(m, at, CUE_FILLER);
    return filler == NULL ? at : filler->end;
}

static const char *currency_at(const struct mining *m, uint32_t at, uint32_t *end)
{
    const struct cue_hit *cue = cue_from(m, at, CUE_CURRENCY);
    if (cue == NULL) {
        at = skip(m, at);
        cue = cue_from(m, at, CUE_CURRENCY);
    }
    if (cue == NULL)
        return NULL;
    *end = cue->end;
    return cue->value;
}

/* Number, scale and currency from token `at` on. */
static bool read_sum(const struct mining *m, uint32_t at, struct reading *r)
{
    uint32_t limit = sentence_end(m, m->sentence_of[at]);
    *r = (struct reading){.first = at, .scale = 1};
    const struct cue_hit *before = cue_from(m, at, CUE_CURRENCY);
    if (before != NULL) {
        r->currency = before->value;
        at = before->end;
    }
    const struct cue_hit *scale = NULL;
    if (at < limit && mining_token(m, at)->kind == TOKEN_NUMBER) {
        r->value = parse_number(m, at++);
        while (at < limit && mining_token(m, at)->kind == TOKEN_NUMBER && r->value < 1e6 &&
               mining_token(m, at)->letters == 3) /* 1 000 000 */
            r->value = r->value * 1000 + parse_number(m, at++);
    } else {
        scale = cue_from(m, at, CUE_SCALE); /* 千亿美元: a scale alone */
        if (scale == NULL || before != NULL)
            return false;
        r->value = 1;
    }
    r->end = at;
    for (int part = 0; part < 2; part++) {
        uint32_t from = part == 0 && scale != NULL ? at : r->end;
        scale = cue_from(m, from, CUE_SCALE);
        if (scale == NULL)
            scale = cue_from(m, from = skip(m, from), CUE_SCALE);
        if (scale == NULL || scale->value == NULL)
            break;
        r->scale *= pow(10, atoi(scale->value));
        r->end = scale->end;
    }
    r->value *= r->scale;
    if (r->currency == NULL)
        r->currency = currency_at(m, r->end, &r->end);
    return r->value > 0 && isfinite(r->value);
}

static bool add_sum(struct mining *m, const struct reading *r, double low, uint32_t first)
{
    if (r->currency == NULL || r->value < 1)
        return true;
    struct money money = {first, r->end, r->value, low, r->currency};
    return ARRAY_PUSH(&m->money, &m->money_count, &m->money_capacity, money, m->err);
}

static bool is_dash(const struct mining *m, uint32_t at)
{
    return is_punct(m, at, '-') || is_punct(m, at, 0x2013) || is_punct(m, at, 0x2014) ||
           is_punct(m, at, '~') || cue_from(m, at, CUE_TO) != NULL;
}

/* A second sum behind "to" or a dash makes a range; the first borrows scale and currency of it. */
static bool read_range(const struct mining *m, struct reading *r, double *low)
{
    struct reading upper;
    *low = 0;
    uint32_t limit = sentence_end(m, m->sentence_of[r->first]);
    if (r->end + 1 >= limit || !is_dash(m, r->end) || !read_sum(m, r->end + 1, &upper))
        return false;
    if (upper.currency == NULL && r->currency == NULL)
        return false;
    double lower = r->value;
    if (r->scale == 1 && upper.scale > 1)
        lower *= upper.scale;
    if (!(lower < upper.value))
        return false;
    if (upper.currency == NULL)
        upper.currency = r->currency;
    upper.first = r->first;
    *low = lower;
    *r = upper;
    return true;
}

/* "$2bn from one and 3bn from the other": a great number that counts nothing named is of the last sum's currency, or of
 * the readers' own where no sum came before. */
static const char *unsaid_currency(const struct mining *m, const struct reading *r)
{
    uint32_t sentence = m->sentence_of[r->first];
    if (r->scale < least_unsaid)
        return NULL;
    bool bare = r->end >= sentence_end(m, sentence) ||
                mining_token(m, r->end)->kind == TOKEN_PUNCT ||
                cue_from(m, r->end, CUE_AND) != NULL;
    if (!bare)
        return NULL;
    const struct money *last = m->money_count == 0 ? NULL : &m->money[m->money_count - 1];
    return last != NULL && m->sentence_of[last->first] + 1 >= sentence ? last->currency
                                                                       : m->pack->currency;
}

bool find_money(struct mining *m)
{
    for (uint32_t at = 0; at < m->tokens.count;) {
        struct reading r;
        double low = 0;
        const struct token *token = mining_token(m, at);
        bool starts = token->kind == TOKEN_NUMBER || m->cue_at[at] != m->cue_at[at + 1];
        if (m->mention_at[at] != NONE || !starts || !read_sum(m, at, &r)) {
            at++;
            continue;
        }
        if (!read_range(m, &r, &low) && r.currency == NULL)
            r.currency = unsaid_currency(m, &r);
        if (!add_sum(m, &r, low, r.first))
            return false;
        at = r.end > at ? r.end : at + 1;
    }
    return true;
}
