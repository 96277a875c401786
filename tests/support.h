/* support.h - what the unit tests share. */
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ermine/ermine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void assert_close(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance))
        fail_msg("%.12g is not %.12g", value, wanted);
}

/* The repository's own knowledge, kept as the state of a group of tests. */
static inline int load_knowledge(void **state)
{
    ermine_error err = {0};
    *state = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_ALL, &err);
    if (*state == NULL)
        print_error("%s\n", err.message);
    return *state == NULL;
}

static inline int free_knowledge(void **state)
{
    ermine_knowledge_free(*state);
    return 0;
}

/* A network of lines of facts, with single quotes for double ones; ends with NULL. */
static inline ermine_network *network_of(const ermine_knowledge *known, const ermine_filter *filter,
                                         const char *const *lines)
{
    ermine_error err = {0};
    ermine_network_builder *builder = ermine_network_builder_new(known, filter, &err);
    assert_non_null(builder);
    for (; *lines != NULL; lines++) {
        char *line = strdup(*lines);
        assert_non_null(line);
        for (char *c = line; *c != '\0'; c++)
            if (*c == '\'')
                *c = '"';
        ermine_facts *facts = ermine_facts_read(line, strlen(line), "test", &err);
        if (facts == NULL)
            fail_msg("%s", err.message);
        assert_true(ermine_network_builder_add(builder, facts, &err));
        ermine_facts_free(facts);
        free(line);
    }
    ermine_network *network = ermine_network_builder_finish(builder, &err);
    assert_non_null(network);
    return network;
}

static inline size_t find(const ermine_network *network, const char *name)
{
    size_t node = ermine_network_find(network, name);
    assert_int_not_equal(node, ERMINE_NONE);
    return node;
}

#endif
