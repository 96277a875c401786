/* finish.c - from gathered facts to nodes and ties. */
#include "base/error.h"
#include "base/utf8.h"
#include "network/builder.h"
#include "network/network.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_text(const char *a, const char *b)
{
    if (a == b)
        return 0;
    if (a == NULL || b == NULL)
        return a == NULL ? -1 : 1;
    return strcmp(a, b);
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* The most frequent of a kind; among equals the first in `rank`, then in byte order. */
static const char *most_frequent(const ermine_network_builder *builder,
                                 const struct draft_node *node, enum tally_kind kind,
                                 size_t (*rank)(const ermine_knowledge *, const char *),
                                 size_t wanted_rank)
{
    const struct tally *best = NULL;
    size_t best_rank = 0;
    for (uint32_t i = node->first_tally; i != MAP_NONE; i = builder->tallies[i].next) {
        const struct tally *tally = &builder->tallies[i];
        if (tally->kind != kind)
            continue;
        size_t its_rank = rank(builder->known, tally->text);
        if (wanted_rank != ERMINE_NONE && its_rank != wanted_rank)
            continue;
        if (best == NULL || tally->count > best->count ||
            (tally->count == best->count &&
             (its_rank < best_rank ||
              (its_rank == best_rank && strcmp(tally->text, best->text) < 0)))) {
            best = tally;
            best_rank = its_rank;
        }
    }
    return best == NULL ? NULL : best->text;
}

static size_t type_rank(const ermine_knowledge *known, const char *name)
{
    for (size_t i = 0; i < ermine_knowledge_type_count(known); i++)
        if (strcmp(ermine_knowledge_type(known, i)->name, name) == 0)
            return i;
    return ermine_knowledge_type_count(known);
}

enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_HAN, SCRIPT_NONE };

/* The script of most letters. */
static size_t script_rank(const ermine_knowledge *known, const char *name)
{
    (void)known;
    size_t counts[SCRIPT_NONE + 1] = {0};
    size_t length = strlen(name);
    for (size_t at = 0; at < length;) {
        switch (fold_class(utf8_decode(name, length, &at))) {
        case FOLD_HAN:
            counts[SCRIPT_HAN] += 2;
            break; /* a character says as much as two letters */
        case FOLD_LATIN:
        case FOLD_LATIN_UPPER:
            counts[SCRIPT_LATIN]++;
            break;
        case FOLD_CYRILLIC:
        case FOLD_CYRILLIC_UPPER:
            counts[SCRIPT_CYRILLIC]++;
            break;
        default:
            break;
        }
    }
    size_t best = SCRIPT_NONE;
    for (size_t i = 0; i < SCRIPT_NONE; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

static bool collect_aliases(const ermine_network_builder *builder, const struct draft_node *draft,
                            const ermine_known_entity *known, struct arena *arena,
                            const char *const **aliases, ermine_error *err)
{
    size_t most = 3; /* the registry's names in three languages */
    for (uint32_t i = draft->first_tally; i != MAP_NONE; i = builder->tallies[i].next)
        most++;
    for (size_t i = 0; known != NULL && known->aliases[i] != NULL; i++)
        most++;
    const char **list = ARENA_NEW(arena, const char *, most + 1, err);
    if (list == NULL)
        return false;
    size_t count = 0;
    for (uint32_t i = draft->first_tally; i != MAP_NONE; i = builder->tallies[i].next)
        if (builder->tallies[i].kind != TALLY_TYPE)
            list[count++] = builder->tallies[i].text;
    if (known != NULL) {
        const char *const names[] = {known->en, known->ru, known->zh};
        for (size_t i = 0; i < 3; i++)
            if (names[i] != NULL)
                list[count++] = names[i];
        for (size_t i = 0; known->aliases[i] != NULL; i++)
            list[count++] = known->aliases[i];
    }
    qsort(list, count, sizeof *list, compare_strings);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && strcmp(list[kept - 1], list[i]) == 0)
            continue;
        list[kept] = arena_string(arena, list[i], err);
        if (list[kept++] == NULL)
            return false;
    }
    list[kept] = NULL;
    *aliases = list;
    return true;
}

static bool copy(struct arena *arena, const char **text, ermine_error *err)
{
    if (*text == NULL)
        return true;
    *text = arena_string(arena, *text, err);
    return *text != NULL;
}

