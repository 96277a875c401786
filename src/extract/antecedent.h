/* antecedent.h - which of the names before a pronoun or description it stands for.
 *
 * What was named in the sentence and in up to three sentences before is weighed by where it stands, how often the document
 * names it and how well it agrees, with weights learned from annotated documents (a conditional logit over the candidates
 * of each anaphor: D. McFadden, Conditional logit analysis of qualitative choice behavior, 1974; as a mention-ranking
 * model of coreference: P. Denis and J. Baldridge, 2008). */
#ifndef EXTRACT_ANTECEDENT_H
#define EXTRACT_ANTECEDENT_H

#include "extract/mining.h"

enum { most_candidates = 24, most_together = 3 };

enum manner { OF_PERSON, OF_PRONOUN, OF_DESCRIPTION, OF_BARE_NOUN, MANNERS };

struct search {
    const struct mining *m;
    uint32_t at; /* first token of the anaphor */
    enum manner manner;
    struct agreement agreement;
    const char *country;   /* "the Dutch group": only from there; or NULL */
    bool described;        /* only what was described by the noun */
    uint64_t noun;         /* the bit of the noun of a description, 0: none */
    const uint64_t *nouns; /* of each entity, the bits of the nouns it was described by so far */
    uint32_t focus;        /* the entity named most often, or NONE */
};

enum trait {
    IN_SENTENCE, /* where it was named last: in the anaphor's sentence, one before, … */
    ONE_BACK,
    TWO_BACK,
    THREE_BACK,
    LEADS_SENTENCE, /* there, it is the first that fits */
    LEADS_ALL,      /* there, it is the first mention of any kind */
    NEAREST,        /* the last that fits before the anaphor */
    SAME_NOUN,      /* was described by the noun of the anaphor */
    SAME_GENDER,
    IS_PERSON,
    IS_PUBLIC,   /* a state body or an organization, rather than a business */
    BEGINS_ALSO, /* leads the sentence before, as the anaphor leads its own */
    TWICE,       /* named so often in the document */
    OFTEN,
    VERY_OFTEN,
    FOCUS,
    CHAIN, /* the last mention is itself an anaphor */
    TRAITS
};

struct candidate {
    uint32_t mention; /* its last */
    uint32_t entity;
    uint32_t traits; /* a bit of each enum trait */
};

/* The candidates before an anaphor, each entity once, the nearest first; returns how many. */
size_t antecedent_candidates(const struct search *search,
                             struct candidate candidates[most_candidates]);
/* The candidate that is plainly better than the others, or NULL. */
const struct candidate *antecedent_choose(const struct search *search,
                                          const struct candidate *candidates, size_t count);
/* Of the two named last in the sentence or the one before, the former or the latter; NONE. Both are persons or
 * neither is. */
uint32_t antecedent_of_two(const struct search *search);
/* The mentions of agreement.number entities that were named together, in the order of the text: in the nearest sentence
 * that names so many, those that an "and" joins or that stood at one place, or else all, if there are no more. Returns
 * how many it found, 0 when it is in doubt. */
size_t antecedent_together(const struct search *search, uint32_t mentions[most_together]);

#endif
