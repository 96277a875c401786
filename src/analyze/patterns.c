#include "analyze/patterns.h"

#include "analyze/crew.h"
#include "base/array.h"
#include "base/error.h"
#include "knowledge/knowledge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { usual_most = 100, steps_allowed = 20000000, findings_allowed = 100000 };

static const struct {
    const char *name;
    bool (*find)(struct search *search, ermine_error *err);
} kinds[ERMINE_PATTERN_KINDS] = {{"circular", find_circles},
                                 {"investors", find_investors},
                                 {"boards", find_boards},
                                 {"chains", find_chains},
                                 {"cutoffs", find_cutoffs}};

const char *ermine_pattern_name(ermine_pattern_kind kind)
{
    return kinds[kind].name;
}

bool ermine_pattern_parse(const char *name, ermine_pattern_kind *kind)
{
    for (size_t i = 0; i < ERMINE_PATTERN_KINDS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = (ermine_pattern_kind)i;
            return true;
        }
    }
    return false;
}

bool has_role(const struct search *search, const ermine_tie *tie, unsigned roles)
{
    return (knowledge_roles(search->known, tie->relation) & roles) != 0;
}

static int compare_steps(const void *left, const void *right)
{
    const struct step *a = left, *b = right;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return a->tie < b->tie ? -1 : a->tie > b->tie;
}

bool steps_make(const struct search *search, step_chooser choose, struct steps *steps,
                ermine_error *err)
{
    size_t ties = ermine_network_tie_count(search->network);
    size_t nodes = ermine_network_node_count(search->network);
    *steps = (struct steps){.items = malloc((ties + 1) * sizeof *steps->items),
                            .first = calloc(nodes + 2, sizeof *steps->first)};
    if (steps->items == NULL || steps->first == NULL)
        return error_memory(err);
    for (size_t i = 0; i < ties; i++) {
        const ermine_tie *tie = ermine_network_tie(search->network, i);
        bool turned = false;
        if (tie->counts && choose(search, tie, &turned))
            steps->items[steps->count++] = turned ? (struct step){tie->object, tie->subject, i}
                                                  : (struct step){tie->subject, tie->object, i};
    }
    if (steps->count > 0)
        qsort(steps->items, steps->count, sizeof *steps->items, compare_steps);
    for (size_t i = 0; i < steps->count; i++)
        steps->first[steps->items[i].from + 1]++;
    for (size_t i = 0; i < nodes; i++)
        steps->first[i + 1] += steps->first[i];
    return true;
}

void steps_free(struct steps *steps)
{
    free(steps->items);
    free(steps->first);
}

size_t steps_next(const struct steps *steps, size_t at)
{
    size_t next = at + 1;
    while (next < steps->count && steps->items[next].from == steps->items[at].from &&
           steps->items[next].to == steps->items[at].to)
        next++;
    return next;
}

double step_confidence(const struct search *search, const struct steps *steps, size_t at)
{
    double best = 0;
    for (size_t i = at; i < steps_next(steps, at); i++)
        best = fmax(best, ermine_network_tie(search->network, steps->items[i].tie)->confidence);
    return best;
}

static const size_t *copy(struct arena *arena, const size_t *items, size_t count, ermine_error *err)
{
    size_t *own = ARENA_NEW(arena, size_t, count, err);
    if (own != NULL && count > 0)
        memcpy(own, items, count * sizeof *own);
    return own;
}

bool keep_finding(struct search *search, ermine_pattern pattern, double weight, ermine_error *err)
{
    ermine_patterns *found = search->found;
    struct finding finding = {pattern, weight};
    if (found->of_kind[pattern.kind] == findings_allowed) {
        found->more[pattern.kind] = true;
        search->budget = 0;
        return true;
    }
    found->of_kind[pattern.kind]++;
    finding.open.nodes = copy(found->arena, pattern.nodes, pattern.node_count, err);
    finding.open.ties = copy(found->arena, pattern.ties, pattern.tie_count, err);
    return finding.open.nodes != NULL && finding.open.ties != NULL &&
           ARRAY_PUSH(&found->items, &found->count, &found->capacity, finding, err);
}

static int compare_findings(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->open.kind != b->open.kind)
        return a->open.kind < b->open.kind ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->open.confidence != b->open.confidence)
        return a->open.confidence > b->open.confidence ? -1 : 1;
    for (size_t i = 0; i < a->open.node_count && i < b->open.node_count; i++)
        if (a->open.nodes[i] != b->open.nodes[i])
            return a->open.nodes[i] < b->open.nodes[i] ? -1 : 1;
    return (a->open.node_count > b->open.node_count) - (a->open.node_count < b->open.node_count);
}

/* The first so many of each kind, most of which are sorted behind. */
static void cut(ermine_patterns *found, size_t most)
{
    size_t kept = 0, place[ERMINE_PATTERN_KINDS] = {0};
    if (found->count > 0)
        qsort(found->items, found->count, sizeof *found->items, compare_findings);
    for (size_t i = 0; i < found->count; i++) {
        ermine_pattern *one = &found->items[i].open;
        if (one->kind == ERMINE_CHAINS && place[one->kind]++ < most)
            one->total = chains_total(found, one); /* before any is dropped */
    }
    place[ERMINE_CHAINS] = 0;
    for (size_t i = 0; i < found->count; i++) {
        ermine_pattern_kind kind = found->items[i].open.kind;
        if (place[kind]++ < most)
            found->items[kept++] = found->items[i];
        else
            found->more[kind] = true;
    }
    found->count = kept;
}

ermine_patterns *ermine_network_patterns(const ermine_network *network,
                                         const ermine_knowledge *known,
                                         const ermine_pattern_options *options, ermine_error *err)
{
    ermine_pattern_options usual = {0};
    ermine_patterns *found = calloc(1, sizeof *found);
    if (found == NULL) {
        error_memory(err);
        return NULL;
    }
    struct search search = {.network = network,
                            .known = known,
                            .with = options == NULL ? &usual : options,
                            .found = found};
    bool ok = (found->arena = arena_new(err)) != NULL;
    for (size_t kind = 0; ok && kind < ERMINE_PATTERN_KINDS; kind++) {
        if (search.with->kinds != 0 && !(search.with->kinds & 1u << kind))
            continue;
        search.budget = steps_allowed;
        ok = crew_go_on(search.with->work, (double)kind / ERMINE_PATTERN_KINDS, err) &&
             kinds[kind].find(&search, err);
    }
    if (!ok) {
        ermine_patterns_free(found);
        return NULL;
    }
    cut(found, search.with->most > 0 ? search.with->most : usual_most);
    return found;
}

void ermine_patterns_free(ermine_patterns *patterns)
{
    if (patterns == NULL)
        return;
    arena_free(patterns->arena);
    free(patterns->items);
    free(patterns);
}

size_t ermine_patterns_count(const ermine_patterns *patterns)
{
    return patterns->count;
}

const ermine_pattern *ermine_patterns_get(const ermine_patterns *patterns, size_t index)
{
    return &patterns->items[index].open;
}

bool ermine_patterns_more(const ermine_patterns *patterns, ermine_pattern_kind kind)
{
    return patterns->more[kind];
}
