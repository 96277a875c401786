#include "text/clean.h"

#include "base/array.h"
#include "base/byteset.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    short_line = 240,     /* bytes: a longer line is prose, whatever it begins with */
    longest_line = 400,   /* bytes of key looked at */
    shortest_prose = 30,  /* bytes of a line that may be a sentence */
    shortest_insert = 30, /* bytes of a title that is looked for inside the text */
    head_lines = 12,      /* where a date line may stand */
    most_cells = 6        /* letters a cell of a menu line has on average, about */
};

struct cleaner {
    const struct noise_rules *rules;
    struct clean_text *out;
    size_t capacity;
    size_t lines; /* seen so far that are not empty */
    size_t kept;
    const char *rest; /* behind the line at hand */
    size_t rest_length;
    bool ended;
    ermine_error *err;
};

/* Whether the phrase, which the line's key begins with, ends there with a word, and before a colon when it ends in
 * one: "By " is not in "ByteDance", "Related:" not in "Related companies". */
static bool ends_whole(const char *line, size_t length, const char *phrase, size_t size)
{
    bool colon = phrase[size] == ':', letter = false;
    for (size_t at = 0, written = 0; at < length;) {
        uint32_t code = utf8_decode(line, length, &at);
        enum fold_class class = fold_class(code);
        if (written >= size) {
            if (class == FOLD_SPACE && colon)
                continue;
            return colon ? fold_code(code) == ':' : !letter || !fold_is_letter(class);
        }
        letter = fold_is_letter(class);
        if (letter || class == FOLD_HAN || class == FOLD_DIGIT) {
            char bytes[4];
            written += utf8_encode(fold_code(code), bytes);
        }
    }
    return !colon;
}

static bool begins(const char *line, size_t length, const char *key, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (**list != *key)
            continue;
        size_t size = strlen(*list);
        size -= (*list)[size - 1] == ':';
        if (strncmp(key, *list, size) == 0 && ends_whole(line, length, *list, size))
            return true;
    }
    return false;
}

static bool equals(const char *key, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(key, *list) == 0)
            return true;
    return false;
}

static bool holds(const char *key, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strstr(key, *list) != NULL)
            return true;
    return false;
}

/* "首页 | 财经 | 科技", "POWER   GAS   NUCLEAR": several short cells and no sentence. */
static bool is_menu(const char *line, size_t length)
{
    size_t bars = 0, wide = 0, letters = 0, stops = 0;
    for (size_t i = 0; i < length; i++) {
        bars += line[i] == '|' || line[i] == '>';
        wide += i + 1 < length && line[i] == ' ' && line[i + 1] == ' ';
        stops += line[i] == '.' || line[i] == ',';
        letters += line[i] != ' ' && line[i] != '|';
    }
    size_t cells = bars > wide ? bars : wide;
    return cells >= 3 && stops * 3 <= cells && letters / (cells + 1) <= most_cells * 4;
}

static bool is_address(const char *line, size_t length)
{
    if (memchr(line, ' ', length) != NULL)
        return false;
    return memmem(line, length < 43 ? length : 43, "http", 4) != NULL;
}

static bool is_month_number(int n)
{
    return n >= 1 && n <= 12;
}

static bool write_date(int year, int month, int day, char date[16])
{
    if (year < 1990 || year > 2100 || !is_month_number(month) || day < 1 || day > 31)
        return false;
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    memcpy(date, text, 11);
    return true;
}

struct piece {
    int number; /* or 0 */
    int digits;
    int month;  /* a month's name */
    bool apart; /* a word stands between it and the piece before: no part of a date in figures */
};

static int month_of(const struct noise_rules *rules, const char *key)
{
    for (const char *const *month = rules->months; *month != NULL; month++) {
        const char *name = *month;
        while (*name >= '0' && *name <= '9')
            name++;
        if (strcmp(name, key) == 0)
            return atoi(*month);
    }
    return 0;
}

