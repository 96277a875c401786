/* extract.c - the stages in their order, and what they found as facts. */
#include "extract/mining.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include "extract/base_form.h"
#include "extract/status.h"
#include "facts/facts.h"
#include "text/fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest_id = 200, longest_evidence = 600 };

bool mining_scan(struct mining *m, const ermine_knowledge *known, const ermine_document *document,
                 bool lines, ermine_error *err)
{
    *m = (struct mining){.known = known, .document = document, .err = err};
    m->pack = knowledge_pack(known, document->language);
    if (m->pack == NULL && known->pack_count > 0)
        m->pack = &known->packs[0];
    if (m->pack == NULL)
        return error_set(err, ERMINE_EINPUT,
                         "no language is known; language/ in the data is empty");
    m->pack_index = (uint16_t)(m->pack - known->packs);
    m->arena = arena_new(err);
    return m->arena != NULL &&
           tokens_split(&m->tokens, document->text, document->length, m->pack->abbreviations, lines,
                        err) &&
           lexicon_look_up(known->lexicon, document->text, &m->tokens, &m->words, err) && scan(m);
}

bool mining_name(struct mining *m)
{
    return find_names(m) && resolve_names(m);
}

bool mining_open(struct mining *m, const ermine_knowledge *known, const ermine_document *document,
                 ermine_error *err)
{
    return mining_scan(m, known, document, false, err) && mining_name(m) && type_names(m) &&
           resolve_anaphors(m) && find_groups(m) && find_money(m) && match_patterns(m);
}

void mining_close(struct mining *m)
{
    tokens_free(&m->tokens);
    lexicon_words_free(&m->words);
    free(m->cues);
    free(m->marks);
    free(m->mentions);
    free(m->entities);
    free(m->groups);
    free(m->money);
    free(m->ties);
    arena_free(m->arena);
}

uint32_t mining_focus(const struct mining *m)
{
    uint32_t best = NONE;
    for (uint32_t e = 0; e < m->entity_count; e++)
        if (m->entities[e].merged == NONE && !type_is(m, m->entities[e].type, "place") &&
            m->entities[e].mention_count > 1 &&
            (best == NONE || m->entities[e].mention_count > m->entities[best].mention_count))
            best = e;
    return best;
}

static const char *span_text(const struct mining *m, uint32_t first, uint32_t end, size_t *length)
{
    size_t from = m->tokens.items[first].start, to = m->tokens.items[end - 1].end;
    *length = to - from;
    return m->document->text + from;
}

/* The names of each entity, in the order of the text. */
struct names {
    uint32_t *mentions;
    uint32_t *end; /* of an entity's mentions, where those of the next begin */
};

static uint32_t names_begin(const struct names *names, uint32_t entity)
{
    return entity == 0 ? 0 : names->end[entity - 1];
}

static bool is_name(const struct mention *mention)
{
    return mention->entity != NONE && mention->kind != MENTION_ANAPHOR;
}

static bool sort_names(const struct mining *m, struct names *names)
{
    names->mentions = ARENA_NEW(m->arena, uint32_t, m->mention_count, m->err);
    names->end = ARENA_NEW(m->arena, uint32_t, m->entity_count + 1, m->err);
    if (names->mentions == NULL || names->end == NULL)
        return false;
    for (size_t i = 0; i < m->mention_count; i++)
        if (is_name(&m->mentions[i]))
            names->end[m->mentions[i].entity + 1]++; /* counts first, then where each begins */
    for (size_t e = 1; e <= m->entity_count; e++)
        names->end[e] += names->end[e - 1];
    for (size_t i = 0; i < m->mention_count; i++)
        if (is_name(&m->mentions[i]))
            names->mentions[names->end[m->mentions[i].entity]++] = (uint32_t)i;
    return true;
}

/* The mention that names a new entity best: the longest of its names, the first of equals, in its base form. */
static const struct mention *best_mention(const struct mining *m, const struct names *names,
                                          uint32_t entity)
{
    const struct mention *best = NULL;
    size_t longest = 0;
    for (uint32_t i = names_begin(names, entity); i < names->end[entity]; i++) {
        const struct mention *mention = &m->mentions[names->mentions[i]];
        size_t length;
        span_text(m, mention->first, mention->end, &length);
        if (best == NULL || length > longest) {
            best = mention;
            longest = length;
        }
    }
    uint32_t begin = names_begin(names, entity);
    return best == NULL ? NULL
                        : base_form(m, names->mentions + begin, names->end[entity] - begin, best);
}

/* "Рога и копыта" -> рога-и-копыта: the same in every document that uses the name. */
static const char *make_id(const struct mining *m, const struct mention *mention)
{
    char id[longest_id];
    size_t size = 0;
    for (uint32_t at = mention->first; at < mention->end && size + 60 < sizeof id; at++) {
        const struct token *token = mining_token(m, at);
        size_t length;
        const char *text = mining_text(m, at, &length);
        if (token->kind == TOKEN_PUNCT)
            continue;
        if (size > 0 && token->kind != TOKEN_HAN)
            id[size++] = '-';
        size += fold_key(text, length, id + size, sizeof id - size);
    }
    return arena_copy(m->arena, id, size, m->err);
}

