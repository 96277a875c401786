#include "knowledge/lexicon.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include "knowledge/forms.h"
#include "knowledge/trie.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    first_word = 0x10000,  /* ids below are code points of Chinese characters and punctuation, */
    rare_code = 0x1000000, /* those above are the code points beyond */
    most_ids = 12,         /* words of the lexicon that one word of a text may be */
    most_steps = 4000,     /* of one lexicon_match() */
    longest_word = 400,    /* bytes, folded */
    exact_bits = 19,       /* of the filters: a few times as many as there are forms */
    stem_bits = 15
};

struct lexicon {
    struct forms exact;
    struct forms stems;  /* of words that may go on */
    struct trie phrases; /* word ids to payloads */
    struct map *words;   /* "word", "word*" and "word~" (inflected) to ids */
    struct tokens scratch;
};

struct lexicon *lexicon_new(ermine_error *err)
{
    struct lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon == NULL) {
        error_memory(err);
        return NULL;
    }
    lexicon->words = map_new(err);
    if (lexicon->words == NULL || !forms_init(&lexicon->exact, exact_bits, err) ||
        !forms_init(&lexicon->stems, stem_bits, err) || !trie_init(&lexicon->phrases, err)) {
        lexicon_free(lexicon);
        return NULL;
    }
    return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    forms_free(&lexicon->exact);
    forms_free(&lexicon->stems);
    trie_free(&lexicon->phrases);
    map_free(lexicon->words);
    tokens_free(&lexicon->scratch);
    free(lexicon);
}

/* Folds a word into UTF-8; 0 when it does not fit. */
static size_t fold_word(const char *word, size_t length, char out[longest_word])
{
    size_t at = 0, size = 0;
    while (at < length) {
        char bytes[4];
        size_t count = utf8_encode(fold_code(utf8_decode(word, length, &at)), bytes);
        if (size + count + 2 > longest_word)
            return 0;
        memcpy(out + size, bytes, count);
        size += count;
    }
    return size;
}

static const struct inflection *rule_for(const struct inflection *rules, const char *word,
                                         size_t length)
{
    const struct inflection *best = NULL;
    size_t longest = 0;
    for (; rules->ending != NULL; rules++) {
        size_t size = strlen(rules->ending);
        if (size < length && (best == NULL || size > longest) &&
            memcmp(word + length - size, rules->ending, size) == 0) {
            best = rules;
            longest = size;
        }
    }
    return best;
}

static bool add_forms(struct lexicon *lexicon, const struct inflection *rules, const char *word,
                      size_t length, uint32_t id, ermine_error *err)
{
    if (!forms_add(&lexicon->exact, word, length, id, err))
        return false;
    const struct inflection *rule = rule_for(rules, word, length);
    if (rule == NULL)
        return true;
    char form[longest_word];
    size_t stem = length - strlen(rule->ending);
    memcpy(form, word, stem);
    for (const char *const *end = rule->forms; *end != NULL; end++) {
        size_t size = strlen(*end);
        if (stem + size > sizeof form)
            continue;
        memcpy(form + stem, *end, size);
        if (!forms_add(&lexicon->exact, form, stem + size, id, err))
            return false;
    }
    return true;
}

/* The id of a word, made with its forms when it is new. `mode`: 0 exact, '*' stem, '~' inflected. */
static bool word_id(struct lexicon *lexicon, const char *word, size_t length, char mode,
                    const struct inflection *rules, uint32_t *id, ermine_error *err)
{
    char key[longest_word];
    size_t size = fold_word(word, length, key);
    if (size == 0)
        return error_set(err, ERMINE_EINPUT, "a word of more than %d bytes", longest_word);
    key[size] = mode;
    size_t key_size = size + (mode != 0);
    *id = map_get(lexicon->words, key, key_size);
    if (*id != MAP_NONE)
        return true;
    *id = first_word + (uint32_t)map_count(lexicon->words);
    if (!map_put(lexicon->words, key, key_size, *id, err))
        return false;
    if (mode == '~')
        return add_forms(lexicon, rules, key, size, *id, err);
    return forms_add(mode == '*' ? &lexicon->stems : &lexicon->exact, key, size, *id, err);
}

static uint32_t code_id(uint32_t code)
{
    return code < first_word ? code : rare_code + code;
}

/* Chinese characters and punctuation are their own words. */
static bool by_code(const struct token *token)
{
    return token->kind == TOKEN_HAN || token->kind == TOKEN_PUNCT;
}

static bool joins(const struct token *token)
{
    return token->kind == TOKEN_PUNCT && (token->code == '-' || token->code == 0x00B7);
}

static bool add_token(struct lexicon *lexicon, const char *phrase, const struct token *token,
                      bool stem, const struct inflection *rules, uint32_t *node, ermine_error *err)
{
    uint32_t id;
    if (by_code(token)) {
        id = code_id(token->code);
    } else {
        char mode = stem ? '*' : rules != NULL && (token->flags & TOKEN_CYRILLIC) ? '~' : '\0';
        if (!word_id(lexicon, phrase + token->start, token->end - token->start, mode, rules, &id,
                     err))
            return false;
    }
    return trie_step(&lexicon->phrases, node, id, err);
}

