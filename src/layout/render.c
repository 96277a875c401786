#include "layout/render.h"

#include "base/error.h"
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>

struct picture {
    RsvgHandle *svg;
    double width, height; /* CSS pixels, 96 to the inch */
};

static cairo_status_t put(void *closure, const unsigned char *bytes, unsigned int length)
{
    ermine_sink_write(closure, (const char *)bytes, length); /* the sink remembers a failure */
    return CAIRO_STATUS_SUCCESS;
}

static bool cairo_failed(cairo_status_t status, ermine_error *err)
{
    return error_set(err, status == CAIRO_STATUS_NO_MEMORY ? ERMINE_ENOMEM : ERMINE_EIO,
                     "drawing failed: %s", cairo_status_to_string(status));
}

static bool draw(const struct picture *picture, cairo_surface_t *surface, double scale,
                 ermine_error *err)
{
    cairo_t *context = cairo_create(surface);
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_paint(context);
    cairo_scale(context, scale, scale);
    RsvgRectangle viewport = {0, 0, picture->width, picture->height};
    GError *failure = NULL;
    bool ok = rsvg_handle_render_document(picture->svg, context, &viewport, &failure);
    if (cairo_status(context) != CAIRO_STATUS_SUCCESS)
        ok = cairo_failed(cairo_status(context), err);
    else if (!ok)
        error_set(err, ERMINE_EINPUT, "standard input: this SVG cannot be drawn: %s",
                  failure != NULL ? failure->message : "librsvg does not say why");
    g_clear_error(&failure);
    cairo_destroy(context);
    return ok;
}

/* `scale`, or less, so that no side exceeds `most`. */
static double capped(const struct picture *picture, double scale, double most)
{
    return fmin(scale, most / fmax(picture->width, picture->height));
}

/* A side in whole pixels; a product such as 7999.9999999 or 8000.0000001 is 8000. */
static int whole(double side)
{
    return (int)fmin(8000, fmax(1, ceil(side - 1e-6)));
}

static bool write_png(const struct picture *picture, double scale, ermine_sink *sink,
                      ermine_error *err)
{
    scale = capped(picture, scale == 0 ? 2 : scale, 8000);
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, whole(picture->width * scale), whole(picture->height * scale));
    bool ok = draw(picture, surface, scale, err);
    if (ok) {
        cairo_status_t status = cairo_surface_write_to_png_stream(surface, put, sink);
        if (status != CAIRO_STATUS_SUCCESS)
            ok = cairo_failed(status, err);
    }
    cairo_surface_destroy(surface);
    return ok;
}

static bool write_pdf(const struct picture *picture, double scale, ermine_sink *sink,
                      ermine_error *err)
{
    const double points_per_pixel = 72.0 / 96;
    scale = capped(picture, (scale == 0 ? 1 : scale) * points_per_pixel, 14400);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        put, sink, picture->width * scale, picture->height * scale);
    /* The clock would make every file another one. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
    bool ok = draw(picture, surface, scale, err);
    cairo_surface_finish(surface);
    if (ok && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        ok = cairo_failed(cairo_surface_status(surface), err);
    cairo_surface_destroy(surface);
    return ok;
}

static bool (*const writers[])(const struct picture *picture, double scale, ermine_sink *sink,
                               ermine_error *err) = {write_png, write_pdf};
const char *const render_formats[] = {"png", "pdf", NULL}; /* in the order of `writers` */

static size_t find_format(const char *format)
{
    size_t i = 0;
    while (render_formats[i] != NULL && strcmp(format, render_formats[i]) != 0)
        i++;
    return i;
}

bool render_format_known(const char *format)
{
    return render_formats[find_format(format)] != NULL;
}

/* A width of 100%, which is also what no width means, leaves the size to the viewBox. */
static bool measure(struct picture *picture, ermine_error *err)
{
    rsvg_handle_set_dpi(picture->svg, 96);
    if (!rsvg_handle_get_intrinsic_size_in_pixels(picture->svg, &picture->width,
                                                  &picture->height)) {
        gboolean has_box = FALSE;
        RsvgRectangle box = {0, 0, 0, 0};
        rsvg_handle_get_intrinsic_dimensions(picture->svg, NULL, NULL, NULL, NULL, &has_box, &box);
        picture->width = has_box ? box.width : 0;
        picture->height = has_box ? box.height : 0;
    }
    if (isfinite(picture->width) && isfinite(picture->height) && picture->width > 0 &&
        picture->height > 0)
        return true;
    return error_set(err, ERMINE_EINPUT,
                     "standard input: the SVG has no size; give <svg> a width and a height");
}

/* A handle without a base address loads nothing but data: URLs. */
static bool open_svg(struct picture *picture, const char *svg, size_t length, ermine_error *err)
{
    GError *failure = NULL;
    picture->svg = rsvg_handle_new_from_data((const guint8 *)svg, length, &failure);
    if (picture->svg != NULL)
        return true;
    error_set(err, ERMINE_EINPUT, "standard input: no SVG: %s", failure->message);
    g_error_free(failure);
    return false;
}

bool render_write(const char *svg, size_t length, const char *format, double scale,
                  ermine_sink *sink, ermine_error *err)
{
    struct picture picture;
    if (!open_svg(&picture, svg, length, err))
        return false;
    bool ok = measure(&picture, err) && writers[find_format(format)](&picture, scale, sink, err);
    g_object_unref(picture.svg);
    return ok;
}

/* The next id="..." of the markup from *at on, as "#...", and *at behind it; false when there is none. */
static bool next_id(const char *svg, size_t length, size_t *at, char *id, size_t size)
{
    static const char mark[] = " id=\"";
    const char *found = memmem(svg + *at, length - *at, mark, sizeof mark - 1);
    if (found == NULL)
        return false;
    const char *start = found + sizeof mark - 1;
    const char *end = memchr(start, '"', (size_t)(svg + length - start));
    if (end == NULL)
        return false;
    *at = (size_t)(end - svg);
    snprintf(id, size, "#%.*s", (int)(end - start < 200 ? end - start : 200), start);
    return true;
}

bool render_measure(const char *svg, size_t length, ermine_sink *sink, ermine_error *err)
{
    struct picture picture;
    if (!open_svg(&picture, svg, length, err))
        return false;
    bool ok = measure(&picture, err);
    RsvgRectangle viewport = {0, 0, picture.width, picture.height};
    const char *separator = "\n";
    char id[256];
    ermine_sink_text(sink, "{\"boxes\":[");
    for (size_t at = 0; ok && next_id(svg, length, &at, id, sizeof id);) {
        RsvgRectangle box = {0, 0, 0, 0};
        if (!rsvg_handle_get_geometry_for_layer(picture.svg, id, &viewport, NULL, &box, NULL) ||
            !(box.width > 0 && box.height > 0))
            continue;
        ermine_sink_text(sink, separator);
        ermine_sink_text(sink, "{\"id\":");
        json_write_string(sink, id + 1, false);
        ermine_sink_format(sink, ",\"x\":%.2f,\"y\":%.2f,\"width\":%.2f,\"height\":%.2f}", box.x,
                           box.y, box.width, box.height);
        separator = ",\n";
    }
    ermine_sink_text(sink, "]}\n");
    g_object_unref(picture.svg);
    return ok;
}
