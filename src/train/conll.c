#include "train/conll.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { block_sentences = 25 };

struct conll {
    char *path, *bytes;
    size_t length, at, line;
    bool unspaced, marks_others;
};

void block_free(struct block *block)
{
    free(block->text);
    free(block->names);
    free(block->words);
    *block = (struct block){0};
}

static bool read_file(struct conll *conll, ermine_error *err)
{
    FILE *file = fopen(conll->path, "rb");
    if (file == NULL)
        return error_set(err, ERMINE_EINPUT, "%s: %s", conll->path, strerror(errno));
    size_t capacity = 0, got = 1;
    bool ok = true;
    while (ok && got > 0) {
        ok = array_reserve((void **)&conll->bytes, &capacity, conll->length, 1 << 16, 1, err);
        got = ok ? fread(conll->bytes + conll->length, 1, 1 << 16, file) : 0;
        conll->length += got;
    }
    if (ok && ferror(file))
        ok = error_set(err, ERMINE_EIO, "%s: %s", conll->path, strerror(errno));
    fclose(file);
    if (ok && utf8_check(conll->bytes, conll->length) != ERMINE_NONE)
        ok = error_set(err, ERMINE_EINPUT, "%s: not UTF-8 at byte %zu", conll->path,
                       utf8_check(conll->bytes, conll->length));
    if (ok && memchr(conll->bytes, 0, conll->length) != NULL)
        ok = error_set(err, ERMINE_EINPUT, "%s: holds a NUL byte; must be text", conll->path);
    return ok;
}

/* The next line without its end; false behind the last. */
static bool next_line(struct conll *conll, const char **line, size_t *length)
{
    if (conll->at >= conll->length)
        return false;
    *line = conll->bytes + conll->at;
    const char *end = memchr(*line, '\n', conll->length - conll->at);
    *length = end == NULL ? conll->length - conll->at : (size_t)(end - *line);
    conll->at += *length + (end != NULL);
    conll->line++;
    if (*length > 0 && (*line)[*length - 1] == '\r')
        --*length;
    return true;
}

static bool tag_parse(const char *tag, size_t length, char *begin, enum mention_class *class)
{
    static const char *const names[class_count] = {"PER", "ORG", "LOC", "MISC"};
    *begin = tag[0];
    if (length == 1 && tag[0] == 'O')
        return true;
    if (length < 3 || (tag[0] != 'B' && tag[0] != 'I') || tag[1] != '-')
        return false;
    for (int i = 0; i < class_count; i++)
        if (strlen(names[i]) == length - 2 && memcmp(names[i], tag + 2, length - 2) == 0) {
            *class = (enum mention_class)i;
            return true;
        }
    return false;
}

static bool add_text(struct block *block, const char *text, size_t length, ermine_error *err)
{
    if (!array_reserve((void **)&block->text, &block->capacity, block->length, length + 1, 1, err))
        return false;
    memcpy(block->text + block->length, text, length);
    block->length += length;
    block->text[block->length] = '\0';
    return true;
}

/* Ordinary spacing: none before a closing mark, none behind an opening one. */
static bool is_spaced(const struct conll *conll, const struct block *block, const char *word)
{
    static const char before[] = ".,;:!?)]%", behind[] = "([";
    if (conll->unspaced || block->length == 0)
        return false;
    return strchr(before, word[0]) == NULL && strncmp(word, "\xC2\xBB", 2) != 0 &&
           strchr(behind, block->text[block->length - 1]) == NULL &&
           (block->length < 2 || memcmp(block->text + block->length - 2, "\xC2\xAB", 2) != 0);
}

/* A token and its tag; `open` tells whether a name goes on before it. */
static bool add_word(struct conll *conll, struct block *block, const char *line, size_t length,
                     bool first, bool *open, ermine_error *err)
{
    const char *tab = memchr(line, '\t', length);
    char begin;
    enum mention_class class = CLASS_OTHER;
    if (tab == NULL || tab == line ||
        !tag_parse(tab + 1, length - (size_t)(tab + 1 - line), &begin, &class))
        return error_set(
            err, ERMINE_EINPUT,
            "%s:%zu: must be a token, a tab, and O or B- or I- with PER, ORG, LOC or MISC",
            conll->path, conll->line);
    if (!first && is_spaced(conll, block, line) && !add_text(block, " ", 1, err))
        return false;
    struct word_span word = {(uint32_t)block->length, 0};
    if (!add_text(block, line, (size_t)(tab - line), err))
        return false;
    word.end = (uint32_t)block->length;
    if (!ARRAY_PUSH(&block->words, &block->word_count, &block->word_capacity, word, err))
        return false;
    struct named_span *last = block->name_count > 0 ? &block->names[block->name_count - 1] : NULL;
    bool named = begin != 'O';
    conll->marks_others = conll->marks_others || (named && class == CLASS_OTHER);
    if (named && begin == 'I' && *open && last != NULL && last->class == class) {
        last->end = word.end;
        return true;
    }
    *open = named;
    struct named_span name = {word.start, word.end, class};
    return !named ||
           ARRAY_PUSH(&block->names, &block->name_count, &block->name_capacity, name, err);
}

bool conll_next(struct conll *conll, struct block *block, ermine_error *err)
{
    const char *line;
    size_t length;
    block->length = block->name_count = block->word_count = 0;
    bool first = true, open = false;
    for (size_t sentences = 0; sentences < block_sentences && next_line(conll, &line, &length);) {
        if (length > 0) {
            if (!add_word(conll, block, line, length, first, &open, err))
                return false;
            first = false;
        } else if (!first) {
            if (!add_text(block, "\n", 1, err))
                return false;
            first = true;
            open = false;
            sentences++;
        }
    }
    return block->word_count > 0;
}

/* Reads it through once, so that a bad line is found before any work is done on it. */
static bool look_through(struct conll *conll, ermine_error *err)
{
    struct block block = {0};
    ermine_error own = {0};
    while (conll_next(conll, &block, &own))
        ;
    block_free(&block);
    conll->at = conll->line = 0;
    return own.code == ERMINE_OK || error_set(err, own.code, "%s", own.message);
}

struct conll *conll_open(const char *path, bool unspaced, ermine_error *err)
{
    struct conll *conll = calloc(1, sizeof *conll);
    if (conll == NULL || (conll->path = strdup(path)) == NULL) {
        free(conll);
        error_memory(err);
        return NULL;
    }
    conll->unspaced = unspaced;
    if (read_file(conll, err) && look_through(conll, err))
        return conll;
    conll_close(conll);
    return NULL;
}

void conll_close(struct conll *conll)
{
    if (conll == NULL)
        return;
    free(conll->path);
    free(conll->bytes);
    free(conll);
}

bool conll_marks_others(const struct conll *conll)
{
    return conll->marks_others;
}
