/* facts.h - the entities and relations one document states.
 *
 * Text is UTF-8. A position is a byte offset into the cleaned text; a span is half-open:
 * [start, end). Facts own what their getters return: those pointers are borrowed, and live until
 * ermine_facts_free(). Any number of threads may read the same facts at once. */
#ifndef ERMINE_FACTS_H
#define ERMINE_FACTS_H

#include "ermine/document.h"
#include "ermine/error.h"
#include "ermine/knowledge.h"
#include "ermine/sink.h"

#include <stdbool.h>

typedef struct ermine_facts ermine_facts;

typedef struct ermine_span {
    size_t start, end; /* ERMINE_NONE, both, where a foreign extractor gave no offsets */
} ermine_span;

typedef enum ermine_status {
    ERMINE_CURRENT,
    ERMINE_PLANNED,
    ERMINE_REPORTED,
    ERMINE_DENIED,
    ERMINE_ENDED
} ermine_status;
const char *ermine_status_name(ermine_status status); /* "current" */
/* False when `name` is no status. */
bool ermine_status_parse(const char *name, ermine_status *status);

typedef struct ermine_mention {
    const char *text;
    ermine_span span;
} ermine_mention;

typedef struct ermine_entity {
    const char *id;   /* the same in all documents: a registry id, or made from the name */
    const char *name; /* to be shown */
    const char *type; /* a type of schema.json */
    bool known;       /* stands in the registry */
    const ermine_mention *mentions;
    size_t mention_count;
} ermine_entity;

typedef struct ermine_relation {
    size_t subject, object; /* indexes of entities */
    const char *relation;   /* a relation of schema.json */
    ermine_status status;
    double amount;           /* in whole units; 0 when none is stated */
    double amount_low;       /* lower end of a range, or 0 */
    const char *currency;    /* ISO 4217, NULL when there is no amount */
    const char *role;        /* in English, or NULL */
    const char *date;        /* ISO, or NULL */
    double confidence;       /* 0 to 1 */
    ermine_mention evidence; /* verbatim passage */
} ermine_relation;

/* What the document says of itself; NULL where unknown. */
typedef struct ermine_origin {
    const char *document, *source, *language, *title, *date, *url;
} ermine_origin;

/* Mines a document. `known` is only read. Returns owned, or NULL: ERMINE_ENOMEM. */
ermine_facts *ermine_facts_extract(const ermine_knowledge *known, const ermine_document *document,
                                   ermine_error *err);
/* Reads one line of facts (as ermine_facts_write() makes it, or another extractor) without its line
 * feed; mentions and evidence may be plain strings. `place` ("facts.jsonl:12") is for messages.
 * Returns owned, or NULL: ERMINE_EINPUT says what is missing or wrong. */
ermine_facts *ermine_facts_read(const char *line, size_t length, const char *place,
                                ermine_error *err);
/* Writes one line of JSON and a line feed: no spaces to choose, keys in fixed order. */
void ermine_facts_write(const ermine_facts *facts, ermine_sink *sink);
void ermine_facts_free(ermine_facts *facts); /* NULL is allowed, as in free() */

const ermine_origin *ermine_facts_origin(const ermine_facts *facts);
size_t ermine_facts_entity_count(const ermine_facts *facts);
/* Borrowed; `index` is below the count. */
const ermine_entity *ermine_facts_entity(const ermine_facts *facts, size_t index);
size_t ermine_facts_relation_count(const ermine_facts *facts);
const ermine_relation *ermine_facts_relation(const ermine_facts *facts, size_t index);

#endif
