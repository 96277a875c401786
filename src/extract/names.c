/* names.c - names no registry lists, by their shape and by what stands beside them: where there is no trained tagger.
 *
 * Alphabetic: runs of capitalised words. Chinese: foreign persons with a middle dot, surname and given name
 * beside a post or title, and organisations by their last word (suffix). Quotation marks after a word
 * of kind. What a name is (its type) is told by its suffix or prefix, a kind beside it, a post. */
#include "extract/naming.h"

#include "base/array.h"

enum { most_words = 6, longest_han_name = 8, most_quoted = 6 };

/* How the document writes a word: the lowest bits of its slot, in place of those of its hash. */
enum { SEEN_SMALL = 1, SEEN_INNER = 2, SEEN_BITS = 3 };

struct finder {
    struct mining *m;
    uint32_t *seen; /* words the document also writes small, or capitalised inside sentences */
    uint32_t seen_mask;
    uint8_t person, company;
};

static bool is_capital(const struct token *token)
{
    return token->kind == TOKEN_WORD && (token->flags & TOKEN_UPPER_FIRST);
}

static uint32_t *seen_slot(const struct finder *f, uint32_t word)
{
    uint32_t slot = word / 4 & f->seen_mask;
    while (f->seen[slot] != 0 && ((f->seen[slot] ^ word) & ~(uint32_t)SEEN_BITS) != 0)
        slot = (slot + 1) & f->seen_mask;
    return &f->seen[slot];
}

static bool seen(const struct finder *f, uint32_t at, uint32_t how)
{
    const struct token *token = mining_token(f->m, at);
    return token->kind == TOKEN_WORD && (*seen_slot(f, token->code) & how) != 0;
}

static bool opens_sentence(const struct mining *m, uint32_t at)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    while (begin < at && m->tokens.items[begin].kind == TOKEN_PUNCT)
        begin++;
    return at == begin || is_punct(m, at - 1, ':') || is_punct(m, at - 1, '"');
}

/* Notes which words stand in lower case, and which capitalised where no rule of grammar asks for it. */
static bool note_words(struct finder *f)
{
    struct mining *m = f->m;
    uint32_t slots = 16;
    while (slots < 2 * m->tokens.count)
        slots *= 2;
    f->seen_mask = slots - 1;
    f->seen = ARENA_NEW(m->arena, uint32_t, slots, m->err);
    if (f->seen == NULL)
        return false;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind != TOKEN_WORD)
            continue;
        bool upper = (token->flags & TOKEN_UPPER_FIRST) != 0;
        if (upper && opens_sentence(m, at))
            continue;
        uint32_t *slot = seen_slot(f, token->code);
        if (*slot == 0)
            *slot = token->code & ~(uint32_t)SEEN_BITS;
        *slot |= upper ? SEEN_INNER : SEEN_SMALL;
    }
    return true;
}

/* The end of a run of capitalised words that starts at `at`. */
static uint32_t run_end(const struct mining *m, uint32_t at)
{
    uint32_t limit = sentence_end(m, m->sentence_of[at]), end = at + 1;
    bool cyrillic = (mining_token(m, at)->flags & TOKEN_CYRILLIC) != 0;
    for (uint32_t words = 1; end < limit && words < most_words; words++) {
        uint32_t next = end;
        const struct token *token = mining_token(m, next);
        bool tight = !(token->flags & TOKEN_SPACE_BEFORE);
        if (token->kind == TOKEN_PUNCT && token->code == '-' && tight && next + 1 < limit)
            next++;
        else if (token->kind == TOKEN_PUNCT && (token->code == '&' || token->code == 0xB7) &&
                 next + 1 < limit)
            next++;
        else if (token->kind == TOKEN_PUNCT && token->code == '.' && tight && next + 1 < limit &&
                 mining_token(m, end - 1)->letters == 1)
            next++; /* И. Маск */
        const struct cue_hit *part = next == end ? cue_from(m, next, CUE_NAME_PART) : NULL;
        if (part != NULL && part->end < limit)
            next = part->end;
        token = mining_token(m, next);
        bool number = token->kind == TOKEN_NUMBER && token->letters <= 4 && next == end + 1 &&
                      is_punct(m, end, '-');
        if (m->mention_at[next] != NONE || (!is_capital(token) && !number) ||
            (next == end && cue_from(m, next, CUE_NOT_NAME) != NULL) ||
            (next == end && cue_from(m, next, CUE_POST) != NULL) ||
            (is_capital(token) && ((token->flags & TOKEN_CYRILLIC) != 0) != cyrillic))
            break;
        end = next + 1;
    }
    return end;
}

