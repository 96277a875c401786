/* train.c - ermine train relations GOLD DOCS… -o MODEL: models from annotated text. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

int run_train(const struct options *options)
{
    if (strcmp(options->arguments[0], "relations") != 0)
        return usage_error("train %s: must be relations", options->arguments[0]);
    if (options->output == NULL)
        return usage_error("train where to? Give -o FILE");
    ermine_error err = {0};
    ermine_training training;
    ermine_knowledge *known = ermine_knowledge_load(NULL, &err);
    bool ok = known != NULL &&
              ermine_train_relations(known, options->arguments + 2, options->argument_count - 2,
                                     options->arguments[1], options->output, &training, &err);
    ermine_knowledge_free(known);
    if (!ok)
        return fail(&err);
    if (!options->quiet)
        fprintf(stderr, "ermine: learned from %zu pairs, %zu of them tied, in %zu documents\n",
                training.pairs, training.positive, training.documents);
    return EXIT_DONE;
}
