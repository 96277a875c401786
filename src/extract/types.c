/* types.c - of which type the new names are, by the trained model.
 *
 * It looks at all mentions of an entity in the document. What the cues beside a name said is among the features; it
 * stays where the model is unsure. */
#include "extract/type_features.h"

#include <math.h>

/* Least probability of a type, and of one of another class than the tagger's: a person is seldom a place. */
static const double least = 0.30, least_other_class = 0.50;
/* From which probabilities on the score of a type is 1, 2, … 5. */
static const double sure[] = {0.30, 0.45, 0.60, 0.75, 0.90};

void type_choose(const struct schema *schema, const double *probabilities, struct type_guess *guess)
{
    uint8_t class = schema->mention_classes[guess->type], best = 0;
    double most = 0;
    for (size_t k = 0; k < schema->type_count; k++) {
        double asked = schema->mention_classes[k] == class ? least : least_other_class;
        if (probabilities[k] >= asked && probabilities[k] > most) {
            most = probabilities[k];
            best = (uint8_t)k;
        }
    }
    if (most == 0)
        return;
    *guess = (struct type_guess){best, 0};
    while (guess->score < sizeof sure / sizeof *sure && most >= sure[guess->score])
        guess->score++;
}

static void judge(const struct type_view *view, uint32_t entity, const struct mining *m,
                  struct type_guess *guess)
{
    uint32_t features[most_type_features];
    float sums[model_most_width];
    double probabilities[model_most_classes];
    const struct model *model = &m->known->types;
    size_t count = type_features(view, entity, true, features);
    model_sums(model, features, count, sums);
    sums[0] = -INFINITY; /* each name is of some type */
    model_softmax(sums, model->class_count, probabilities);
    type_choose(&m->known->schema, probabilities + 1, guess);
}

/* All are judged before any type is set: they are features of one another. */
bool type_names(struct mining *m)
{
    if (m->known->types.mapped == NULL)
        return true;
    struct type_view *view = type_view_new(m);
    struct type_guess *guesses =
        ARENA_NEW(m->arena, struct type_guess, m->entity_count + 1, m->err);
    if (view == NULL || guesses == NULL)
        return false;
    for (uint32_t e = 0; e < m->entity_count; e++) {
        guesses[e] = (struct type_guess){m->entities[e].type, m->entities[e].type_score};
        if (type_is_open(view, e))
            judge(view, e, m, &guesses[e]);
    }
    for (uint32_t e = 0; e < m->entity_count; e++) {
        m->entities[e].type = guesses[e].type;
        m->entities[e].type_score = guesses[e].score;
    }
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mined_entity *entity = &m->entities[m->mentions[i].entity];
        if (entity->known != NONE)
            continue;
        m->mentions[i].type = entity->type;
        m->mentions[i].type_score = entity->type_score;
    }
    return true;
}
