#include "facts/amount.h"

#include "knowledge/knowledge.h"

#include <stdio.h>
#include <string.h>

static const struct unit *unit_of(const struct schema *schema, double value, const char *language)
{
    for (size_t i = 0; i < schema->unit_count; i++)
        if (strcmp(schema->units[i].language, language) == 0 && value >= schema->units[i].value)
            return &schema->units[i];
    return NULL;
}

/* Three digits, and all of those before the point. */
static void write_number(double value, char *out, size_t size)
{
    if (value >= 999.5)
        snprintf(out, size, "%.0f", value);
    else
        snprintf(out, size, "%.3g", value);
}

void amount_write(const ermine_knowledge *known, double value, double low, const char *currency,
                  const char *language, char *out, size_t size)
{
    out[0] = '\0';
    if (!(value > 0))
        return;
    const struct currency *money = schema_currency(&known->schema, currency);
    const struct unit *unit = unit_of(&known->schema, value, language == NULL ? "en" : language);
    double scale = unit == NULL ? 1 : unit->value;
    char high_text[32], low_text[32] = "";
    write_number(value / scale, high_text, sizeof high_text);
    if (low > 0 && low < value)
        write_number(low / scale, low_text, sizeof low_text);
    const char *symbol = money == NULL ? (currency == NULL ? "" : currency) : money->symbol;
    bool spelled = symbol[0] >= 'A' && symbol[0] <= 'Z' && strlen(symbol) == 3; /* "AED 5bn" */
    snprintf(out, size, "%s%s%s%s%s%s", symbol, spelled ? " " : "", low_text,
             low_text[0] == '\0' ? "" : "–", high_text, unit == NULL ? "" : unit->text);
}
