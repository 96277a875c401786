#include "text/html.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    deepest = 1 << 20, /* levels whose marks are kept; deeper elements count as their ancestors */
    most_open = 60     /* containers a block is counted for */
};

enum mark {
    MARK_SKIP = 1,  /* not to be read: script, style */
    MARK_NOISE = 2, /* navigation and the like */
    MARK_LINK = 4,
    MARK_BLOCK = 8,   /* starts and ends a block */
    MARK_ARTICLE = 16 /* says it is the article */
};

struct open_element {
    uint32_t container; /* index of containers, the nearest one */
    uint8_t marks;      /* own and inherited */
    bool own_block;
};

struct container {
    uint32_t parent;
    double prose; /* bytes of text outside links, less those inside */
    bool article;
    bool chosen; /* the article, or inside it */
};

struct block {
    size_t start, end; /* in the text collected */
    uint32_t container;
    uint32_t linked; /* bytes inside links */
    bool noise, heading;
};

struct reader {
    struct html_page *page;
    const struct noise_rules *rules;
    struct open_element *open; /* depth + 1 of them, but no more than `deepest` */
    size_t open_count, open_capacity;
    size_t depth;
    char *text;
    size_t count, capacity;
    struct block *blocks;
    size_t block_count, block_capacity;
    struct container *containers;
    size_t container_count, container_capacity;
    uint32_t linked; /* bytes of links in the open block */
    size_t block_start;
    bool heading, has_article;
    char capture[8]; /* tag whose text goes to the title: "title" or "h1" */
    char head_title[600], heading_title[600], meta_title[600], json_title[600];
    bool in_json, in_time, head_done;
    char *json;
    size_t json_count, json_capacity;
    ermine_error *err;
    bool failed;
};

static bool is(const xmlChar *name, const char *text)
{
    return strcasecmp((const char *)name, text) == 0;
}

static bool one_of(const xmlChar *name, const char *const *list)
{
    for (; *list != NULL; list++)
        if (is(name, *list))
            return true;
    return false;
}

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (is(attributes[i], name))
            return attributes[i + 1] == NULL ? "" : (const char *)attributes[i + 1];
    return NULL;
}

/* Whether a word of a class or id ("nav-bar main") is in the list. */
static bool has_word(const char *value, const char *const *words)
{
    char word[40];
    while (value != NULL && *value != '\0') {
        size_t length = 0;
        while (((*value | 0x20) >= 'a' && (*value | 0x20) <= 'z')) {
            if (length + 1 < sizeof word)
                word[length++] = (char)(*value | 0x20);
            value++;
        }
        word[length] = '\0';
        for (const char *const *w = words; length > 0 && *w != NULL; w++)
            if (strcmp(word, *w) == 0)
                return true;
        if (*value != '\0')
            value++;
    }
    return false;
}

static struct open_element *top(struct reader *r)
{
    return &r->open[r->open_count - 1];
}

static void keep(char *field, size_t size, const char *value)
{
    if (value == NULL || field[0] != '\0')
        return;
    size_t length = strlen(value);
    if (length >= size)
        length = utf8_floor(value, size - 1);
    memcpy(field, value, length);
    field[length] = '\0';
}

static void end_block(struct reader *r)
{
    struct open_element *element = top(r);
    while (r->count > r->block_start && r->text[r->count - 1] == ' ')
        r->count--;
    if (r->count > r->block_start) {
        struct block block = {r->block_start,
                              r->count,
                              element->container,
                              r->linked,
                              (element->marks & MARK_NOISE) != 0,
                              r->heading};
        if (!ARRAY_PUSH(&r->blocks, &r->block_count, &r->block_capacity, block, r->err))
            r->failed = true;
        size_t size = r->count - r->block_start;
        double prose = (double)size - 2.0 * r->linked;
        if (size < 40 && !r->heading)
            prose *= 0.3; /* a menu entry rather than a sentence */
        uint32_t at = element->container;
        for (int i = 0; !block.noise && i < most_open && at != UINT32_MAX; i++) {
            r->containers[at].prose += prose;
            prose *= 0.9; /* nearer containers are the better article */
            at = r->containers[at].parent;
        }
    }
    r->block_start = r->count;
    r->linked = 0;
    r->heading = false;
}

