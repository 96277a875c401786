/* html.c - a picture as one page of HTML that needs nothing else: the data, and the style and script of the knowledge
 * folder's page/, which are built from the sources there by scripts/page. The page's policy names the hashes of both,
 * so they go in as they are, to the byte. */
#include "draw/picture.h"

#include "base/error.h"
#include "draw/pagedata.h"
#include "draw/svg.h"
#include "knowledge/knowledge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { largest_part = 4 << 20 };

/* A file of page/, NUL-terminated and owned; NULL with `err`. */
static char *read_part(const struct picture *picture, const char *name, ermine_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/page/%s", knowledge_folder(picture->known), name);
    FILE *file = fopen(path, "rb");
    char *text = file == NULL ? NULL : malloc(largest_part + 1);
    if (file == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: %s; it belongs to the installed data", path,
                  strerror(errno));
    } else if (text == NULL) {
        error_memory(err);
    } else {
        size_t length = fread(text, 1, largest_part, file);
        text[length] = '\0';
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static bool write_placeholder(const struct picture *picture, const struct story *story,
                              const char *name, size_t length, ermine_sink *sink, ermine_error *err)
{
    char part[40];
    if (strncmp(name, "title", length) == 0) {
        svg_escape(sink, picture->options.title == NULL ? picture_phrase(picture, "untitled")
                                                        : picture->options.title);
    } else if (strncmp(name, "lang", length) == 0) {
        ermine_sink_text(sink,
                         picture->options.language == NULL ? "en" : picture->options.language);
    } else if (strncmp(name, "data", length) == 0) {
        return pagedata_write(picture, story, sink, err);
    } else { /* "css" and "js" are files */
        snprintf(part, sizeof part, "map.%.*s", (int)length, name);
        char *text = read_part(picture, part, err);
        if (text == NULL)
            return false;
        ermine_sink_text(sink, text);
        free(text);
    }
    return true;
}

bool picture_write_html(const struct picture *picture, ermine_sink *sink, ermine_error *err)
{
    struct story story;
    bool told = picture->options.story != NULL;
    if (told && !story_read(&story, picture->options.story, picture->network, picture->arena, err))
        return false;
    char *page = read_part(picture, "map.html", err), *rest = page;
    bool ok = page != NULL;
    while (ok && rest != NULL) {
        char *open = strstr(rest, "{{"), *close = open == NULL ? NULL : strstr(open, "}}");
        if (close == NULL) {
            ermine_sink_text(sink, rest);
            break;
        }
        ermine_sink_write(sink, rest, (size_t)(open - rest));
        ok = write_placeholder(picture, told ? &story : NULL, open + 2, (size_t)(close - open - 2),
                               sink, err);
        rest = close + 2;
    }
    free(page);
    return ok;
}
