/* Classifiers: learning, the file, and given pairs from their files to scores. */
#include "support.h"

#include "knowledge/model.h"
#include "train/softmax.h"

#include <unistd.h>

static void temporary(char path[32], const char *text)
{
    strcpy(path, "/tmp/ermine-pairs-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}

/* 300 examples: feature 10 + label, one all share, and noise. */
static void learn_three_labels(const char *path, size_t most_bytes)
{
    static const char *const labels[] = {"", "buys>", "sells"};
    struct softmax_data data = {0};
    struct softmax_settings settings = {.least_count = 2,
                                        .epochs = 8,
                                        .rate = 0.02,
                                        .decay = 1e-4,
                                        .one_threshold = true,
                                        .most_bytes = most_bytes};
    ermine_error err = {0};
    double f1 = 0;
    for (uint32_t i = 0; i < 300; i++) {
        uint32_t features[] = {10 + i % 3, 99, 1000 + i * 7 % 50};
        assert_true(softmax_add(&data, features, 3, i % 3, i / 3, 1, &err));
    }
    assert_true(softmax_train(&data, labels, 3, &settings, path, &f1, &err));
    assert_true(f1 > 0.99);
    softmax_data_free(&data);
}

static void a_learned_model_tells_its_labels_apart(void **state)
{
    (void)state;
    char path[32];
    ermine_error err = {0};
    struct model model;
    temporary(path, "");
    learn_three_labels(path, 0);
    assert_true(model_load(&model, path, &err));
    unlink(path);
    assert_int_equal(model.class_count, 3);
    assert_string_equal(model.labels[0], "");
    assert_string_equal(model.labels[1], "buys>");
    assert_string_equal(model.labels[2], "sells");
    for (uint32_t k = 0; k < 3; k++) {
        uint32_t features[] = {10 + k, 99, 123456789}; /* the last was never met */
        float sums[model_most_width];
        double p[model_most_classes];
        model_sums(&model, features, 3, sums);
        model_softmax(sums, 3, p);
        assert_true(p[k] > 0.6);
        assert_close(p[0] + p[1] + p[2], 1, 1e-9);
    }
    uint32_t unmet[] = {123456789, 0};
    float sums[model_most_width];
    model_sums(&model, unmet, 2, sums);
    for (size_t k = 0; k < 3; k++)
        assert_close((double)sums[k], 0, 0);
    model_free(&model);
}

static void a_model_keeps_to_its_size_and_loses_what_weighs_least(void **state)
{
    (void)state;
    char path[32];
    ermine_error err = {0};
    struct model model;
    temporary(path, "");
    learn_three_labels(path, 3 * 8 * (2 + 16));
    assert_true(model_load(&model, path, &err));
    unlink(path);
    assert_int_equal(model.buckets, 3);
    for (uint32_t k = 0; k < 3; k++) {
        uint32_t feature = 10 + k;
        float sums[model_most_width];
        model_sums(&model, &feature, 1, sums);
        assert_true(sums[k] > 0.1f);
    }
    model_free(&model);
}

static void a_damaged_model_is_refused_and_a_missing_one_is_none(void **state)
{
    (void)state;
    char path[32];
    struct model model;
    ermine_error err = {0};
    temporary(path, "");
    learn_three_labels(path, 0);
    assert_int_equal(truncate(path, 200), 0);
    assert_false(model_load(&model, path, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_null(model.mapped);
    err = (ermine_error){0};
    assert_int_equal(truncate(path, 20), 0); /* no labels left */
    assert_false(model_load(&model, path, &err));
    unlink(path);
    err = (ermine_error){0};
    assert_true(model_load(&model, path, &err));
    assert_null(model.mapped);
}

static void models_stand_one_behind_another_in_a_file(void **state)
{
    (void)state;
    static const char *const labels[] = {"", "tied"};
    char path[32];
    ermine_error err = {0};
    struct softmax_settings settings = {.least_count = 1, .epochs = 4, .rate = 0.05};
    temporary(path, "");
    ermine_sink *sink = ermine_sink_file(path, &err);
    for (uint32_t base = 10; base <= 20; base += 10) {
        struct softmax_data data = {0};
        double f1;
        for (uint32_t i = 0; i < 40; i++) {
            uint32_t feature = base + i % 2;
            assert_true(softmax_add(&data, &feature, 1, i % 2, i, 1, &err));
        }
        assert_true(softmax_learn(&data, labels, 2, &settings, sink, &f1, &err));
        softmax_data_free(&data);
    }
    assert_true(ermine_sink_close(sink, &err));
    struct model first, second, third;
    assert_true(model_load(&first, path, &err));
    assert_true(model_load_next(&second, &first, path, &err));
    float sums[model_most_width];
    model_sums(&first, &(uint32_t){11}, 1, sums);
    assert_true(sums[1] > sums[0]);
    model_sums(&second, &(uint32_t){11}, 1, sums); /* it never met that one */
    assert_close((double)sums[1], 0, 0);
    model_sums(&second, &(uint32_t){21}, 1, sums);
    assert_true(sums[1] > sums[0]);
    assert_false(model_load_next(&third, &second, path, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    model_free(&second);
    model_free(&first);
    unlink(path);
}

/* Two passages of each kind, both directions listed: the labels are chosen so that only the text tells them apart. */
static void write_passages(char path[32])
{
    static const char *const names[] = {"东方航空", "上海建工", "紫光集团", "美国运通",
                                        "江苏井神", "安记食品", "中国石化", "万科地产"};
    char text[20000] = "";
    size_t size = 0;
    for (size_t i = 0; i < 40; i++) {
        const char *a = names[i % 8], *b = names[(i * 3 + 1) % 8];
        if (a == b)
            b = names[(i + 2) % 8];
        static const char *const verbs[] = {"昨日收购了", "昨日起诉了", "与", "被收购方"};
        static const char *const labels[][2] = {
            {"收购", "被收购"}, {"纠纷", "纠纷"}, {"unknown", "unknown"}, {"被收购", "收购"}};
        size += (size_t)snprintf(
            text + size, sizeof text - size,
            "{\"text\":\"%s%s%s。\",\"entities\":[{\"start\":0,\"end\":4,\"type\":\"ORG\"},"
            "{\"start\":%d,\"end\":%d,\"type\":\"ORG\"}],\"relations\":[{\"head\":0,\"tail\":1,"
            "\"label\":\"%s\"},{\"head\":1,\"tail\":0,\"label\":\"%s\"}]}\n",
            a, verbs[i % 4], b,
            i % 4 == 2   ? 5
            : i % 4 == 3 ? 8
                         : 9,
            i % 4 == 2   ? 9
            : i % 4 == 3 ? 12
                         : 13,
            labels[i % 4][0], labels[i % 4][1]);
    }
    temporary(path, text);
}

static const ermine_score *score_of(const ermine_scores *scores, const char *label)
{
    for (size_t i = 0; i < ermine_scores_count(scores); i++)
        if (strcmp(ermine_scores_item(scores, i)->label, label) == 0)
            return ermine_scores_item(scores, i);
    return NULL;
}

static ermine_scores *evaluate(const ermine_knowledge *known, const char *text, const char *model)
{
    char path[32];
    ermine_error err = {0};
    temporary(path, text);
    ermine_scores *scores = ermine_evaluate_pairs(known, "zh", path, model, &err);
    unlink(path);
    if (scores == NULL)
        fail_msg("%s", err.message);
    return scores;
}

static void given_pairs_are_learned_in_both_directions(void **state)
{
    char files[32], model[32];
    ermine_error err = {0};
    ermine_training training;
    write_passages(files);
    temporary(model, "");
    const char *const inputs[] = {files};
    assert_true(ermine_train_pairs(*state, "zh", inputs, 1, model, &training, &err));
    assert_int_equal(training.documents, 40);
    assert_int_equal(training.pairs, 40);
    assert_int_equal(training.positive, 30);
    assert_true(training.f1 > 0.9);

    /* Names never met; of three pairs one is listed with the wrong label, and of one a single direction. */
    ermine_scores *scores = evaluate(
        *state,
        "{\"text\":\"海南橡胶昨日收购了贵州茅台。\",\"entities\":[{\"start\":0,\"end\":4},"
        "{\"start\":9,\"end\":13}],\"relations\":[{\"head\":0,\"tail\":1,\"label\":\"收购\"},"
        "{\"head\":1,\"tail\":0,\"label\":\"被收购\"}]}\n"
        "{\"text\":\"海南橡胶昨日收购了贵州茅台。\",\"entities\":[{\"start\":9,\"end\":13},"
        "{\"start\":0,\"end\":4}],\"relations\":[{\"head\":0,\"tail\":1,\"label\":\"被收购\"},"
        "{\"head\":0,\"tail\":1,\"label\":\"交易\"}]}\n"
        "{\"text\":\"海南橡胶昨日起诉了贵州茅台。\",\"entities\":[{\"start\":0,\"end\":4},"
        "{\"start\":9,\"end\":13}],\"relations\":[{\"head\":0,\"tail\":1,\"label\":\"unknown\"}]}"
        "\n",
        model);
    assert_int_equal(ermine_scores_count(scores), 4); /* no line for unknown */
    const ermine_score *passive = score_of(scores, "被收购"), *active = score_of(scores, "收购");
    assert_int_equal(passive->annotated, 2);
    assert_int_equal(passive->found, 2);
    assert_int_equal(passive->right, 2);
    assert_int_equal(active->annotated, 1);
    assert_int_equal(active->right, 1);
    assert_int_equal(score_of(scores, "交易")->annotated, 1);
    assert_int_equal(score_of(scores, "交易")->found, 0);
    assert_int_equal(score_of(scores, "纠纷")->found, 1);
    assert_int_equal(score_of(scores, "纠纷")->annotated, 0);
    ermine_scores_free(scores);
    unlink(files);
    unlink(model);
}

static void the_graph_s_own_model_takes_the_head_for_the_subject(void **state)
{
    ermine_scores *scores = evaluate(
        *state,
        "{\"text\":\"OpenAI首席执行官萨姆·奥特曼。\",\"entities\":[{\"start\":0,\"end\":6},"
        "{\"start\":11,\"end\":17}],\"relations\":[{\"head\":1,\"tail\":0,\"label\":\"leads\"},"
        "{\"head\":0,\"tail\":1,\"label\":\"none\"}]}\n",
        NULL);
    assert_int_equal(ermine_scores_count(scores), 1);
    const ermine_score *score = ermine_scores_item(scores, 0);
    assert_string_equal(score->label, "leads");
    assert_int_equal(score->annotated, 1);
    assert_int_equal(score->found, 1);
    assert_int_equal(score->right, 1);
    ermine_scores_free(scores);
}

static void a_bad_line_is_named(void **state)
{
    static const char *const lines[] = {
        "\n{\"text\":\"软银\",\"entities\":[{\"start\":0,\"end\":3}],\"relations\":[]}\n",
        "\n{\"text\":\"软银\",\"relations\":[{\"head\":0,\"tail\":1,\"label\":\"x\"}]}\n",
        "\n{\"text\":\"软银\"\n"};
    for (size_t i = 0; i < 3; i++) {
        char path[32], place[40];
        ermine_error err = {0};
        temporary(path, lines[i]);
        snprintf(place, sizeof place, "%s:2: ", path);
        assert_null(ermine_evaluate_pairs(*state, "zh", path, NULL, &err));
        unlink(path);
        assert_int_equal(err.code, ERMINE_EINPUT);
        assert_int_equal(strncmp(err.message, place, strlen(place)), 0);
    }
    ermine_error err = {0};
    assert_null(ermine_evaluate_pairs(*state, "zh", "/dev/null", "no-such-model", &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_learned_model_tells_its_labels_apart),
        cmocka_unit_test(a_model_keeps_to_its_size_and_loses_what_weighs_least),
        cmocka_unit_test(models_stand_one_behind_another_in_a_file),
        cmocka_unit_test(a_damaged_model_is_refused_and_a_missing_one_is_none),
        cmocka_unit_test(given_pairs_are_learned_in_both_directions),
        cmocka_unit_test(the_graph_s_own_model_takes_the_head_for_the_subject),
        cmocka_unit_test(a_bad_line_is_named)};
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