static const char *const skipped[] = {"script", "style",  "noscript", "template", "svg",
                                      "iframe", "object", "select",   "textarea", "button",
                                      "canvas", "audio",  "video",    NULL};
static const char *const noisy[] = {"nav",        "footer", "aside",  "form",
                                    "figcaption", "menu",   "dialog", NULL};
static const char *const inline_tags[] = {
    "a",    "b",       "i",     "em",   "strong", "span", "u",    "s",    "sub",
    "sup",  "font",    "small", "big",  "mark",   "abbr", "cite", "code", "q",
    "ins",  "del",     "label", "time", "tt",     "bdi",  "bdo",  "wbr",  "img",
    "nobr", "acronym", "kbd",   "var",  "dfn",    "ruby", "rb",   "data", NULL};
static const char *const containers[] = {"div",  "article", "section", "main",   "td",
                                         "body", "table",   "center",  "header", NULL};

static bool add_container(struct reader *r, struct open_element *element, bool article)
{
    struct container container = {.parent = element->container, .article = article};
    if (!ARRAY_PUSH(&r->containers, &r->container_count, &r->container_capacity, container,
                    r->err)) {
        r->failed = true;
        return false;
    }
    element->container = (uint32_t)r->container_count - 1;
    return true;
}

static void read_meta(struct reader *r, const xmlChar **attributes)
{
    static const char *const dates[] = {"article:published_time",
                                        "datepublished",
                                        "pubdate",
                                        "date",
                                        "publishdate",
                                        "publish_date",
                                        "dc.date",
                                        "sailthru.date",
                                        "parsely-pub-date",
                                        "og:published_time",
                                        NULL};
    const char *name = attribute(attributes, "property"),
               *content = attribute(attributes, "content");
    if (name == NULL)
        name = attribute(attributes, "name");
    if (name == NULL)
        name = attribute(attributes, "itemprop");
    if (name == NULL || content == NULL)
        return;
    if (strcasecmp(name, "og:title") == 0)
        keep(r->meta_title, sizeof r->meta_title, content);
    else if (strcasecmp(name, "og:url") == 0)
        keep(r->page->url, sizeof r->page->url, content);
    else if (strcasecmp(name, "og:locale") == 0)
        keep(r->page->language, sizeof r->page->language, content);
    else if (one_of((const xmlChar *)name, dates))
        clean_date(r->rules, content, strlen(content), r->page->date);
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct reader *r = context;
    struct open_element element = *top(r);
    const char *class = attribute(attributes, "class"), *id = attribute(attributes, "id");
    element.own_block = !one_of(name, inline_tags);
    if (element.own_block)
        end_block(r);
    if (one_of(name, skipped)) {
        element.marks |= MARK_SKIP;
        const char *type = attribute(attributes, "type");
        r->in_json = type != NULL && strcasecmp(type, "application/ld+json") == 0;
    }
    const char *role = attribute(attributes, "role");
    const char *article = attribute(attributes, "itemprop");
    bool says_article = is(name, "article") || is(name, "main") ||
                        (role != NULL && strcmp(role, "main") == 0) ||
                        (article != NULL && strcasecmp(article, "articleBody") == 0);
    bool body = is(name, "body") || is(name, "html");
    if (one_of(name, noisy) ||
        (!body && !says_article && element.own_block &&
         (has_word(class, r->rules->page_words) || has_word(id, r->rules->page_words)) &&
         !has_word(class, r->rules->article_words)))
        element.marks |= MARK_NOISE;
    if (is(name, "a"))
        element.marks |= MARK_LINK;
    if (one_of(name, containers) && !add_container(r, &element, says_article))
        return;
    if (is(name, "meta"))
        read_meta(r, attributes);
    else if (is(name, "html"))
        keep(r->page->language, sizeof r->page->language, attribute(attributes, "lang"));
    else if (is(name, "link") && attribute(attributes, "rel") != NULL &&
             strcasecmp(attribute(attributes, "rel"), "canonical") == 0)
        keep(r->page->url, sizeof r->page->url, attribute(attributes, "href"));
    else if (is(name, "time") && r->page->date[0] == '\0' &&
             attribute(attributes, "datetime") != NULL)
        clean_date(r->rules, attribute(attributes, "datetime"),
                   strlen(attribute(attributes, "datetime")), r->page->date);
    r->heading = (name[0] | 0x20) == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0';
    if (element.own_block)
        r->capture[0] = '\0';
    if (is(name, "title") || (is(name, "h1") && r->heading_title[0] == '\0'))
        snprintf(r->capture, sizeof r->capture, "%s", is(name, "title") ? "title" : "h1");
    r->depth++;
    if (r->open_count < deepest &&
        !ARRAY_PUSH(&r->open, &r->open_count, &r->open_capacity, element, r->err))
        r->failed = true;
}

