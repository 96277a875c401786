/* document.c - one input to a document: decoded, stripped of markup and noise, its language known. */
#include "ermine/document.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "base/jsonflat.h"
#include "base/utf8.h"
#include "knowledge/knowledge.h"
#include "text/clean.h"
#include "text/encoding.h"
#include "text/html.h"
#include "text/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { longest_id = 200 };

struct parsed {
    ermine_document open;
    struct arena *arena;
    char *text;
};

/* What is known of the document beside its text. */
struct about {
    const char *id, *title, *date, *url, *language;
};

void ermine_document_free(ermine_document *document)
{
    if (document == NULL)
        return;
    struct parsed *parsed = (struct parsed *)document;
    free(parsed->text);
    arena_free(parsed->arena);
    free(parsed);
}

/* "news/seed-000.txt.gz" -> "seed-000"; of a JSON line, "news-12". */
static void default_id(const ermine_raw *raw, char id[longest_id])
{
    const char *slash = strrchr(raw->source, '/');
    const char *name = slash == NULL ? raw->source : slash + 1;
    size_t length = strlen(name);
    static const char *const suffixes[] = {".gz", ".zst", ".txt", ".html", ".htm", ".jsonl"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t size = strlen(suffixes[i]);
        if (length > size && strncmp(name + length - size, suffixes[i], size) == 0)
            length -= size;
    }
    if (length > longest_id - 24)
        length = utf8_floor(name, longest_id - 24);
    if (raw->line > 0)
        snprintf(id, longest_id, "%.*s-%zu", (int)length, name, raw->line);
    else
        snprintf(id, longest_id, "%.*s", (int)length, name);
}

static bool copy(struct parsed *parsed, const char **to, const char *from, ermine_error *err)
{
    if (from == NULL || *from == '\0')
        return true;
    *to = arena_string(parsed->arena, from, err);
    return *to != NULL;
}

/* A language the packs know, or the one the letters say. */
static const char *choose_language(const ermine_knowledge *known, const char *said,
                                   const struct clean_text *clean)
{
    char code[3] = "";
    const char *found = language_of(clean->text, clean->length);
    if (said != NULL && strlen(said) >= 2)
        snprintf(code, sizeof code, "%.2s", said);
    const struct pack *pack = knowledge_pack(known, code);
    /* a page in Chinese that says "en" of itself is common; its letters do not lie */
    if (pack != NULL && strcmp(pack->language, found) == 0)
        return pack->language;
    return found;
}

static ermine_document *finish(const ermine_knowledge *known, const ermine_raw *raw,
                               const char *text, size_t length, const struct about *about,
                               ermine_error *err)
{
    struct clean_text clean;
    char id[longest_id];
    if (!clean_text(&clean, known->noise, text, length, about->title, about->date, err))
        return NULL;
    struct parsed *parsed = calloc(1, sizeof *parsed);
    if (parsed == NULL) {
        free(clean.text);
        error_memory(err);
        return NULL;
    }
    parsed->text = clean.text;
    parsed->open.text = clean.text;
    parsed->open.length = clean.length;
    parsed->arena = arena_new(err);
    default_id(raw, id);
    bool ok = parsed->arena != NULL &&
              copy(parsed, &parsed->open.id, about->id != NULL ? about->id : id, err) &&
              copy(parsed, &parsed->open.source, raw->source, err) &&
              copy(parsed, &parsed->open.title, clean.title, err) &&
              copy(parsed, &parsed->open.date, clean.date, err) &&
              copy(parsed, &parsed->open.url, about->url, err);
    if (ok)
        parsed->open.language = choose_language(known, about->language, &clean);
    if (ok && clean.length == 0)
        ok = raw->line > 0
                 ? error_set(err, ERMINE_EINPUT, "%s:%zu: no text in it", raw->source, raw->line)
                 : error_set(err, ERMINE_EINPUT, "%s: no text in it", raw->source);
    if (ok)
        return &parsed->open;
    ermine_document_free(&parsed->open);
    return NULL;
}

static ermine_document *parse_html(const ermine_knowledge *known, const ermine_raw *raw,
                                   const char *text, size_t length, struct about about,
                                   ermine_error *err)
{
    struct html_page page;
    if (!html_read(&page, known->noise, text, length, raw->source, err))
        return NULL;
    if (about.title == NULL)
        about.title = page.title;
    if (about.date == NULL)
        about.date = page.date;
    if (about.url == NULL)
        about.url = page.url;
    if (about.language == NULL)
        about.language = page.language;
    ermine_document *document = finish(known, raw, page.text, page.length, &about, err);
    free(page.text);
    return document;
}

