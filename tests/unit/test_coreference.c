/* Who is meant: pronouns, descriptions, short forms and names in two scripts, through the public interface. */
#include "support.h"

struct expected {
    const char *language, *text;
    const char *subject, *relation, *object; /* ids */
};

static ermine_facts *facts_of(void *known, const char *language, const char *text)
{
    ermine_error err = {0};
    ermine_document document = {.id = "test",
                                .source = "test",
                                .date = "2025-03-10",
                                .language = language,
                                .text = text,
                                .length = strlen(text)};
    ermine_facts *facts = ermine_facts_extract(known, &document, &err);
    if (facts == NULL)
        fail_msg("%s", err.message);
    return facts;
}

static bool has_tie(const ermine_facts *facts, const char *subject, const char *relation,
                    const char *object)
{
    for (size_t i = 0; i < ermine_facts_relation_count(facts); i++) {
        const ermine_relation *tie = ermine_facts_relation(facts, i);
        if (strcmp(tie->relation, relation) == 0 &&
            strcmp(ermine_facts_entity(facts, tie->subject)->id, subject) == 0 &&
            strcmp(ermine_facts_entity(facts, tie->object)->id, object) == 0)
            return true;
    }
    return false;
}

static void assert_ties(void *known, const struct expected *all, size_t count, bool wanted)
{
    for (size_t i = 0; i < count; i++) {
        ermine_facts *facts = facts_of(known, all[i].language, all[i].text);
        if (has_tie(facts, all[i].subject, all[i].relation, all[i].object) != wanted)
            fail_msg("%s: %s %s %s %s", all[i].text, wanted ? "no" : "but", all[i].subject,
                     all[i].relation, all[i].object);
        ermine_facts_free(facts);
    }
}
#define ASSERT_TIES(known, all, wanted) assert_ties(known, all, sizeof all / sizeof *all, wanted)

/* The entity one of whose forms is `form`. */
static const ermine_entity *entity_of(const ermine_facts *facts, const char *form)
{
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++) {
        const ermine_entity *entity = ermine_facts_entity(facts, i);
        for (size_t k = 0; k < entity->mention_count; k++)
            if (strcmp(entity->mentions[k].text, form) == 0)
                return entity;
    }
    fail_msg("no entity is called %s", form);
    return NULL;
}

struct two_forms {
    const char *language, *text, *a, *b;
};

static void assert_same(void *known, const struct two_forms *all, size_t count, bool same)
{
    for (size_t i = 0; i < count; i++) {
        ermine_facts *facts = facts_of(known, all[i].language, all[i].text);
        if ((entity_of(facts, all[i].a) == entity_of(facts, all[i].b)) != same)
            fail_msg("%s: %s and %s", all[i].text, all[i].a, all[i].b);
        ermine_facts_free(facts);
    }
}
#define ASSERT_SAME(known, all, same) assert_same(known, all, sizeof all / sizeof *all, same)

static void a_plural_stands_for_the_two_named_together(void **state)
{
    static const struct expected all[] = {
        {"en", "Nvidia and Arm signed a pact. The two companies acquired Mistral.", "nvidia",
         "acquires", "mistral"},
        {"en", "Nvidia and Arm signed a pact. The two companies acquired Mistral.", "arm",
         "acquires", "mistral"},
        {"en", "Nvidia met Arm in May. Both firms acquired Mistral.", "arm", "acquires", "mistral"},
        {"en", "Nvidia met Arm in May. The pair acquired Mistral.", "nvidia", "acquires",
         "mistral"},
        {"en", "Nvidia and Arm signed a pact with Intel. They acquired Mistral.", "arm", "acquires",
         "mistral"},
        {"ru", "Nvidia и Arm подписали соглашение. Обе компании купили Mistral.", "nvidia",
         "acquires", "mistral"},
        {"ru", "Nvidia и Arm подписали соглашение. Стороны купили Mistral.", "arm", "acquires",
         "mistral"},
        {"zh", "英伟达与Arm签署协议。两家公司收购了Mistral。", "nvidia", "acquires", "mistral"},
        {"zh", "英伟达与Arm签署协议。双方收购了Mistral。", "arm", "acquires", "mistral"},
        {"zh", "英伟达与Arm签署协议。二者收购了Mistral。", "arm", "acquires", "mistral"},
    };
    ASSERT_TIES(*state, all, true);
}