bool clean_date(const struct noise_rules *rules, const char *line, size_t length, char date[16])
{
    struct piece last[3] = {{0}};
    size_t at = 0;
    bool apart = false;
    while (at < length) {
        size_t from = at;
        uint32_t code = utf8_decode(line, length, &at);
        struct piece piece = {0};
        if (fold_class(code) == FOLD_DIGIT) {
            at = from;
            while (at < length && line[at] >= '0' && line[at] <= '9' && piece.digits < 9) {
                piece.number = piece.number * 10 + (line[at++] - '0');
                piece.digits++;
            }
            if (at == from) { /* a full-width digit */
                utf8_decode(line, length, &at);
                continue;
            }
        } else if (fold_is_letter(fold_class(code))) {
            char key[64];
            size_t end = at;
            while (end < length) {
                size_t next = end;
                if (!fold_is_letter(fold_class(utf8_decode(line, length, &next))))
                    break;
                end = next;
            }
            at = end;
            fold_key(line + from, end - from, key, sizeof key);
            piece.month = month_of(rules, key);
            if (piece.month == 0) {
                apart |= fold_class(code) != FOLD_HAN;
                continue;
            }
        } else {
            continue;
        }
        piece.apart = apart;
        apart = false;
        last[0] = last[1];
        last[1] = last[2];
        last[2] = piece;
        const struct piece *a = &last[0], *b = &last[1], *c = &last[2];
        bool figures = !b->apart && !c->apart;
        if (figures && a->digits == 4 && b->digits > 0 && b->digits <= 2 && c->digits > 0 &&
            c->digits <= 2 && write_date(a->number, b->number, c->number, date))
            return true; /* 2024-02-18, 2024年2月18日 */
        if (a->digits > 0 && a->digits <= 2 && b->month != 0 && c->digits == 4 &&
            write_date(c->number, b->month, a->number, date))
            return true; /* 18 февраля 2024 */
        if (a->month != 0 && b->digits > 0 && b->digits <= 2 && c->digits == 4 &&
            write_date(c->number, a->month, b->number, date))
            return true; /* Feb 9, 2024 */
        if (a->digits > 0 && a->digits <= 2 && b->digits > 0 && b->digits <= 2 && c->digits == 4 &&
            figures && write_date(c->number, b->number, a->number, date))
            return true; /* 18.02.2024 */
    }
    return false;
}

static bool put(struct cleaner *c, const char *bytes, size_t length)
{
    if (!array_reserve((void **)&c->out->text, &c->capacity, c->out->length, length + 2, 1, c->err))
        return false;
    memcpy(c->out->text + c->out->length, bytes, length);
    c->out->length += length;
    c->out->text[c->out->length] = '\0';
    return true;
}

static bool is_space(uint32_t code)
{
    if (code < 0x7F)
        return code <= ' ';
    enum fold_class class = fold_class(code);
    return class == FOLD_SPACE || class == FOLD_NEWLINE;
}

/* The first place from `at` on where white space may begin other than a single space between words, or `length`. */
static size_t find_space(const char *line, size_t at, size_t length)
{
    /* controls, space and the bytes U+00A0, U+1680, U+2003, U+3000 and U+FEFF begin with */
    static const struct byteset spaces = {{0x00000001FFFFFFFF, 0, 0, 0x0000800E00000004}};
    for (;; at++) {
        while (at < length && !byteset_has(&spaces, line[at]))
            at++;
        if (at + 2 >= length)
            return at;
        bool alone = line[at] == ' ' && at > 0 && !byteset_has(&spaces, line[at + 1]);
        bool mark = line[at] == (char)0xE3 && /* Chinese punctuation begins like U+3000 */
                    (line[at + 1] != (char)0x80 || line[at + 2] != (char)0x80);
        if (!alone && !mark)
            return at;
    }
}

/* Puts a line with its runs of white space made single spaces. */
static bool put_line(struct cleaner *c, const char *line, size_t length)
{
    size_t before = c->out->length, from = 0, at = 0;
    bool space = false;
    while (at < length) {
        if (!space)
            at = find_space(line, at, length);
        if (at == length)
            break;
        size_t next = at;
        uint32_t code = utf8_decode(line, length, &next);
        if (is_space(code)) {
            if (at > from && !put(c, line + from, at - from))
                return false;
            from = next;
            space = true;
        } else if (space) {
            if (c->out->length > before && !put(c, " ", 1))
                return false;
            from = at;
            space = false;
        }
        at = next;
    }
    if (!space && at > from && !put(c, line + from, at - from))
        return false;
    if (c->out->length == before)
        return true;
    c->kept++;
    return put(c, "\n", 1);
}

