/* grid.h - boxes by where they are: which of many a small box may meet. */
#ifndef DRAW_GRID_H
#define DRAW_GRID_H

#include "base/arena.h"
#include "draw/curve.h"

struct grid {
    struct box bounds;
    double cell; /* side of a cell */
    size_t columns, rows;
    size_t *first, *items; /* boxes of cell c: items[first[c]] up to items[first[c + 1]] */
    size_t *seen, search;  /* the last search that came upon each box */
};

/* `boxes` are not kept. */
bool grid_make(struct grid *grid, const struct box *boxes, size_t count, struct arena *arena,
               ermine_error *err);
/* What grid_find() names from here on it names once. */
void grid_begin(struct grid *grid);
/* Writes the indexes of boxes that may meet `box` to `found`; returns how many. */
size_t grid_find(struct grid *grid, const struct box *box, size_t *found);

#endif