static bool make_node(const ermine_network_builder *builder, const struct draft_node *draft,
                      const char *type, struct arena *arena, ermine_node *node, ermine_error *err)
{
    const ermine_known_entity *known = ermine_knowledge_find(builder->known, draft->id);
    *node = (ermine_node){.id = draft->id,
                          .type = type,
                          .mentions = draft->mentions,
                          .documents = draft->documents,
                          .first_seen = draft->first_seen,
                          .last_seen = draft->last_seen};
    if (known != NULL) {
        node->label = known->en;
        node->name_en = known->en;
        node->name_ru = known->ru;
        node->name_zh = known->zh;
    }
    if (node->label == NULL)
        node->label = most_frequent(builder, draft, TALLY_NAME, script_rank, ERMINE_NONE);
    const char **const names[] = {&node->name_en, &node->name_ru, &node->name_zh};
    for (size_t script = SCRIPT_LATIN; script < SCRIPT_NONE; script++)
        if (*names[script] == NULL)
            *names[script] = most_frequent(builder, draft, TALLY_NAME, script_rank, script);
    return copy(arena, &node->id, err) && copy(arena, &node->type, err) &&
           copy(arena, &node->label, err) && copy(arena, &node->name_en, err) &&
           copy(arena, &node->name_ru, err) && copy(arena, &node->name_zh, err) &&
           copy(arena, &node->first_seen, err) && copy(arena, &node->last_seen, err) &&
           collect_aliases(builder, draft, known, arena, &node->aliases, err);
}

static int compare_statements(const void *left, const void *right)
{
    const struct statement *a = left, *b = right;
    if (a->subject != b->subject)
        return a->subject < b->subject ? -1 : 1;
    if (a->object != b->object)
        return a->object < b->object ? -1 : 1;
    int order = compare_text(a->facts.relation, b->facts.relation);
    if (order == 0)
        order = compare_numbers(b->facts.confidence, a->facts.confidence);
    if (order == 0)
        order = compare_text(a->evidence.document, b->evidence.document);
    if (order == 0)
        order = compare_text(a->evidence.source, b->evidence.source);
    if (order == 0)
        order = compare_text(a->evidence.text, b->evidence.text);
    /* From here on the statements differ in attributes alone. */
    if (order == 0)
        order = compare_numbers(b->facts.amount, a->facts.amount);
    if (order == 0)
        order = compare_text(b->facts.role, a->facts.role);
    if (order == 0)
        order = compare_text(b->facts.date, a->facts.date);
    return order != 0 ? order : (int)a->facts.status - (int)b->facts.status;
}

static bool same_tie(const struct statement *a, const struct statement *b)
{
    return a->subject == b->subject && a->object == b->object &&
           a->facts.relation == b->facts.relation;
}

static bool same_document(const ermine_evidence *a, const ermine_evidence *b)
{
    return a->document == b->document && a->source == b->source; /* interned */
}

static bool make_evidence(const struct statement *from, size_t count, struct arena *arena,
                          ermine_tie *tie, ermine_error *err)
{
    ermine_evidence *evidence = ARENA_NEW(arena, ermine_evidence, count, err);
    if (evidence == NULL)
        return false;
    double doubt = 1;
    const ermine_evidence *latest = &from->evidence;
    for (size_t i = 0; i < count; i++) {
        const ermine_evidence *item = &from[i].evidence;
        bool known_document = false, known_text = false;
        for (size_t k = 0; k < i && !known_text; k++) {
            known_document |= same_document(&from[k].evidence, item);
            known_text =
                same_document(&from[k].evidence, item) && from[k].evidence.text == item->text;
        }
        if (known_text)
            continue;
        evidence[tie->evidence_count++] = *item;
        if (compare_text(item->date, latest->date) > 0)
            latest = item;
        if (known_document)
            continue;
        const struct given *given = &from[i].given;
        tie->sources += given->sources > 0 ? given->sources : 1;
        doubt *= 1 - item->confidence;
        const char *first = given->first_seen != NULL ? given->first_seen : item->date;
        const char *last = given->last_seen != NULL ? given->last_seen : item->date;
        if (first != NULL && (tie->first_seen == NULL || strcmp(first, tie->first_seen) < 0))
            tie->first_seen = first;
        if (last != NULL && (tie->last_seen == NULL || strcmp(last, tie->last_seen) > 0))
            tie->last_seen = last;
    }
    tie->status = latest->status;
    tie->confidence = 1 - doubt;
    for (size_t i = 0; i < tie->evidence_count; i++) {
        ermine_evidence *item = &evidence[i];
        if (!copy(arena, &item->text, err) || !copy(arena, &item->document, err) ||
            !copy(arena, &item->source, err) || !copy(arena, &item->language, err) ||
            !copy(arena, &item->title, err) || !copy(arena, &item->date, err) ||
            !copy(arena, &item->url, err))
            return false;
    }
    tie->evidence = evidence;
    return copy(arena, &tie->first_seen, err) && copy(arena, &tie->last_seen, err);
}

