/* facts_json.c - facts as one line of JSON, out and in. */
#include "facts/facts.h"

#include "base/error.h"
#include "base/json.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#define LITERAL(sink, text) ermine_sink_write(sink, text, sizeof text - 1)

static void write_span(ermine_sink *sink, ermine_span span)
{
    LITERAL(sink, ",\"start\":");
    json_write_number(sink, (double)span.start);
    LITERAL(sink, ",\"end\":");
    json_write_number(sink, (double)span.end);
}

/* A member behind others, left out when there is no value. */
#define WRITE_MEMBER(sink, key, value)                                                             \
    do {                                                                                           \
        const char *string = (value);                                                              \
        if (string != NULL) {                                                                      \
            LITERAL(sink, ",\"" key "\":");                                                        \
            json_write_utf8(sink, string);                                                         \
        }                                                                                          \
    } while (0)

static void write_mention(ermine_sink *sink, const ermine_mention *mention)
{
    LITERAL(sink, "{\"text\":");
    json_write_utf8(sink, mention->text);
    if (mention->span.start != ERMINE_NONE)
        write_span(sink, mention->span);
    LITERAL(sink, "}");
}

static void write_entity(ermine_sink *sink, const ermine_entity *entity)
{
    LITERAL(sink, "{\"id\":");
    json_write_utf8(sink, entity->id);
    WRITE_MEMBER(sink, "name", entity->name);
    WRITE_MEMBER(sink, "type", entity->type);
    if (entity->known)
        LITERAL(sink, ",\"known\":true,\"mentions\":[");
    else
        LITERAL(sink, ",\"known\":false,\"mentions\":[");
    for (size_t i = 0; i < entity->mention_count; i++) {
        if (i > 0)
            LITERAL(sink, ",");
        write_mention(sink, &entity->mentions[i]);
    }
    LITERAL(sink, "]}");
}

static void write_relation(ermine_sink *sink, const ermine_facts *facts,
                           const ermine_relation *relation)
{
    LITERAL(sink, "{\"subject\":");
    json_write_utf8(sink, ermine_facts_entity(facts, relation->subject)->id);
    WRITE_MEMBER(sink, "relation", relation->relation);
    WRITE_MEMBER(sink, "object", ermine_facts_entity(facts, relation->object)->id);
    WRITE_MEMBER(sink, "status", ermine_status_name(relation->status));
    if (relation->currency != NULL) {
        LITERAL(sink, ",\"amount\":{\"value\":");
        json_write_number(sink, relation->amount);
        if (relation->amount_low > 0) {
            LITERAL(sink, ",\"low\":");
            json_write_number(sink, relation->amount_low);
        }
        WRITE_MEMBER(sink, "currency", relation->currency);
        LITERAL(sink, "}");
    }
    WRITE_MEMBER(sink, "role", relation->role);
    WRITE_MEMBER(sink, "date", relation->date);
    LITERAL(sink, ",\"confidence\":");
    json_write_number(sink, relation->confidence);
    LITERAL(sink, ",\"evidence\":");
    write_mention(sink, &relation->evidence);
    LITERAL(sink, "}");
}

/* What comes from outside, a file's name say, may be no UTF-8. */
static void write_origin(ermine_sink *sink, const char *key, const char *value)
{
    if (value == NULL)
        return;
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_string(sink, value, false);
}

void ermine_facts_write(const ermine_facts *facts, ermine_sink *sink)
{
    const ermine_origin *origin = ermine_facts_origin(facts);
    LITERAL(sink, "{\"document\":");
    json_write_string(sink, origin->document == NULL ? "" : origin->document, false);
    write_origin(sink, "source", origin->source);
    write_origin(sink, "language", origin->language);
    write_origin(sink, "title", origin->title);
    write_origin(sink, "date", origin->date);
    write_origin(sink, "url", origin->url);
    LITERAL(sink, ",\"entities\":[");
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++) {
        if (i > 0)
            LITERAL(sink, ",");
        write_entity(sink, ermine_facts_entity(facts, i));
    }
    LITERAL(sink, "],\"relations\":[");
    for (size_t i = 0; i < ermine_facts_relation_count(facts); i++) {
        if (i > 0)
            LITERAL(sink, ",");
        write_relation(sink, facts, ermine_facts_relation(facts, i));
    }
    LITERAL(sink, "]}\n");
}

/* Where in the input we are, for messages. */
struct place {
    const char *name;
    const char *list; /* "entities", "relations" */
    size_t index;
};

static bool refuse(const struct place *place, const char *what, ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT, "%s: %s[%zu]: %s", place->name, place->list, place->index,
                     what);
}

static ermine_span read_span(const json_t *object)
{
    const json_t *start = json_object_get(object, "start"), *end = json_object_get(object, "end");
    if (!json_is_integer(start) || !json_is_integer(end) || json_integer_value(start) < 0 ||
        json_integer_value(end) < json_integer_value(start))
        return (ermine_span){ERMINE_NONE, ERMINE_NONE};
    return (ermine_span){(size_t)json_integer_value(start), (size_t)json_integer_value(end)};
}

/* A mention or evidence: a string, or an object with a text and perhaps a span. */
static const char *read_text(const json_t *value, ermine_span *span)
{
    *span = (ermine_span){ERMINE_NONE, ERMINE_NONE};
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_object(value))
        *span = read_span(value);
    return json_member(value, "text");
}

