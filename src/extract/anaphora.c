/* anaphora.c - pronouns and descriptions ("the company", 该公司, она) that stand for an entity.
 *
 * The antecedent is sought among the mentions before it, up to three sentences back: nearer sentences
 * first, the first fitting mention of a sentence (mostly its subject) before the others. */
#include "extract/mining.h"

#include "base/array.h"

#include <string.h>

enum { most_sentences_back = 3 };

struct wanted {
    bool person, body;
    char gender;
    uint8_t type;
    bool typed;          /* only of `type` */
    const char *country; /* "the Dutch group": only from there; or NULL */
    bool former, latter; /* of the two named last, the one or the other */
};

static bool fits(const struct mining *m, const struct wanted *wanted, const struct mention *mention)
{
    static const char *const bodies[] = {"lab", "chipmaker", "investor", "cloud", "company"};
    if (type_is(m, mention->type, "person"))
        return wanted->person && (wanted->gender == '\0' || mention->gender == '\0' ||
                                  wanted->gender == mention->gender);
    if (!wanted->body)
        return false;
    if (wanted->country != NULL) {
        const char *country =
            mention->known == NONE ? NULL : m->known->registry.entities[mention->known].country;
        if (country == NULL || strcmp(country, wanted->country) != 0)
            return false;
    }
    if (wanted->typed)
        return mention->type == wanted->type;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (type_is(m, mention->type, bodies[i]))
            return true;
    return false;
}

/* The first fitting mention of the sentence that ends before token `limit`. */
static const struct mention *first_fit(const struct mining *m, const struct wanted *wanted,
                                       uint32_t sentence, uint32_t limit)
{
    for (uint32_t at = m->tokens.sentences[sentence]; at < limit; at++) {
        if (m->mention_at[at] == NONE)
            continue;
        const struct mention *mention = &m->mentions[m->mention_at[at]];
        if (fits(m, wanted, mention) && mention->end <= limit)
            return mention;
        at = mention->end - 1;
    }
    return NULL;
}

static bool is_party(const struct mining *m, const struct mention *mention)
{
    struct wanted any = {.person = true, .body = true};
    return mention->kind != MENTION_ANAPHOR && fits(m, &any, mention);
}

/* Of the two parties named last before `at`, in its sentence or the one before: both persons or neither. */
static const struct mention *of_two(const struct mining *m, bool former, uint32_t at)
{
    uint32_t sentence = m->sentence_of[at];
    uint32_t begin = m->tokens.sentences[sentence == 0 ? 0 : sentence - 1];
    const struct mention *last = NULL;
    for (uint32_t i = at; i > begin; i--) {
        if (m->mention_at[i - 1] == NONE)
            continue;
        const struct mention *mention = &m->mentions[m->mention_at[i - 1]];
        i = mention->first + 1;
        if (!is_party(m, mention) || (last != NULL && mention->entity == last->entity))
            continue;
        if (last != NULL)
            return type_is(m, mention->type, "person") != type_is(m, last->type, "person") ? NULL
                   : former                                                                ? mention
                                                                                           : last;
        last = mention;
    }
    return NULL;
}

static const struct mention *antecedent(const struct mining *m, const struct wanted *wanted,
                                        uint32_t at)
{
    if (wanted->former || wanted->latter)
        return of_two(m, wanted->former, at);
    uint32_t sentence = m->sentence_of[at], limit = at;
    for (uint32_t back = 0; back <= most_sentences_back && back <= sentence; back++) {
        uint32_t s = sentence - back;
        const struct mention *found =
            first_fit(m, wanted, s, back == 0 ? limit : sentence_end(m, s));
        if (found != NULL)
            return found;
    }
    return NULL;
}

static bool pronoun(const struct cue_hit *cue, struct wanted *wanted)
{
    const char *value = cue->value == NULL ? "" : cue->value;
    wanted->person = strncmp(value, "person", 6) == 0 || strcmp(value, "any") == 0;
    wanted->body = strcmp(value, "body") == 0 || strcmp(value, "any") == 0;
    if (strncmp(value, "person ", 7) == 0)
        wanted->gender = value[7];
    wanted->former = strcmp(value, "former") == 0;
    wanted->latter = strcmp(value, "latter") == 0;
    return wanted->person || wanted->body || wanted->former || wanted->latter;
}

static bool description(const struct mining *m, const struct cue_hit *kind, struct wanted *wanted)
{
    size_t type = kind->value == NULL ? ERMINE_NONE : schema_type(&m->known->schema, kind->value);
    if (type == ERMINE_NONE)
        return false;
    wanted->type = (uint8_t)type;
    wanted->person = type_is(m, wanted->type, "person");
    wanted->body = !wanted->person;
    wanted->typed = !type_is(m, wanted->type, "company");
    return true;
}

/* The country of the adjective at `at`, whose end is set, or NULL. */
static const char *country_at(const struct mining *m, uint32_t at, uint32_t *end)
{
    if (at >= m->tokens.count || m->mention_at[at] == NONE)
        return NULL;
    const struct mention *mention = &m->mentions[m->mention_at[at]];
    if (mention->known == NONE || !is_description(m, mention) ||
        !type_is(m, mention->type, "place"))
        return NULL;
    *end = mention->end;
    return m->known->registry.entities[mention->known].country;
}

/* The anaphor at or, behind an adjective of a country, somewhat after `at`, if any: its tokens and what it may
 * stand for. */
static bool anaphor_at(const struct mining *m, uint32_t at, uint32_t *first, uint32_t *end,
                       struct wanted *wanted)
{
    *first = at;
    const struct cue_hit *cue = cue_from(m, at, CUE_PRONOUN);
    if (cue != NULL && pronoun(cue, wanted)) {
        *end = cue->end;
        return true;
    }
    const struct cue_hit *definite = cue_from(m, at, CUE_DEFINITE);
    if (definite == NULL)
        return false;
    uint32_t noun = definite->end;
    wanted->country = country_at(m, noun, &noun);
    if (wanted->country != NULL)
        *first = noun;
    for (uint32_t from = noun; from <= noun + 2; from++) {
        const struct cue_hit *kind = cue_from(m, from, CUE_KIND);
        if (kind != NULL && description(m, kind, wanted)) {
            *end = kind->end;
            return *end <= sentence_end(m, m->sentence_of[at]);
        }
    }
    return false;
}

static bool covered(const struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++)
        if (m->mention_at[at] != NONE)
            return true;
    return false;
}

/* "the chipmaker Nvidia": a name behind makes the description a mere apposition. */
static bool names_itself(const struct mining *m, uint32_t end)
{
    return end < m->tokens.count &&
           (m->mention_at[end] != NONE || (is_punct(m, end, 0xAB) || is_punct(m, end, '"')));
}

bool resolve_anaphors(struct mining *m)
{
    size_t names = m->mention_count;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        struct wanted wanted = {0};
        uint32_t first, end;
        if (m->mention_at[at] != NONE || !anaphor_at(m, at, &first, &end, &wanted) ||
            covered(m, first, end) || names_itself(m, end))
            continue;
        const struct mention *found = antecedent(m, &wanted, at);
        if (found == NULL)
            continue;
        struct mention mention = *found;
        mention.first = first;
        mention.end = end;
        mention.sentence = m->sentence_of[at];
        mention.kind = MENTION_ANAPHOR;
        mention.group = NONE;
        mention.flags = 0;
        if (!ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err))
            return false;
        for (uint32_t i = first; i < end; i++)
            m->mention_at[i] = (uint32_t)m->mention_count - 1;
        at = end - 1;
    }
    return m->mention_count == names || index_mentions(m);
}
