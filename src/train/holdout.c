#include "train/holdout.h"

#include <string.h>

size_t holdout_row(ermine_training *training, const char *language)
{
    enum { room = sizeof training->held_out / sizeof *training->held_out };
    size_t i = 0;
    while (i < training->held_out_count && strcmp(training->held_out[i].language, language) != 0)
        i++;
    if (i < training->held_out_count || i == room)
        return i < room ? i : room - 1;
    strncpy(training->held_out[i].language, language, sizeof training->held_out[i].language - 1);
    training->held_out_count++;
    return i;
}
