/* place.h - where an entity stands on a map, as maps tell it and stores keep it. */
#ifndef ERMINE_PLACE_H
#define ERMINE_PLACE_H

/* Points (1/72 inch), x to the right, y downward. */
typedef struct ermine_place {
    const char *id; /* of the entity */
    double x, y;
} ermine_place;

#endif
