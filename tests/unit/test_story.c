/* Stories over a map: what they name is found, and what is wrong is said with its place. */
#include "support.h"

#include "draw/story.h"

#include <unistd.h>

static const char *const lines[] = {
    "{'document':'d','entities':[{'id':'softbank','name':'SoftBank','type':'investor','mentions':[{"
    "'text':'软银'}]},{'id':'openai','name':'OpenAI','type':'lab','mentions':[]},{'id':'arm',"
    "'name':'Arm','type':'chipmaker','mentions':[]}],'relations':[{'subject':'softbank','relation':"
    "'invests_in','object':'openai','status':'current','confidence':0.9,'evidence':{'text':'x'}},{"
    "'subject':'softbank','relation':'owns','object':'openai','status':'current','confidence':0.9,"
    "'evidence':{'text':'x'}},{'subject':'arm','relation':'partners_with','object':'openai',"
    "'status':'current','confidence':0.9,'evidence':{'text':'x'}}]}",
    NULL};

/* Reads `text`, with single quotes for double ones, as a story file called story.json. */
static bool read_text(const ermine_knowledge *known, const char *text, struct story *story,
                      struct arena **arena, ermine_network **network, ermine_error *err)
{
    char folder[] = "/tmp/storyXXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/story.json", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (const char *c = text; *c != '\0'; c++)
        fputc(*c == '\'' ? '"' : *c, file);
    fclose(file);
    *network = network_of(known, NULL, lines);
    *arena = arena_new(NULL);
    assert_non_null(*arena);
    bool ok = story_read(story, path, *network, *arena, err);
    unlink(path);
    rmdir(folder);
    return ok;
}

static void assert_refused(const ermine_knowledge *known, const char *text, const char *why)
{
    struct story story;
    struct arena *arena;
    ermine_network *network;
    ermine_error err = {0};
    assert_false(read_text(known, text, &story, &arena, &network, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    if (strstr(err.message, why) == NULL || strstr(err.message, "story.json") == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
    arena_free(arena);
    ermine_network_free(network);
}

static void names_of_any_language_are_found(void **state)
{
    struct story story;
    struct arena *arena;
    ermine_network *network;
    ermine_error err = {0};
    if (!read_text(
            *state,
            "{'title':'T','steps':[{'title':'One','text':'Text','nodes':['arm','软银'],'ties'"
            ":[{'subject':'OpenAI','object':'СофтБанк'}]},{'title':'Two','text':'Text',"
            "'ties':[{'subject':'openai','relation':'partners_with','object':'Arm'}]}]}",
            &story, &arena, &network, &err))
        fail_msg("%s", err.message);
    assert_string_equal(story.title, "T");
    assert_int_equal(story.count, 2);
    assert_string_equal(story.steps[0].title, "One");
    assert_int_equal(story.steps[0].node_count, 2);
    assert_string_equal(ermine_network_node(network, story.steps[0].nodes[1])->id, "softbank");
    assert_int_equal(story.steps[0].tie_count, 2); /* whichever way they point */
    assert_int_equal(story.steps[1].tie_count, 1); /* symmetric: either order */
    assert_string_equal(ermine_network_tie(network, story.steps[1].ties[0])->relation,
                        "partners_with");
    arena_free(arena);
    ermine_network_free(network);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    const ermine_knowledge *known = *state;
    assert_refused(known, "{'steps':[\n{'title':}]}", "story.json:2");
    assert_refused(known, "[]", "must be an object");
    assert_refused(known, "{}", "\"steps\"");
    assert_refused(known, "{'steps':{}}", "\"steps\"");
    assert_refused(known, "{'steps':[7]}", "steps[0]: must be an object");
    assert_refused(known, "{'steps':[{'title':'a','text':'b'},{'title':'a'}]}",
                   "steps[1]: \"text\"");
    assert_refused(known, "{'steps':[{'title':'a','text':'b','node':[]}]}",
                   "steps[0]: no member \"node\"");
    assert_refused(known, "{'steps':[{'title':'a','text':'b','nodes':'arm'}]}", "steps[0].nodes");
    assert_refused(known, "{'steps':[{'title':'a','text':'b','nodes':['arm','Nobody']}]}",
                   "steps[0].nodes[1]: the map shows no entity called \"Nobody\"");
    assert_refused(known, "{'steps':[{'title':'a','text':'b','nodes':[3]}]}", "steps[0].nodes[0]");
    assert_refused(known, "{'steps':[{'title':'a','text':'b','ties':[{'subject':'arm'}]}]}",
                   "steps[0].ties[0].object");
    assert_refused(
        known,
        "{'steps':[{'title':'a','text':'b','ties':[{'subject':'arm','object':'softbank'}]}]}",
        "steps[0].ties[0]: the map shows no tie");
    assert_refused(known,
                   "{'steps':[{'title':'a','text':'b','ties':[{'subject':'openai','relation':"
                   "'invests_in','object':'softbank'}]}]}",
                   "no tie invests_in from \"openai\" to \"softbank\"");
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    struct story story;
    struct arena *arena = arena_new(NULL);
    ermine_error err = {0};
    assert_false(story_read(&story, "/nowhere/story.json", NULL, arena, &err));
    assert_non_null(strstr(err.message, "/nowhere/story.json"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_any_language_are_found),
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
