/* vector.h - sums over long vectors, in an order that never changes. */
#ifndef ANALYZE_VECTOR_H
#define ANALYZE_VECTOR_H

#include <stddef.h>

/* Four sums side by side, so that one need not wait for another. */
static inline double vector_dot(const double *a, const double *b, size_t count)
{
    double sum[4] = {0};
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += a[i + k] * b[i + k];
    for (; i < count; i++)
        sum[0] += a[i] * b[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* to += factor x from */
static inline void vector_add(double *to, double factor, const double *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] += factor * from[i];
}

static inline void vector_scale(double *vector, double factor, size_t count)
{
    for (size_t i = 0; i < count; i++)
        vector[i] *= factor;
}

#endif
