/* train.c - ermine train mentions|types|relations|status … -o MODEL: models from annotated text. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
}

/* Whether all inputs are files of given pairs: .jsonl files, and no gold graphs are named. */
static bool is_pairs(const struct options *options)
{
    for (size_t i = 1; i < options->argument_count; i++)
        if (!ends_with(options->arguments[i], ".jsonl"))
            return false;
    return options->gold == NULL;
}

/* The inputs behind the kind: two-column files first, then documents. */
static const char **sort_inputs(const struct options *options, size_t *conll_count)
{
    size_t count = options->argument_count - 1, kept = 0;
    const char **inputs = malloc((count + 1) * sizeof *inputs);
    for (int documents = 0; inputs != NULL && documents < 2; documents++) {
        for (size_t i = 1; i <= count; i++)
            if (ends_with(options->arguments[i], ".conll") == !documents)
                inputs[kept++] = options->arguments[i];
        if (!documents)
            *conll_count = kept;
    }
    return inputs;
}

static bool train_mentions(const struct options *options, const ermine_knowledge *known,
                           ermine_training *training, ermine_error *err)
{
    size_t conll_count = 0, count = options->argument_count - 1;
    const char **inputs = sort_inputs(options, &conll_count);
    bool ok =
        inputs != NULL &&
        ermine_train_mentions(known, options->language, inputs, conll_count, inputs + conll_count,
                              count - conll_count, options->gold, options->output, training, err);
    free(inputs);
    return ok;
}

static bool train_types(const struct options *options, const ermine_knowledge *known,
                        ermine_training *training, ermine_error *err)
{
    return ermine_train_types(known, options->arguments + 1, options->argument_count - 1,
                              options->gold, options->output, training, err);
}

static bool train_status(const struct options *options, const ermine_knowledge *known,
                         ermine_training *training, ermine_error *err)
{
    return ermine_train_status(known, options->arguments + 1, options->argument_count - 1,
                               options->gold, options->output, training, err);
}

static bool train_relations(const struct options *options, const ermine_knowledge *known,
                            ermine_training *training, ermine_error *err)
{
    const char *const *inputs = options->arguments + 1;
    size_t count = options->argument_count - 1;
    if (is_pairs(options))
        return ermine_train_pairs(known, options->language, inputs, count, options->output,
                                  training, err);
    return ermine_train_relations(known, inputs, count, options->gold, options->output, training,
                                  err);
}

/* Each model looks at text with the eyes of those before it. */
static const struct kind {
    const char *name;
    unsigned models; /* that are looked with */
    bool needs_language;
    bool (*train)(const struct options *options, const ermine_knowledge *known,
                  ermine_training *training, ermine_error *err);
    const char *learned, *of_these, *held_out;
} kinds[] = {
    {"mentions", ERMINE_MODELS_NONE, true, train_mentions, "tokens", "names", NULL},
    {"types", ERMINE_MODEL_MENTIONS, false, train_types, "entities", "not in the registry",
     "such names"},
    {"relations", ERMINE_MODEL_MENTIONS | ERMINE_MODEL_TYPES, false, train_relations, "pairs",
     "tied", NULL},
    {"status", ERMINE_MODEL_MENTIONS | ERMINE_MODEL_TYPES | ERMINE_MODEL_RELATIONS, false,
     train_status, "ties", "not current", "ties"},
};

static const struct kind *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? 0 : 100 * (double)part / (double)whole;
}

static void report(const struct kind *kind, const ermine_training *training)
{
    fprintf(stderr, "ermine: learned from %zu %s, %zu of them %s, in %zu documents\n",
            training->pairs, kind->learned, training->positive, kind->of_these,
            training->documents);
    for (size_t i = 0; i < training->held_out_count; i++) {
        const ermine_holdout *row = &training->held_out[i];
        fprintf(stderr, "ermine: %s: of %zu %s held out %.1f%% right, by cues alone %.1f%%\n",
                row->language, row->count, kind->held_out, percent(row->right, row->count),
                percent(row->right_before, row->count));
    }
    if (kind->train == train_relations)
        fprintf(stderr, "ermine: F1 %.4f in cross-validation\n", training->f1);
}

int run_train(const struct options *options)
{
    const struct kind *kind = find_kind(options->arguments[0]);
    if (kind == NULL)
        return usage_error("train %s: must be mentions, types, relations or status",
                           options->arguments[0]);
    if (options->output == NULL)
        return usage_error("train where to? Give -o FILE");
    bool pairs = kind->train == train_relations && is_pairs(options), documents = false;
    if ((kind->needs_language || pairs) && options->language == NULL)
        return usage_error("train %s of which language? Give --lang zh, ru or en", kind->name);
    for (size_t i = 1; i < options->argument_count; i++)
        documents = documents || !ends_with(options->arguments[i], ".conll");
    if (documents && !pairs && options->gold == NULL)
        return usage_error("train from documents needs their gold graphs: give --gold FOLDER");
    ermine_error err = {0};
    ermine_training training = {0};
    ermine_knowledge *known = ermine_knowledge_load(NULL, kind->models, &err);
    bool ok = known != NULL && kind->train(options, known, &training, &err);
    ermine_knowledge_free(known);
    if (!ok)
        return fail(&err);
    if (!options->quiet)
        report(kind, &training);
    return EXIT_DONE;
}
