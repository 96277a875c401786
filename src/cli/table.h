/* table.h - rows of cells, aligned for a terminal. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "ermine/error.h"
#include "ermine/sink.h"

#include <stdbool.h>

struct table {
    const char *align; /* a letter a column: 'l' or 'r' */
    char **cells;      /* row after row */
    size_t count, capacity;
};

/* Adds the next cell; its text is copied. */
bool table_add(struct table *table, ermine_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void table_write(const struct table *table, ermine_sink *sink);
void table_free(struct table *table);

#endif
