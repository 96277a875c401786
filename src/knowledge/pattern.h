/* pattern.h - the patterns of a language pack, from their notation to elements.
 *
 *   S O        the mention that is subject, object; S:person,investor allows only these types
 *   B          an enumeration whose members are tied to each other
 *   <class>    a phrase of that class
 *   word       that word; (a|b c) one of these phrases; stem* any word that begins so
 *   ~          up to 8 tokens between; ~20 up to 20
 *   ...?       may be missing         ...!  the cue to look for first (else the first cue)
 * Elements without ~ between them are neighbours, fillers and quotation marks apart. */
#ifndef KNOWLEDGE_PATTERN_H
#define KNOWLEDGE_PATTERN_H

#include "knowledge/pack.h"

#include <jansson.h>

struct pack_loader {
    struct pack *pack;
    size_t index;
    const char *path;
    const struct schema *schema;
    struct lexicon *lexicon;
    struct cues *cues;
    struct arena *arena;
};

/* The class of that name, made when it is new. */
bool pack_class(struct pack_loader *loader, const char *name, uint16_t *class, ermine_error *err);
bool pack_add_phrases(struct pack_loader *loader, uint16_t class, const char *value,
                      const json_t *list, const char *place, ermine_error *err);
/* Loads the list "relations": {"relation", "patterns", "status"?, "confidence"?, "role"?}. */
bool pattern_load_all(struct pack_loader *loader, const json_t *list, ermine_error *err);

#endif
