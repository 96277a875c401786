/* wide.h - loops compiled twice, for plain and for wider vector units, the fitting one chosen when the program starts.
 *
 * Only for loops that add in the same order either way, so that results are the same to the last bit. */
#ifndef BASE_WIDE_H
#define BASE_WIDE_H

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) &&                 \
    defined(__has_attribute)
#if __has_attribute(target_clones)
#define WIDE __attribute__((target_clones("avx2", "default")))
#endif
#endif
#ifndef WIDE
#define WIDE
#endif

#endif
