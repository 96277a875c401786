/* graphml_read.c - GraphML of our own and of other tools.
 *
 * The file is read as a stream of events. Entities of its own are not expanded and nothing is fetched, so a
 * hostile file can neither grow nor reach out. */
#include "ermine/exchange.h"

#include "base/array.h"
#include "base/error.h"
#include "network/builder.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest_value = 1 << 20, piece = 1 << 16 };

enum field {
    LABEL,
    TYPE,
    NAME_EN,
    NAME_RU,
    NAME_ZH,
    ALIASES,
    MENTIONS,
    DOCUMENTS,
    FIRST_SEEN,
    LAST_SEEN,
    RELATION,
    WEIGHT,
    CONFIDENCE,
    SOURCES,
    STATUS,
    AMOUNT,
    AMOUNT_LOW,
    CURRENCY,
    ROLE,
    DATE,
    EVIDENCE,
    DOCUMENT,
    LANGUAGE,
    FIELD_COUNT
};
static const struct {
    const char *name;
    enum field field;
} names[] = {{"label", LABEL},
             {"name", LABEL},
             {"type", TYPE},
             {"name_en", NAME_EN},
             {"name_ru", NAME_RU},
             {"name_zh", NAME_ZH},
             {"aliases", ALIASES},
             {"mentions", MENTIONS},
             {"documents", DOCUMENTS},
             {"first_seen", FIRST_SEEN},
             {"last_seen", LAST_SEEN},
             {"relation", RELATION},
             {"interaction", RELATION},
             {"weight", WEIGHT},
             {"confidence", CONFIDENCE},
             {"sources", SOURCES},
             {"status", STATUS},
             {"amount", AMOUNT},
             {"amount_low", AMOUNT_LOW},
             {"currency", CURRENCY},
             {"role", ROLE},
             {"date", DATE},
             {"evidence", EVIDENCE},
             {"document", DOCUMENT},
             {"language", LANGUAGE}};

struct key {
    char *id;
    enum field field; /* FIELD_COUNT: of no use to us */
};

struct reading {
    ermine_network_builder *builder;
    const char *place;
    ermine_error *err;
    xmlParserCtxtPtr parser;
    struct key *keys;
    size_t key_count, key_capacity;
    char *id, *source, *target; /* of the open node or edge */
    char *values[FIELD_COUNT];  /* of the open node or edge */
    enum field open;            /* the <data> within which we are, or FIELD_COUNT */
    char *text;
    size_t text_length, text_capacity;
    struct map *nodes; /* ids to draft nodes */
    bool in_graph, failed;
};

static void refuse(struct reading *reading, const char *why, const char *what)
{
    if (!reading->failed)
        error_set(reading->err, ERMINE_EINPUT, "%s:%d: %s%s", reading->place,
                  xmlSAX2GetLineNumber(reading->parser), why, what);
    reading->failed = true;
    xmlStopParser(reading->parser);
}

static void out_of_memory(struct reading *reading)
{
    error_memory(reading->err);
    reading->failed = true;
    xmlStopParser(reading->parser);
}

/* The parser leaves an ampersand in an attribute as the reference "&#38;". */
static void decode_ampersands(char *value)
{
    static const char reference[] = "#38;";
    for (char *at = strchr(value, '&'); at != NULL; at = strchr(at + 1, '&'))
        if (strncmp(at + 1, reference, 4) == 0)
            memmove(at + 1, at + 5, strlen(at + 5) + 1);
}

/* The attribute's value, owned; NULL when there is none. */
static char *attribute(struct reading *reading, const xmlChar **attributes, int count,
                       const char *name)
{
    for (int i = 0; i < count; i++) {
        if (strcmp((const char *)attributes[5 * i], name) != 0)
            continue;
        char *value = strndup((const char *)attributes[5 * i + 3],
                              (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]));
        if (value == NULL)
            out_of_memory(reading);
        else
            decode_ampersands(value);
        return value;
    }
    return NULL;
}

static void add_key(struct reading *reading, const xmlChar **attributes, int count)
{
    char *name = attribute(reading, attributes, count, "attr.name");
    struct key key = {attribute(reading, attributes, count, "id"), FIELD_COUNT};
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, name) == 0)
            key.field = names[i].field;
    free(name);
    if (key.id == NULL)
        refuse(reading, "a <key> without id", "");
    else if (!ARRAY_PUSH(&reading->keys, &reading->key_count, &reading->key_capacity, key,
                         reading->err)) {
        free(key.id);
        out_of_memory(reading);
    }
}

static void open_data(struct reading *reading, const xmlChar **attributes, int count)
{
    char *id = attribute(reading, attributes, count, "key");
    reading->open = FIELD_COUNT;
    reading->text_length = 0;
    for (size_t i = 0; id != NULL && i < reading->key_count; i++)
        if (strcmp(reading->keys[i].id, id) == 0)
            reading->open = reading->keys[i].field;
    free(id);
}