static bool read_entity(ermine_facts *facts, struct map *ids, const json_t *value,
                        const struct place *place, ermine_error *err)
{
    const char *id = json_member(value, "id"), *type = json_member(value, "type");
    const char *name = json_member(value, "name");
    if (id == NULL || *id == '\0' || type == NULL)
        return refuse(place, "needs \"id\" and \"type\", both strings", err);
    if (map_get(ids, id, strlen(id)) != MAP_NONE)
        return refuse(place, "this id stands twice in one document", err);
    size_t entity = facts_add_entity(facts, id, name == NULL ? id : name, type,
                                     json_is_true(json_object_get(value, "known")), err);
    if (entity == ERMINE_NONE || !map_put(ids, id, strlen(id), (uint32_t)entity, err))
        return false;
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(value, "mentions"), i, item)
    {
        ermine_span span;
        const char *text = read_text(item, &span);
        if (text == NULL)
            return refuse(place, "a mention is neither a string nor has a \"text\"", err);
        if (!facts_add_mention(facts, entity, text, strlen(text), span, err))
            return false;
    }
    return true;
}

/* False where the amount is no {"value": positive number, "currency": code}. */
static bool read_amount(const json_t *value, ermine_relation *relation)
{
    relation->currency = json_member(value, "currency");
    relation->amount = json_number_value(json_object_get(value, "value"));
    relation->amount_low = json_number_value(json_object_get(value, "low"));
    return relation->currency != NULL && relation->amount > 0;
}

static bool read_relation(ermine_facts *facts, const struct map *ids, const json_t *value,
                          const struct place *place, ermine_error *err)
{
    const char *subject = json_member(value, "subject"), *object = json_member(value, "object");
    ermine_relation relation = {.relation = json_member(value, "relation"),
                                .role = json_member(value, "role"),
                                .date = json_member(value, "date"),
                                .confidence = 1};
    if (subject == NULL || object == NULL || relation.relation == NULL)
        return refuse(place, "needs \"subject\", \"relation\" and \"object\", all strings", err);
    uint32_t from = map_get(ids, subject, strlen(subject));
    uint32_t to = map_get(ids, object, strlen(object));
    if (from == MAP_NONE || to == MAP_NONE)
        return refuse(place, "subject or object is not among the entities", err);
    relation.subject = from;
    relation.object = to;
    const char *status = json_member(value, "status");
    if (status != NULL && !ermine_status_parse(status, &relation.status))
        return refuse(place, "status is none of current, planned, reported, denied, ended", err);
    const json_t *amount = json_object_get(value, "amount");
    if (json_is_object(amount) && !read_amount(amount, &relation))
        return refuse(place, "amount needs a \"value\" above 0 and a \"currency\"", err);
    const json_t *confidence = json_object_get(value, "confidence");
    if (json_is_number(confidence))
        relation.confidence = json_number_value(confidence);
    if (!(relation.confidence >= 0 && relation.confidence <= 1))
        return refuse(place, "confidence is not between 0 and 1", err);
    const json_t *evidence = json_object_get(value, "evidence");
    relation.evidence.text = read_text(evidence, &relation.evidence.span);
    if (relation.evidence.text == NULL)
        relation.evidence.text = "";
    return facts_add_relation(facts, &relation, err);
}

static bool read_lists(ermine_facts *facts, struct map *ids, const json_t *root, const char *name,
                       ermine_error *err)
{
    size_t i;
    const json_t *item;
    struct place place = {name, "entities", 0};
    json_array_foreach(json_object_get(root, "entities"), i, item)
    {
        place.index = i;
        if (!read_entity(facts, ids, item, &place, err))
            return false;
    }
    place.list = "relations";
    json_array_foreach(json_object_get(root, "relations"), i, item)
    {
        place.index = i;
        if (!read_relation(facts, ids, item, &place, err))
            return false;
    }
    return true;
}

static ermine_facts *read_object(const json_t *root, const char *place, ermine_error *err)
{
    ermine_origin origin = {.document = json_member(root, "document"),
                            .source = json_member(root, "source"),
                            .language = json_member(root, "language"),
                            .title = json_member(root, "title"),
                            .date = json_member(root, "date"),
                            .url = json_member(root, "url")};
    if (origin.document == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: no \"document\"; facts must name their document", place);
        return NULL;
    }
    ermine_facts *facts = facts_new(err);
    struct map *ids = map_new(err);
    bool ok = facts != NULL && ids != NULL && facts_set_origin(facts, &origin, err) &&
              read_lists(facts, ids, root, place, err);
    map_free(ids);
    if (!ok) {
        ermine_facts_free(facts);
        return NULL;
    }
    return facts;
}

ermine_facts *ermine_facts_read(const char *line, size_t length, const char *place,
                                ermine_error *err)
{
    json_error_t why;
    json_t *root = json_loadb(line, length, 0, &why);
    if (!json_is_object(root)) {
        error_set_at(err, ERMINE_EINPUT, root == NULL ? (size_t)why.position : 0,
                     "%s: not a JSON object: %s", place,
                     root == NULL ? why.text : "it is another kind of value");
        json_decref(root);
        return NULL;
    }
    ermine_facts *facts = read_object(root, place, err);
    json_decref(root);
    return facts;
}