/* A suffix or legal word in lower case may close the name: "Baidu capital" does not, "Рога банк" may. */
static uint32_t take_suffix(const struct mining *m, uint32_t end, uint8_t *type, uint8_t *score)
{
    const struct cue_hit *legal = cue_from(m, end, CUE_LEGAL);
    if (is_punct(m, end, ',') && cue_from(m, end + 1, CUE_LEGAL) != NULL)
        legal = cue_from(m, end + 1, CUE_LEGAL);
    if (legal != NULL && m->mention_at[legal->end - 1] == NONE) {
        end = legal->end;
        if (*score < 2)
            *score = 2;
    }
    if (name_value_type(m, cue_to(m, end, CUE_SUFFIX), type))
        *score = 5;
    return end;
}

static bool plausible(const struct finder *f, uint32_t first, uint32_t end, uint8_t score)
{
    const struct mining *m = f->m;
    const struct token *token = mining_token(m, first);
    if (end - first > 1 || score > 0)
        return true;
    if (token->letters < 2 || cue_from(m, first, CUE_NOT_NAME) != NULL ||
        seen(f, first, SEEN_SMALL))
        return false;
    return !opens_sentence(m, first) || seen(f, first, SEEN_INNER);
}

/* A run that opens a sentence drops a first word which is none of a name: "The", "Однако". */
static uint32_t trim_start(const struct finder *f, uint32_t first, uint32_t end)
{
    const struct mining *m = f->m;
    while (first < end &&
           (cue_from(m, first, CUE_NOT_NAME) != NULL || cue_from(m, first, CUE_POST) != NULL ||
            cue_from(m, first, CUE_TITLE) != NULL || cue_from(m, first, CUE_DEFINITE) != NULL ||
            (opens_sentence(m, first) && seen(f, first, SEEN_SMALL)) ||
            mining_token(m, first)->kind == TOKEN_PUNCT)) {
        const struct cue_hit *post = cue_from(m, first, CUE_POST);
        first = post != NULL && post->end <= end ? post->end : first + 1;
    }
    return first;
}

/* "Sam Altman" in a text without a post beside it: by the given name, or initials. */
static bool looks_like_person(const struct finder *f, uint32_t first, uint32_t end)
{
    const struct mining *m = f->m;
    if (end - first < 2 || end - first > 5)
        return false;
    if (cue_from(m, first, CUE_SURNAME) != NULL)
        return true;
    return mining_token(m, first)->letters == 1 && is_punct(m, first + 1, '.');
}

/* Makes a registry's mention the beginning or the end of a longer, new name. */
static void become(struct finder *f, uint32_t index, uint32_t first, uint32_t end, uint8_t type)
{
    struct mining *m = f->m;
    struct mention *mention = &m->mentions[index];
    *mention = (struct mention){.first = first,
                                .end = end,
                                .sentence = mention->sentence,
                                .known = NONE,
                                .entity = NONE,
                                .group = NONE,
                                .kind = MENTION_NEW,
                                .type = type,
                                .type_score = 5};
    for (uint32_t at = first; at < end; at++)
        m->mention_at[at] = index;
}

static bool may_open_name(const struct mining *m, uint32_t index)
{
    const struct mention *mention = &m->mentions[index];
    return mention->kind == MENTION_KNOWN && !type_is(m, mention->type, "person") &&
           !(mention->flags & NAME_COMMON);
}

/* "Airbus Ventures", "California Energy Commission": a known name and a run that ends like one. */
static bool joins_known(struct finder *f, uint32_t first, uint32_t end, uint8_t type)
{
    struct mining *m = f->m;
    const struct cue_hit *suffix = cue_to(m, end, CUE_SUFFIX);
    if (first == 0 || m->mention_at[first - 1] == NONE || suffix == NULL || suffix->first < first ||
        m->sentence_of[first - 1] != m->sentence_of[first] ||
        !may_open_name(m, m->mention_at[first - 1]))
        return false;
    uint32_t index = m->mention_at[first - 1];
    become(f, index, m->mentions[index].first, end, type);
    return true;
}