static void clear_values(struct reading *reading)
{
    char **const ids[] = {&reading->id, &reading->source, &reading->target};
    for (size_t i = 0; i < 3; i++) {
        free(*ids[i]);
        *ids[i] = NULL;
    }
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        free(reading->values[i]);
        reading->values[i] = NULL;
    }
}

static double number(const char *text)
{
    double value = text == NULL ? 0 : strtod(text, NULL);
    return value > 0 && value < 1e300 ? value : 0;
}

/* A count; no file has as many as would not fit. */
static size_t whole(const char *text)
{
    double value = number(text);
    return value < 1e15 ? (size_t)value : 0;
}

/* Adds the names as mentions of the node, so that it is found and shown by them. */
static uint32_t add_names(struct reading *reading, const char *id)
{
    char **values = reading->values;
    const char *type = values[TYPE] == NULL ? "organization" : values[TYPE];
    const char *label = values[LABEL] == NULL ? id : values[LABEL];
    const char *const found[] = {label, values[NAME_EN], values[NAME_RU], values[NAME_ZH]};
    uint32_t node = MAP_NONE;
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        if (found[i] == NULL || (i > 0 && strcmp(found[i], label) == 0))
            continue;
        /* The label is counted twice, so that it stays the most frequent name. */
        ermine_entity entity = {.id = id, .name = found[i], .type = type};
        for (int times = i == 0 ? 2 : 1; times > 0; times--)
            node = builder_add_entity(reading->builder, &entity, values[FIRST_SEEN], reading->err);
        if (node == MAP_NONE)
            return MAP_NONE;
    }
    char *rest = NULL;
    for (char *alias = values[ALIASES] == NULL ? NULL : strtok_r(values[ALIASES], "|", &rest);
         alias != NULL; alias = strtok_r(NULL, "|", &rest)) {
        ermine_mention mention = {alias, {ERMINE_NONE, ERMINE_NONE}};
        ermine_entity entity = {
            .id = id, .name = label, .type = type, .mentions = &mention, .mention_count = 1};
        node = builder_add_entity(reading->builder, &entity, values[LAST_SEEN], reading->err);
        if (node == MAP_NONE)
            return MAP_NONE;
    }
    return node;
}

static void close_node(struct reading *reading)
{
    if (reading->id == NULL || reading->id[0] == '\0') {
        refuse(reading, "a <node> without id", "");
        return;
    }
    uint32_t node = add_names(reading, reading->id);
    if (node == MAP_NONE ||
        !map_put(reading->nodes, reading->id, strlen(reading->id), node, reading->err)) {
        reading->failed = true;
        xmlStopParser(reading->parser);
        return;
    }
    struct draft_node *draft = &reading->builder->nodes[node];
    if (reading->values[MENTIONS] != NULL)
        draft->mentions = whole(reading->values[MENTIONS]);
    if (reading->values[DOCUMENTS] != NULL)
        draft->documents = whole(reading->values[DOCUMENTS]);
}

/* The draft node of an edge's end; files may give edges before nodes. */
static uint32_t end_of(struct reading *reading, const char *id)
{
    uint32_t node = map_get(reading->nodes, id, strlen(id));
    if (node != MAP_NONE)
        return node;
    ermine_entity entity = {.id = id, .name = id, .type = "organization"};
    return builder_add_entity(reading->builder, &entity, NULL, reading->err);
}

