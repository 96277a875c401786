#include "extract/weigh.h"
#include "extract/mix.h"

#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double least_noted = 0.03; /* probability of a statement */
enum { by_pattern = 20 };               /* in place of who is unsaid */
static const float likely = 0.2f;       /* from which on a proposal counts as a tie of its ends */

/* The features that describe a proposal, each by a small number. */
enum feature {
    F_SECOND,    /* probability of the next statement */
    F_ANY,       /* that any of them is right, were they independent */
    F_UNTIED,    /* that the first one's pair is not tied at all */
    F_MEETINGS,  /* pairs of mentions of the two */
    F_SENTENCES, /* that have such pairs */
    F_PLACE,     /* sentence of the first statement */
    F_BETWEEN,
    F_DISTANCE,
    F_UNSAID,
    F_KINDS,
    F_SUBJECT_OTHER, /* the best other object of the subject */
    F_SUBJECT_OTHERS,
    F_OBJECT_OTHER, /* the best other subject of the object */
    F_OBJECT_OTHERS,
    F_PAIR_OTHER, /* the best other relation of the two */
    F_PAIR_OTHERS,
    F_TURNED, /* the same the other way round */
    F_SUBJECT_MET,
    F_OBJECT_MET,
    F_SUBJECT_TIES,
    F_OBJECT_TIES,
    F_PARTIES, /* entities of the document that meet others */
    F_PATTERN,
    F_COUNT
};
enum { K_TYPES = F_COUNT, K_PRIOR, K_LANGUAGE, K_ALL, K_RELATION, K_FIRST };

/* The best proposals of one entity in one part of one relation. */
struct part {
    float best, next;
    uint32_t likely;
};

struct bundle {
    size_t first, end; /* statements */
    float probability;
};

struct scales {
    struct weighing *w;
    size_t relation_count;
    struct bundle *bundles;
    size_t bundle_count, bundle_capacity;
    struct part *parts; /* by entity, relation, and 0 subject or 1 object */
    uint32_t *met;      /* by entity: pairs of mentions */
    uint32_t *ties;     /* by entity: likely proposals */
    uint32_t parties;
};

static bool note(struct weighing *w, struct statement statement)
{
    statement.order = (uint32_t)w->count;
    return ARRAY_PUSH(&w->statements, &w->count, &w->capacity, statement, w->m->err);
}

bool weigh_meeting(struct weighing *w, const struct pair *pair)
{
    uint32_t a = w->m->mentions[pair->a].entity, b = w->m->mentions[pair->b].entity;
    struct meeting meeting = {a < b ? a : b, a < b ? b : a, pair->sentence};
    return ARRAY_PUSH(&w->meetings, &w->meeting_count, &w->meeting_capacity, meeting, w->m->err);
}

bool weigh_pair(struct weighing *w, const struct pair *pair, const double *probabilities)
{
    uint32_t a = w->m->mentions[pair->a].entity, b = w->m->mentions[pair->b].entity;
    bool ok = true;
    for (size_t k = 1; ok && k < w->class_count; k++) {
        if (probabilities[k] < least_noted)
            continue;
        bool forward = w->classes[k].first_is_subject;
        ok = note(w, (struct statement){.subject = forward ? a : b,
                                        .object = forward ? b : a,
                                        .relation = (uint32_t)w->classes[k].relation,
                                        .a = pair->a,
                                        .b = pair->b,
                                        .sentence = pair->sentence,
                                        .between = pair->between,
                                        .unsaid = pair->unsaid ? (uint8_t)(1 + pair->rank) : 0,
                                        .probability = (float)probabilities[k],
                                        .untied = (float)probabilities[0],
                                        .tie = NONE});
    }
    return ok;
}

static bool note_ties(struct weighing *w)
{
    bool ok = true;
    for (size_t i = 0; ok && i < w->m->tie_count; i++) {
        const struct tie *tie = &w->m->ties[i];
        ok = tie->subject == tie->object ||
             note(w, (struct statement){.subject = tie->subject,
                                        .object = tie->object,
                                        .relation = (uint32_t)tie->relation,
                                        .a = NONE,
                                        .b = NONE,
                                        .sentence = NONE,
                                        .tie = (uint32_t)i});
    }
    return ok;
}

static bool is_symmetric(const struct weighing *w, uint32_t relation)
{
    return w->m->known->schema.relations[relation].symmetric;
}

static uint32_t lower(const struct statement *s)
{
    return s->subject < s->object ? s->subject : s->object;
}
static uint32_t higher(const struct statement *s)
{
    return s->subject < s->object ? s->object : s->subject;
}

