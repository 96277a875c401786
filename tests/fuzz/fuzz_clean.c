/* fuzz_clean.c - any bytes as a document: clean UTF-8 without NUL comes out, or an error that says something. */
#define FUZZ_FORMAT ERMINE_FORMAT_TEXT
#include "fuzz_document.h"
