/* facts.h - building the facts of one document. */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include "ermine/facts.h"

#include "base/arena.h"

ermine_facts *facts_new(ermine_error *err); /* owned; release with ermine_facts_free() */
/* Strings are copied everywhere below. */
bool facts_set_origin(ermine_facts *facts, const ermine_origin *origin, ermine_error *err);
/* Returns the new entity's index, or ERMINE_NONE when out of memory. */
size_t facts_add_entity(ermine_facts *facts, const char *id, const char *name, const char *type,
                        bool known, ermine_error *err);
bool facts_add_mention(ermine_facts *facts, size_t entity, const char *text, size_t length,
                       ermine_span span, ermine_error *err);
bool facts_add_relation(ermine_facts *facts, const ermine_relation *relation, ermine_error *err);

#endif
