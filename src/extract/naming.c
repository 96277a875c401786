#include "extract/naming.h"

#include "base/array.h"

bool name_add(struct mining *m, uint32_t first, uint32_t end, uint8_t type, uint8_t score)
{
    struct mention mention = {.first = first,
                              .end = end,
                              .sentence = m->sentence_of[first],
                              .known = NONE,
                              .entity = NONE,
                              .group = NONE,
                              .kind = MENTION_NEW,
                              .type = type,
                              .type_score = score,
                              .classes = (uint8_t)(1u << m->known->schema.mention_classes[type])};
    for (uint32_t at = first; at < end; at++)
        m->mention_at[at] = (uint32_t)m->mention_count;
    return ARRAY_PUSH(&m->mentions, &m->mention_count, &m->mention_capacity, mention, m->err);
}

bool name_value_type(const struct mining *m, const struct cue_hit *cue, uint8_t *type)
{
    size_t index = cue == NULL || cue->value == NULL ? ERMINE_NONE
                                                     : schema_type(&m->known->schema, cue->value);
    if (index == ERMINE_NONE)
        return false;
    *type = (uint8_t)index;
    return true;
}

/* The position behind quotation marks and brackets that stand at `at`. */
static uint32_t skip_quote(const struct mining *m, uint32_t at)
{
    while (is_punct(m, at, '"') || is_punct(m, at, 0xAB) || is_punct(m, at, 0xBB) ||
           is_punct(m, at, '(') || is_punct(m, at, 0x300A))
        at++;
    return at;
}

uint32_t name_skip_quote_back(const struct mining *m, uint32_t at)
{
    while (at > 0 &&
           (is_punct(m, at - 1, '"') || is_punct(m, at - 1, 0xAB) || is_punct(m, at - 1, 0x300A)))
        at--;
    return at;
}

void name_type_by_context(const struct mining *m, uint32_t first, uint32_t end, uint8_t *type,
                          uint8_t *score)
{
    uint32_t before = name_skip_quote_back(m, first), after = skip_quote(m, end);
    if (name_value_type(m, cue_to(m, before, CUE_PREFIX), type) ||
        name_value_type(m, cue_to(m, before, CUE_KIND), type)) {
        *score = 4;
        return;
    }
    if (cue_to(m, before, CUE_TITLE) != NULL || cue_to(m, before, CUE_POST) != NULL ||
        cue_from(m, after, CUE_AFTER_PERSON) != NULL ||
        (is_punct(m, after, ',') && cue_from(m, after + 1, CUE_POST) != NULL)) {
        *type = m->known->schema.usual[CLASS_PERSON];
        *score = 4;
        return;
    }
    if (is_punct(m, after, ',') || is_punct(m, after, 0x2014) || is_punct(m, after, 0x2013) ||
        is_punct(m, after, 0xFF0C)) {
        for (uint32_t at = after + 1; at < after + 6 && at < m->tokens.count; at++)
            if (name_value_type(m, cue_from(m, at, CUE_KIND), type)) {
                *score = 3;
                return;
            }
    }
    if (name_value_type(m, cue_from(m, after, CUE_KIND), type))
        *score = 3;
}
