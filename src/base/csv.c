#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c == 0x7F;
}

void csv_write_cell(ermine_sink *sink, const char *text)
{
    bool formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
    bool quoted = formula || strpbrk(text, ",;\"\n\r\t") != NULL;
    if (quoted)
        ermine_sink_text(sink, formula ? "\"'" : "\"");
    while (*text != '\0') {
        const char *from = text;
        while (*text != '\0' && *text != '"' && !is_control(*text))
            text++;
        ermine_sink_write(sink, from, (size_t)(text - from));
        if (*text == '"')
            ermine_sink_text(sink, "\"\"");
        text += *text != '\0';
    }
    if (quoted)
        ermine_sink_text(sink, "\"");
}