/* Puts a paragraph; where the title stands in it again, an inserted caption, the line is broken. */
static bool put_paragraph(struct cleaner *c, const char *line, size_t length)
{
    const char *title = c->out->title;
    size_t size = strlen(title);
    while (size >= shortest_insert && c->kept > 0) {
        const char *again = memmem(line, length, title, size);
        if (again == NULL)
            break;
        size_t before = (size_t)(again - line);
        if (!put_line(c, line, before))
            return false;
        line += before + size;
        length -= before + size;
    }
    return put_line(c, line, length);
}

/* Where an address begins, or NULL: "http://", "https://". */
static const char *find_address(const char *line, size_t length)
{
    const char *end = line + length, *colon = memchr(line, ':', length);
    for (; colon != NULL; colon = memchr(colon + 1, ':', (size_t)(end - colon - 1))) {
        const char *scheme = colon - (colon > line && colon[-1] == 's' ? 5 : 4);
        if (end - colon > 2 && colon[1] == '/' && colon[2] == '/' && scheme >= line &&
            memcmp(scheme, "http", 4) == 0)
            return scheme;
    }
    return NULL;
}

/* Cuts "参考资料:https://..." off the end of a paragraph. */
static size_t cut_references(struct cleaner *c, const char *line, size_t length)
{
    const char *scheme = find_address(line, length);
    if (scheme == NULL || scheme == line)
        return length;
    char key[longest_line];
    size_t from = (size_t)(scheme - line) > 24 ? (size_t)(scheme - line) - 24 : 0;
    from = utf8_floor(line, from);
    fold_key(line + from, (size_t)(scheme - line) - from, key, sizeof key);
    size_t size = strlen(key);
    for (const char *const *word = c->rules->references; *word != NULL; word++) {
        size_t tail = strlen(*word);
        if (size < tail || strcmp(key + size - tail, *word) != 0)
            continue;
        c->ended = true;
        for (size_t cut = (size_t)(scheme - line);
             cut-- > from;) { /* back to where the word begins */
            if (((unsigned char)line[cut] & 0xC0) == 0x80)
                continue;
            char rest[longest_line];
            fold_key(line + cut, (size_t)(scheme - line) - cut, rest, sizeof rest);
            if (strcmp(rest, *word) == 0)
                return cut;
        }
    }
    return length;
}

static bool ends_sentence(const char *line, size_t length)
{
    static const char full_stop[] = "。";
    return line[length - 1] == '.' || line[length - 1] == '!' || line[length - 1] == '?' ||
           (length >= 3 && memcmp(line + length - 3, full_stop, 3) == 0);
}

/* Where the words behind a colon begin, or 0. */
static size_t behind_colon(const char *line, size_t length)
{
    static const char wide[] = "：";
    const char *colon = memchr(line, ':', length);
    if (colon != NULL)
        return (size_t)(colon - line) + 1;
    colon = memmem(line, length, wide, sizeof wide - 1);
    return colon == NULL ? 0 : (size_t)(colon - line) + sizeof wide - 1;
}

/* "Читайте также: Apple купила Tesla" amid an article: the line names another one, and prose goes on behind it. A
 * list of other articles is no prose: titles end without a full stop. */
static bool is_teaser(const struct cleaner *c, const char *line, size_t length)
{
    size_t colon = behind_colon(line, length);
    if (colon == 0 || colon + 8 > length || find_address(line, length) != NULL ||
        ends_sentence(line, length))
        return false;
    const char *next = c->rest;
    size_t left = c->rest_length;
    for (; left > 0 && (unsigned char)*next <= ' '; left--)
        next++;
    const char *feed = memchr(next, '\n', left);
    size_t size = feed == NULL ? left : (size_t)(feed - next);
    while (size > 0 && (unsigned char)next[size - 1] <= ' ')
        size--;
    return size >= shortest_prose && ends_sentence(next, size);
}

