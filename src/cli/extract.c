/* extract.c - ermine extract DOCS…: facts, one line a document. */
#include "cli/cli.h"

#include <unistd.h>

static bool write_facts(void *context, const ermine_raw *raw, const ermine_facts *facts,
                        ermine_error *err)
{
    (void)raw;
    ermine_sink *sink = context;
    ermine_facts_write(facts, sink);
    return ermine_sink_flush(sink, err);
}

/* The cleaned texts, one after another: what the offsets of the facts point into. */
static int print_texts(const struct options *options, const ermine_knowledge *known,
                       ermine_sink *sink, ermine_error *err)
{
    ermine_reader *reader = ermine_reader_new(options->arguments, options->argument_count, err);
    if (reader == NULL)
        return EXIT_SYSTEM;
    struct batch counts = {0};
    ermine_raw *raw;
    ermine_read result;
    ermine_error bad = {0};
    while ((result = ermine_reader_next(reader, &raw, &bad)) != ERMINE_READ_END) {
        ermine_document *document =
            result == ERMINE_READ_ONE ? ermine_document_parse(known, raw, &bad) : NULL;
        if (document != NULL) {
            ermine_sink_write(sink, document->text, document->length);
            counts.done++;
        } else {
            fail(&bad);
            counts.bad++;
        }
        ermine_document_free(document);
        ermine_raw_free(raw);
        bad = (ermine_error){0};
    }
    ermine_reader_free(reader);
    return batch_status(&counts);
}

int run_extract(const struct options *options)
{
    ermine_error err = {0};
    ermine_knowledge *known = knowledge_open(options, &err);
    ermine_sink *sink = known == NULL ? NULL : output_open(options, &err);
    if (sink == NULL) {
        ermine_knowledge_free(known);
        return fail(&err);
    }
    int status = EXIT_DONE;
    if (options->text) {
        status = print_texts(options, known, sink, &err);
    } else {
        struct batch batch = {.known = known,
                              .paths = options->arguments,
                              .path_count = options->argument_count,
                              .threads = options->threads,
                              .quiet = options->quiet ||
                                       (options->output == NULL && isatty(STDOUT_FILENO)),
                              .verbose = options->verbose,
                              .each = write_facts,
                              .context = sink};
        if (batch_run(&batch, &err))
            status = batch_status(&batch);
    }
    if (err.code != ERMINE_OK)
        ermine_sink_abandon(sink);
    else
        ermine_sink_close(sink, &err);
    ermine_knowledge_free(known);
    return err.code == ERMINE_OK ? status : fail(&err);
}
