/* eval_facts.c - ermine eval facts GOLD FACTS…: facts against gold graphs. */
#include "cli/cli.h"
#include "cli/table.h"

#include <stdio.h>
#include <string.h>

enum { most_languages = 28 }; /* columns of the table of misses */

static bool add_facts(void *context, const ermine_raw *raw, const ermine_facts *facts,
                      ermine_error *err)
{
    (void)raw;
    return ermine_evaluation_add(context, facts, err);
}

/* One line: what is verbatim may hold line feeds. */
static void write_line(ermine_sink *sink, const char *text)
{
    for (size_t length; *text != '\0'; text += length) {
        length = strcspn(text, "\r\n\t");
        ermine_sink_write(sink, text, length);
        if (text[length] != '\0') {
            ermine_sink_text(sink, " ");
            length++;
        }
    }
}

static void write_part(ermine_sink *sink, const char *before, const char *text, const char *after)
{
    if (text == NULL || *text == '\0')
        return;
    ermine_sink_text(sink, before);
    write_line(sink, text);
    ermine_sink_text(sink, after);
}

static void write_misses(const ermine_evaluation *evaluation, ermine_sink *sink)
{
    for (size_t i = 0; i < ermine_evaluation_document_count(evaluation); i++) {
        const char *document = ermine_evaluation_document(evaluation, i).label;
        for (size_t k = 0; k < ermine_evaluation_miss_count(evaluation, i); k++) {
            const ermine_miss *miss = ermine_evaluation_miss(evaluation, i, k);
            ermine_sink_format(sink, "%-15s  %s", ermine_miss_name(miss->kind), document);
            write_part(sink, "  - ", miss->wanted, "");
            write_part(sink, "  + ", miss->found, "");
            write_part(sink, "  «", miss->evidence, "»");
            ermine_sink_text(sink, "\n");
        }
    }
    ermine_sink_text(sink, "\n");
}

/* Misses of a kind, of a language or, when it is NULL, of all. */
static size_t count_misses(const ermine_evaluation *evaluation, ermine_miss_kind kind,
                           const char *language)
{
    size_t count = 0;
    for (size_t i = 0; i < ermine_evaluation_document_count(evaluation); i++) {
        if (language != NULL &&
            strcmp(ermine_evaluation_document(evaluation, i).language, language) != 0)
            continue;
        for (size_t k = 0; k < ermine_evaluation_miss_count(evaluation, i); k++)
            count += ermine_evaluation_miss(evaluation, i, k)->kind == kind;
    }
    return count;
}

/* A row a kind, a column a language. */
static bool write_miss_counts(const ermine_evaluation *evaluation, ermine_sink *sink,
                              ermine_error *err)
{
    char align[most_languages + 3] = "l";
    struct table table = {.align = align};
    size_t languages = ermine_evaluation_language_count(evaluation);
    if (languages > most_languages)
        languages = most_languages;
    memset(align + 1, 'r', languages + 1);
    bool ok = table_add(&table, err, "misses");
    for (size_t i = 0; ok && i < languages; i++)
        ok = table_add(&table, err, "%s", ermine_evaluation_language(evaluation, i).label);
    ok = ok && table_add(&table, err, "all");
    for (ermine_miss_kind kind = 0; ok && kind < ERMINE_MISS_KINDS; kind++) {
        ok = table_add(&table, err, "%s", ermine_miss_name(kind));
        for (size_t i = 0; ok && i < languages; i++)
            ok = table_add(
                &table, err, "%zu",
                count_misses(evaluation, kind, ermine_evaluation_language(evaluation, i).label));
        ok = ok && table_add(&table, err, "%zu", count_misses(evaluation, kind, NULL));
    }
    if (ok)
        table_write(&table, sink);
    table_free(&table);
    ermine_sink_text(sink, "\n");
    return ok;
}

static bool add_bins(struct table *table, const ermine_facts_score *score, ermine_error *err)
{
    bool ok = true;
    for (size_t bin = 0; ok && bin < ERMINE_CONFIDENCE_BINS; bin++)
        if (score->ties[bin] > 0)
            ok = table_add(table, err, "%s", score->label) &&
                 table_add(table, err, "%.1f-%.1f", (double)bin / ERMINE_CONFIDENCE_BINS,
                           (double)(bin + 1) / ERMINE_CONFIDENCE_BINS) &&
                 table_add(table, err, "%zu", score->ties[bin]) &&
                 table_add(table, err, "%zu", score->ties_right[bin]) &&
                 table_add(table, err, "%.2f",
                           (double)score->ties_right[bin] / (double)score->ties[bin]);
    return ok;
}

/* Of the ties given a confidence, what share is right. */
static bool write_confidence(const ermine_evaluation *evaluation, ermine_sink *sink,
                             ermine_error *err)
{
    struct table table = {.align = "llrrr"};
    bool ok = table_add(&table, err, "language") && table_add(&table, err, "confidence") &&
              table_add(&table, err, "ties") && table_add(&table, err, "right") &&
              table_add(&table, err, "share");
    for (size_t i = 0; ok && i < ermine_evaluation_language_count(evaluation); i++) {
        ermine_facts_score score = ermine_evaluation_language(evaluation, i);
        ok = add_bins(&table, &score, err);
    }
    ermine_facts_score all = ermine_evaluation_all(evaluation);
    ok = ok && add_bins(&table, &all, err);
    if (ok)
        table_write(&table, sink);
    table_free(&table);
    ermine_sink_text(sink, "\n");
    return ok;
}

