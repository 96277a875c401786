/* values.c - the attributes of nodes and ties, in one order for all formats. */
#include "exchange/formats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct attribute node_attributes[] = {
    {"label", VALUE_STRING},     {"type", VALUE_STRING},       {"name_zh", VALUE_STRING},
    {"name_ru", VALUE_STRING},   {"name_en", VALUE_STRING},    {"aliases", VALUE_STRING},
    {"mentions", VALUE_INTEGER}, {"documents", VALUE_INTEGER}, {"first_seen", VALUE_STRING},
    {"last_seen", VALUE_STRING}, {"strength", VALUE_REAL},     {"pagerank", VALUE_REAL},
    {"betweenness", VALUE_REAL}, {"community", VALUE_INTEGER}, {"x", VALUE_REAL},
    {"y", VALUE_REAL},           {"size", VALUE_REAL},         {"r", VALUE_INTEGER},
    {"g", VALUE_INTEGER},        {"b", VALUE_INTEGER},         {NULL, VALUE_STRING}};

const struct attribute tie_attributes[] = {
    {"relation", VALUE_STRING},   {"label", VALUE_STRING},     {"weight", VALUE_REAL},
    {"confidence", VALUE_REAL},   {"sources", VALUE_INTEGER},  {"status", VALUE_STRING},
    {"amount", VALUE_REAL},       {"amount_low", VALUE_REAL},  {"currency", VALUE_STRING},
    {"amount_usd", VALUE_REAL},   {"role", VALUE_STRING},      {"date", VALUE_STRING},
    {"first_seen", VALUE_STRING}, {"last_seen", VALUE_STRING}, {"evidence", VALUE_STRING},
    {"document", VALUE_STRING},   {"language", VALUE_STRING},  {"symmetric", VALUE_BOOLEAN},
    {NULL, VALUE_STRING}};

struct writer {
    value_writer write;
    void *context;
};

static void text(const struct writer *to, const char *name, const char *value)
{
    if (value != NULL)
        to->write(to->context, &(struct value){name, VALUE_STRING, value, 0});
}

static void whole(const struct writer *to, const char *name, size_t value)
{
    to->write(to->context, &(struct value){name, VALUE_INTEGER, NULL, (double)value});
}

static void real(const struct writer *to, const char *name, double value)
{
    if (isfinite(value))
        to->write(to->context, &(struct value){name, VALUE_REAL, NULL, value});
}

/* "A|B|C"; a bar within a name becomes a slash. NULL when out of memory. */
static char *join(const char *const *names)
{
    size_t size = 1;
    for (size_t i = 0; names[i] != NULL; i++)
        size += strlen(names[i]) + 1;
    char *joined = malloc(size), *end = joined;
    if (joined == NULL)
        return NULL;
    for (size_t i = 0; names[i] != NULL; i++) {
        if (i > 0)
            *end++ = '|';
        for (const char *c = names[i]; *c != '\0'; c++)
            *end++ = (char)(*c == '|' ? '/' : *c);
    }
    *end = '\0';
    return joined;
}

static void color(const struct writer *to, const ermine_type *type)
{
    unsigned long code = type == NULL ? 0x888888 : strtoul(type->color + 1, NULL, 16);
    whole(to, "r", code >> 16 & 0xFF);
    whole(to, "g", code >> 8 & 0xFF);
    whole(to, "b", code & 0xFF);
}

bool node_values(const struct outgoing *out, size_t index, value_writer write, void *context)
{
    const ermine_node *node = ermine_network_node(out->network, index);
    struct writer to = {write, context};
    char *aliases = join(node->aliases);
    if (aliases == NULL)
        return false;
    text(&to, "label", node->label);
    text(&to, "type", node->type);
    text(&to, "name_zh", node->name_zh);
    text(&to, "name_ru", node->name_ru);
    text(&to, "name_en", node->name_en);
    text(&to, "aliases", aliases[0] == '\0' ? NULL : aliases);
    free(aliases);
    whole(&to, "mentions", node->mentions);
    whole(&to, "documents", node->documents);
    text(&to, "first_seen", node->first_seen);
    text(&to, "last_seen", node->last_seen);
    if (out->with.influence != NULL) {
        const ermine_influence *influence = &out->with.influence[index];
        real(&to, "strength", influence->strength);
        real(&to, "pagerank", influence->pagerank);
        real(&to, "betweenness", influence->betweenness);
    }
    if (out->with.communities != NULL && out->with.communities[index] != ERMINE_NONE)
        whole(&to, "community", out->with.communities[index] + 1);
    if (out->with.x != NULL && out->with.y != NULL) {
        real(&to, "x", out->with.x[index]);
        real(&to, "y", out->with.y[index]);
    }
    if (out->with.influence != NULL)
        real(&to, "size", 10 + 200 * sqrt(out->with.influence[index].pagerank));
    color(&to, ermine_knowledge_find_type(out->known, node->type));
    return true;
}

void tie_values(const struct outgoing *out, size_t index, value_writer write, void *context)
{
    const ermine_tie *tie = ermine_network_tie(out->network, index);
    const ermine_relation_type *type = ermine_knowledge_find_relation(out->known, tie->relation);
    const ermine_evidence *evidence = tie->evidence_count == 0 ? NULL : &tie->evidence[0];
    struct writer to = {write, context};
    text(&to, "relation", tie->relation);
    text(&to, "label", type == NULL ? tie->relation : type->label_en);
    real(&to, "weight", tie->weight);
    real(&to, "confidence", tie->confidence);
    whole(&to, "sources", tie->sources);
    text(&to, "status", ermine_status_name(tie->status));
    if (tie->amount > 0)
        real(&to, "amount", tie->amount);
    if (tie->amount_low > 0)
        real(&to, "amount_low", tie->amount_low);
    text(&to, "currency", tie->currency);
    if (tie->amount_usd > 0)
        real(&to, "amount_usd", tie->amount_usd);
    text(&to, "role", tie->role);
    text(&to, "date", tie->date);
    text(&to, "first_seen", tie->first_seen);
    text(&to, "last_seen", tie->last_seen);
    if (evidence != NULL) {
        text(&to, "evidence", evidence->text);
        text(&to, "document", evidence->document);
        text(&to, "language", evidence->language);
    }
    write(context, &(struct value){"symmetric", VALUE_BOOLEAN, NULL, tie->symmetric});
}