bool lexicon_add(struct lexicon *lexicon, const char *phrase, size_t length,
                 const struct inflection *inflection, uint32_t payload, ermine_error *err)
{
    struct tokens *tokens = &lexicon->scratch;
    if (!tokens_split(tokens, phrase, length, NULL, false, err))
        return false;
    uint32_t node = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        bool stem = i + 1 < tokens->count && tokens->items[i + 1].code == '*' &&
                    tokens->items[i + 1].start == token->end;
        if (tokens->count > 1 && joins(token))
            continue;
        if (!add_token(lexicon, phrase, token, stem, inflection, &node, err))
            return false;
        i += stem;
    }
    if (node == 0)
        return error_set(err, ERMINE_EINPUT, "an empty phrase");
    return trie_put(&lexicon->phrases, node, payload, err);
}

bool lexicon_close(struct lexicon *lexicon, ermine_error *err)
{
    return trie_close(&lexicon->phrases, err);
}

/* Keeps the ids of the form, and whether a phrase begins with one of them. */
static bool keep_ids(const struct lexicon *lexicon, const struct forms *forms, uint64_t hash,
                     struct lexicon_words *words, size_t token, ermine_error *err)
{
    for (uint32_t i = forms_find(forms, hash); i != 0; i = forms->ids[i - 1].next) {
        uint32_t id = forms->ids[i - 1].id;
        if (words->id_count - words->first[token] >= most_ids)
            continue;
        if (!ARRAY_PUSH(&words->ids, &words->id_count, &words->id_capacity, id, err))
            return false;
        words->begins[token] |= trie_child(&lexicon->phrases, 0, id) != 0;
    }
    return true;
}

static bool look_up_word(const struct lexicon *lexicon, const char *text, size_t length,
                         struct lexicon_words *words, size_t token, ermine_error *err)
{
    uint64_t hash = forms_start;
    for (size_t at = 0; at < length;) {
        hash = forms_hash(hash, fold_code(utf8_decode(text, length, &at)));
        if (forms_may_have(&lexicon->stems, hash) &&
            !keep_ids(lexicon, &lexicon->stems, hash, words, token, err))
            return false;
    }
    return !forms_may_have(&lexicon->exact, hash) ||
           keep_ids(lexicon, &lexicon->exact, hash, words, token, err);
}

bool lexicon_look_up(const struct lexicon *lexicon, const char *text, const struct tokens *tokens,
                     struct lexicon_words *words, ermine_error *err)
{
    words->id_count = 0;
    if (!array_reserve((void **)&words->first, &words->first_capacity, 0, tokens->count + 1,
                       sizeof *words->first, err) ||
        !array_reserve((void **)&words->begins, &words->begins_capacity, 0, tokens->count + 1,
                       sizeof *words->begins, err))
        return false;
    for (size_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        words->first[i] = (uint32_t)words->id_count;
        words->begins[i] =
            by_code(token) && trie_child(&lexicon->phrases, 0, code_id(token->code)) != 0;
        if (!by_code(token) &&
            !look_up_word(lexicon, text + token->start, token->end - token->start, words, i, err))
            return false;
    }
    words->first[tokens->count] = (uint32_t)words->id_count;
    return true;
}

void lexicon_words_free(struct lexicon_words *words)
{
    free(words->ids);
    free(words->first);
    free(words->begins);
    *words = (struct lexicon_words){0};
}

struct matcher {
    const struct lexicon *lexicon;
    const struct tokens *tokens;
    const struct lexicon_words *words;
    size_t end, steps;
    struct lexicon_hit *hits;
    size_t count, room;
};

/* The phrases that end with the step from `node` to `child`, at token `at`. */
static void take_hits(struct matcher *m, uint32_t child, size_t at)
{
    const struct trie *phrases = &m->lexicon->phrases;
    const struct trie_node *node = &phrases->nodes[child];
    const uint32_t *values = phrases->values + node->first;
    for (uint16_t i = 0; i < node->count && m->count < m->room; i++)
        m->hits[m->count++] = (struct lexicon_hit){(uint32_t)at + 1, values[i]};
}

static void follow(struct matcher *m, uint32_t node, size_t at)
{
    const struct trie *phrases = &m->lexicon->phrases;
    while (at < m->end && m->steps++ <= most_steps && by_code(&m->tokens->items[at])) {
        const struct token *token = &m->tokens->items[at++];
        uint32_t child = trie_child(phrases, node, code_id(token->code));
        if (child != 0)
            take_hits(m, child, at - 1);
        bool on = child != 0 && phrases->nodes[child].inner;
        if (node != 0 && joins(token)) {
            if (on)
                follow(m, child, at);
        } else {
            if (!on)
                return;
            node = child;
        }
    }
    if (at >= m->end || m->steps > most_steps)
        return;
    for (uint32_t i = m->words->first[at]; i < m->words->first[at + 1]; i++) {
        uint32_t child = trie_child(phrases, node, m->words->ids[i]);
        if (child == 0)
            continue;
        take_hits(m, child, at);
        if (phrases->nodes[child].inner)
            follow(m, child, at + 1);
    }
}

size_t lexicon_match(const struct lexicon *lexicon, const struct tokens *tokens,
                     const struct lexicon_words *words, size_t at, size_t end,
                     struct lexicon_hit *hits, size_t room)
{
    if (at >= end || !words->begins[at])
        return 0;
    struct matcher matcher;
    matcher.lexicon = lexicon;
    matcher.tokens = tokens;
    matcher.words = words;
    matcher.end = end;
    matcher.steps = 0;
    matcher.hits = hits;
    matcher.count = 0;
    matcher.room = room;
    follow(&matcher, 0, at);
    return matcher.count;
}
