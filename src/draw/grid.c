#include "draw/grid.h"

#include "base/error.h"

#include <math.h>

enum { most_cells = 1 << 16 };

struct cells {
    size_t left, top, right, bottom; /* all within */
};

static size_t step(double from, double to, double cell, size_t count)
{
    double at = (to - from) / cell;
    return at <= 0 ? 0 : at >= (double)count ? count - 1 : (size_t)at;
}

static struct cells cells_of(const struct grid *grid, const struct box *box)
{
    return (struct cells){step(grid->bounds.left, box->left, grid->cell, grid->columns),
                          step(grid->bounds.top, box->top, grid->cell, grid->rows),
                          step(grid->bounds.left, box->right, grid->cell, grid->columns),
                          step(grid->bounds.top, box->bottom, grid->cell, grid->rows)};
}

/* Cells about as large as a box, but not too many. */
static void lay_out(struct grid *grid, const struct box *boxes, size_t count)
{
    double sides = 0;
    grid->bounds = box_none;
    for (size_t i = 0; i < count; i++) {
        box_add(&grid->bounds, &boxes[i]);
        sides += (boxes[i].right - boxes[i].left + boxes[i].bottom - boxes[i].top) / 2;
    }
    double width = count == 0 ? 1 : grid->bounds.right - grid->bounds.left;
    double height = count == 0 ? 1 : grid->bounds.bottom - grid->bounds.top;
    grid->cell = fmax(count == 0 ? 1 : sides / (double)count, 1);
    grid->cell = fmax(grid->cell, fmax(width, height) / sqrt(most_cells));
    grid->columns = (size_t)(width / grid->cell) + 1;
    grid->rows = (size_t)(height / grid->cell) + 1;
}

/* Puts each box into its cells, or with `count_only` counts those of each cell, two places ahead, so that putting moves
 * each offset into its own place. */
static void put(struct grid *grid, const struct box *boxes, size_t count, bool count_only)
{
    for (size_t i = 0; i < count; i++) {
        struct cells cells = cells_of(grid, &boxes[i]);
        for (size_t y = cells.top; y <= cells.bottom; y++) {
            for (size_t x = cells.left; x <= cells.right; x++) {
                size_t cell = y * grid->columns + x;
                if (count_only)
                    grid->first[cell + 2]++;
                else
                    grid->items[grid->first[cell + 1]++] = i;
            }
        }
    }
}

bool grid_make(struct grid *grid, const struct box *boxes, size_t count, struct arena *arena,
               ermine_error *err)
{
    *grid = (struct grid){.seen = ARENA_NEW(arena, size_t, count, err)};
    lay_out(grid, boxes, count);
    size_t cells = grid->columns * grid->rows;
    grid->first = ARENA_NEW(arena, size_t, cells + 2, err);
    if (grid->seen == NULL || grid->first == NULL)
        return false;
    put(grid, boxes, count, true);
    for (size_t i = 2; i < cells + 2; i++)
        grid->first[i] += grid->first[i - 1];
    grid->items = ARENA_NEW(arena, size_t, grid->first[cells + 1], err);
    if (grid->items == NULL)
        return false;
    put(grid, boxes, count, false);
    return true;
}

void grid_begin(struct grid *grid)
{
    grid->search++;
}

size_t grid_find(struct grid *grid, const struct box *box, size_t *found)
{
    size_t count = 0;
    if (!box_meets(box, &grid->bounds))
        return 0;
    struct cells cells = cells_of(grid, box);
    for (size_t y = cells.top; y <= cells.bottom; y++) {
        for (size_t x = cells.left; x <= cells.right; x++) {
            size_t cell = y * grid->columns + x;
            for (size_t i = grid->first[cell]; i < grid->first[cell + 1]; i++) {
                if (grid->seen[grid->items[i]] == grid->search)
                    continue;
                grid->seen[grid->items[i]] = grid->search;
                found[count++] = grid->items[i];
            }
        }
    }
    return count;
}
