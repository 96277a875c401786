/* csv.h - cells of tables that spreadsheets open. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "ermine/sink.h"

/* Quoted where it must be; what a spreadsheet would run as a formula begins with an apostrophe, controls that are
 * no white space are left out. */
void csv_write_cell(ermine_sink *sink, const char *text);

#endif
