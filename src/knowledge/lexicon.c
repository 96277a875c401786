#include "knowledge/lexicon.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    first_word = 0x10000,  /* ids below are code points of Chinese characters and punctuation, */
    rare_code = 0x1000000, /* those above are the code points beyond */
    root_count = 0x20000,  /* labels of the root kept in an array: most steps fail there */
    most_ids = 12,         /* words of the lexicon that one word of a text may be */
    most_steps = 4000,     /* of one lexicon_match() */
    longest_word = 400,    /* bytes, folded */
    exact_bits = 20,       /* of the filters: a few times as many as there are forms */
    stem_bits = 17
};

struct edge {
    uint32_t node, label, child; /* child 0: an empty slot */
};

/* Edges of a trie: (node, label) to node, by open addressing. Node 0 is the root. */
struct edges {
    struct edge *slots;
    size_t count, capacity;
};

/* A value kept at a node; those of one node are chained. */
struct value {
    uint32_t value, next;
};

struct node {
    uint32_t value; /* 1 + index of its first value, 0: none */
    bool inner;     /* has children */
};

struct trie {
    struct edges edges;
    struct node *nodes;
    size_t node_count, node_capacity;
    uint32_t *roots; /* children of the root by label, of labels below root_count */
    struct value *values;
    size_t value_count, value_capacity;
};

/* A word or the beginning of one, by the hash of its folded letters: 64 bits of it tell words apart. */
struct form {
    uint64_t hash;
    uint32_t value; /* 1 + index of its first value, 0: an empty slot */
};

/* Forms to word ids. Most words of a text have none, which a bit of the filter tells. */
struct forms {
    struct form *slots;
    size_t count, capacity;
    uint64_t *filter; /* 2^filter_bits bits */
    unsigned filter_bits;
    struct value *values;
    size_t value_count, value_capacity;
};

struct lexicon {
    struct forms exact;
    struct forms stems;  /* of words that may go on */
    struct trie phrases; /* word ids to payloads */
    struct map *words;   /* "word", "word*" and "word~" (inflected) to ids */
    struct tokens scratch;
};

