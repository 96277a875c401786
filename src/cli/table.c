#include "cli/table.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

/* Columns `text` takes on a terminal: Chinese characters take two. */
static size_t text_columns(const char *text)
{
    size_t columns = 0, length = strlen(text);
    for (size_t at = 0; at < length;) {
        UChar32 code = (UChar32)utf8_decode(text, length, &at);
        int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
        int8_t type = u_charType(code);
        if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
            continue;
        columns += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
    }
    return columns;
}

bool table_add(struct table *table, ermine_error *err, const char *format, ...)
{
    char *cell = NULL;
    va_list args;
    va_start(args, format);
    int length = vasprintf(&cell, format, args);
    va_end(args);
    if (length < 0)
        return error_memory(err);
    if (ARRAY_PUSH(&table->cells, &table->count, &table->capacity, cell, err))
        return true;
    free(cell);
    return false;
}

static void pad(ermine_sink *sink, size_t columns)
{
    while (columns-- > 0)
        ermine_sink_text(sink, " ");
}

void table_write(const struct table *table, ermine_sink *sink)
{
    size_t columns = strlen(table->align), widths[32] = {0};
    for (size_t i = 0; i < table->count; i++) {
        size_t width = text_columns(table->cells[i]);
        if (width > widths[i % columns])
            widths[i % columns] = width;
    }
    for (size_t i = 0; i < table->count; i++) {
        size_t column = i % columns, space = widths[column] - text_columns(table->cells[i]);
        bool last = column + 1 == columns, right = table->align[column] == 'r';
        if (right)
            pad(sink, space);
        ermine_sink_text(sink, table->cells[i]);
        if (!right && !last)
            pad(sink, space);
        ermine_sink_text(sink, last ? "\n" : "  ");
    }
}

void table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (struct table){0};
}