static bool name_entities(struct mining *m, const struct names *names)
{
    for (uint32_t e = 0; e < m->entity_count; e++) {
        struct mined_entity *entity = &m->entities[e];
        const struct mention *best;
        if (entity->merged != NONE || (best = best_mention(m, names, e)) == NULL)
            continue;
        if (entity->known != NONE) {
            const ermine_known_entity *open = &m->known->registry.entities[entity->known].open;
            entity->id = open->id;
            entity->name = open->en;
            continue;
        }
        size_t length;
        const char *text = span_text(m, best->first, best->end, &length);
        entity->name = arena_copy(m->arena, text, length, m->err);
        entity->id = make_id(m, best);
        if (entity->name == NULL || entity->id == NULL)
            return false;
    }
    return true;
}

struct assembly {
    const struct mining *m;
    ermine_facts *facts;
    uint32_t *index; /* of an entity in the facts, or NONE */
    struct map *seen;
    struct names names;
};

/* One entry for each way the entity is written, the first place of each. */
static bool add_mentions(struct assembly *a, uint32_t entity, size_t index)
{
    const struct mining *m = a->m;
    for (uint32_t i = names_begin(&a->names, entity); i < a->names.end[entity]; i++) {
        const struct mention *mention = &m->mentions[a->names.mentions[i]];
        size_t length;
        const char *text = span_text(m, mention->first, mention->end, &length);
        ermine_span span = {m->tokens.items[mention->first].start,
                            m->tokens.items[mention->end - 1].end};
        if (!facts_add_mention(a->facts, index, text, length, span, m->err))
            return false;
    }
    return true;
}

/* A medium that is only cited, a country that only says where something is from: none of the facts. */
static bool is_incidental(const struct assembly *a, uint32_t entity)
{
    const struct mining *m = a->m;
    uint32_t known = m->entities[entity].known;
    if (known == NONE)
        return false;
    if (m->known->registry.entities[known].medium)
        return true;
    for (uint32_t i = names_begin(&a->names, entity); i < a->names.end[entity]; i++)
        if (!is_adjective(&m->mentions[a->names.mentions[i]]))
            return false;
    return true;
}

static bool *tied_entities(const struct mining *m)
{
    bool *tied = ARENA_NEW(m->arena, bool, m->entity_count + 1, m->err);
    for (size_t i = 0; tied != NULL && i < m->tie_count; i++)
        tied[m->ties[i].subject] = tied[m->ties[i].object] = true;
    return tied;
}

static bool add_entities(struct assembly *a)
{
    const struct mining *m = a->m;
    const bool *tied = tied_entities(m);
    if (tied == NULL)
        return false;
    for (uint32_t e = 0; e < m->entity_count; e++) {
        const struct mined_entity *entity = &m->entities[e];
        a->index[e] = NONE;
        if (entity->merged != NONE || entity->id == NULL || *entity->id == '\0' ||
            (!tied[e] && is_incidental(a, e)))
            continue;
        uint32_t known = map_get(a->seen, entity->id, strlen(entity->id));
        size_t index = known;
        if (known == MAP_NONE) {
            index = facts_add_entity(a->facts, entity->id, entity->name,
                                     m->known->schema.types[entity->type].name,
                                     entity->known != NONE, m->err);
            if (index == ERMINE_NONE ||
                !map_put(a->seen, entity->id, strlen(entity->id), (uint32_t)index, m->err))
                return false;
        }
        a->index[e] = (uint32_t)index;
        if (!add_mentions(a, e, index))
            return false;
    }
    return true;
}

static bool ends_clause(const struct mining *m, uint32_t at)
{
    return is_punct(m, at, ',') || is_punct(m, at, 0x3001) || is_punct(m, at, ':');
}

/* The sentence, or of a long one the clauses that hold the tie. */
static void evidence_of(const struct mining *m, const struct tie *tie, ermine_span *span)
{
    uint32_t sentence = m->sentence_of[tie->anchor];
    uint32_t first = m->tokens.sentences[sentence], end = sentence_end(m, sentence);
    size_t length;
    span_text(m, first, end, &length);
    if (length > longest_evidence) {
        uint32_t low = tie->first, high = tie->end;
        while (low > first && !ends_clause(m, low - 1))
            low--;
        while (high < end && !ends_clause(m, high))
            high++;
        first = low;
        end = high;
    }
    span->start = m->tokens.items[first].start;
    span->end = m->tokens.items[end - 1].end;
}

