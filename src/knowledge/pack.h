/* pack.h - a language: its cue words and the patterns that tie names, from language/<code>.json.
 *
 * A class is a named set of cue phrases; in a valued class each phrase stands for something (a post
 * for its English role, a month for its number). Some classes are known to the code, see enum
 * cue_class; patterns may use any. */
#ifndef KNOWLEDGE_PACK_H
#define KNOWLEDGE_PACK_H

#include "ermine/error.h"
#include "ermine/facts.h"

#include "base/arena.h"
#include "base/map.h"
#include "knowledge/coreference.h"
#include "knowledge/lexicon.h"
#include "knowledge/paradigms.h"
#include "knowledge/schema.h"
#include "knowledge/tagger.h"

#include <stdint.h>

/* Classes the code asks for; the same order as class_names in pack.c. */
enum cue_class {
    CUE_AND,          /* joins the last two of an enumeration: and, 和, и */
    CUE_CLAUSE,       /* opens a subordinate clause: which, который */
    CUE_FILLER,       /* may stand between neighbours of a pattern: the, its, 的 */
    CUE_DESCRIPTOR,   /* may stand before a name in an enumeration: фонд, 公司, start-up */
    CUE_NEGATION,     /* turns a tie into a denied one: not, не, 没有 */
    CUE_DENIED,       /* denies, опроверг, 否认 */
    CUE_PLANNED,      /* plans, намерен, 拟 */
    CUE_REPORTED,     /* sources say, по данным, 据悉: anywhere in the sentence */
    CUE_ENDED,        /* former, бывший, 前: just before, or closing the tie */
    CUE_POST,         /* valued "leads CEO", "works_for CFO", "founded": a post */
    CUE_CURRENCY,     /* valued with the ISO 4217 code */
    CUE_SCALE,        /* valued with a power of ten: 9 for billion */
    CUE_UP_TO,        /* up to, до, 最高 */
    CUE_TO,           /* joins the two ends of a range */
    CUE_MONTH,        /* valued 1 to 12 */
    CUE_YEAR,         /* year, году, 年: after its number */
    CUE_DAY,          /* 日, 号: after its number */
    CUE_RELATIVE,     /* valued with years back: last year 1, this year 0, next year -1 */
    CUE_TITLE,        /* before a person's name: Mr, Dr, министр */
    CUE_AFTER_PERSON, /* after a person's name in place of a title: 先生, 教授 */
    CUE_SURNAME,      /* a person's name begins with it (Chinese) */
    CUE_SUFFIX, /* ends a name of an organisation, valued with a type or "-": Capital, 集团 */
    CUE_PREFIX, /* stands before a name of an organisation, valued likewise: фонд, ПАО */
    CUE_LEGAL,  /* belongs to a name but does not tell it apart: Inc, Corp., 公司 */
    CUE_KIND, /* valued with a type: chipmaker, 芯片公司: tells what a name is, or stands for it */
    CUE_DEFINITE, /* makes a kind stand for a name met before: the, this, 该 */
    CUE_PRONOUN,  /* he, it, 它: read by the models; see coreference.h for what they stand for */
    CUE_NOT_NAME, /* begins with a capital and is no name: Monday, American */
    CUE_ALIAS,    /* introduces a short name: hereinafter, 下称, далее */
    CUE_BLOCK,    /* a word that holds a name or a cue it does not mean: 发展中国家, 目前 */
    CUE_FOR_NAME, /* near an ordinary word it speaks for the name: CEO, shares, 公司 */
    CUE_AGAINST_NAME, /* near an ordinary word it speaks against: juice, 水果 */
    CUE_PLURAL,       /* the two companies, обе компании, 双方: likewise */
    CUE_NAME_PART,    /* joins words of one name: of, de, 'and' in no case */
    CUE_OTHER_SUM,    /* a sum beside it is none of a deal: valued at, revenue, 估值 */
    CUE_EACH,         /* each of several gives the whole sum: apiece, 各 */
    CUE_PAST_POST,    /* tells where someone worked before: came from, работал, 出身 */
    CUE_CODE_COUNT    /* classes from here on belong to patterns alone */
};

/* Marks: cues that tell nothing but attributes of ties, and words that stand for names. They stand apart from the others,
 * of which patterns and the features of names and ties are made, so that more of them ask for no new models but that of
 * statuses. The same order as mark_names in pack.c and then table_names in coreference.c. */
