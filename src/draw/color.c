#include "draw/color.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Group backgrounds after Okabe & Ito 2008, told apart by the colour-blind too. */
static const char *const hulls[] = {"#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442",
                                    "#0072b2", "#d55e00", "#999999", NULL};

static const struct theme themes[] = {{.name = "light",
                                       .paper = "#ffffff",
                                       .ink = "#1c1e21",
                                       .quiet = "#5b6066",
                                       .faint = "#d9dce0",
                                       .rest = "#8a8f96",
                                       .appeared = "#0072b2",
                                       .gone = "#c44400",
                                       .changed = "#9a5a9e",
                                       .hulls = hulls,
                                       .hull_opacity = 0.17},
                                      {.name = "dark",
                                       .paper = "#14171c",
                                       .ink = "#eceef1",
                                       .quiet = "#a9b0b9",
                                       .faint = "#343a43",
                                       .rest = "#777e88",
                                       .appeared = "#56b4e9",
                                       .gone = "#ff8a4c",
                                       .changed = "#d8a3dc",
                                       .hulls = hulls,
                                       .hull_opacity = 0.22}};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
        if (name == NULL || strcmp(name, themes[i].name) == 0)
            return &themes[i];
    return NULL;
}

struct color color_parse(const char *text)
{
    unsigned red = 0, green = 0, blue = 0;
    if (sscanf(text, "#%2x%2x%2x", &red, &green, &blue) != 3)
        red = green = blue = 0;
    return (struct color){red / 255.0, green / 255.0, blue / 255.0};
}

static unsigned byte(double share)
{
    return (unsigned)lround(fmin(fmax(share, 0), 1) * 255);
}

void color_write(struct color color, char out[8])
{
    snprintf(out, 8, "#%02x%02x%02x", byte(color.red) & 0xFF, byte(color.green) & 0xFF,
             byte(color.blue) & 0xFF);
}

static double linear(double share)
{
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(struct color c)
{
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

double color_contrast(struct color a, struct color b)
{
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

static struct color mixed(struct color a, struct color b, double share)
{
    return (struct color){a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
                          a.blue + (b.blue - a.blue) * share};
}

void color_readable(const char *text, const char *paper, double contrast, char out[8])
{
    struct color color = color_parse(text), ground = color_parse(paper), best = color;
    struct color far = luminance(ground) > 0.18 ? (struct color){0, 0, 0} : (struct color){1, 1, 1};
    for (int percent = 0; percent <= 100; percent++) {
        char written[8];
        color_write(mixed(color, far, percent / 100.0), written);
        best = color_parse(written); /* what rounding leaves must suffice */
        if (color_contrast(best, ground) >= contrast)
            break;
    }
    color_write(best, out);
}
