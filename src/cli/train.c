/* train.c - ermine train mentions|relations … -o MODEL: models from annotated text. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
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

int run_train(const struct options *options)
{
    const char *kind = options->arguments[0];
    bool mentions = strcmp(kind, "mentions") == 0;
    if (!mentions && strcmp(kind, "relations") != 0)
        return usage_error("train %s: must be mentions or relations", kind);
    if (options->output == NULL)
        return usage_error("train where to? Give -o FILE");
    if (mentions && options->language == NULL)
        return usage_error("train mentions of which language? Give --lang zh, ru or en");
    bool documents = false;
    for (size_t i = 1; i < options->argument_count; i++)
        documents = documents || !ends_with(options->arguments[i], ".conll");
    if (documents && options->gold == NULL)
        return usage_error("train from documents needs their gold graphs: give --gold FOLDER");
    ermine_error err = {0};
    ermine_training training = {0};
    ermine_knowledge *known = ermine_knowledge_load(
        NULL, mentions ? ERMINE_MODELS_NONE : ERMINE_MODELS_ALL & ~ERMINE_MODEL_RELATIONS, &err);
    bool ok = known != NULL &&
              (mentions ? train_mentions(options, known, &training, &err)
                        : ermine_train_relations(known, options->arguments + 1,
                                                 options->argument_count - 1, options->gold,
                                                 options->output, &training, &err));
    ermine_knowledge_free(known);
    if (!ok)
        return fail(&err);
    if (!options->quiet)
        fprintf(stderr, "ermine: learned from %zu %s, %zu of them %s, in %zu documents\n",
                training.pairs, mentions ? "tokens" : "pairs", training.positive,
                mentions ? "names" : "tied", training.documents);
    return EXIT_DONE;
}
