/* holdout.h - what a training reports of the examples it held out. */
#ifndef TRAIN_HOLDOUT_H
#define TRAIN_HOLDOUT_H

#include "ermine/train.h"

#include <stddef.h>

/* The row of a language, an index into training->held_out; languages beyond what there is room for share the last. */
size_t holdout_row(ermine_training *training, const char *language);

#endif