/* Finishes a document of the text of a JSON string, which may have NULs in it, as crawled text does: they go. */
static ermine_document *finish_string(const ermine_knowledge *known, const ermine_raw *raw,
                                      const char *text, size_t length, const struct about *about,
                                      ermine_error *err)
{
    size_t kept = 0;
    if (memchr(text, '\0', length) == NULL)
        return finish(known, raw, text, length, about, err);
    char *clean = malloc(length);
    if (clean == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\0')
            clean[kept++] = text[i];
    ermine_document *document = finish(known, raw, clean, kept, about, err);
    free(clean);
    return document;
}

/* A line that the quick reader did not take. */
static ermine_document *parse_tree(const ermine_knowledge *known, const ermine_raw *raw,
                                   ermine_error *err)
{
    json_error_t why;
    json_t *root = json_loadb(raw->bytes, raw->length, JSON_ALLOW_NUL, &why);
    ermine_document *document = NULL;
    struct about about = {.id = json_member(root, "id"),
                          .title = json_member(root, "title"),
                          .date = json_member(root, "date"),
                          .url = json_member(root, "url"),
                          .language = json_member(root, "language")};
    const json_t *text = json_object_get(root, "text");
    if (!json_is_object(root))
        error_set_at(err, ERMINE_EINPUT, root == NULL ? (size_t)why.position : 0,
                     "%s:%zu: not a JSON object: %s", raw->source, raw->line,
                     root == NULL ? why.text : "another kind of value");
    else if (!json_is_string(text))
        error_set(err, ERMINE_EINPUT, "%s:%zu: no \"text\"; a document line needs one", raw->source,
                  raw->line);
    else
        document = finish_string(known, raw, json_string_value(text), json_string_length(text),
                                 &about, err);
    json_decref(root);
    return document;
}

static ermine_document *parse_json(const ermine_knowledge *known, const ermine_raw *raw,
                                   ermine_error *err)
{
    enum { ID, TITLE, DATE, URL, LANGUAGE, TEXT, member_count };
    struct json_text members[member_count] = {
        [ID] = {.name = "id"},   [TITLE] = {.name = "title"}, [DATE] = {.name = "date"},
        [URL] = {.name = "url"}, [TEXT] = {.name = "text"},   [LANGUAGE] = {.name = "language"}};
    char *room = malloc(raw->length + 1);
    if (room == NULL) {
        error_memory(err);
        return NULL;
    }
    ermine_document *document;
    if (json_flat_read(raw->bytes, raw->length, members, member_count, room) &&
        members[TEXT].value != NULL) {
        struct about about = {members[ID].value, members[TITLE].value, members[DATE].value,
                              members[URL].value, members[LANGUAGE].value};
        document = finish(known, raw, members[TEXT].value, members[TEXT].length, &about, err);
    } else {
        document = parse_tree(known, raw, err);
    }
    free(room);
    return document;
}

/* A graph that came by a name or a way that does not tell: its markup is no news. */
static bool is_graph(const char *text, size_t length)
{
    return memmem(text, length < 1000 ? length : 1000, "<graphml", 8) != NULL;
}

ermine_document *ermine_document_parse(const ermine_knowledge *known, const ermine_raw *raw,
                                       ermine_error *err)
{
    if (raw->format == ERMINE_FORMAT_JSON)
        return parse_json(known, raw, err);
    if (raw->length == 0) {
        error_set(err, ERMINE_EINPUT, "%s: empty", raw->source);
        return NULL;
    }
    size_t length;
    char *text = encoding_decode(raw->bytes, raw->length, raw->source, &length, err);
    if (text == NULL)
        return NULL;
    if (is_graph(text, length)) {
        error_set(err, ERMINE_EINPUT, "%s: a graph; it is read from a file named .graphml",
                  raw->source);
        free(text);
        return NULL;
    }
    struct about about = {0};
    ermine_document *document = raw->format == ERMINE_FORMAT_HTML
                                    ? parse_html(known, raw, text, length, about, err)
                                    : finish(known, raw, text, length, &about, err);
    free(text);
    return document;
}
