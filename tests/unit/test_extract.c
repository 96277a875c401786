/* The extractor through its public interface: sentences whose right answer is beyond doubt. */
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

static const ermine_relation *find_tie(const ermine_facts *facts, const struct expected *wanted)
{
    for (size_t i = 0; i < ermine_facts_relation_count(facts); i++) {
        const ermine_relation *tie = ermine_facts_relation(facts, i);
        const char *subject = ermine_facts_entity(facts, tie->subject)->id;
        const char *object = ermine_facts_entity(facts, tie->object)->id;
        if (strcmp(tie->relation, wanted->relation) == 0 && strcmp(subject, wanted->subject) == 0 &&
            strcmp(object, wanted->object) == 0)
            return tie;
    }
    return NULL;
}

static const ermine_entity *find_entity(const ermine_facts *facts, const char *id)
{
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++)
        if (strcmp(ermine_facts_entity(facts, i)->id, id) == 0)
            return ermine_facts_entity(facts, i);
    return NULL;
}

static void plain_ties_are_found_in_three_languages(void **state)
{
    static const struct expected all[] = {
        {"en", "Microsoft acquired GitHub in 2018.", "microsoft", "acquires", "github"},
        {"en", "Mistral was acquired by Nvidia last week.", "nvidia", "acquires", "mistral"},
        {"en", "OpenAI CEO Sam Altman spoke on Monday.", "sam-altman", "leads", "openai"},
        {"en", "SoftBank invested $2bn in Intel.", "softbank", "invests_in", "intel"},
        {"ru", "SoftBank вложил $2 млрд в Intel.", "softbank", "invests_in", "intel"},
        {"ru", "Гендиректор OpenAI Сэм Альтман выступил в понедельник.", "sam-altman", "leads",
         "openai"},
        {"ru", "Nvidia купила компанию Mistral.", "nvidia", "acquires", "mistral"},
        {"zh", "软银向英特尔投资20亿美元。", "softbank", "invests_in", "intel"},
        {"zh", "英伟达收购了Mistral。", "nvidia", "acquires", "mistral"},
        {"zh", "OpenAI首席执行官奥特曼周一发表讲话。", "sam-altman", "leads", "openai"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        if (find_tie(facts, &all[i]) == NULL)
            fail_msg("%s: no %s %s %s", all[i].text, all[i].subject, all[i].relation,
                     all[i].object);
        ermine_facts_free(facts);
    }
}

static void evidence_is_the_document_s_own_text(void **state)
{
    static const struct expected tie = {"zh", "据悉,软银向英特尔投资20亿美元。其他公司没有消息。",
                                        "softbank", "invests_in", "intel"};
    ermine_facts *facts = facts_of(*state, tie.language, tie.text);
    const ermine_relation *found = find_tie(facts, &tie);
    assert_non_null(found);
    const ermine_mention *evidence = &found->evidence;
    assert_int_equal(evidence->span.end - evidence->span.start, strlen(evidence->text));
    assert_memory_equal(tie.text + evidence->span.start, evidence->text, strlen(evidence->text));
    assert_close(found->amount, 2e9, 0.5);
    assert_string_equal(found->currency, "USD");
    assert_int_equal(found->status, ERMINE_REPORTED);
    ermine_facts_free(facts);
}

struct with_status {
    struct expected tie;
    ermine_status status;
};

static void assert_statuses(void *known, const struct with_status *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ermine_facts *facts = facts_of(known, all[i].tie.language, all[i].tie.text);
        const ermine_relation *found = find_tie(facts, &all[i].tie);
        if (found == NULL || found->status != all[i].status)
            fail_msg("%s: %s", all[i].tie.text,
                     found == NULL ? "no tie" : ermine_status_name(found->status));
        ermine_facts_free(facts);
    }
}