static void close_edge(struct reading *reading)
{
    char **values = reading->values;
    if (reading->source == NULL || reading->target == NULL) {
        refuse(reading, "an <edge> without source or target", "");
        return;
    }
    const char *first = values[FIRST_SEEN], *last = values[LAST_SEEN];
    if (!builder_in_time(reading->builder, first, last))
        return;
    ermine_relation relation = {
        .relation = values[RELATION] == NULL ? "partners_with" : values[RELATION],
        .amount = number(values[AMOUNT]),
        .amount_low = number(values[AMOUNT_LOW]),
        .currency = values[CURRENCY],
        .role = values[ROLE],
        .date = values[DATE],
        .confidence = values[CONFIDENCE] == NULL ? 1 : number(values[CONFIDENCE]),
        .evidence = {values[EVIDENCE] == NULL ? "" : values[EVIDENCE], {ERMINE_NONE, ERMINE_NONE}}};
    if (values[STATUS] != NULL && !ermine_status_parse(values[STATUS], &relation.status)) {
        refuse(reading, "no such status: ", values[STATUS]);
        return;
    }
    if (relation.confidence > 1)
        relation.confidence = 1;
    ermine_origin origin = {.document =
                                values[DOCUMENT] == NULL ? reading->place : values[DOCUMENT],
                            .source = reading->place,
                            .language = values[LANGUAGE],
                            .date = last};
    struct given given = {number(values[WEIGHT]), whole(values[SOURCES]), first, last};
    uint32_t subject = end_of(reading, reading->source);
    uint32_t object = subject == MAP_NONE ? MAP_NONE : end_of(reading, reading->target);
    if (object == MAP_NONE || !builder_add_statement(reading->builder, &relation, subject, object,
                                                     &origin, &given, reading->err)) {
        reading->failed = true;
        xmlStopParser(reading->parser);
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes)
{
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    struct reading *reading = context;
    const char *tag = (const char *)name;
    reading->open = FIELD_COUNT;
    if (strcmp(tag, "graph") == 0) {
        reading->in_graph = true;
    } else if (strcmp(tag, "key") == 0) {
        add_key(reading, attributes, count);
    } else if (strcmp(tag, "node") == 0) {
        clear_values(reading);
        reading->id = attribute(reading, attributes, count, "id");
    } else if (strcmp(tag, "edge") == 0) {
        clear_values(reading);
        reading->source = attribute(reading, attributes, count, "source");
        reading->target = attribute(reading, attributes, count, "target");
    } else if (strcmp(tag, "data") == 0) {
        open_data(reading, attributes, count);
    }
}

static void on_text(void *context, const xmlChar *text, int length)
{
    struct reading *reading = context;
    if (reading->open == FIELD_COUNT)
        return;
    if (reading->text_length + (size_t)length > longest_value) {
        refuse(reading, "a <data> longer than 1 MiB", "");
        return;
    }
    if (!array_reserve((void **)&reading->text, &reading->text_capacity, reading->text_length,
                       (size_t)length + 1, 1, reading->err)) {
        out_of_memory(reading);
        return;
    }
    memcpy(reading->text + reading->text_length, text, (size_t)length);
    reading->text_length += (size_t)length;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)prefix, (void)uri;
    struct reading *reading = context;
    const char *tag = (const char *)name;
    if (strcmp(tag, "data") == 0 && reading->open != FIELD_COUNT && reading->text_length > 0) {
        free(reading->values[reading->open]);
        reading->values[reading->open] = strndup(reading->text, reading->text_length);
        if (reading->values[reading->open] == NULL)
            out_of_memory(reading);
    } else if (strcmp(tag, "node") == 0) {
        close_node(reading);
    } else if (strcmp(tag, "edge") == 0) {
        close_edge(reading);
    }
    reading->open = FIELD_COUNT;
}

static void quiet(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

static void parse(struct reading *reading, const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && !reading->failed) {
        size_t size = length - at < piece ? length - at : piece;
        if (xmlParseChunk(reading->parser, bytes + at, (int)size, at + size == length) != 0)
            break;
        at += size;
    }
    const xmlError *error = xmlCtxtGetLastError(reading->parser);
    if (reading->failed)
        return;
    if (error != NULL && error->level >= XML_ERR_ERROR)
        error_set(reading->err, ERMINE_EINPUT, "%s:%d: not well-formed XML: %.*s", reading->place,
                  error->line, (int)strcspn(error->message, "\n"), error->message);
    else if (!reading->in_graph)
        error_set(reading->err, ERMINE_EINPUT, "%s: no <graph>; is it GraphML?", reading->place);
    else
        return;
    reading->failed = true;
}

bool ermine_network_builder_add_graphml(ermine_network_builder *builder, const char *bytes,
                                        size_t length, const char *place, ermine_error *err)
{
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                             .startElementNs = on_start,
                             .endElementNs = on_end,
                             .characters = on_text,
                             .cdataBlock = on_text,
                             .warning = quiet,
                             .error = quiet};
    struct reading reading = {.builder = builder, .place = place, .err = err, .open = FIELD_COUNT};
    reading.nodes = map_new(err);
    reading.parser = xmlCreatePushParserCtxt(&handler, &reading, NULL, 0, NULL);
    bool ok = reading.nodes != NULL && (reading.parser != NULL || error_memory(err));
    if (ok) {
        xmlCtxtUseOptions(reading.parser, XML_PARSE_NONET);
        builder->document_count++;
        parse(&reading, bytes, length);
        ok = !reading.failed;
    }
    clear_values(&reading);
    for (size_t i = 0; i < reading.key_count; i++)
        free(reading.keys[i].id);
    free(reading.keys);
    free(reading.text);
    map_free(reading.nodes);
    if (reading.parser != NULL && reading.parser->myDoc != NULL)
        xmlFreeDoc(reading.parser->myDoc); /* made for declared entities */
    xmlFreeParserCtxt(reading.parser);
    return ok;
}
