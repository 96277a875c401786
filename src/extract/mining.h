/* mining.h - the working state of one document while its facts are mined.
 *
 * The stages fill it one after another: scan (known names and cues), names (new names), resolve
 * (mentions to entities), types (of new names), anaphora, groups (enumerations), match (patterns to ties), attributes. All of it
 * lives in one arena or in arrays freed by mining_free(). Indexes are 32 bits; a text is below 4 GiB. */
#ifndef EXTRACT_MINING_H
#define EXTRACT_MINING_H

#include "ermine/facts.h"

#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "text/token.h"

#include <string.h>

#define NONE UINT32_MAX

/* A cue phrase found in the text: tokens [first, end). */
struct cue_hit {
    uint32_t first, end;
    uint16_t class;
    union { /* see struct cue */
        const char *value;
        const struct agreement *agreement;
    };
};

enum mention_kind {
    MENTION_KNOWN,  /* a name of the registry */
    MENTION_NEW,    /* a name found by its shape */
    MENTION_ANAPHOR /* a pronoun or description that stands for an entity */
};

struct mention {
    uint32_t first, end; /* tokens */
    uint32_t sentence;
    uint32_t known;     /* registry entity, or NONE */
    uint32_t entity;    /* index of mining.entities once resolved */
    uint32_t group;     /* index of mining.groups, or NONE */
    uint8_t kind;       /* enum mention_kind */
    uint8_t type;       /* index into the schema */
    uint8_t type_score; /* how sure the type of a new name is: 0 a guess */
    uint8_t flags;      /* enum name_flag of a known name */
    uint8_t classes;    /* of a new name: the enum mention_class it was found as, a bit */
    char gender;        /* 'm', 'f' or 0 */
};

/* An enumeration: mentions [first, end). */
struct group {
    uint32_t first, end;
};

struct mined_entity {
    const char *id, *name;
    uint32_t known;  /* registry entity, or NONE */
    uint32_t merged; /* the entity it was joined to, or NONE */
    uint8_t type, type_score;
    char gender;
    uint32_t mention_count;
};

struct money {
    uint32_t first, end; /* tokens */
    double value, low;
    const char *currency;
};

struct tie {
    uint32_t subject, object; /* entities */
    size_t relation;
    ermine_status status;
    double confidence;
    const char *role;
    uint32_t first, end; /* tokens the pattern covers */
    uint32_t anchor;     /* first token of its cue */
    bool joint;          /* one of several subjects or objects that share it */
    bool distant;        /* of a pattern whose object was named in a sentence before */
    const struct money *money;
    const char *date;
};

struct mining {
    const ermine_knowledge *known;
    const ermine_document *document;
    const struct pack *pack; /* of the document's language */
    uint16_t pack_index;
    struct arena *arena;
    struct tokens tokens;
    struct lexicon_words words;
    struct cue_hit *cues; /* by first token, then longer before shorter */
    size_t cue_count, cue_capacity;
    uint32_t *cue_at; /* per token, the first cue that begins there or later; [token count] too */
    struct cue_hit *marks; /* likewise, of enum mark_class */
    size_t mark_count, mark_capacity;
    uint32_t *mark_at;
    uint64_t *cues_begin; /* per token, a bit (class % 64) of each cue that begins there */
    uint64_t *cues_end;   /* per token, the same of each cue that ends before it */
    struct mention
        *mentions; /* in text order; those at one place ("the two companies") are of one group */
    size_t mention_count, mention_capacity;
    uint32_t *mention_at;  /* per token the first mention that covers it, or NONE */
    uint32_t *sentence_of; /* per token */
    struct mined_entity *entities;
    size_t entity_count, entity_capacity;
    struct group *groups;
    size_t group_count, group_capacity;
    struct money *money;
    size_t money_count, money_capacity;
    struct tie *ties; /* those of patterns in the order of their anchors */
    size_t tie_count, tie_capacity;
    ermine_error *err;
};

/* Tokens, cues and known names of a document: what the training of the tagger sees. With `lines` each line is a
 * sentence. mining_close() after a failure
 * too. `m->err` is `err`. */
bool mining_scan(struct mining *m, const ermine_knowledge *known, const ermine_document *document,
                 bool lines, ermine_error *err);
/* The stages from find_names() to resolve_names(), after mining_scan(). */
bool mining_name(struct mining *m);
/* All stages but the last two, on a document: what the training of models sees. mining_close() after a failure too.
 * `m->err` is `err`. */
bool mining_open(struct mining *m, const ermine_knowledge *known, const ermine_document *document,
                 ermine_error *err);
void mining_close(struct mining *m);

/* The stages; each returns false with m->err set when out of memory. */
bool scan(struct mining *m);
bool find_names(struct mining *m);
bool find_names_by_shape(struct mining *m); /* without a trained tagger */
bool resolve_names(struct mining *m);
bool type_names(struct mining *m);
bool resolve_anaphors(struct mining *m);
bool find_groups(struct mining *m);
bool find_money(struct mining *m);
bool match_patterns(struct mining *m);
bool classify_pairs(struct mining *m);
bool set_attributes(struct mining *m);

/* Shared by the stages. */
static inline const struct token *mining_token(const struct mining *m, uint32_t index)
{
    return &m->tokens.items[index];
}
static inline const char *mining_text(const struct mining *m, uint32_t token, size_t *length)
{
    const struct token *t = &m->tokens.items[token];
    *length = t->end - t->start;
    return m->document->text + t->start;
}
/* The longest cue of `class` that begins at `token`, or NULL. */
const struct cue_hit *cue_at_token(const struct mining *m, uint32_t token, uint16_t class);
static inline const struct cue_hit *cue_from(const struct mining *m, uint32_t token, uint16_t class)
{
    if (token >= m->tokens.count || !(m->cues_begin[token] >> class % 64 & 1))
        return NULL;
    return cue_at_token(m, token, class);
}
/* False: no cue of `class` ends before token `end`. True: perhaps one does. */
static inline bool cue_ends(const struct mining *m, uint32_t end, uint16_t class)
{
    return m->cues_end[end] >> class % 64 & 1;
}
/* The longest cue of `class` that ends before token `end`, or NULL. */
const struct cue_hit *cue_to(const struct mining *m, uint32_t end, enum cue_class class);
/* The longest mark of `class` that begins at `token`, or NULL. */
const struct cue_hit *mark_from(const struct mining *m, uint32_t token, enum mark_class class);
static inline bool is_punct(const struct mining *m, uint32_t token, uint32_t code)
{
    return token < m->tokens.count && m->tokens.items[token].kind == TOKEN_PUNCT &&
           m->tokens.items[token].code == code;
}
uint32_t sentence_end(const struct mining *m, uint32_t sentence);
/* What the document is about: the entity met most often, and so first among equals; NONE. */
uint32_t mining_focus(const struct mining *m);
/* Makes mention_at anew from the mentions, which it sorts by position. */
bool index_mentions(struct mining *m);
/* Types are asked for by name: two letters tell most of them apart. */
static inline bool type_is(const struct mining *m, uint8_t type, const char *name)
{
    const char *own = m->known->schema.types[type].name;
    return own[0] == name[0] && own[1] == name[1] && strcmp(own, name) == 0;
}
/* "Japanese": from where something is. */
bool is_adjective(const struct mention *mention);
/* What only describes the name behind it: "Japanese", 英国 in 英国Arm, ChatGPT in "ChatGPT maker OpenAI".
 * Patterns and enumerations look past it. */
bool is_description(const struct mining *m, const struct mention *mention);

#endif