static bool add_shares(struct table *table, const ermine_score *score, ermine_error *err)
{
    return table_add(table, err, "%.3f", ermine_score_precision(score)) &&
           table_add(table, err, "%.3f", ermine_score_recall(score)) &&
           table_add(table, err, "%.3f", ermine_score_f1(score));
}

static bool add_score(struct table *table, const ermine_facts_score *score, ermine_error *err)
{
    return table_add(table, err, "%s", score->label) && add_shares(table, &score->entities, err) &&
           add_shares(table, &score->typed, err) && add_shares(table, &score->relations, err) &&
           add_shares(table, &score->pairs, err) &&
           table_add(table, err, "%.3f",
                     score->statuses == 0
                         ? 0
                         : (double)score->statuses_right / (double)score->statuses) &&
           table_add(table, err, "%zu/%zu", score->amounts_right, score->amounts) &&
           table_add(table, err, "%zu/%zu", score->passages_right, score->passages);
}

/* Languages, documents, and all of them in the last line. */
static bool write_scores(const ermine_evaluation *evaluation, ermine_sink *sink, ermine_error *err)
{
    static const char *const heads[] = {
        "scores", "entities P", "R",       "F1", "typed P", "R",      "F1",      "relations P",
        "R",      "F1",         "pairs P", "R",  "F1",      "status", "amounts", "evidence"};
    struct table table = {.align = "lrrrrrrrrrrrrrrr"};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof heads / sizeof *heads; i++)
        ok = table_add(&table, err, "%s", heads[i]);
    for (size_t i = 0; ok && i < ermine_evaluation_language_count(evaluation); i++) {
        ermine_facts_score score = ermine_evaluation_language(evaluation, i);
        ok = add_score(&table, &score, err);
    }
    for (size_t i = 0; ok && i < ermine_evaluation_document_count(evaluation); i++) {
        ermine_facts_score score = ermine_evaluation_document(evaluation, i);
        ok = add_score(&table, &score, err);
    }
    ermine_facts_score all = ermine_evaluation_all(evaluation);
    ok = ok && add_score(&table, &all, err);
    if (ok)
        table_write(&table, sink);
    table_free(&table);
    return ok;
}

static bool write_report(const struct options *options, const ermine_evaluation *evaluation,
                         ermine_error *err)
{
    ermine_sink *sink = output_open(options, err);
    if (sink == NULL)
        return false;
    if (options->verbose)
        write_misses(evaluation, sink);
    if (write_miss_counts(evaluation, sink, err) && write_confidence(evaluation, sink, err) &&
        write_scores(evaluation, sink, err))
        return ermine_sink_close(sink, err);
    ermine_sink_abandon(sink);
    return false;
}

/* The documents of --texts, to look for evidence in. Bad ones are left to what mines them. */
static bool add_texts(const char *folder, const ermine_knowledge *known,
                      ermine_evaluation *evaluation, ermine_error *err)
{
    ermine_reader *reader = ermine_reader_new(&folder, 1, err);
    bool ok = reader != NULL;
    ermine_raw *raw = NULL;
    ermine_read result;
    ermine_error bad = {0};
    while (ok && (result = ermine_reader_next(reader, &raw, &bad)) != ERMINE_READ_END) {
        if (result == ERMINE_READ_ONE) {
            ermine_document *document = ermine_document_parse(known, raw, &bad);
            ok = document == NULL || ermine_evaluation_add_text(evaluation, document, err);
            ermine_document_free(document);
            ermine_raw_free(raw);
        }
        bad = (ermine_error){0};
    }
    ermine_reader_free(reader);
    return ok;
}

/* Facts are scored as they are; documents are mined first. */
static int score_inputs(const struct options *options, const ermine_knowledge *known,
                        ermine_evaluation *evaluation, ermine_error *err)
{
    struct batch batch = {.known = known,
                          .paths = options->arguments + 2,
                          .path_count = options->argument_count - 2,
                          .threads = options->threads,
                          .quiet = options->quiet,
                          .each = add_facts,
                          .context = evaluation};
    if (options->texts != NULL && !add_texts(options->texts, known, evaluation, err))
        return EXIT_SYSTEM;
    if (!batch_run(&batch, err))
        return EXIT_SYSTEM;
    size_t empty = ermine_evaluation_empty_count(evaluation);
    if (empty > 0 && !options->quiet)
        fprintf(stderr, "ermine: no facts came for %zu of the %zu documents with a gold graph\n",
                empty, ermine_evaluation_document_count(evaluation));
    return batch_status(&batch);
}

int eval_facts(const struct options *options)
{
    if (options->argument_count < 3)
        return usage_error("usage: ermine eval facts GOLD FACTS|DOCS…");
    ermine_error err = {0};
    int status = EXIT_DONE;
    ermine_knowledge *known = knowledge_open(options, &err);
    ermine_evaluation *evaluation =
        known == NULL ? NULL : ermine_evaluation_new(known, options->arguments[1], &err);
    if (evaluation != NULL) {
        status = score_inputs(options, known, evaluation, &err);
        if (err.code == ERMINE_OK)
            write_report(options, evaluation, &err);
    }
    ermine_evaluation_free(evaluation);
    ermine_knowledge_free(known);
    return err.code == ERMINE_OK ? status : fail(&err);
}