static uint64_t hash_letter(uint64_t hash, uint32_t folded)
{
    hash = (hash ^ folded) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_word(const char *word, size_t length)
{
    uint64_t hash = 1;
    for (size_t at = 0; at < length;)
        hash = hash_letter(hash, utf8_decode(word, length, &at));
    return hash;
}

static bool forms_init(struct forms *forms, unsigned filter_bits, ermine_error *err)
{
    forms->filter_bits = filter_bits;
    forms->filter = calloc(((size_t)1 << filter_bits) / 64, sizeof *forms->filter);
    return forms->filter != NULL || error_memory(err);
}

static void forms_free(struct forms *forms)
{
    free(forms->slots);
    free(forms->filter);
    free(forms->values);
}

/* The slot of the form, or the empty one where it belongs. */
static struct form *form_slot(const struct forms *forms, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (forms->capacity - 1);
    while (forms->slots[at].value != 0 && forms->slots[at].hash != hash)
        at = (at + 1) & (forms->capacity - 1);
    return &forms->slots[at];
}

static bool forms_may_have(const struct forms *forms, uint64_t hash)
{
    uint64_t bit = hash >> (64 - forms->filter_bits);
    return forms->filter[bit / 64] >> bit % 64 & 1;
}

static bool forms_grow(struct forms *forms, ermine_error *err)
{
    struct forms bigger = *forms;
    bigger.capacity = forms->capacity == 0 ? 1024 : forms->capacity * 2;
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return error_memory(err);
    for (size_t i = 0; i < forms->capacity; i++)
        if (forms->slots[i].value != 0)
            *form_slot(&bigger, forms->slots[i].hash) = forms->slots[i];
    free(forms->slots);
    *forms = bigger;
    return true;
}

/* Adds the id to those of the form. */
static bool forms_add(struct forms *forms, const char *form, size_t length, uint32_t id,
                      ermine_error *err)
{
    if (forms->count * 2 >= forms->capacity && !forms_grow(forms, err))
        return false;
    uint64_t hash = hash_word(form, length);
    struct form *slot = form_slot(forms, hash);
    for (uint32_t v = slot->value; v != 0; v = forms->values[v - 1].next)
        if (forms->values[v - 1].value == id)
            return true;
    struct value entry = {id, slot->value};
    if (!ARRAY_PUSH(&forms->values, &forms->value_count, &forms->value_capacity, entry, err))
        return false;
    uint64_t bit = hash >> (64 - forms->filter_bits);
    forms->filter[bit / 64] |= UINT64_C(1) << bit % 64;
    forms->count += slot->value == 0;
    *slot = (struct form){hash, (uint32_t)forms->value_count};
    return true;
}

/* The slot of the edge, or the empty one where it belongs. */
static struct edge *slot_of(const struct edges *edges, uint32_t node, uint32_t label)
{
    uint64_t hash = ((uint64_t)node << 32 | label) * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(hash >> 32) & (edges->capacity - 1);
    while (edges->slots[at].child != 0 &&
           (edges->slots[at].node != node || edges->slots[at].label != label))
        at = (at + 1) & (edges->capacity - 1);
    return &edges->slots[at];
}

/* The child, or 0, which is the root and nobody's child. */
static uint32_t trie_child(const struct trie *trie, uint32_t node, uint32_t label)
{
    if (node == 0 && label < root_count)
        return trie->roots[label];
    return trie->nodes[node].inner ? slot_of(&trie->edges, node, label)->child : 0;
}

static bool edges_grow(struct edges *edges, ermine_error *err)
{
    struct edges bigger = {.count = edges->count,
                           .capacity = edges->capacity == 0 ? 1024 : edges->capacity * 2};
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return error_memory(err);
    for (size_t i = 0; i < edges->capacity; i++) {
        const struct edge *edge = &edges->slots[i];
        if (edge->child != 0)
            *slot_of(&bigger, edge->node, edge->label) = *edge;
    }
    free(edges->slots);
    *edges = bigger;
    return true;
}

static bool trie_init(struct trie *trie, ermine_error *err)
{
    struct node root = {0, false};
    trie->roots = calloc(root_count, sizeof *trie->roots);
    if (trie->roots == NULL)
        return error_memory(err);
    return ARRAY_PUSH(&trie->nodes, &trie->node_count, &trie->node_capacity, root, err);
}

static void trie_free(struct trie *trie)
{
    free(trie->edges.slots);
    free(trie->nodes);
    free(trie->roots);
    free(trie->values);
}

/* Steps to the child, made when missing. */
static bool trie_step(struct trie *trie, uint32_t *node, uint32_t label, ermine_error *err)
{
    struct node leaf = {0, false};
    uint32_t child = trie_child(trie, *node, label);
    if (child == 0) {
        struct edges *edges = &trie->edges;
        if (edges->count * 3 >= edges->capacity * 2 && !edges_grow(edges, err))
            return false;
        child = (uint32_t)trie->node_count;
        if (!ARRAY_PUSH(&trie->nodes, &trie->node_count, &trie->node_capacity, leaf, err))
            return false;
        *slot_of(edges, *node, label) = (struct edge){*node, label, child};
        edges->count++;
        trie->nodes[*node].inner = true;
        if (*node == 0 && label < root_count)
            trie->roots[label] = child;
    }
    *node = child;
    return true;
}

static bool trie_value(struct trie *trie, uint32_t node, uint32_t value, ermine_error *err)
{
    for (uint32_t v = trie->nodes[node].value; v != 0; v = trie->values[v - 1].next)
        if (trie->values[v - 1].value == value)
            return true;
    struct value entry = {value, trie->nodes[node].value};
    if (!ARRAY_PUSH(&trie->values, &trie->value_count, &trie->value_capacity, entry, err))
        return false;
    trie->nodes[node].value = (uint32_t)trie->value_count;
    return true;
}

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
    return trie_value(&lexicon->phrases, node, payload, err);
}

/* Keeps the ids of the form, and whether a phrase begins with one of them. */
static bool keep_ids(const struct lexicon *lexicon, const struct forms *forms, uint64_t hash,
                     struct lexicon_words *words, size_t token, ermine_error *err)
{
    for (uint32_t v = form_slot(forms, hash)->value; v != 0; v = forms->values[v - 1].next) {
        uint32_t id = forms->values[v - 1].value;
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
    uint64_t hash = 1;
    for (size_t at = 0; at < length;) {
        hash = hash_letter(hash, fold_code(utf8_decode(text, length, &at)));
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
    for (uint32_t v = phrases->nodes[child].value; v != 0; v = phrases->values[v - 1].next)
        if (m->count < m->room)
            m->hits[m->count++] =
                (struct lexicon_hit){(uint32_t)at + 1, phrases->values[v - 1].value};
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
