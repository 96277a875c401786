/* eval.c - ermine eval mentions|pairs|facts …: how good the models are on annotated text. */
#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static void print_score(const ermine_score *score)
{
    printf("%s %.4f %.4f %.4f\n", score->label, ermine_score_precision(score),
           ermine_score_recall(score), ermine_score_f1(score));
}

static void add_score(ermine_score *all, const ermine_score *score)
{
    all->annotated += score->annotated;
    all->found += score->found;
    all->right += score->right;
}

static int eval_mentions(const struct options *options, const ermine_knowledge *known)
{
    ermine_error err = {0};
    ermine_score scores[ERMINE_MENTION_LABELS], all = {.label = "all"};
    if (!ermine_evaluate_mentions(known, options->language, options->arguments[1], scores, &err))
        return fail(&err);
    for (size_t i = 0; i < ERMINE_MENTION_LABELS; i++) {
        print_score(&scores[i]);
        if (i + 1 == ERMINE_MENTION_LABELS)
            break; /* the last, MISC, is not counted: sources do not agree on it */
        add_score(&all, &scores[i]);
    }
    print_score(&all);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_SYSTEM;
}

static int eval_pairs(const struct options *options, const ermine_knowledge *known)
{
    ermine_error err = {0};
    ermine_score all = {.label = "all"};
    ermine_scores *scores = ermine_evaluate_pairs(known, options->language, options->arguments[1],
                                                  options->model, &err);
    if (scores == NULL)
        return fail(&err);
    for (size_t i = 0; i < ermine_scores_count(scores); i++) {
        const ermine_score *score = ermine_scores_item(scores, i);
        print_score(score);
        add_score(&all, score);
    }
    print_score(&all);
    ermine_scores_free(scores);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_SYSTEM;
}

int run_eval(const struct options *options)
{
    const char *kind = options->arguments[0];
    bool pairs = strcmp(kind, "pairs") == 0;
    if (strcmp(kind, "facts") == 0)
        return eval_facts(options);
    if (!pairs && strcmp(kind, "mentions") != 0)
        return usage_error("eval %s: must be mentions, pairs or facts", kind);
    if (options->language == NULL)
        return usage_error("eval %s of which language? Give --lang zh, ru or en", kind);
    ermine_error err = {0};
    ermine_knowledge *known = ermine_knowledge_load(NULL, ERMINE_MODELS_ALL, &err);
    int status = known == NULL ? fail(&err) : (pairs ? eval_pairs : eval_mentions)(options, known);
    ermine_knowledge_free(known);
    return status;
}