enum mark_class {
    MARK_REPORT,        /* what may be true or not: reports, слухи, 传闻 */
    MARK_DENIAL,        /* denies what follows: dismissed, отверг */
    MARK_DENIAL_BEHIND, /* denies what stands before: were denied, опровергли, 不实 */
    MARK_BACK_TOPIC,    /* what was said before, ahead of its denial: this report, 对此 */
    MARK_BACK_OBJECT, /* the same behind its denial: denied this, опровергла эту информацию */
    MARK_CONTENT,  /* behind such a word it opens what the report says: that, о том */
    MARK_CONTRAST, /* behind a comma it ends what a denial covers: but, однако, 但 */
    MARK_LEAVING,  /* ends a tie stated before; valued with the relations it may end */
    MARK_ROLE,     /* valued with the English name of a post */
    MARK_RELATIVE, /* a date told from the document's, valued as dates.c reads it */
    MARK_PART,     /* part of a year, valued with its last month: second quarter, 下半年 */
    MARK_ANAPHOR, /* from here on what a word agrees with: stands for a name by itself: it, обе компании, 双方 */
    MARK_DEFINITE, /* beside CUE_DEFINITE, makes the noun behind it stand for a name: 这支; "two": both, 两家 */
    MARK_NOUN,  /* such a noun; those of CUE_KIND are too: carmaker, студия, 药企 */
    MARK_BARE,  /* a noun that needs no such word before it: компания, 公司 */
    MARK_GIVEN, /* a given name, "m" or "f" */
    MARK_TITLE, /* before or behind a name, "m" or "f" */
    MARK_COUNT
};
enum { CUE_MARK = 0x8000 }; /* of a cue's class: the rest is an enum mark_class */

enum element_kind { ELEMENT_SUBJECT, ELEMENT_OBJECT, ELEMENT_BOTH, ELEMENT_CUE, ELEMENT_GAP };

struct element {
    uint8_t kind;
    bool optional;  /* a cue that may be missing */
    uint16_t gap;   /* most tokens a gap skips */
    uint16_t cue;   /* class of a cue */
    uint32_t types; /* of a slot: the types allowed here, 0 for what the relation allows */
};

struct rule {
    size_t relation; /* of the schema; ERMINE_NONE: the post's */
    bool has_status;
    ermine_status status; /* when has_status */
    double confidence;
    const char *role; /* or NULL */
};

struct pattern {
    const struct rule *rule;
    const struct element *elements;
    uint16_t count, anchor; /* elements; the index of the cue that is looked for first */
    uint32_t unsaid; /* types of an object that stands in a sentence before, 0: it stands here */
    uint32_t subject_types, object_types; /* which the relation allows */
    uint32_t subject, object;             /* types of which a mention must be there */
    uint64_t cues;                        /* a bit (class % 64) of each cue that must be there */
    uint32_t next;                        /* 1 + next pattern with the same anchor class, 0: none */
};

/* The types a slot of the pattern may take. */
static inline uint32_t pattern_allows(const struct pattern *pattern, const struct element *slot)
{
    uint32_t types = slot->kind == ELEMENT_SUBJECT ? pattern->subject_types
                     : slot->kind == ELEMENT_OBJECT
                         ? pattern->object_types
                         : pattern->subject_types & pattern->object_types;
    return slot->types == 0 ? types : types & slot->types;
}

/* What a phrase of a pack means; the payload of a lexicon hit tells which. */
struct cue {
    uint16_t pack, class;
    union {
        const char *value;                 /* or NULL */
        const struct agreement *agreement; /* of marks from MARK_ANAPHOR on */
    };
};

struct cues {
    struct cue *items;
    size_t count, capacity;
};

struct pack {
    const char *language;
    bool decimal_comma;                  /* 5,375 is five and a bit */
    const char *currency;                /* of sums that name none, or NULL: the readers' own */
    bool unspaced;                       /* no white space between words */
    bool bare_nouns;                     /* no articles: a noun alone may stand for a name */
    struct map *abbreviations;           /* that keep a sentence open */
    const struct inflection *inflection; /* or NULL */
    struct paradigms paradigms;          /* of the inflection */
    const char *const *endings; /* all of the inflection, longer before shorter; ends with NULL */
    struct map *classes;        /* name to class */
    size_t class_count;
    struct word_endings word_endings[ENDING_LISTS];
    struct pattern *patterns;
    size_t pattern_count, pattern_capacity;
    uint32_t *by_anchor;  /* per class: 1 + first pattern, 0: none */
    struct tagger tagger; /* without weights when there is no model of the language */
};

/* Payloads of the lexicon: a name of the registry, or a cue. */
#define PAYLOAD_CUE 0x80000000u

/* Loads one language file; its phrases go into `lexicon` and `cues` as cues of pack `index`. */
bool pack_load(struct pack *pack, size_t index, const char *path, const struct schema *schema,
               struct lexicon *lexicon, struct cues *cues, struct arena *arena, ermine_error *err);
void pack_free(struct pack *pack);

#endif
