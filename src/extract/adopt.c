/* adopt.c - the registry's names and the tagger's become one set of mentions.
 *
 * The registry's name stays where the tagger finds the same or a shorter one; a longer one of the tagger's takes its
 * place unless what it has more are only legal words, kinds, posts ("SoftBank Group Corp."). */
#include "extract/naming.h"
#include "extract/tagging.h"

/* Whether the known mentions within [first, end) leave nothing but legal words, kinds and posts over. */
static bool is_covered(const struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end;) {
        const struct cue_hit *cue;
        if (m->mention_at[at] != NONE)
            at = m->mentions[m->mention_at[at]].end;
        else if ((cue = cue_from(m, at, CUE_LEGAL)) != NULL ||
                 (cue = cue_from(m, at, CUE_TITLE)) != NULL ||
                 (cue = cue_from(m, at, CUE_POST)) != NULL ||
                 (cue = cue_from(m, at, CUE_KIND)) != NULL ||
                 (cue = cue_from(m, at, CUE_DESCRIPTOR)) != NULL ||
                 (cue = cue_from(m, at, CUE_FILLER)) != NULL)
            at = cue->end;
        else if (mining_token(m, at)->kind == TOKEN_PUNCT)
            at++;
        else
            return false;
    }
    return true;
}

/* Takes the known mentions within [first, end) away. */
static void clear(struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (m->mention_at[at] == NONE)
            continue;
        struct mention *mention = &m->mentions[m->mention_at[at]];
        for (uint32_t i = mention->first; i < mention->end; i++)
            m->mention_at[i] = NONE;
        mention->end = mention->first; /* dropped by drop_cleared() */
    }
}

static void drop_cleared(struct mining *m)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->mention_count; i++)
        if (m->mentions[i].end > m->mentions[i].first)
            m->mentions[kept++] = m->mentions[i];
    m->mention_count = kept;
}

static bool sticks_out(const struct mining *m, uint32_t first, uint32_t end)
{
    return (m->mention_at[first] != NONE && m->mentions[m->mention_at[first]].first < first) ||
           (m->mention_at[end - 1] != NONE && m->mentions[m->mention_at[end - 1]].end > end);
}

/* IPO, CEO: what the language pack says is no name. */
static bool is_no_name(const struct mining *m, const struct tagged *name)
{
    const struct cue_hit *cue = cue_from(m, name->first, CUE_NOT_NAME);
    return cue != NULL && cue->end >= name->end;
}

static bool adopt(struct mining *m, const struct tagged *name)
{
    if (sticks_out(m, name->first, name->end) || is_covered(m, name->first, name->end) ||
        is_no_name(m, name))
        return true;
    uint8_t type = m->known->schema.usual[name->class], score = 1;
    clear(m, name->first, name->end);
    if (name->class == CLASS_PERSON || name->class == CLASS_PLACE) {
        score = 5;
    } else {
        uint8_t guess = type;
        name_type_by_context(m, name->first, name->end, &guess, &score);
        if (name_value_type(m, cue_to(m, name->end, CUE_SUFFIX), &guess))
            score = 5;
        if (score > 1 && m->known->schema.mention_classes[guess] == name->class)
            type = guess;
        else
            score = 1;
    }
    return name_add(m, name->first, name->end, type, score);
}

static bool find_tagged(struct mining *m)
{
    struct tag_decoder *decoder = tag_decoder_new(m, &m->pack->tagger, true);
    if (decoder == NULL)
        return false;
    for (uint32_t s = 0; s < m->tokens.sentence_count; s++) {
        struct tagged *names;
        size_t count;
        tag_sentence(decoder, s, &names, &count);
        for (size_t i = 0; i < count; i++)
            if (!adopt(m, &names[i]))
                return false;
    }
    drop_cleared(m);
    return index_mentions(m);
}

bool find_names(struct mining *m)
{
    return m->pack->tagger.mapped == NULL ? find_names_by_shape(m) : find_tagged(m);
}
