/* pagedata.h - what the interactive page knows, as JSON that may stand in a script element. */
#ifndef DRAW_PAGEDATA_H
#define DRAW_PAGEDATA_H

#include "draw/picture.h"
#include "draw/story.h"

/* `story` may be NULL. */
bool pagedata_write(const struct picture *picture, const struct story *story, ermine_sink *sink,
                    ermine_error *err);

#endif
