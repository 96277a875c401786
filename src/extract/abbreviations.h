/* abbreviations.h - Chinese short forms that take a character here and there of a name: 金管局 of 金融管理局.
 *
 * A short form has two or three characters, in the order of the name, the last one being its last; two are
 * the first and last of four (国网 of 国家电网). Four would be too many: 中国银行 is not 中国工商银行. */
#ifndef EXTRACT_ABBREVIATIONS_H
#define EXTRACT_ABBREVIATIONS_H

#include "extract/mining.h"

#include "base/map.h"

struct abbreviations {
    const struct mining *m;
    struct map *by_last; /* last character to 1 + the latest link */
    struct abbreviation_link {
        uint32_t mention, next; /* 1 + the next link of that character; 0: none */
    } * links;
    size_t link_count, link_capacity;
};

bool abbreviations_init(struct abbreviations *abbreviations, const struct mining *m);
void abbreviations_free(struct abbreviations *abbreviations);
/* Offers the name of a body, the mention of that index, for short forms. */
bool abbreviations_offer(struct abbreviations *abbreviations, uint32_t mention);
/* The one entity whose name the mention may be short for, or NONE. */
uint32_t abbreviations_find(const struct abbreviations *abbreviations,
                            const struct mention *mention);

#endif
