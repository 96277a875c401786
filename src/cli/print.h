/* print.h - ties and names as the commands print them. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/cli.h"

/* "NVIDIA supplies CoreWeave (planned, $2bn, 2024): confidence 0.80, 2 documents", then `passages` pieces of
 * evidence, each with where it stands. */
void print_tie(ermine_sink *sink, const struct session *session, const ermine_tie *tie,
               size_t passages);
/* The tie as a JSON object, with all its evidence. */
void print_tie_json(ermine_sink *sink, const struct session *session, const ermine_tie *tie);
/* The one in the language asked for. */
const char *print_label(const struct session *session, const char *en, const char *ru,
                        const char *zh);
const char *print_relation(const struct session *session, const char *relation);
/* Whether a NULL-terminated list holds the name. */
bool print_listed(const char *const *names, const char *name);
/* ,"key":"text" unless `text` is NULL. */
void print_member(ermine_sink *sink, const char *key, const char *text);

enum output_format { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_CSV, OUTPUT_BAD };
/* The format asked for; OUTPUT_BAD, said on stderr, when it is unknown or CSV where there is none. */
enum output_format output_format(const struct options *options, bool csv);

#endif
