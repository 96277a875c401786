/* map.c - a network as a picture in any format. */
#include "draw/graph.h"

#include "base/error.h"

#include <string.h>

/* PNG and PDF are the SVG picture, rendered by ermine-layout. */
static bool write_rendered(const struct picture *picture, const char *format, ermine_sink *sink,
                           ermine_error *err)
{
    ermine_sink *svg = ermine_sink_memory(err);
    ermine_sink *rendered = ermine_sink_memory(err);
    bool ok = svg != NULL && rendered != NULL;
    if (ok) {
        size_t length = 0;
        const char *arguments[] = {"render", format, NULL};
        picture_write_svg(picture, svg);
        const char *text = ermine_sink_bytes(svg, &length);
        ok = (text != NULL || error_memory(err)) &&
             graph_run_layout(picture, arguments, text, length, rendered, err);
        const char *bytes = ok ? ermine_sink_bytes(rendered, &length) : NULL;
        if (ok && bytes != NULL)
            ermine_sink_write(sink, bytes, length);
        ok = ok && (bytes != NULL || error_memory(err));
    }
    ermine_sink_abandon(svg);
    ermine_sink_abandon(rendered);
    return ok;
}

static bool write_svg(const struct picture *picture, const char *format, ermine_sink *sink,
                      ermine_error *err)
{
    (void)format;
    (void)err;
    picture_write_svg(picture, sink);
    return true;
}

static bool write_html(const struct picture *picture, const char *format, ermine_sink *sink,
                       ermine_error *err)
{
    (void)format;
    return picture_write_html(picture, sink, err);
}

static bool write_dot(const struct picture *picture, const char *format, ermine_sink *sink,
                      ermine_error *err)
{
    (void)format;
    (void)err;
    picture_write_dot(picture, sink);
    return true;
}

static const struct {
    const char *name;
    bool arranged; /* needs places */
    bool (*write)(const struct picture *picture, const char *format, ermine_sink *sink,
                  ermine_error *err);
} formats[] = {{"svg", true, write_svg},
               {"html", true, write_html},
               {"png", true, write_rendered},
               {"pdf", true, write_rendered},
               {"dot", false, write_dot}};
enum { format_count = sizeof formats / sizeof *formats };

const char *const *ermine_map_formats(void)
{
    static const char *const names[] = {"svg", "html", "png", "pdf", "dot", NULL};
    return names;
}

bool ermine_network_map(const ermine_network *network, const ermine_knowledge *known,
                        const char *format, const ermine_map_options *options, ermine_sink *sink,
                        ermine_error *err)
{
    size_t which = 0;
    while (which < format_count && strcmp(formats[which].name, format) != 0)
        which++;
    if (which == format_count)
        return error_set(err, ERMINE_ENOTFOUND, "no map format \"%s\"", format);
    struct picture picture;
    bool ok = picture_open(&picture, network, known, options, err) &&
              (!formats[which].arranged || picture_arrange(&picture, err)) &&
              formats[which].write(&picture, format, sink, err);
    picture_close(&picture);
    return ok;
}
