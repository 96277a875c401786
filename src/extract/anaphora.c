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
    bool typed; /* only of `type` */
};

static bool fits(const struct mining *m, const struct wanted *wanted, const struct mention *mention)
{
    static const char *const bodies[] = {"lab", "chipmaker", "investor", "cloud", "company"};
    if (type_is(m, mention->type, "person"))
        return wanted->person && (wanted->gender == '\0' || mention->gender == '\0' ||
                                  wanted->gender == mention->gender);
    if (!wanted->body)
        return false;
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

static const struct mention *antecedent(const struct mining *m, const struct wanted *wanted,
                                        uint32_t at)
{
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
    return wanted->person || wanted->body;
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

/* The anaphor that begins at `at`, if any: where it ends and what it may stand for. */
static bool anaphor_at(const struct mining *m, uint32_t at, uint32_t *end, struct wanted *wanted)
{
    const struct cue_hit *cue = cue_from(m, at, CUE_PRONOUN);
    if (cue != NULL && pronoun(cue, wanted)) {
        *end = cue->end;
        return true;
    }
    const struct cue_hit *definite = cue_from(m, at, CUE_DEFINITE);
    if (definite == NULL)
        return false;
    for (uint32_t from = definite->end; from <= definite->end + 2; from++) {
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
        uint32_t end;
        if (m->mention_at[at] != NONE || !anaphor_at(m, at, &end, &wanted) || covered(m, at, end) ||
            names_itself(m, end))
            continue;
        const struct mention *found = antecedent(m, &wanted, at);
        if (found == NULL)
            continue;
        struct mention mention = *found;
        mention.first = at;
        mention.end = end;
        mention.sentence = m->sentence_of[at];
        mention.kind = MENTION_ANAPHOR;
        if (!ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err))
            return false;
        for (uint32_t i = at; i < end; i++)
            m->mention_at[i] = (uint32_t)m->mention_count - 1;
        at = end - 1;
    }
    return m->mention_count == names || index_mentions(m);
}
