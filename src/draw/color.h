/* color.h - colours that can be told from what they lie on, and the two themes of a picture.
 *
 * Contrast is that of the Web Content Accessibility Guidelines 2.1: text needs 4.5, lines and shapes 3. */
#ifndef DRAW_COLOR_H
#define DRAW_COLOR_H

#include <stdbool.h>

struct color {
    double red, green, blue; /* 0 to 1, sRGB */
};

struct theme {
    const char *name;
    const char *paper;               /* background, and the halo of text */
    const char *ink, *quiet, *faint; /* text, lesser text, lines that only guide the eye */
    const char *rest;                /* what a comparison does not speak of */
    const char *appeared, *gone, *changed;
    const char *const *hulls; /* backgrounds of groups, NULL-terminated */
    double hull_opacity;
};

/* NULL when there is no theme of that name; the light one for NULL. */
const struct theme *theme_find(const char *name);

/* "#4e79a7"; black when the text is no colour. */
struct color color_parse(const char *text);
void color_write(struct color color, char out[8]);
double color_contrast(struct color a, struct color b); /* 1 to 21 */
/* `text` made darker or lighter, as little as it takes, to stand out from `paper` by `contrast`. */
void color_readable(const char *text, const char *paper, double contrast, char out[8]);

#endif