static void end_element(void *context, const xmlChar *name)
{
    struct reader *r = context;
    if (r->depth == 0)
        return;
    if (top(r)->own_block || r->depth >= deepest)
        end_block(r);
    if (r->depth < r->open_count)
        r->open_count = r->depth;
    if (is(name, "title") || is(name, "h1"))
        r->capture[0] = '\0';
    if (is(name, "script"))
        r->in_json = false;
    r->depth--;
}

static void add_bytes(struct reader *r, const char *bytes, size_t length)
{
    if (!array_reserve((void **)&r->text, &r->capacity, r->count, length + 1, 1, r->err)) {
        r->failed = true;
        return;
    }
    memcpy(r->text + r->count, bytes, length);
    r->count += length;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Appends text with its runs of white space made one space. */
static void add_text(struct reader *r, const char *s, size_t length)
{
    for (size_t at = 0; at < length;) {
        size_t from = at;
        while (at < length && !is_space(s[at]))
            at++;
        add_bytes(r, s + from, at - from);
        while (at < length && is_space(s[at])) {
            at++;
            if (r->count > r->block_start && r->text[r->count - 1] != ' ')
                add_bytes(r, " ", 1);
        }
    }
}

static void append_field(char *field, size_t size, const char *s, size_t length)
{
    size_t used = strlen(field);
    while (used == 0 && length > 0 && is_space(*s)) {
        s++;
        length--;
    }
    if (length > size - used - 1)
        length = utf8_floor(s, size - used - 1);
    if (length > 0)
        memcpy(field + used, s, length);
    used += length;
    field[used] = '\0';
}

static void trim_end(char *field)
{
    size_t used = strlen(field);
    while (used > 0 && is_space(field[used - 1]))
        field[--used] = '\0';
}

static void characters(void *context, const xmlChar *text, int size)
{
    struct reader *r = context;
    const char *s = (const char *)text;
    size_t length = (size_t)size;
    if (r->failed)
        return;
    const struct open_element *element = top(r);
    if (strcmp(r->capture, "title") == 0) {
        append_field(r->head_title, sizeof r->head_title, s, length);
        return;
    }
    if (strcmp(r->capture, "h1") == 0)
        append_field(r->heading_title, sizeof r->heading_title, s, length);
    if (element->marks & MARK_SKIP) {
        if (r->in_json && array_reserve((void **)&r->json, &r->json_capacity, r->json_count,
                                        length + 1, 1, r->err)) {
            memcpy(r->json + r->json_count, s, length);
            r->json_count += length;
            r->json[r->json_count] = '\0';
        }
        return;
    }
    size_t before = r->count;
    add_text(r, s, length);
    if (element->marks & MARK_LINK)
        r->linked += (uint32_t)(r->count - before);
}

/* The string behind "key": in JSON text, without a parser: pages often hold several objects in one. */
static void json_field(const char *json, const char *key, char *field, size_t size)
{
    char quoted[40];
    snprintf(quoted, sizeof quoted, "\"%s\"", key);
    const char *at = json == NULL ? NULL : strstr(json, quoted);
    if (at == NULL || field[0] != '\0')
        return;
    at += strlen(quoted);
    while (*at == ' ' || *at == ':' || *at == '\n' || *at == '\t')
        at++;
    if (*at != '"')
        return;
    at++;
    size_t length = 0;
    while (*at != '\0' && *at != '"' && length + 1 < size) {
        if (*at == '\\') /* an escape: not worth a wrong title */
            break;
        field[length++] = *at++;
    }
    field[length] = '\0';
    if (*at != '"')
        field[0] = '\0';
}

/* The title without the site's name: the heading when the page's title begins with it. */
static void choose_title(struct reader *r)
{
    json_field(r->json, "headline", r->json_title, sizeof r->json_title);
    char *title = r->page->title;
    trim_end(r->heading_title);
    trim_end(r->head_title);
    keep(title, sizeof r->page->title, r->heading_title[0] ? r->heading_title : NULL);
    keep(title, sizeof r->page->title, r->meta_title[0] ? r->meta_title : NULL);
    keep(title, sizeof r->page->title, r->json_title[0] ? r->json_title : NULL);
    keep(title, sizeof r->page->title, r->head_title[0] ? r->head_title : NULL);
    char date[64] = "";
    json_field(r->json, "datePublished", date, sizeof date);
    if (r->page->date[0] == '\0' && date[0] != '\0')
        clean_date(r->rules, date, strlen(date), r->page->date);
}

/* Marks the container with the most prose and all within it; parents stand before their children. */
static void choose_article(struct reader *r)
{
    size_t best = SIZE_MAX;
    double highest = 0;
    for (size_t i = 0; i < r->container_count; i++) {
        double value = r->containers[i].prose * (r->containers[i].article ? 1.6 : 1.0);
        if (value > highest) {
            highest = value;
            best = i;
        }
    }
    r->has_article = best != SIZE_MAX;
    for (size_t i = 0; i < r->container_count; i++) {
        struct container *container = &r->containers[i];
        container->chosen =
            i == best || best == SIZE_MAX ||
            (container->parent != UINT32_MAX && r->containers[container->parent].chosen);
    }
}

static bool keep_block(const struct reader *r, const struct block *block)
{
    size_t size = block->end - block->start;
    bool chosen =
        block->container == UINT32_MAX ? !r->has_article : r->containers[block->container].chosen;
    if (block->noise || !chosen)
        return false;
    return block->linked * 10 < size * 7; /* mostly links: a list of other articles */
}

static bool collect(struct reader *r)
{
    choose_article(r);
    char *out = malloc(r->count + r->block_count + strlen(r->page->title) + 2);
    if (out == NULL)
        return error_memory(r->err);
    size_t length = 0;
    size_t title = strlen(r->page->title);
    if (title > 0) {
        memcpy(out, r->page->title, title);
        out[title] = '\n';
        length = title + 1;
    }
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *block = &r->blocks[i];
        size_t size = block->end - block->start;
        if (!keep_block(r, block) ||
            (size == title && memcmp(r->text + block->start, r->page->title, size) == 0))
            continue;
        memcpy(out + length, r->text + block->start, size);
        length += size;
        out[length++] = '\n';
    }
    out[length] = '\0';
    r->page->text = out;
    r->page->length = length;
    return true;
}

