/* test_paths.c - first paths and all paths, against trying every one. */
#include "support.h"

enum { n = 7, most_paths = 4000 };

struct trial {
    bool tied[n][n];
    ermine_network *network;
    const char *types[n];
};

static void make_trial(const ermine_knowledge *known, unsigned seed, struct trial *trial)
{
    static char line[20000];
    unsigned random = seed * 2654435761u;
    size_t at = (size_t)sprintf(line, "{\"document\":\"d\",\"entities\":[");
    for (size_t i = 0; i < n; i++) {
        trial->types[i] = (seed + i) % 3 == 0 ? "lab" : "company";
        at += (size_t)sprintf(line + at, "%s{\"id\":\"n%zu\",\"name\":\"n%zu\",\"type\":\"%s\"}",
                              i == 0 ? "" : ",", i, i, trial->types[i]);
    }
    at += (size_t)sprintf(line + at, "],\"relations\":[");
    bool first = true;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            random = random * 1103515245u + 12345u;
            trial->tied[i][k] = trial->tied[k][i] = (random >> 16) % 5 < 2;
            if (!trial->tied[i][k])
                continue;
            at += (size_t)sprintf(line + at,
                                  "%s{\"subject\":\"n%zu\",\"relation\":\"%s\",\"object\":\"n%zu\","
                                  "\"confidence\":%g,\"evidence\":\"e\"}",
                                  first ? "" : ",", i,
                                  (random >> 20) % 2 == 0 ? "partners_with" : "owns", k,
                                  (double)((random >> 8) % 8 + 1) / 10);
            first = false;
        }
    }
    sprintf(line + at, "]}");
    trial->network = network_of(known, NULL, (const char *const[]){line, NULL});
}

struct found {
    double distance, weight;
    size_t ties;
    bool passes; /* a lab on the way */
};

static double weight_of(const struct trial *trial, size_t a, size_t b)
{
    for (size_t i = 0; i < ermine_network_tie_count(trial->network); i++) {
        const ermine_tie *tie = ermine_network_tie(trial->network, i);
        if ((tie->subject == a && tie->object == b) || (tie->subject == b && tie->object == a))
            return tie->weight;
    }
    fail_msg("no tie");
    return 0;
}

static void try_all(const struct trial *trial, size_t at, size_t to, bool *met, struct found now,
                    struct found *all, size_t *count)
{
    if (at == to) {
        all[(*count)++] = now;
        return;
    }
    met[at] = true;
    for (size_t next = 0; next < n; next++) {
        if (met[next] || !trial->tied[at][next])
            continue;
        double weight = weight_of(trial, at, next);
        bool lab = next != to && strcmp(trial->types[next], "lab") == 0;
        try_all(trial, next, to, met,
                (struct found){now.distance + 1 / weight, now.weight + weight, now.ties + 1,
                               now.passes || lab},
                all, count);
    }
    met[at] = false;
}

static int by_ties(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->ties != b->ties)
        return a->ties < b->ties ? -1 : 1;
    return (a->weight < b->weight) - (a->weight > b->weight);
}

static int by_distance(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    return (a->distance > b->distance) - (a->distance < b->distance);
}

static void check_path(const struct trial *trial, const ermine_path *path, size_t a, size_t b)
{
    assert_int_equal(path->nodes[0], a);
    assert_int_equal(path->nodes[path->length - 1], b);
    for (size_t i = 1; i < path->length; i++) {
        assert_true(trial->tied[path->nodes[i - 1]][path->nodes[i]]);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(path->nodes[i], path->nodes[k]);
    }
}

