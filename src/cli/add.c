/* add.c - ermine add STORE DOCS|FACTS…: read into a store, only what is new. */
#include "cli/cli.h"

#include <stdio.h>

enum { commit_every = 200 }; /* documents: what a crash may lose, against the cost of a commit */

struct adding {
    ermine_store *store;
    size_t since_commit;
};

static bool is_new(void *context, const ermine_raw *raw, bool *wanted, ermine_error *err)
{
    struct adding *adding = context;
    bool has = false;
    if (!ermine_store_has(adding->store, raw->source, raw->line, raw->hash, &has, err))
        return false;
    *wanted = !has;
    return true;
}

static bool add(void *context, const ermine_raw *raw, const ermine_facts *facts, ermine_error *err)
{
    struct adding *adding = context;
    if (!ermine_store_add(adding->store, raw->source, raw->line, raw->hash, facts, err))
        return false;
    if (++adding->since_commit < commit_every)
        return true;
    adding->since_commit = 0;
    return ermine_store_commit(adding->store, err);
}

int run_add(const struct options *options)
{
    ermine_error err = {0};
    ermine_knowledge *known = knowledge_open(options, &err);
    struct adding adding = {0};
    if (known != NULL)
        adding.store = ermine_store_open(options->arguments[0], true, &err);
    if (adding.store == NULL) {
        ermine_knowledge_free(known);
        return fail(&err);
    }
    struct batch batch = {.known = known,
                          .paths = options->arguments + 1,
                          .path_count = options->argument_count - 1,
                          .threads = options->threads,
                          .quiet = options->quiet,
                          .verbose = options->verbose,
                          .wanted = is_new,
                          .each = add,
                          .context = &adding};
    bool ok = batch_run(&batch, &err) && ermine_store_commit(adding.store, &err);
    int status = ok ? batch_status(&batch) : fail(&err);
    if (ok && !options->quiet)
        fprintf(stderr, "ermine: %zu documents added, %zu known already; %s holds %zu\n",
                batch.done, batch.passed_over, options->arguments[0],
                ermine_store_document_count(adding.store));
    ermine_store_close(adding.store);
    ermine_knowledge_free(known);
    return status;
}