/* "Bank of Lithuania", "Competition Authority of Kenya". */
static bool takes_known(struct finder *f, uint32_t first, uint32_t end, uint8_t type,
                        uint32_t *next)
{
    struct mining *m = f->m;
    const struct cue_hit *part = cue_from(m, end, CUE_NAME_PART);
    if (part == NULL || part->end >= m->tokens.count || m->mention_at[part->end] == NONE ||
        m->sentence_of[part->end] != m->sentence_of[first])
        return false;
    uint32_t index = m->mention_at[part->end];
    if (!type_is(m, m->mentions[index].type, "place") || !may_open_name(m, index))
        return false;
    *next = m->mentions[index].end;
    become(f, index, first, m->mentions[index].end, type);
    return true;
}

static bool find_run(struct finder *f, uint32_t at, uint32_t *next)
{
    struct mining *m = f->m;
    uint32_t end = run_end(m, at), first = trim_start(f, at, end);
    *next = end;
    if (first >= end)
        return true;
    uint8_t type = f->company, score = 0;
    name_type_by_context(f->m, first, end, &type, &score);
    if (looks_like_person(f, first, end) && (score < 4 || type == f->person)) {
        type = f->person;
        score = 5;
    } else if (type != f->person) {
        end = take_suffix(m, end, &type, &score);
    }
    *next = end;
    if (score == 5 && type != f->person &&
        (takes_known(f, first, end, type, next) || joins_known(f, first, end, type)))
        return true;
    if (!plausible(f, first, end, score))
        return true;
    return name_add(f->m, first, end, type, score);
}

static bool is_han(const struct mining *m, uint32_t at)
{
    return at < m->tokens.count && m->tokens.items[at].kind == TOKEN_HAN;
}

static bool free_han(const struct mining *m, uint32_t at)
{
    return is_han(m, at) && m->mention_at[at] == NONE;
}

/* 吉娜·雷蒙多: Han runs joined by middle dots. */
static bool find_dotted(struct finder *f, uint32_t dot)
{
    struct mining *m = f->m;
    uint32_t first = dot, end = dot + 1;
    uint32_t begin = m->tokens.sentences[m->sentence_of[dot]];
    while (first > begin && dot - first < 5 && free_han(m, first - 1) &&
           cue_from(m, first - 1, CUE_FILLER) == NULL && cue_to(m, first, CUE_POST) == NULL &&
           cue_to(m, first, CUE_TITLE) == NULL && cue_to(m, first, CUE_KIND) == NULL &&
           cue_to(m, first, CUE_AND) == NULL)
        first--;
    uint32_t limit = sentence_end(m, m->sentence_of[dot]);
    while (end < limit && end - dot < 6 && free_han(m, end) &&
           (end - dot < 2 || (m->cue_at[end] == m->cue_at[end + 1])))
        end++;
    while (end + 1 < limit && is_punct(m, end, 0xB7) && free_han(m, end + 1)) {
        uint32_t more = end + 1;
        while (more < limit && more - end < 6 && free_han(m, more) &&
               (more - end < 3 || m->cue_at[more] == m->cue_at[more + 1]))
            more++;
        end = more;
    }
    if (dot - first < 1 || end - dot < 2)
        return true;
    return name_add(f->m, first, end, f->person, 5);
}

/* Surname and one or two characters, with a post before or a title, speech verb or end behind. */
static bool find_han_person(struct finder *f, uint32_t at)
{
    struct mining *m = f->m;
    const struct cue_hit *surname = cue_from(m, at, CUE_SURNAME);
    if (surname == NULL || !free_han(m, surname->end))
        return true;
    uint32_t before = name_skip_quote_back(m, at);
    bool post = cue_to(m, before, CUE_POST) != NULL || cue_to(m, before, CUE_TITLE) != NULL;
    for (uint32_t given = 2; given >= 1; given--) {
        uint32_t end = surname->end + given;
        bool whole = cue_from(m, at, CUE_NOT_NAME) == NULL;
        for (uint32_t i = surname->end; i < end; i++)
            whole = whole && free_han(m, i) && m->sentence_of[i] == m->sentence_of[at] &&
                    cue_from(m, i, CUE_NOT_NAME) == NULL;
        if (!whole)
            continue;
        bool closed = end >= m->tokens.count || !is_han(m, end) ||
                      m->cue_at[end] != m->cue_at[end + 1] || m->mention_at[end] != NONE;
        bool title =
            cue_from(m, end, CUE_AFTER_PERSON) != NULL || cue_from(m, end, CUE_POST) != NULL;
        if ((post && closed) || title)
            return name_add(f->m, at, end, f->person, 5);
    }
    return true;
}