static void compare_trial(const struct trial *trial, size_t wanted, size_t longest, bool strongest,
                          const char *through)
{
    static struct found all[most_paths];
    size_t count = 0, kept = 0;
    bool met[n] = {false};
    try_all(trial, 0, n - 1, met, (struct found){0}, all, &count);
    for (size_t i = 0; i < count; i++)
        if ((through == NULL || all[i].passes) && (longest == 0 || all[i].ties <= longest))
            all[kept++] = all[i];
    qsort(all, kept, sizeof *all, strongest ? by_distance : by_ties);
    kept = longest == 0 && kept > wanted ? wanted : kept;
    ermine_path_options options = {.count = longest == 0 ? wanted : 0,
                                   .strongest = strongest,
                                   .longest = longest,
                                   .through = through};
    ermine_error err = {0};
    ermine_paths *paths = ermine_network_paths(trial->network, 0, n - 1, &options, &err);
    assert_int_equal(paths == NULL, kept == 0);
    if (paths == NULL) {
        assert_int_equal(err.code, ERMINE_ENOTFOUND);
        return;
    }
    assert_int_equal(paths->count, kept);
    for (size_t i = 0; i < kept; i++) {
        check_path(trial, &paths->paths[i], 0, n - 1);
        if (strongest) {
            assert_close(paths->paths[i].distance, all[i].distance, 1e-6);
        } else {
            assert_int_equal(paths->paths[i].length - 1, all[i].ties);
            assert_close(paths->paths[i].weight, all[i].weight, 1e-6);
        }
        for (size_t k = 0; k < i; k++)
            assert_true(paths->paths[i].length != paths->paths[k].length ||
                        memcmp(paths->paths[i].nodes, paths->paths[k].nodes,
                               paths->paths[i].length * sizeof(size_t)) != 0);
    }
    ermine_paths_free(paths);
}

static void first_paths_are_those_of_trying_all(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct trial trial;
        make_trial(*state, seed, &trial);
        for (size_t wanted = 1; wanted <= 9; wanted += 4)
            for (int strongest = 0; strongest < 2; strongest++)
                for (int through = 0; through < 2; through++)
                    compare_trial(&trial, wanted, 0, strongest, through ? "lab" : NULL);
        ermine_network_free(trial.network);
    }
}

static void all_paths_are_those_of_trying_all(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct trial trial;
        make_trial(*state, seed, &trial);
        for (size_t longest = 1; longest < n; longest++)
            compare_trial(&trial, 0, longest, longest % 2, longest % 3 == 0 ? "lab" : NULL);
        ermine_network_free(trial.network);
    }
}

static void what_is_to_be_avoided_is_not_met(void **state)
{
    for (unsigned seed = 1; seed <= 60; seed++) {
        struct trial trial;
        make_trial(*state, seed, &trial);
        const size_t avoid = 3;
        ermine_path_options options = {.count = 20,
                                       .avoid = &avoid,
                                       .avoid_count = 1,
                                       .avoid_relations = (const char *const[]){"owns", NULL}};
        ermine_paths *paths = ermine_network_paths(trial.network, 0, n - 1, &options, NULL);
        for (size_t i = 0; paths != NULL && i < paths->count; i++) {
            for (size_t k = 0; k < paths->paths[i].length; k++)
                assert_int_not_equal(paths->paths[i].nodes[k], avoid);
            for (size_t k = 1; k < paths->paths[i].length; k++) {
                bool partners = false;
                size_t count, a = paths->paths[i].nodes[k - 1], b = paths->paths[i].nodes[k];
                const size_t *ties = ermine_network_ties_of(trial.network, a, &count);
                for (size_t t = 0; t < count; t++) {
                    const ermine_tie *tie = ermine_network_tie(trial.network, ties[t]);
                    partners |= (tie->subject == b || tie->object == b) &&
                                strcmp(tie->relation, "partners_with") == 0;
                }
                assert_true(partners);
            }
        }
        ermine_paths_free(paths);
        ermine_network_free(trial.network);
    }
}

static void a_limit_says_that_there_is_more(void **state)
{
    struct trial trial;
    make_trial(*state, 4, &trial);
    ermine_path_options options = {.count = 2, .longest = 6};
    ermine_paths *paths = ermine_network_paths(trial.network, 0, n - 1, &options, NULL);
    assert_non_null(paths);
    assert_int_equal(paths->count, 2);
    assert_true(paths->more);
    ermine_paths_free(paths);
    ermine_network_free(trial.network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_paths_are_those_of_trying_all),
        cmocka_unit_test(all_paths_are_those_of_trying_all),
        cmocka_unit_test(what_is_to_be_avoided_is_not_met),
        cmocka_unit_test(a_limit_says_that_there_is_more),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
