/* rank.h - the parts of ermine rank. */
#ifndef CLI_RANK_H
#define CLI_RANK_H

#include "cli/print.h"

/* --explain: the ties that carry the rank of one entity. */
void rank_explain(struct session *session, const char *name, enum output_format format,
                  ermine_sink *sink);
/* --ties: ties by the shortest ways they carry. */
void rank_ties(struct session *session, enum output_format format, ermine_sink *sink);
/* A value of a measure as a table shows it. */
void rank_format(const struct session *session, const char *measure, double value, char *text,
                 size_t size);

#endif