static void a_plural_in_doubt_stands_for_nobody(void **state)
{
    static const struct expected all[] = {
        {"en", "Nvidia, Arm and Intel met. Both companies acquired Mistral.", "intel", "acquires",
         "mistral"},
        {"en", "Nvidia praised Arm and later Intel. They acquired Mistral.", "nvidia", "acquires",
         "mistral"},
        {"zh", "英伟达、Arm和英特尔会面。两家公司收购了Mistral。", "nvidia", "acquires", "mistral"},
    };
    ASSERT_TIES(*state, all, false);
}

static void the_former_and_the_latter_are_told_apart(void **state)
{
    static const struct expected all[] = {
        {"en", "Microsoft praised Nvidia. Then the former acquired Mistral.", "microsoft",
         "acquires", "mistral"},
        {"en", "Microsoft praised Nvidia. Then the latter acquired Mistral.", "nvidia", "acquires",
         "mistral"},
        {"ru", "Microsoft похвалила Nvidia. Последняя купила Mistral.", "nvidia", "acquires",
         "mistral"},
        {"ru", "Microsoft похвалила Nvidia. Первая купила Mistral, вторая — Intel.", "microsoft",
         "acquires", "mistral"},
        {"zh", "微软赞扬了英伟达。前者收购了Mistral。", "microsoft", "acquires", "mistral"},
        {"zh", "微软赞扬了英伟达。后者收购了Mistral。", "nvidia", "acquires", "mistral"},
    };
    ASSERT_TIES(*state, all, true);
}

static void a_first_without_a_second_is_a_number(void **state)
{
    static const struct expected all[] = {{"ru",
                                           "Microsoft похвалила Nvidia. Первая купила Mistral.",
                                           "microsoft", "acquires", "mistral"}};
    ASSERT_TIES(*state, all, false);
}

static void a_pronoun_agrees_in_gender(void **state)
{
    static const struct expected all[] = {
        {"en", "Maria Orlova met Oliver Tarn. She joined Nvidia.", "maria-orlova", "works_for",
         "nvidia"},
        {"en", "Maria Orlova met Oliver Tarn. He joined Nvidia.", "oliver-tarn", "works_for",
         "nvidia"},
        {"en", "Mr Quillon met Ms Pembury. She joined Nvidia.", "pembury", "works_for", "nvidia"},
        {"ru", "Аналитик Анна Мазур встретила аналитика Олега Тарнова. Она перешла в Nvidia.",
         "анна-мазур", "works_for", "nvidia"},
        {"zh", "分析师张丽娜女士见到了分析师王强先生。她加入了英伟达。", "张丽娜", "works_for",
         "nvidia"},
    };
    ASSERT_TIES(*state, all, true);
}

static void a_description_agrees_in_type_and_country(void **state)
{
    static const struct expected all[] = {
        {"en", "Nvidia met SoftBank. The investor acquired Mistral.", "softbank", "acquires",
         "mistral"},
        {"en", "Nvidia met SoftBank. The chipmaker acquired Mistral.", "nvidia", "acquires",
         "mistral"},
        {"en", "Nvidia met ASML and Intel. The Dutch company acquired Mistral.", "asml", "acquires",
         "mistral"},
        {"zh", "英伟达会见了软银。该投资机构收购了Mistral。", "softbank", "acquires", "mistral"},
        {"zh", "英伟达会见了软银。这家芯片公司收购了Mistral。", "nvidia", "acquires", "mistral"},
    };
    ASSERT_TIES(*state, all, true);
}