static int stronger_first(const void *a, const void *b)
{
    const struct tie *x = *(const struct tie *const *)a, *y = *(const struct tie *const *)b;
    if (x->confidence != y->confidence)
        return x->confidence > y->confidence ? -1 : 1;
    if ((x->money != NULL) != (y->money != NULL))
        return x->money != NULL ? -1 : 1;
    if (x->anchor != y->anchor)
        return x->anchor < y->anchor ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Whether a stronger tie of the same relation runs from the object to the subject. */
static bool said_the_other_way(const struct assembly *a, const uint32_t key[3])
{
    uint32_t turned[3] = {key[1], key[0], key[2]};
    char name[sizeof turned];
    memcpy(name, turned, sizeof turned);
    return map_get(a->seen, name, sizeof name) != MAP_NONE;
}

/* One post is one tie: a CEO leads the firm and does not work for it too. True: a stronger tie has told the post. */
static bool post_told(struct assembly *a, const struct tie *tie, uint32_t subject, uint32_t object)
{
    char key[longest_id];
    if (tie->role == NULL || !a->m->known->schema.ends[tie->relation].post)
        return false;
    int size = snprintf(key, sizeof key, "%u %u %s", subject, object, tie->role);
    size_t length = (size_t)size < sizeof key ? (size_t)size : sizeof key - 1;
    return map_get(a->seen, key, length) != MAP_NONE ||
           !map_put(a->seen, key, length, 1, a->m->err);
}

static bool add_relation(struct assembly *a, const struct tie *tie)
{
    const struct mining *m = a->m;
    const ermine_relation_type *type = &m->known->schema.relations[tie->relation];
    uint32_t subject = a->index[tie->subject], object = a->index[tie->object];
    if (subject == NONE || object == NONE || subject == object)
        return true;
    uint32_t key[3] = {subject, object, (uint32_t)tie->relation};
    if (type->symmetric && object < subject) {
        key[0] = object;
        key[1] = subject;
    }
    char name[sizeof key];
    memcpy(name, key, sizeof key);
    if (map_get(a->seen, name, sizeof name) != MAP_NONE || said_the_other_way(a, key) ||
        post_told(a, tie, subject, object))
        return a->m->err->code == ERMINE_OK;
    ermine_relation relation = {.subject = subject,
                                .object = object,
                                .relation = type->name,
                                .status = tie->status,
                                .role = tie->role,
                                .date = tie->date,
                                .confidence = round(tie->confidence * 1000) / 1000};
    if (tie->money != NULL) {
        relation.amount = tie->money->value;
        relation.amount_low = tie->money->low;
        relation.currency = tie->money->currency;
    }
    evidence_of(m, tie, &relation.evidence.span);
    const ermine_span *span = &relation.evidence.span;
    relation.evidence.text =
        arena_copy(m->arena, m->document->text + span->start, span->end - span->start, m->err);
    return relation.evidence.text != NULL && map_put(a->seen, name, sizeof name, 1, m->err) &&
           facts_add_relation(a->facts, &relation, m->err);
}

static bool add_relations(struct assembly *a)
{
    const struct mining *m = a->m;
    const struct tie **order = ARENA_NEW(m->arena, const struct tie *, m->tie_count, m->err);
    if (order == NULL)
        return false;
    for (size_t i = 0; i < m->tie_count; i++)
        order[i] = &m->ties[i];
    if (m->tie_count > 1)
        qsort(order, m->tie_count, sizeof *order, stronger_first);
    for (size_t i = 0; i < m->tie_count; i++)
        if (!add_relation(a, order[i]))
            return false;
    return true;
}

static bool assemble(struct mining *m, ermine_facts *facts)
{
    const ermine_document *document = m->document;
    ermine_origin origin = {document->id,    document->source, document->language,
                            document->title, document->date,   document->url};
    struct assembly a = {.m = m, .facts = facts, .seen = map_new(m->err)};
    a.index = ARENA_NEW(m->arena, uint32_t, m->entity_count, m->err);
    bool ok = a.seen != NULL && a.index != NULL && facts_set_origin(facts, &origin, m->err) &&
              sort_names(m, &a.names) && name_entities(m, &a.names) && add_entities(&a) &&
              add_relations(&a);
    map_free(a.seen);
    return ok;
}

ermine_facts *ermine_facts_extract(const ermine_knowledge *known, const ermine_document *document,
                                   ermine_error *err)
{
    ermine_error own = {0};
    struct mining m;
    ermine_facts *facts = facts_new(&own);
    bool ok = mining_open(&m, known, document, &own) && facts != NULL && classify_pairs(&m) &&
              set_attributes(&m) && set_statuses(&m) && assemble(&m, facts);
    mining_close(&m);
    if (ok)
        return facts;
    ermine_facts_free(facts);
    error_set(err, own.code == ERMINE_OK ? ERMINE_ENOMEM : own.code, "%s", own.message);
    return NULL;
}
