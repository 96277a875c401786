/* facts_json.c - facts as one line of JSON, out and in. */
#include "facts/facts.h"

#include "base/error.h"
#include "base/json.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

static void write_key(ermine_sink *sink, const char *key)
{
    ermine_sink_text(sink, ",\"");
    ermine_sink_text(sink, key);
    ermine_sink_text(sink, "\":");
}

static void write_span(ermine_sink *sink, ermine_span span)
{
    write_key(sink, "start");
    json_write_number(sink, (double)span.start);
    write_key(sink, "end");
    json_write_number(sink, (double)span.end);
}

static void write_member(ermine_sink *sink, const char *key, const char *value)
{
    if (value == NULL)
        return;
    write_key(sink, key);
    json_write_string(sink, value, false);
}

static void write_mention(ermine_sink *sink, const ermine_mention *mention)
{
    ermine_sink_text(sink, "{\"text\":");
    json_write_string(sink, mention->text, false);
    if (mention->span.start != ERMINE_NONE)
        write_span(sink, mention->span);
    ermine_sink_text(sink, "}");
}

static void write_entity(ermine_sink *sink, const ermine_entity *entity)
{
    ermine_sink_text(sink, "{\"id\":");
    json_write_string(sink, entity->id, false);
    write_member(sink, "name", entity->name);
    write_member(sink, "type", entity->type);
    ermine_sink_text(sink, entity->known ? ",\"known\":true" : ",\"known\":false");
    ermine_sink_text(sink, ",\"mentions\":[");
    for (size_t i = 0; i < entity->mention_count; i++) {
        if (i > 0)
            ermine_sink_text(sink, ",");
        write_mention(sink, &entity->mentions[i]);
    }
    ermine_sink_text(sink, "]}");
}

static void write_relation(ermine_sink *sink, const ermine_facts *facts,
                           const ermine_relation *relation)
{
    ermine_sink_text(sink, "{\"subject\":");
    json_write_string(sink, ermine_facts_entity(facts, relation->subject)->id, false);
    write_member(sink, "relation", relation->relation);
    write_member(sink, "object", ermine_facts_entity(facts, relation->object)->id);
    write_member(sink, "status", ermine_status_name(relation->status));
    if (relation->currency != NULL) {
        ermine_sink_text(sink, ",\"amount\":{\"value\":");
        json_write_number(sink, relation->amount);
        if (relation->amount_low > 0) {
            ermine_sink_text(sink, ",\"low\":");
            json_write_number(sink, relation->amount_low);
        }
        write_member(sink, "currency", relation->currency);
        ermine_sink_text(sink, "}");
    }
    write_member(sink, "role", relation->role);
    write_member(sink, "date", relation->date);
    ermine_sink_text(sink, ",\"confidence\":");
    json_write_number(sink, relation->confidence);
    ermine_sink_text(sink, ",\"evidence\":");
    write_mention(sink, &relation->evidence);
    ermine_sink_text(sink, "}");
}

void ermine_facts_write(const ermine_facts *facts, ermine_sink *sink)
{
    const ermine_origin *origin = ermine_facts_origin(facts);
    ermine_sink_text(sink, "{\"document\":");
    json_write_string(sink, origin->document == NULL ? "" : origin->document, false);
    write_member(sink, "source", origin->source);
    write_member(sink, "language", origin->language);
    write_member(sink, "title", origin->title);
    write_member(sink, "date", origin->date);
    write_member(sink, "url", origin->url);
    ermine_sink_text(sink, ",\"entities\":[");
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++) {
        if (i > 0)
            ermine_sink_text(sink, ",");
        write_entity(sink, ermine_facts_entity(facts, i));
    }
    ermine_sink_text(sink, "],\"relations\":[");
    for (size_t i = 0; i < ermine_facts_relation_count(facts); i++) {
        if (i > 0)
            ermine_sink_text(sink, ",");
        write_relation(sink, facts, ermine_facts_relation(facts, i));
    }
    ermine_sink_text(sink, "]}\n");
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