/* A tie that does not count keeps a weight: other tools take one of 0 for no edge. */
static void weigh(const ermine_network_builder *builder, ermine_tie *tie)
{
    const ermine_filter *filter = &builder->filter;
    const ermine_weights *weights = filter->weights;
    bool asked = filter->statuses != NULL && *filter->statuses != NULL;
    double relation = ermine_weights_relation(weights, tie->relation);
    double status = ermine_weights_status(weights, tie->status);
    tie->counts = relation > 0 && status > 0 && (tie->status != ERMINE_ENDED || asked);
    tie->weight = (relation > 0 ? relation : 1) * (status > 0 ? status : 1) *
                  (tie->confidence > 0 ? tie->confidence : 0.01) * (1 + log((double)tie->sources));
}

/* `count` statements of one tie, the most confident first. */
static bool make_tie(const ermine_network_builder *builder, const struct statement *from,
                     size_t count, struct arena *arena, ermine_tie *tie, ermine_error *err)
{
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(builder->known, from->facts.relation);
    *tie = (ermine_tie){.subject = from->subject,
                        .object = from->object,
                        .relation = from->facts.relation,
                        .symmetric = type != NULL && type->symmetric};
    for (size_t i = 0; i < count; i++) {
        const ermine_relation *facts = &from[i].facts;
        if (tie->amount == 0 && facts->amount > 0) {
            tie->amount = facts->amount;
            tie->amount_low = facts->amount_low;
            tie->currency = facts->currency;
        }
        if (tie->role == NULL)
            tie->role = facts->role;
        if (tie->date == NULL)
            tie->date = facts->date;
    }
    if (tie->currency != NULL)
        tie->amount_usd = tie->amount * ermine_knowledge_usd_rate(builder->known, tie->currency);
    if (!make_evidence(from, count, arena, tie, err))
        return false;
    weigh(builder, tie);
    if (count == 1 && from->given.weight > 0)
        tie->weight = from->given.weight;
    return copy(arena, &tie->relation, err) && copy(arena, &tie->currency, err) &&
           copy(arena, &tie->role, err) && copy(arena, &tie->date, err);
}

static bool status_listed(const ermine_filter *filter, ermine_status status)
{
    if (filter->statuses == NULL || *filter->statuses == NULL)
        return true;
    for (const char *const *name = filter->statuses; *name != NULL; name++)
        if (strcmp(*name, ermine_status_name(status)) == 0)
            return true;
    return false;
}

static bool type_listed(const ermine_filter *filter, const char *type)
{
    if (filter->types == NULL || *filter->types == NULL)
        return true;
    for (const char *const *name = filter->types; *name != NULL; name++)
        if (strcmp(*name, type) == 0)
            return true;
    return false;
}

struct numbered {
    const char *id;
    uint32_t index;
};

static int compare_ids(const void *a, const void *b)
{
    return strcmp(((const struct numbered *)a)->id, ((const struct numbered *)b)->id);
}

/* Numbers of the draft nodes in order of their ids. */
static uint32_t *order_nodes(const ermine_network_builder *builder, ermine_error *err)
{
    uint32_t *place = malloc((builder->node_count + 1) * sizeof *place);
    struct numbered *order = malloc((builder->node_count + 1) * sizeof *order);
    if (place != NULL && order != NULL) {
        for (uint32_t i = 0; i < builder->node_count; i++)
            order[i] = (struct numbered){builder->nodes[i].id, i};
        qsort(order, builder->node_count, sizeof *order, compare_ids);
        for (uint32_t i = 0; i < builder->node_count; i++)
            place[order[i].index] = i;
        free(order);
        return place;
    }
    free(place);
    free(order);
    error_memory(err);
    return NULL;
}