static void silent(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static bool parse(struct reader *r, const char *html, size_t length, const char *place)
{
    htmlSAXHandler handler = {.startElement = start_element,
                              .endElement = end_element,
                              .characters = characters,
                              .cdataBlock = characters,
                              .ignorableWhitespace = characters,
                              .warning = silent,
                              .error = silent};
    htmlParserCtxtPtr context = htmlNewParserCtxt();
    if (context == NULL)
        return error_memory(r->err);
    *context->sax = handler;
    context->userData = r;
    xmlDocPtr none = htmlCtxtReadMemory(context, html, (int)length, NULL, "UTF-8",
                                        HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                            HTML_PARSE_NOWARNING);
    if (none != NULL)
        xmlFreeDoc(none);
    bool ok = !r->failed && context->errNo != XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(context);
    return ok || error_set(r->err, ERMINE_EINPUT, "%s: the HTML cannot be read", place);
}

void html_prepare(void)
{
    xmlInitParser();
}

bool html_read(struct html_page *page, const struct noise_rules *rules, const char *html,
               size_t length, const char *place, ermine_error *err)
{
    *page = (struct html_page){0};
    struct reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return error_memory(err);
    r->page = page;
    r->rules = rules;
    r->err = err;
    struct open_element root = {.container = UINT32_MAX};
    bool ok = ARRAY_PUSH(&r->open, &r->open_count, &r->open_capacity, root, err) &&
              parse(r, html, length, place);
    if (ok) {
        end_block(r);
        choose_title(r);
        ok = collect(r);
    }
    free(r->text);
    free(r->blocks);
    free(r->containers);
    free(r->open);
    free(r->json);
    free(r);
    return ok;
}