static void a_noun_means_what_it_described_before(void **state)
{
    static const struct expected all[] = {
        {"en",
         "Nvidia praised the carmaker Marimo and SoftBank. On Monday the carmaker acquired "
         "Mistral.",
         "marimo", "acquires", "mistral"},
        {"ru", "Nvidia похвалила завод «Рубин» и холдинг «Топаз». Завод купил компанию Mistral.",
         "рубин", "acquires", "mistral"},
    };
    ASSERT_TIES(*state, all, true);
}

static void short_forms_join_their_names(void **state)
{
    static const struct two_forms all[] = {
        {"ru", "Аналитик Денис Тарнов пришёл. Аналитик Д. Тарнов ушёл.", "Денис Тарнов",
         "Д. Тарнов"},
        {"ru", "Аналитик Зоя Мазур пришла. Аналитик Зоя Павловна ушла.", "Зоя Мазур",
         "Зоя Павловна"},
        {"ru", "Компания «Балтика-Мотор» выросла. Акции компании «Балтики» дороже.",
         "Балтика-Мотор", "Балтики"},
        {"ru", "Компания «Полярная звезда» выросла. Акции компании «Звезда» дороже.",
         "Полярная звезда", "Звезда"},
        {"en", "The analyst Jensen Quall spoke. The analyst J. Quall left.", "Jensen Quall",
         "J. Quall"},
    };
    ASSERT_SAME(*state, all, true);
}

static void persons_are_not_joined_without_evidence(void **state)
{
    static const struct two_forms all[] = {
        {"ru", "Аналитик Алла Мазур пришла к аналитику Алле Тарновой. Аналитик Алла Павловна ушла.",
         "Алла Мазур", "Алла Павловна"},
        {"en", "The analyst Oliver Tarn spoke. The analyst M. Tarn left.", "Oliver Tarn",
         "M. Tarn"},
        {"ru", "Аналитик Сергей Мазур пришёл. Аналитик Сергей Зинкевич ушёл.", "Сергей Мазур",
         "Сергей Зинкевич"},
        {"en", "The analyst Oliver Tarn met the analyst Marta Tarn.", "Oliver Tarn", "Marta Tarn"},
    };
    ASSERT_SAME(*state, all, false);
}

static void names_in_two_scripts_that_sound_alike_are_one(void **state)
{
    static const struct two_forms all[] = {
        {"ru", "Компания «Мундбрик» выросла. Акции компании Mundbrick дороже.", "Мундбрик",
         "Mundbrick"},
        {"ru", "Аналитик Оливер Кастерн пришёл. Аналитик Oliver Castern ушёл.", "Оливер Кастерн",
         "Oliver Castern"},
    };
    ASSERT_SAME(*state, all, true);
}

static void names_in_two_scripts_that_may_be_others_stay_apart(void **state)
{
    static const struct two_forms all[] = {
        {"ru", "Компания «Магнит» выросла. Акции компании Morgate дороже.", "Магнит", "Morgate"},
        /* two sound so */
        {"ru", "Компания «Мундбрик» выросла. Акции компаний Mundbrick и Muntbrig дороже.",
         "Мундбрик", "Mundbrick"},
    };
    ASSERT_SAME(*state, all, false);
}

/* Registry and patterns alone: what models learn is measured, not tested here. */
static int load_rules(void **state)
{
    *state = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_NONE, NULL);
    return *state == NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plural_stands_for_the_two_named_together),
        cmocka_unit_test(a_plural_in_doubt_stands_for_nobody),
        cmocka_unit_test(the_former_and_the_latter_are_told_apart),
        cmocka_unit_test(a_first_without_a_second_is_a_number),
        cmocka_unit_test(a_pronoun_agrees_in_gender),
        cmocka_unit_test(a_description_agrees_in_type_and_country),
        cmocka_unit_test(a_noun_means_what_it_described_before),
        cmocka_unit_test(short_forms_join_their_names),
        cmocka_unit_test(persons_are_not_joined_without_evidence),
        cmocka_unit_test(names_in_two_scripts_that_sound_alike_are_one),
        cmocka_unit_test(names_in_two_scripts_that_may_be_others_stay_apart),
    };
    return cmocka_run_group_tests(tests, load_rules, free_knowledge);
}
