/* reference.h - a gold graph, as far as scoring looks at it. */
#ifndef TRAIN_REFERENCE_H
#define TRAIN_REFERENCE_H

#include "ermine/error.h"
#include "ermine/knowledge.h"

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct reference_entity {
    const char *id, *name, *type;
    const json_t *mentions; /* strings, or objects with a "text" */
    bool optional;          /* neither helps nor harms */
};

struct reference_relation {
    size_t subject, object; /* entities */
    const char *relation;
    bool symmetric, optional;
    unsigned statuses; /* those accepted, a bit each by ermine_status */
    double amount;
    const char *currency; /* NULL when no amount is stated */
    const char *evidence; /* or NULL */
};

struct reference {
    json_t *root; /* owns the strings */
    const char *document, *language;
    struct reference_entity *entities;
    size_t entity_count;
    struct reference_relation *relations; /* each once, ends of symmetric ones in order */
    size_t relation_count;
};

/* Reads the file; arrays come from the arena. `known` says what is symmetric. Free
 * after a failure too. ERMINE_EINPUT: file, place, remedy. */
bool reference_load(struct reference *reference, const char *path, const ermine_knowledge *known,
                    struct arena *arena, ermine_error *err);
/* The statuses a relation of a gold graph accepts, a bit each by ermine_status: one, a list of them, or current. */
unsigned reference_statuses(const json_t *value);
void reference_free(struct reference *reference);

#endif
