/* html.h - the article of a web page.
 *
 * The page is read as a stream of tags, without a tree, so neither depth nor size hurts. Text is collected
 * into blocks; blocks inside navigation, share bars, comments and the like are dropped; of the containers
 * left, the one with the most prose and fewest links is the article. */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "ermine/error.h"

#include "text/clean.h"

struct html_page {
    char *text; /* owned, a line a block */
    size_t length;
    char title[600], date[32], url[600], language[16]; /* "" where the page does not say */
};

/* Once before any thread reads pages: the parser's library makes its tables and locks. */
void html_prepare(void);
/* `html` is UTF-8. False: ERMINE_ENOMEM, or ERMINE_EINPUT when the parser gives up. */
bool html_read(struct html_page *page, const struct noise_rules *rules, const char *html,
               size_t length, const char *place, ermine_error *err);

#endif
