/* noise.h - the words of page noise, from noise.json. */
#ifndef KNOWLEDGE_NOISE_H
#define KNOWLEDGE_NOISE_H

#include "text/clean.h"

struct noise_rules *noise_load(const char *path, ermine_error *err); /* owned */
void noise_free(struct noise_rules *rules);                          /* NULL is allowed */

#endif