/* Statements by tie: sorted, with symmetric ones turned to the smaller node first. */
static void order_statements(ermine_network_builder *builder, const uint32_t *place)
{
    for (size_t i = 0; i < builder->statement_count; i++) {
        struct statement *statement = &builder->statements[i];
        statement->subject = place[statement->subject];
        statement->object = place[statement->object];
        const ermine_relation_type *type =
            ermine_knowledge_find_relation(builder->known, statement->facts.relation);
        if (type != NULL && type->symmetric && statement->object < statement->subject) {
            uint32_t other = statement->subject;
            statement->subject = statement->object;
            statement->object = other;
        }
    }
    if (builder->statement_count > 0)
        qsort(builder->statements, builder->statement_count, sizeof *builder->statements,
              compare_statements);
}

static bool make_nodes(ermine_network_builder *builder, const uint32_t *place,
                       ermine_network *network, ermine_error *err)
{
    network->nodes = ARENA_NEW(network->arena, ermine_node, builder->node_count, err);
    if (network->nodes == NULL)
        return false;
    network->node_count = builder->node_count;
    for (size_t i = 0; i < builder->node_count; i++) {
        const struct draft_node *draft = &builder->nodes[i];
        const ermine_known_entity *known = ermine_knowledge_find(builder->known, draft->id);
        const char *type = known != NULL
                               ? known->type
                               : most_frequent(builder, draft, TALLY_TYPE, type_rank, ERMINE_NONE);
        if (!make_node(builder, draft, type, network->arena, &network->nodes[place[i]], err))
            return false;
    }
    return true;
}

static bool make_ties(ermine_network_builder *builder, ermine_network *network, ermine_error *err)
{
    size_t most = 0;
    for (size_t i = 0; i < builder->statement_count; i++)
        most += i == 0 || !same_tie(&builder->statements[i - 1], &builder->statements[i]);
    network->ties = ARENA_NEW(network->arena, ermine_tie, most, err);
    if (network->ties == NULL)
        return false;
    for (size_t i = 0, count; i < builder->statement_count; i += count) {
        const struct statement *from = &builder->statements[i];
        for (count = 1; i + count < builder->statement_count && same_tie(from, from + count);)
            count++;
        if (from->subject == from->object ||
            !type_listed(&builder->filter, network->nodes[from->subject].type) ||
            !type_listed(&builder->filter, network->nodes[from->object].type))
            continue;
        ermine_tie *tie = &network->ties[network->tie_count];
        if (!make_tie(builder, from, count, network->arena, tie, err))
            return false;
        if (status_listed(&builder->filter, tie->status) &&
            tie->confidence >= builder->filter.min_confidence)
            network->tie_count++;
    }
    return true;
}

/* Nodes the filter leaves: those of the types asked for, and, when ties are chosen, those with ties. */
static ermine_network *keep_filtered(const ermine_filter *filter, ermine_network *network,
                                     ermine_error *err)
{
    bool by_type = filter->types != NULL && *filter->types != NULL;
    bool by_tie = (filter->relations != NULL && *filter->relations != NULL) ||
                  (filter->statuses != NULL && *filter->statuses != NULL) ||
                  filter->min_confidence > 0;
    if (!by_type && !by_tie)
        return network;
    bool *keep = calloc(network->node_count + 1, sizeof *keep);
    if (keep == NULL) {
        error_memory(err);
        ermine_network_free(network);
        return NULL;
    }
    for (size_t i = 0; i < network->node_count; i++) {
        size_t ties;
        ermine_network_ties_of(network, i, &ties);
        keep[i] = type_listed(filter, network->nodes[i].type) && (!by_tie || ties > 0);
    }
    ermine_network *part = ermine_network_subset(network, keep, err);
    free(keep);
    ermine_network_free(network);
    return part;
}

ermine_network *ermine_network_builder_finish(ermine_network_builder *builder, ermine_error *err)
{
    ermine_network *network = network_new(err);
    uint32_t *place = network == NULL ? NULL : order_nodes(builder, err);
    bool ok = place != NULL && make_nodes(builder, place, network, err);
    if (ok)
        order_statements(builder, place);
    ok = ok && make_ties(builder, network, err) && network_index(network, err);
    free(place);
    if (ok) {
        network->document_count = builder->document_count;
        network = keep_filtered(&builder->filter, network, err);
    } else {
        ermine_network_free(network);
        network = NULL;
    }
    ermine_network_builder_free(builder);
    return network;
}