static int compare(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

/* Subjects of symmetric relations are made the lower before, so that they fall together. */
static int by_proposal(const void *a, const void *b)
{
    const struct statement *x = a, *y = b;
    int order = compare(lower(x), lower(y));
    if (order == 0)
        order = compare(higher(x), higher(y));
    if (order == 0)
        order = compare(x->relation, y->relation);
    if (order == 0)
        order = compare(x->subject, y->subject);
    if (order == 0 && (x->tie == NONE) != (y->tie == NONE))
        return x->tie == NONE ? -1 : 1;
    if (order == 0 && x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    return order != 0 ? order : compare(x->order, y->order);
}

static int by_entities(const void *a, const void *b)
{
    const struct meeting *x = a, *y = b;
    int order = compare(x->low, y->low);
    if (order == 0)
        order = compare(x->high, y->high);
    return order != 0 ? order : compare(x->sentence, y->sentence);
}

static bool same_pair(const struct statement *x, const struct statement *y)
{
    return lower(x) == lower(y) && higher(x) == higher(y);
}
static bool same_proposal(const struct statement *x, const struct statement *y)
{
    return x->relation == y->relation && x->subject == y->subject && x->object == y->object;
}

static bool find_bundles(struct scales *s)
{
    struct weighing *w = s->w;
    for (size_t i = 0; i < w->count; i++)
        if (is_symmetric(w, w->statements[i].relation)) {
            uint32_t low = lower(&w->statements[i]), high = higher(&w->statements[i]);
            w->statements[i].subject = low;
            w->statements[i].object = high;
        }
    if (w->count > 1)
        qsort(w->statements, w->count, sizeof *w->statements, by_proposal);
    if (w->meeting_count > 1)
        qsort(w->meetings, w->meeting_count, sizeof *w->meetings, by_entities);
    bool ok = true;
    for (size_t i = 0, end; ok && i < w->count; i = end) {
        for (end = i + 1; end < w->count && same_proposal(&w->statements[i], &w->statements[end]);)
            end++;
        ok = ARRAY_PUSH(&s->bundles, &s->bundle_count, &s->bundle_capacity,
                        ((struct bundle){i, end, w->statements[i].probability}), w->m->err);
    }
    return ok;
}

static struct part *part_of(const struct scales *s, uint32_t entity, uint32_t relation, bool object)
{
    return &s->parts[((size_t)entity * s->relation_count + relation) * 2 +
                     (object && !is_symmetric(s->w, relation))];
}

static void add_part(struct part *part, float probability)
{
    part->likely += probability > likely;
    if (probability > part->best) {
        part->next = part->best;
        part->best = probability;
    } else if (probability > part->next) {
        part->next = probability;
    }
}

static bool count_parts(struct scales *s)
{
    const struct weighing *w = s->w;
    size_t entities = w->m->entity_count;
    s->parts = calloc(entities * s->relation_count * 2 + 1, sizeof *s->parts);
    s->met = calloc(entities + 1, sizeof *s->met);
    s->ties = calloc(entities + 1, sizeof *s->ties);
    if (s->parts == NULL || s->met == NULL || s->ties == NULL)
        return error_memory(w->m->err);
    for (size_t i = 0; i < w->meeting_count; i++) {
        s->parties += (s->met[w->meetings[i].low]++ == 0) + (s->met[w->meetings[i].high]++ == 0);
    }
    for (size_t i = 0; i < s->bundle_count; i++) {
        const struct statement *first = &w->statements[s->bundles[i].first];
        add_part(part_of(s, first->subject, first->relation, false), first->probability);
        add_part(part_of(s, first->object, first->relation, true), first->probability);
        s->ties[first->subject] += first->probability > likely;
        s->ties[first->object] += first->probability > likely;
    }
    return true;
}

/* A probability by its logit, in steps of two thirds; 0 is none at all. */
static uint32_t step_of(float p)
{
    if (p <= 0)
        return 0;
    float step = floorf(logf((p + 1e-4f) / (1 - p + 1e-4f)) * 1.5f);
    return (uint32_t)(fminf(fmaxf(step, -7), 7) + 8);
}

/* A number by its magnitude. */
static uint32_t size_of(uint32_t n)
{
    uint32_t size = 0;
    for (uint64_t square = (uint64_t)(n + 1) * (n + 1); square > 1 && size < 14; square /= 2)
        size++;
    return size;
}

static uint32_t few(uint32_t n)
{
    return n < 5 ? n : 5;
}

static float best_other(const struct part *part, float own)
{
    return part->best == own ? part->next : part->best;
}

/* The pairs of mentions of the two, and the sentences they stand in. */
static void describe_meetings(const struct weighing *w, const struct statement *first, uint32_t *x)
{
    struct meeting key = {lower(first), higher(first), 0};
    size_t low = 0, high = w->meeting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_entities(&w->meetings[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t count = 0, sentences = 0;
    for (size_t i = low;
         i < w->meeting_count && w->meetings[i].low == key.low && w->meetings[i].high == key.high;
         i++) {
        sentences += count == 0 || w->meetings[i].sentence != w->meetings[i - 1].sentence;
        count++;
    }
    x[F_MEETINGS] = size_of(count);
    x[F_SENTENCES] = size_of(sentences);
}

/* Of the same two: what other relations are proposed. */
static void describe_rivals(const struct scales *s, size_t index, uint32_t *x)
{
    const struct statement *all = s->w->statements, *own = &all[s->bundles[index].first];
    size_t first = index, end = index + 1;
    while (first > 0 && same_pair(own, &all[s->bundles[first - 1].first]))
        first--;
    while (end < s->bundle_count && same_pair(own, &all[s->bundles[end].first]))
        end++;
    float best = 0, turned = 0;
    for (size_t i = first; i < end; i++) {
        const struct statement *other = &all[s->bundles[i].first];
        if (i != index)
            best = fmaxf(best, other->probability);
        if (other->relation == own->relation && other->subject != own->subject)
            turned = other->probability;
    }
    x[F_PAIR_OTHER] = step_of(best);
    x[F_PAIR_OTHERS] = few((uint32_t)(end - first - 1));
    x[F_TURNED] = step_of(turned);
}

static void describe_statements(const struct scales *s, const struct bundle *bundle, uint32_t *x)
{
    const struct mining *m = s->w->m;
    const struct statement *first = &s->w->statements[bundle->first];
    float wrong = 1, second = 0;
    double pattern = 0;
    uint32_t place = NONE;
    for (size_t i = bundle->first; i < bundle->end; i++) {
        const struct statement *statement = &s->w->statements[i];
        wrong *= 1 - statement->probability;
        if (i == bundle->first + 1)
            second = statement->probability;
        if (statement->tie != NONE)
            pattern = fmax(pattern, m->ties[statement->tie].confidence);
        else if (statement->sentence < place)
            place = statement->sentence;
    }
    x[F_SECOND] = step_of(second);
    x[F_ANY] = step_of(1 - wrong);
    x[F_UNTIED] = step_of(first->untied);
    x[F_PATTERN] = (uint32_t)(pattern * 10);
    x[F_PLACE] = size_of(place == NONE ? 0 : place);
    x[F_UNSAID] = first->tie != NONE ? by_pattern : first->unsaid;
    if (first->tie != NONE)
        return;
    const struct mention *a = &m->mentions[first->a], *b = &m->mentions[first->b];
    x[F_BETWEEN] = size_of(first->between);
    x[F_DISTANCE] = size_of(b->first > a->first ? b->first - a->first : 0);
    x[F_KINDS] = 1 + a->kind * 4u + b->kind;
}

static void add(struct proposal *proposal, uint32_t kind, uint32_t value, uint32_t with)
{
    if (proposal->feature_count < weigh_most_features)
        proposal->features[proposal->feature_count++] =
            mix(mix(mix(0x51ED270Bu, kind), value), with);
}

static void describe(const struct scales *s, size_t index, struct proposal *proposal)
{
    const struct bundle *bundle = &s->bundles[index];
    const struct mining *m = s->w->m;
    const struct statement *first = &s->w->statements[bundle->first];
    float p = first->probability;
    const struct part *subject = part_of(s, first->subject, first->relation, false);
    const struct part *object = part_of(s, first->object, first->relation, true);
    uint32_t x[F_COUNT] = {0};
    describe_statements(s, bundle, x);
    describe_meetings(s->w, first, x);
    describe_rivals(s, index, x);
    x[F_SUBJECT_OTHER] = step_of(best_other(subject, p));
    x[F_SUBJECT_OTHERS] = few(subject->likely - (p > likely));
    x[F_OBJECT_OTHER] = step_of(best_other(object, p));
    x[F_OBJECT_OTHERS] = few(object->likely - (p > likely));
    x[F_SUBJECT_MET] = size_of(s->met[first->subject]);
    x[F_OBJECT_MET] = size_of(s->met[first->object]);
    x[F_SUBJECT_TIES] = few(s->ties[first->subject]);
    x[F_OBJECT_TIES] = few(s->ties[first->object]);
    x[F_PARTIES] = size_of(s->parties);
    uint32_t relation = first->relation, step = step_of(p);
    uint32_t types = m->entities[first->subject].type * 64u + m->entities[first->object].type;
    proposal->feature_count = 0;
    add(proposal, K_PRIOR, step, relation);
    add(proposal, K_LANGUAGE, step, relation * 64 + m->pack_index);
    add(proposal, K_TYPES, types, relation);
    add(proposal, K_ALL, types, relation * 64 + step);
    for (uint32_t i = 0; i < F_COUNT; i++) {
        add(proposal, i, x[i], K_RELATION * 1000 + relation);
        add(proposal, i, x[i], K_FIRST * 1000 + step);
    }
}

static bool visit(struct scales *s, bool (*each)(void *context, const struct proposal *proposal),
                  void *context)
{
    struct proposal proposal;
    for (size_t i = 0; i < s->bundle_count; i++) {
        proposal.statements = s->w->statements + s->bundles[i].first;
        proposal.count = s->bundles[i].end - s->bundles[i].first;
        describe(s, i, &proposal);
        if (!each(context, &proposal))
            return false;
    }
    return true;
}

bool weigh_all(struct weighing *w, bool (*each)(void *context, const struct proposal *proposal),
               void *context)
{
    struct scales s = {.w = w, .relation_count = w->m->known->schema.relation_count};
    bool ok = note_ties(w) && find_bundles(&s) && count_parts(&s) && visit(&s, each, context);
    free(s.bundles);
    free(s.parts);
    free(s.met);
    free(s.ties);
    return ok;
}

void weigh_free(struct weighing *w)
{
    free(w->statements);
    free(w->meetings);
    *w = (struct weighing){0};
}