static bool is_noise(struct cleaner *c, const char *line, size_t length, const char *key)
{
    const struct noise_rules *rules = c->rules;
    if (*key == '\0' || is_address(line, length))
        return true;
    if (length > short_line)
        return false;
    /* a sentence may have such words too: "References to OpenAI were removed.", "By Monday the deal was done." */
    bool sentence =
        length >= shortest_prose && ends_sentence(line, length) && behind_colon(line, length) == 0;
    if (c->kept > 1 && !sentence && begins(line, length, key, rules->ends)) {
        c->ended = !is_teaser(c, line, length);
        return true;
    }
    if (equals(key, rules->lines) || is_menu(line, length))
        return true;
    if (length > short_line / 2)
        return false;
    return begins(line, length, key, rules->starts) || holds(key, rules->holds) ||
           (!sentence && (begins(line, length, key, rules->bylines) || holds(key, rules->counts)));
}

/* A short line with a date near the top tells the document's date and is none of its text. */
static bool takes_date(struct cleaner *c, const char *line, size_t length)
{
    char date[16];
    if (c->lines > head_lines || length > 160 || !clean_date(c->rules, line, length, date))
        return false;
    if (c->out->date[0] == '\0')
        memcpy(c->out->date, date, sizeof date);
    return length <= 60 && !ends_sentence(line, length);
}

static bool add_line(struct cleaner *c, const char *line, size_t length)
{
    char key[longest_line];
    key[0] = '\0';
    size_t look = length > short_line ? 60 : length;
    fold_key(line, utf8_floor(line, look) < look && look < length ? utf8_floor(line, look) : look,
             key, sizeof key);
    if (*key == '\0' && length <= short_line)
        return true;
    c->lines++;
    if (is_noise(c, line, length, key))
        return true;
    if (c->kept > 0 && takes_date(c, line, length))
        return true;
    if (c->kept == 0 && c->out->title[0] == '\0' && length < sizeof c->out->title) {
        memcpy(c->out->title, line, length);
        c->out->title[length] = '\0';
        return put_line(c, line, length);
    }
    if (c->kept > 0 && length == strlen(c->out->title) && memcmp(line, c->out->title, length) == 0)
        return true;
    return put_paragraph(c, line, cut_references(c, line, length));
}

static void trim(const char **line, size_t *length)
{
    size_t at = 0, next = 0;
    while (at < *length) {
        uint32_t code = utf8_decode(*line, *length, &next);
        if (fold_class(code) != FOLD_SPACE && code >= 0x20)
            break;
        at = next;
    }
    *line += at;
    *length -= at;
    while (*length > 0 && ((*line)[*length - 1] == ' ' || (*line)[*length - 1] == '\r' ||
                           (*line)[*length - 1] == '\t'))
        --*length;
}

bool clean_text(struct clean_text *out, const struct noise_rules *rules, const char *text,
                size_t length, const char *title, const char *date, ermine_error *err)
{
    *out = (struct clean_text){0};
    struct cleaner c = {.rules = rules, .out = out, .err = err};
    if (title != NULL)
        snprintf(out->title, sizeof out->title, "%.*s",
                 (int)utf8_floor(title, strlen(title) < 599 ? strlen(title) : 599), title);
    if (date != NULL && !clean_date(rules, date, strlen(date), out->date) &&
        strspn(date, "0123456789-") == strlen(date) && strlen(date) < 10)
        snprintf(out->date, sizeof out->date, "%s", date); /* 2024, 2024-02 */
    bool ok = put(&c, "", 0);
    for (size_t at = 0; ok && at < length && !c.ended;) {
        const char *line = text + at;
        const char *feed = memchr(line, '\n', length - at);
        size_t size = feed == NULL ? length - at : (size_t)(feed - line);
        at += size + 1;
        c.rest = text + (at < length ? at : length);
        c.rest_length = at < length ? length - at : 0;
        trim(&line, &size);
        if (size > 0)
            ok = add_line(&c, line, size);
    }
    if (!ok) {
        free(out->text);
        out->text = NULL;
    }
    return ok;
}