/* 芯片公司 says what something is and is no part of its name. */
static bool is_kind(const struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++)
        if (cue_from(m, at, CUE_KIND) != NULL || cue_from(m, at, CUE_NOT_NAME) != NULL ||
            cue_from(m, at, CUE_DESCRIPTOR) != NULL)
            return true;
    return false;
}

/* A Han run before an organisation's suffix, back to the nearest cue, punctuation or other name. */
static bool find_han_body(struct finder *f, const struct cue_hit *suffix)
{
    struct mining *m = f->m;
    uint8_t type;
    if (!name_value_type(m, suffix, &type))
        return true;
    uint32_t first = suffix->first;
    uint32_t begin = m->tokens.sentences[m->sentence_of[first]];
    while (first > begin && suffix->first - first < longest_han_name && free_han(m, first - 1)) {
        bool cue = false;
        for (uint32_t back = first; back > begin && first - back < 4 && !cue; back--)
            for (uint32_t i = m->cue_at[back - 1]; i < m->cue_at[back] && !cue; i++)
                cue = m->cues[i].end >= first && m->cues[i].class != CUE_SURNAME &&
                      m->cues[i].class != CUE_SUFFIX && m->cues[i].end < suffix->end;
        if (cue)
            break;
        first--;
    }
    if (first > begin && m->mention_at[first - 1] != NONE && suffix->end - first >= 2 &&
        may_open_name(m, m->mention_at[first - 1])) { /* 湖南证监局, 合肥产投 */
        uint32_t index = m->mention_at[first - 1];
        bool alone = suffix->first == first && !type_is(m, type, "government") &&
                     !type_is(m, type, "organization"); /* 英国芯片 */
        if (!alone && type_is(m, m->mentions[index].type, "place") &&
            !is_kind(m, first, suffix->end))
            become(f, index, m->mentions[index].first, suffix->end, type);
        return true;
    }
    if (suffix->first - first < 2 || is_kind(m, first, suffix->end))
        return true;
    return name_add(f->m, first, suffix->end, type, 5);
}

/* «Рога и копыта», “星链”: what stands in quotation marks behind a word of kind. */
static bool find_quoted(struct finder *f, uint32_t at)
{
    struct mining *m = f->m;
    uint32_t limit = sentence_end(m, m->sentence_of[at]), end = at + 1;
    uint32_t close = m->tokens.items[at].code == 0xAB ? 0xBB : '"';
    while (end < limit && !is_punct(m, end, close) && end - at <= most_quoted)
        end++;
    if (end >= limit || end == at + 1 || !is_punct(m, end, close))
        return true;
    for (uint32_t i = at + 1; i < end; i++)
        if (m->mention_at[i] != NONE)
            return true;
    uint8_t type;
    const struct cue_hit *kind = cue_to(m, at, CUE_KIND);
    const struct cue_hit *prefix = cue_to(m, at, CUE_PREFIX);
    if (!name_value_type(m, prefix, &type) && !name_value_type(m, kind, &type)) {
        const struct token *first = mining_token(m, at + 1);
        if (close == '"' || !is_capital(first) || end - at > 5)
            return true;
        type = f->company;
    }
    return name_add(f->m, at + 1, end, type, 4);
}

static bool find_at(struct finder *f, uint32_t at, uint32_t *next)
{
    struct mining *m = f->m;
    const struct token *token = mining_token(m, at);
    if (is_capital(token))
        return find_run(f, at, next);
    if (token->kind == TOKEN_PUNCT) {
        if (token->code == 0xB7 && at > 0 && free_han(m, at - 1) && free_han(m, at + 1))
            return find_dotted(f, at);
        if (token->code == 0xAB || token->code == '"')
            return find_quoted(f, at);
        return true;
    }
    if (token->kind == TOKEN_HAN) {
        const struct cue_hit *suffix = cue_from(m, at, CUE_SUFFIX);
        if (suffix != NULL && !find_han_body(f, suffix))
            return false;
        if (m->mention_at[at] == NONE)
            return find_han_person(f, at);
    }
    return true;
}

bool find_names_by_shape(struct mining *m)
{
    struct finder f = {.m = m};
    f.person = (uint8_t)schema_type(&m->known->schema, "person");
    f.company = (uint8_t)schema_type(&m->known->schema, "company");
    bool ok = note_words(&f);
    for (uint32_t at = 0; ok && at < m->tokens.count;) {
        uint32_t next = at + 1;
        if (m->mention_at[at] == NONE)
            ok = find_at(&f, at, &next);
        at = next > at ? next : at + 1;
    }
    return ok && index_mentions(m);
}