static void wording_tells_the_status(void **state)
{
    static const struct with_status all[] = {
        {{"en", "Nvidia plans to acquire Mistral.", "nvidia", "acquires", "mistral"},
         ERMINE_PLANNED},
        {{"en", "Nvidia denied that it acquired Mistral.", "nvidia", "acquires", "mistral"},
         ERMINE_DENIED},
        {{"en", "Former OpenAI CEO Sam Altman spoke.", "sam-altman", "leads", "openai"},
         ERMINE_ENDED},
        {{"ru", "Nvidia намерена купить компанию Mistral.", "nvidia", "acquires", "mistral"},
         ERMINE_PLANNED},
        {{"en", "Sam Altman, the veteran OpenAI engineer, spoke.", "sam-altman", "works_for",
          "openai"},
         ERMINE_ENDED},
        {{"zh", "英伟达拟收购Mistral。", "nvidia", "acquires", "mistral"}, ERMINE_PLANNED}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_denial_covers_what_stands_before_it(void **state)
{
    static const struct with_status all[] = {
        {{"en", "Reports that Microsoft wants to buy Mistral were denied by Intel.", "microsoft",
          "acquires", "mistral"},
         ERMINE_DENIED},
        {{"en", "Talk that Nvidia would buy Mistral is untrue, a spokesman said.", "nvidia",
          "acquires", "mistral"},
         ERMINE_DENIED},
        {{"ru", "Слухи о покупке Mistral компанией Nvidia опровергли в пресс-службе.", "nvidia",
          "acquires", "mistral"},
         ERMINE_DENIED},
        {{"ru", "Сообщения о том, что Nvidia покупает Mistral, не соответствуют действительности.",
          "nvidia", "acquires", "mistral"},
         ERMINE_DENIED},
        {{"zh", "关于英伟达收购Mistral的传闻被微软否认。", "nvidia", "acquires", "mistral"},
         ERMINE_DENIED},
        {{"zh", "英伟达收购Mistral一事并不属实。", "nvidia", "acquires", "mistral"},
         ERMINE_DENIED}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_denial_refers_back(void **state)
{
    static const struct with_status all[] = {
        {{"en", "Nvidia is to buy Mistral, newspaper reports say. Nvidia denied this.", "nvidia",
          "acquires", "mistral"},
         ERMINE_DENIED},
        {{"en", "Nvidia plans to buy Mistral, Reuters reported. These reports are untrue, it said.",
          "nvidia", "acquires", "mistral"},
         ERMINE_DENIED},
        {{"ru", "По слухам, Nvidia купит Mistral. Nvidia опровергла эту информацию.", "nvidia",
          "acquires", "mistral"},
         ERMINE_DENIED},
        {{"zh", "有报道称英伟达将收购Mistral，英伟达对此予以否认。", "nvidia", "acquires",
          "mistral"},
         ERMINE_DENIED},
        {{"zh", "有报道称英伟达将收购Mistral。对此，英伟达回应称消息不实。", "nvidia", "acquires",
          "mistral"},
         ERMINE_DENIED}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_denial_covers_no_other_tie(void **state)
{
    static const struct with_status all[] = {
        {{"en", "Nvidia denied the report that Intel sued it, and bought Mistral.", "nvidia",
          "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"en", "Nvidia bought Mistral in May. Intel denied that it would sell its foundries.",
          "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"en", "Nvidia bought Mistral in May. Intel denied the report that it would sell plants.",
          "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"ru", "Nvidia купила Mistral. Intel опровергла информацию о продаже своих заводов.",
          "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"ru", "Intel опровергла слухи об увольнениях, а Nvidia купила Mistral.", "nvidia",
          "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"zh", "英特尔否认裁员，而英伟达收购了Mistral。", "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"zh", "英伟达收购了Mistral。英特尔否认将出售工厂。", "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"zh", "英伟达收购了Mistral。市场曾有传闻称华为将收购英特尔，华为对此予以否认。", "nvidia",
          "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"ru",
          "Nvidia купила Mistral. По слухам, Microsoft покупает Intel, но Microsoft опровергла эту "
          "информацию.",
          "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT},
        {{"en", "Nvidia bought Mistral. Reports say Microsoft is buying Intel; it denied this.",
          "nvidia", "acquires", "mistral"},
         ERMINE_CURRENT}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_later_sentence_ends_a_tie(void **state)
{
    static const struct with_status all[] = {
        {{"en", "Sam Altman was the CEO of Mistral. He left in 2019.", "sam-altman", "leads",
          "mistral"},
         ERMINE_ENDED},
        {{"en", "SoftBank owned a stake in Nvidia. It sold its stake in 2019.", "softbank", "owns",
          "nvidia"},
         ERMINE_ENDED},
        {{"ru", "Сэм Альтман был гендиректором Mistral. В 2019 году он покинул пост.", "sam-altman",
          "leads", "mistral"},
         ERMINE_ENDED},
        {{"zh", "奥特曼是Mistral的首席执行官。2019年，他离职。", "sam-altman", "leads", "mistral"},
         ERMINE_ENDED},
        {{"en", "Former Mistral CEO Sam Altman spoke.", "sam-altman", "leads", "mistral"},
         ERMINE_ENDED},
        {{"ru", "Экс-гендиректор Mistral Сэм Альтман выступил.", "sam-altman", "leads", "mistral"},
         ERMINE_ENDED},
        {{"zh", "Mistral前首席执行官奥特曼发表讲话。", "sam-altman", "leads", "mistral"},
         ERMINE_ENDED}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_word_that_holds_a_cue_is_none(void **state)
{
    static const struct with_status all[] = {
        {{"zh", "奥特曼目前担任Mistral首席执行官。", "sam-altman", "leads", "mistral"},
         ERMINE_CURRENT},
        {{"zh", "Mistral前首席执行官奥特曼当前未表态。", "sam-altman", "leads", "mistral"},
         ERMINE_ENDED}};
    assert_statuses(*state, all, sizeof all / sizeof *all);
}

static void a_sum_belongs_to_the_tie_it_is_nearest_to(void **state)
{
    static const struct {
        struct expected tie;
        double amount, low; /* 0: none */
    } all[] = {
        {{"en", "SoftBank invested $2bn in Intel, and Nvidia invested $5bn in Mistral.", "softbank",
          "invests_in", "intel"},
         2e9,
         0},
        {{"en", "SoftBank invested $2bn in Intel, and Nvidia invested $5bn in Mistral.", "nvidia",
          "invests_in", "mistral"},
         5e9,
         0},
        {{"en", "SoftBank invested $2bn in Intel, and Nvidia invested 3bn in Mistral.", "softbank",
          "invests_in", "intel"},
         2e9,
         0},
        {{"en", "Nvidia acquired Mistral, valued at $6bn.", "nvidia", "acquires", "mistral"}, 0, 0},
        {{"ru", "SoftBank вложил 10–12 млрд руб. в Intel.", "softbank", "invests_in", "intel"},
         12e9,
         10e9},
        {{"zh", "软银向英特尔投资20亿美元，英伟达向Mistral投资5亿美元。", "nvidia", "invests_in",
          "mistral"},
         5e8,
         0},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].tie.language, all[i].tie.text);
        const ermine_relation *found = find_tie(facts, &all[i].tie);
        if (found == NULL)
            fail_msg("no tie in %s", all[i].tie.text);
        if (found->amount != all[i].amount || found->amount_low != all[i].low)
            fail_msg("%s: %.0f from %.0f", all[i].tie.text, found->amount, found->amount_low);
        ermine_facts_free(facts);
    }
}

static void a_date_is_told_from_the_document_s(void **state)
{
    /* The document is of Monday, 10 March 2025. */
    static const struct {
        struct expected tie;
        const char *date;
    } all[] = {
        {{"en", "Nvidia acquired Mistral in 2018.", "nvidia", "acquires", "mistral"}, "2018"},
        {{"en", "Nvidia acquired Mistral on 9 February 2024.", "nvidia", "acquires", "mistral"},
         "2024-02-09"},
        {{"en", "Nvidia acquired Mistral yesterday.", "nvidia", "acquires", "mistral"},
         "2025-03-09"},
        {{"en", "Nvidia acquired Mistral on Friday.", "nvidia", "acquires", "mistral"},
         "2025-03-07"},
        {{"en", "Nvidia acquired Mistral last month.", "nvidia", "acquires", "mistral"}, "2025-02"},
        {{"en", "Nvidia acquired Mistral last March.", "nvidia", "acquires", "mistral"}, "2024-03"},
        {{"en", "Nvidia acquired Mistral in the fourth quarter.", "nvidia", "acquires", "mistral"},
         "2024"},
        {{"en", "Nvidia acquired Mistral in Q2 2023.", "nvidia", "acquires", "mistral"}, "2023"},
        {{"ru", "В прошлом году Nvidia купила компанию Mistral.", "nvidia", "acquires", "mistral"},
         "2024"},
        {{"ru", "В минувший четверг Nvidia купила компанию Mistral.", "nvidia", "acquires",
          "mistral"},
         "2025-03-06"},
        {{"ru", "В марте прошлого года Nvidia купила компанию Mistral.", "nvidia", "acquires",
          "mistral"},
         "2024-03"},
        {{"ru", "Во втором полугодии 2021 года Nvidia купила компанию Mistral.", "nvidia",
          "acquires", "mistral"},
         "2021"},
        {{"zh", "英伟达去年底收购了Mistral。", "nvidia", "acquires", "mistral"}, "2024"},
        {{"zh", "今年3月，英伟达收购了Mistral。", "nvidia", "acquires", "mistral"}, "2025-03"},
        {{"zh", "上周五，英伟达收购了Mistral。", "nvidia", "acquires", "mistral"}, "2025-03-07"},
        {{"zh", "本月初，英伟达收购了Mistral。", "nvidia", "acquires", "mistral"}, "2025-03"},
        {{"zh", "2023年上半年，英伟达收购了Mistral。", "nvidia", "acquires", "mistral"}, "2023"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].tie.language, all[i].tie.text);
        const ermine_relation *found = find_tie(facts, &all[i].tie);
        if (found == NULL || found->date == NULL || strcmp(found->date, all[i].date) != 0)
            fail_msg("%s: %s", all[i].tie.text,
                     found == NULL         ? "no tie"
                     : found->date == NULL ? "no date"
                                           : found->date);
        ermine_facts_free(facts);
    }
}

static void posts_have_english_names(void **state)
{
    static const struct {
        struct expected tie;
        const char *role;
    } all[] = {
        {{"en", "Nvidia's chief executive Jensen Huang spoke.", "jensen-huang", "leads", "nvidia"},
         "CEO"},
        {{"en", "Masayoshi Son, the chairwoman of Mistral, spoke.", "masayoshi-son", "leads",
          "mistral"},
         "chairman"},
        {{"en", "Sam Altman is a managing director of Nvidia.", "sam-altman", "leads", "nvidia"},
         "managing director"},
        {{"ru", "Гендиректор Mistral Сэм Альтман выступил.", "sam-altman", "leads", "mistral"},
         "CEO"},
        {{"ru", "Председатель совета директоров Mistral Сэм Альтман выступил.", "sam-altman",
          "leads", "mistral"},
         "chairman"},
        {{"ru", "Финансового директора Mistral Сэма Альтмана уволили.", "sam-altman", "works_for",
          "mistral"},
         "CFO"},
        {{"zh", "Mistral董事长奥特曼发表讲话。", "sam-altman", "leads", "mistral"}, "chairman"},
        {{"zh", "Mistral首席财务官奥特曼发表讲话。", "sam-altman", "works_for", "mistral"}, "CFO"},
        {{"zh", "Mistral总经理奥特曼发表讲话。", "sam-altman", "leads", "mistral"},
         "general manager"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].tie.language, all[i].tie.text);
        const ermine_relation *found = find_tie(facts, &all[i].tie);
        if (found == NULL || found->role == NULL || strcmp(found->role, all[i].role) != 0)
            fail_msg("%s: %s", all[i].tie.text,
                     found == NULL         ? "no tie"
                     : found->role == NULL ? "no role"
                                           : found->role);
        ermine_facts_free(facts);
    }
}

static void a_sum_of_several_is_nobody_s(void **state)
{
    static const struct {
        struct expected tie;
        double amount;
    } all[] = {
        {{"en", "SoftBank and Nvidia jointly invested $2bn in Mistral.", "softbank", "invests_in",
          "mistral"},
         0},
        {{"en", "SoftBank and Nvidia invested $2bn each in Mistral.", "softbank", "invests_in",
          "mistral"},
         2e9},
        {{"zh", "软银和英伟达共同向Mistral投资20亿美元。", "nvidia", "invests_in", "mistral"}, 0},
        {{"zh", "软银向Mistral投资20亿。", "softbank", "invests_in", "mistral"}, 2e9},
        {{"ru", "SoftBank и Nvidia вместе вложили $2 млрд в Mistral.", "nvidia", "invests_in",
          "mistral"},
         0}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].tie.language, all[i].tie.text);
        const ermine_relation *found = find_tie(facts, &all[i].tie);
        if (found == NULL)
            fail_msg("no tie in %s", all[i].tie.text);
        if (found->amount != all[i].amount)
            fail_msg("%s: %.0f", all[i].tie.text, found->amount);
        ermine_facts_free(facts);
    }
}

static void a_negated_tie_is_never_plain(void **state)
{
    static const struct expected all[] = {
        {"en", "Nvidia did not acquire Mistral.", "nvidia", "acquires", "mistral"},
        {"ru", "Nvidia не купила компанию Mistral.", "nvidia", "acquires", "mistral"},
        {"zh", "英伟达没有收购Mistral。", "nvidia", "acquires", "mistral"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        const ermine_relation *found = find_tie(facts, &all[i]);
        if (found != NULL && found->status != ERMINE_DENIED)
            fail_msg("%s: %s", all[i].text, ermine_status_name(found->status));
        ermine_facts_free(facts);
    }
}

static void an_unsaid_object_is_taken_from_the_sentence_before(void **state)
{
    static const struct expected all[] = {
        {"en", "Graphcore is looking for money. Potential buyers include SoftBank and Arm.",
         "softbank", "acquires", "graphcore"},
        {"zh", "Graphcore正在讨论可能的交易。潜在买家包括英国Arm、日本科技巨头SoftBank。", "arm",
         "acquires", "graphcore"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        const ermine_relation *found = find_tie(facts, &all[i]);
        if (found == NULL || found->status != ERMINE_REPORTED)
            fail_msg("%s", all[i].text);
        ermine_facts_free(facts);
    }
}

static void names_in_all_their_forms_are_one_entity(void **state)
{
    ermine_facts *facts =
        facts_of(*state, "ru",
                 "Сэм Альтман встретился с Сон Масаёси. Альтмана ждали. С Альтманом "
                 "приехали юристы «Сбербанка».");
    const ermine_entity *altman = find_entity(facts, "sam-altman");
    assert_non_null(altman);
    assert_int_equal(altman->mention_count, 3);
    assert_non_null(find_entity(facts, "sberbank"));
    ermine_facts_free(facts);
}

static void assert_one_entity(const ermine_facts *facts, const char *id, size_t mentions)
{
    const ermine_entity *entity = find_entity(facts, id);
    if (entity == NULL)
        fail_msg("no entity %s", id);
    if (entity->mention_count != mentions)
        fail_msg("%s has %zu forms", id, entity->mention_count);
}

static void short_forms_join_the_full_name(void **state)
{
    static const struct {
        const char *language, *text, *id;
        size_t forms;
    } all[] = {
        {"en", "The company Talisker Health grew. Shares of Talisker rose.", "talisker-health", 2},
        {"en", "The company Hokuriku Semiconductor Manufacturing grew. The company HSM hired.",
         "hokuriku-semiconductor-manufacturing", 2},
        {"en", "The analyst Rodrigo Urmeneta spoke. The analyst R. Urmeneta left.",
         "rodrigo-urmeneta", 2},
        {"ru", "Компания «Росгранит» выросла. Акции компании «Росгранита» дороже.", "росгранит", 2},
        {"ru", "Завод рад. В компании «Новая волна» ждут. О «Новой волне» говорят.", "новая-волна",
         2},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        assert_one_entity(facts, all[i].id, all[i].forms);
        ermine_facts_free(facts);
    }
}

static void persons_of_one_surname_stay_apart(void **state)
{
    ermine_facts *facts =
        facts_of(*state, "en", "The analyst Oliver Tarn met the analyst Marta Tarn.");
    assert_one_entity(facts, "oliver-tarn", 1);
    assert_one_entity(facts, "marta-tarn", 1);
    ermine_facts_free(facts);
}

static void a_surname_is_no_form_of_a_given_name(void **state)
{
    ermine_facts *facts = facts_of(
        *state, "ru", "Аналитик Пётр Мазур пришёл. Аналитик Пётр Мазуров ушёл к аналитику Мазуру.");
    assert_one_entity(facts, "петр-мазур", 2);
    assert_one_entity(facts, "петр-мазуров", 1);
    ermine_facts_free(facts);
}

static void a_ministry_of_another_country_is_another(void **state)
{
    static const struct {
        const char *language, *text, *id;
    } all[] = {
        {"ru", "Минэнерго Турции одобрило сделку.", "минэнерго-турции"},
        {"ru", "Минэнерго России одобрило сделку.", "minenergo-russia"},
        {"ru", "Датские власти одобрили сделку.", "denmark-government"},
        {"en", "The Danish government owns a half of it.", "denmark-government"},
        {"zh", "丹麦政府批准了交易。", "denmark-government"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        assert_one_entity(facts, all[i].id, 1);
        ermine_facts_free(facts);
    }
}

/* A boss leads the firm, and does not work for it too. */
static void one_post_is_one_tie(void **state)
{
    static const struct {
        const char *language, *text;
    } all[] = {{"en", "Sam Altman, CEO of Mistral, spoke. Mistral CEO Sam Altman left."},
               {"ru", "Гендиректор Mistral Сэм Альтман выступил. Альтман — глава Mistral."},
               {"zh", "Mistral首席执行官奥特曼表示，奥特曼任职于Mistral，担任首席执行官。"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        size_t posts = 0;
        for (size_t k = 0; k < ermine_facts_relation_count(facts); k++) {
            const char *role = ermine_facts_relation(facts, k)->role;
            posts += role != NULL && strcmp(role, "CEO") == 0;
        }
        assert_int_equal(posts, 1);
        ermine_facts_free(facts);
    }
}

static void descriptions_stand_for_what_was_named(void **state)
{
    static const struct expected all[] = {
        {"en", "Nvidia met ASML and Intel in May. On Friday the Dutch company acquired Mistral.",
         "asml", "acquires", "mistral"},
        {"en", "Microsoft praised Nvidia. Then the latter acquired Mistral.", "nvidia", "acquires",
         "mistral"},
        {"zh", "微软赞扬了英伟达。后者收购了Mistral。", "nvidia", "acquires", "mistral"},
        {"zh", "微软赞扬了英伟达。前者收购了Mistral。", "microsoft", "acquires", "mistral"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ermine_facts *facts = facts_of(*state, all[i].language, all[i].text);
        if (find_tie(facts, &all[i]) == NULL)
            fail_msg("%s", all[i].text);
        ermine_facts_free(facts);
    }
}

static void unknown_names_get_a_type_from_what_stands_beside_them(void **state)
{
    ermine_facts *facts = facts_of(*state, "en",
                                   "The venture capital firm Quillon Ventures backed Marimo "
                                   "Robotics, said Oliver Tarn of Airbus Ventures.");
    const ermine_entity *fund = find_entity(facts, "quillon-ventures");
    assert_non_null(fund);
    assert_false(fund->known);
    assert_string_equal(fund->type, "investor");
    const ermine_entity *person = find_entity(facts, "oliver-tarn");
    assert_non_null(person);
    assert_string_equal(person->type, "person");
    assert_non_null(find_entity(facts, "airbus-ventures")); /* not Airbus */
    ermine_facts_free(facts);
}

static void an_ordinary_word_is_no_name_without_its_context(void **state)
{
    ermine_facts *facts =
        facts_of(*state, "en", "He broke his arm and ate an apple on a scale, together with her.");
    assert_int_equal(ermine_facts_entity_count(facts), 0);
    ermine_facts_free(facts);
}

static void a_country_that_only_describes_is_no_entity(void **state)
{
    ermine_facts *facts = facts_of(*state, "ru", "Китайский рынок вырос, сообщила Nvidia.");
    assert_null(find_entity(facts, "china"));
    assert_non_null(find_entity(facts, "nvidia"));
    ermine_facts_free(facts);
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
        cmocka_unit_test(plain_ties_are_found_in_three_languages),
        cmocka_unit_test(evidence_is_the_document_s_own_text),
        cmocka_unit_test(wording_tells_the_status),
        cmocka_unit_test(a_denial_covers_what_stands_before_it),
        cmocka_unit_test(a_denial_refers_back),
        cmocka_unit_test(a_date_is_told_from_the_document_s),
        cmocka_unit_test(posts_have_english_names),
        cmocka_unit_test(a_sum_of_several_is_nobody_s),
        cmocka_unit_test(a_denial_covers_no_other_tie),
        cmocka_unit_test(a_later_sentence_ends_a_tie),
        cmocka_unit_test(a_word_that_holds_a_cue_is_none),
        cmocka_unit_test(a_ministry_of_another_country_is_another),
        cmocka_unit_test(one_post_is_one_tie),
        cmocka_unit_test(a_sum_belongs_to_the_tie_it_is_nearest_to),
        cmocka_unit_test(a_negated_tie_is_never_plain),
        cmocka_unit_test(an_unsaid_object_is_taken_from_the_sentence_before),
        cmocka_unit_test(names_in_all_their_forms_are_one_entity),
        cmocka_unit_test(short_forms_join_the_full_name),
        cmocka_unit_test(persons_of_one_surname_stay_apart),
        cmocka_unit_test(a_surname_is_no_form_of_a_given_name),
        cmocka_unit_test(descriptions_stand_for_what_was_named),
        cmocka_unit_test(unknown_names_get_a_type_from_what_stands_beside_them),
        cmocka_unit_test(an_ordinary_word_is_no_name_without_its_context),
        cmocka_unit_test(a_country_that_only_describes_is_no_entity),
    };
    return cmocka_run_group_tests(tests, load_rules, free_knowledge);
}
