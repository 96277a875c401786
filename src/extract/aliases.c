#include "extract/aliases.h"
#include "extract/gender.h"

#include "base/array.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum { most_words = 8, shortest_key = 3, most_han = 6 };

bool aliases_init(struct aliases *aliases, const struct mining *m)
{
    *aliases = (struct aliases){
        .m = m, .close = map_new(m->err), .loose = map_new(m->err), .sole = map_new(m->err)};
    return lemmas_init(&aliases->lemmas, m) && aliases->close != NULL && aliases->loose != NULL &&
           aliases->sole != NULL;
}

void aliases_free(struct aliases *aliases)
{
    lemmas_free(&aliases->lemmas);
    map_free(aliases->close);
    map_free(aliases->loose);
    map_free(aliases->sole);
    free(aliases->owners);
}

enum name_sort name_sort(const struct mining *m, uint8_t type)
{
    if (type_is(m, type, "person"))
        return SORT_PERSON;
    if (type_is(m, type, "place"))
        return SORT_PLACE;
    return type_is(m, type, "product") || type_is(m, type, "policy") ? SORT_THING : SORT_BODY;
}

uint32_t name_end(const struct mining *m, const struct mention *mention)
{
    uint32_t end = mention->end;
    for (;;) {
        const struct cue_hit *legal = cue_to(m, end, CUE_LEGAL);
        uint32_t shorter = legal == NULL ? end : legal->first;
        while (shorter > mention->first && is_punct(m, shorter - 1, ','))
            shorter--;
        if (shorter == end || shorter <= mention->first)
            return end;
        end = shorter;
    }
}

size_t aliases_key(struct aliases *aliases, uint32_t first, uint32_t end, char key[longest_key])
{
    size_t size = 0;
    for (uint32_t at = first; at < end && size + 80 < longest_key; at++) {
        const struct token *token = mining_token(aliases->m, at);
        if (token->kind == TOKEN_PUNCT)
            continue;
        if (size > 0 && token->kind != TOKEN_HAN)
            key[size++] = '-';
        size += lemma_key(&aliases->lemmas, at, key + size, longest_key - size);
    }
    key[size] = '\0';
    return size;
}

/* Keeps `key`, which has room for a byte more, as a form of the entity. */
static bool offer_key(struct aliases *aliases, struct map *forms, enum name_sort sort, char *key,
                      size_t size, uint32_t entity)
{
    const struct mining *m = aliases->m;
    key[size] = (char)('0' + sort);
    uint32_t index = map_get(forms, key, size + 1);
    if (index != MAP_NONE) {
        struct alias *alias = &aliases->owners[index];
        alias->shared |= alias->first != entity;
        alias->latest = entity;
        return true;
    }
    struct alias alias = {entity, entity, false};
    return ARRAY_PUSH(&aliases->owners, &aliases->owner_count, &aliases->owner_capacity, alias,
                      m->err) &&
           map_put(forms, key, size + 1, (uint32_t)aliases->owner_count - 1, m->err);
}

static bool offer(struct aliases *aliases, struct map *forms, const struct mention *mention,
                  uint32_t first, uint32_t end)
{
    char key[longest_key + 1];
    size_t size = aliases_key(aliases, first, end, key);
    if (size < shortest_key)
        return true;
    const struct token *token = mining_token(aliases->m, first);
    if (forms == aliases->close && token->kind == TOKEN_HAN) {
        aliases->first_han[token->code / 64 % (0x10000 / 64)] |= (uint64_t)1 << token->code % 64;
        if (end - first > aliases->longest)
            aliases->longest = end - first;
    }
    if (forms == aliases->close)
        aliases->close_sizes |= (uint64_t)1 << size % 64;
    return offer_key(aliases, forms, name_sort(aliases->m, mention->type), key, size,
                     mention->entity);
}

/* The first tokens of the words of tokens [first, end), one more for the end: what a space or dot parts. */
static size_t split_words(const struct mining *m, uint32_t first, uint32_t end,
                          uint32_t words[most_words + 1])
{
    size_t count = 0;
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind != TOKEN_PUNCT && count < most_words &&
            (at == first || (token->flags & TOKEN_SPACE_BEFORE) || is_punct(m, at - 1, '.') ||
             is_punct(m, at - 1, 0xB7)))
            words[count++] = at;
    }
    words[count] = end;
    return count;
}

/* Writes the folded first letter of a token; returns its length. */
static size_t first_letter(const struct mining *m, uint32_t at, char *key)
{
    size_t length, next = 0;
    const char *text = mining_text(m, at, &length);
    utf8_decode(text, length, &next);
    return fold_key(text, next, key, 8);
}

/* "J", "Дж." */
static bool is_initial(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    return token->kind == TOKEN_WORD &&
           (token->letters == 1 || (token->letters == 2 && is_punct(m, at + 1, '.')));
}

/* Key of an initial and a surname: "и-маск". */
static size_t initial_key(struct aliases *aliases, uint32_t given, uint32_t surname, uint32_t end,
                          char key[longest_key])
{
    size_t size = first_letter(aliases->m, given, key);
    key[size++] = '-';
    char rest[longest_key];
    size_t length = aliases_key(aliases, surname, end, rest);
    if (length + size + 2 > longest_key)
        return 0;
    memcpy(key + size, rest, length + 1);
    return size + length;
}

static bool is_patronymic(const struct mining *m, uint32_t first, uint32_t end)
{
    return ends_with(m, first, end, &m->pack->word_endings[PATRONYMIC_M]) ||
           ends_with(m, first, end, &m->pack->word_endings[PATRONYMIC_F]);
}

/* Of a person: surname, given name, each with the patronymic or second name, surname with an initial. */
static bool offer_person(struct aliases *aliases, const struct mention *mention)
{
    const struct mining *m = aliases->m;
    uint32_t words[most_words + 1];
    size_t count = split_words(m, mention->first, mention->end, words);
    if (count < 2)
        return true;
    uint32_t last = words[count - 1], end = mention->end;
    bool han = mining_token(m, last)->kind == TOKEN_HAN;
    if (count == 2 && is_patronymic(m, last, end)) /* no surname */
        return true;
    if (mining_token(m, last)->letters >= 2 || (han && end - last > 1)) {
        if (!offer(aliases, aliases->close, mention, last, end))
            return false;
    }
    if (!is_initial(m, words[0])) {
        char key[longest_key + 1];
        size_t size = initial_key(aliases, words[0], last, end, key);
        if (!offer(aliases, aliases->loose, mention, words[0], words[1]) ||
            (size > 0 &&
             !offer_key(aliases, aliases->loose, SORT_PERSON, key, size, mention->entity)))
            return false;
    }
    return count < 3 || (offer(aliases, aliases->loose, mention, words[0], words[2]) &&
                         offer(aliases, aliases->loose, mention, words[1], words[2]) &&
                         offer(aliases, aliases->loose, mention, words[count - 2], end));
}

/* A word that says what something is, or none of its own, is not what one calls it by. */
static bool tells_nothing(const struct mining *m, uint32_t at)
{
    return cue_from(m, at, CUE_NOT_NAME) != NULL || cue_from(m, at, CUE_KIND) != NULL ||
           cue_from(m, at, CUE_DESCRIPTOR) != NULL || cue_from(m, at, CUE_PREFIX) != NULL ||
           cue_from(m, at, CUE_POST) != NULL || cue_from(m, at, CUE_LEGAL) != NULL ||
           mining_token(m, at)->letters < 3 || mining_token(m, at)->kind != TOKEN_WORD;
}

/* The initials of the words as an acronym, without the small ones of "Bank of Japan", or with all. */
static bool offer_acronym(struct aliases *aliases, const struct mention *mention,
                          const uint32_t *words, size_t count, bool all)
{
    const struct mining *m = aliases->m;
    char key[longest_key + 1];
    size_t size = 0, letters = 0;
    for (size_t i = 0; i < count; i++) {
        const struct token *token = mining_token(m, words[i]);
        if (!all && !(token->flags & TOKEN_UPPER_FIRST))
            continue;
        size += first_letter(m, words[i], key + size);
        letters++;
    }
    return letters < 2 || offer_key(aliases, aliases->loose, name_sort(m, mention->type), key, size,
                                    mention->entity);
}

/* Балтика-Мотор: Балтика; but Скиф-2 is another than Скиф, and of products mostly so. */
static bool offer_head(struct aliases *aliases, const struct mention *mention)
{
    const struct mining *m = aliases->m;
    uint32_t first = mention->first;
    if (first + 2 >= mention->end || !is_punct(m, first + 1, '-') ||
        name_sort(m, mention->type) != SORT_BODY || tells_nothing(m, first) ||
        mining_token(m, first)->letters < 4 || mining_token(m, first + 2)->letters < 2 ||
        (mining_token(m, first + 2)->flags & TOKEN_HAS_DIGIT) ||
        mining_token(m, first + 2)->kind == TOKEN_NUMBER)
        return true;
    return offer(aliases, aliases->sole, mention, first, first + 1);
}

/* Полярная звезда: Звезда; Axel Springer: Springer. */
static bool offer_last(struct aliases *aliases, const struct mention *mention, uint32_t last,
                       uint32_t end)
{
    const struct mining *m = aliases->m;
    if (last + 1 != end || type_is(m, mention->type, "place") || tells_nothing(m, last) ||
        cue_from(m, last, CUE_SUFFIX) != NULL || mining_token(m, last)->letters < 4)
        return true;
    return offer(aliases, aliases->sole, mention, last, end);
}

static bool offer_words(struct aliases *aliases, const struct mention *mention, uint32_t end)
{
    const struct mining *m = aliases->m;
    uint32_t words[most_words + 1];
    size_t count = split_words(m, mention->first, end, words);
    if (!offer_head(aliases, mention))
        return false;
    if (count < 2)
        return true;
    if (count == 2 && !offer_last(aliases, mention, words[1], end))
        return false;
    for (size_t i = 1; i < count; i++)
        if ((i > 1 || !tells_nothing(m, words[0])) &&
            cue_from(m, words[i], CUE_NAME_PART) == NULL &&
            !offer(aliases, aliases->loose, mention, words[0], words[i]))
            return false;
    if (!offer_acronym(aliases, mention, words, count, false) ||
        !offer_acronym(aliases, mention, words, count, true))
        return false;
    if (end == mention->end)
        return true;
    words[0] =
        mention->first; /* "Hokuriku Semiconductor Manufacturing Co" may count the last word too */
    count = split_words(m, mention->first, mention->end, words);
    return offer_acronym(aliases, mention, words, count, true);
}

/* 霖川光能: 霖川; 上海微芒装备: 微芒装备, as the place is said only once. */
static bool offer_han(struct aliases *aliases, const struct mention *mention, uint32_t end)
{
    for (uint32_t cut = mention->first + 2; cut < end && cut <= mention->first + most_han; cut++)
        if (!offer(aliases, aliases->loose, mention, mention->first, cut))
            return false;
    for (uint32_t from = mention->first + 2; from + 2 < end && from <= mention->first + 3; from++)
        if (!offer(aliases, aliases->loose, mention, from, end))
            return false;
    return true;
}

bool aliases_offer(struct aliases *aliases, const struct mention *mention)
{
    const struct mining *m = aliases->m;
    enum name_sort sort = name_sort(m, mention->type);
    if (sort == SORT_PERSON)
        return offer_person(aliases, mention);
    uint32_t end = name_end(m, mention);
    if (mention->kind == MENTION_NEW && end < mention->end &&
        !offer(aliases, aliases->close, mention, mention->first, end))
        return false;
    const struct cue_hit *suffix = cue_to(m, end, CUE_SUFFIX);
    if (suffix != NULL && suffix->first > mention->first + 1 && mention->kind == MENTION_NEW &&
        !offer(aliases, aliases->close, mention, mention->first, suffix->first))
        return false;
    return mining_token(m, mention->first)->kind == TOKEN_HAN ? offer_han(aliases, mention, end)
                                                              : offer_words(aliases, mention, end);
}

/* A key, with room for a byte more, among the forms. */
static const struct alias *look_up(const struct aliases *aliases, const struct map *forms,
                                   enum name_sort sort, char *key, size_t size)
{
    key[size] = (char)('0' + sort);
    uint32_t index = map_get(forms, key, size + 1);
    return index == MAP_NONE ? NULL : &aliases->owners[index];
}

/* A person called by what only tells persons of one document apart: an initial with the surname, in either order; the
 * given name with a patronymic, where no other person has that given name. */
static const struct alias *find_person(struct aliases *aliases, uint32_t first, uint32_t end)
{
    const struct mining *m = aliases->m;
    char key[longest_key + 1];
    uint32_t words[most_words + 1];
    size_t count = split_words(m, first, end, words);
    if (count < 2)
        return NULL;
    uint32_t last = words[count - 1];
    if (is_initial(m, words[0]))
        return look_up(aliases, aliases->loose, SORT_PERSON, key,
                       initial_key(aliases, words[0], last, end, key));
    if (is_initial(m, words[1]))
        return look_up(aliases, aliases->loose, SORT_PERSON, key,
                       initial_key(aliases, words[1], words[0], words[0] + 1, key));
    if (count != 2 || !is_patronymic(m, last, end))
        return NULL;
    const struct alias *alias = look_up(aliases, aliases->loose, SORT_PERSON, key,
                                        aliases_key(aliases, first, words[1], key));
    return alias == NULL || alias->shared ? NULL : alias;
}

const struct alias *aliases_find(struct aliases *aliases, enum name_sort sort, uint32_t first,
                                 uint32_t end, bool loose)
{
    char key[longest_key + 1];
    size_t size = aliases_key(aliases, first, end, key);
    const struct alias *alias = look_up(aliases, aliases->close, sort, key, size);
    if (alias == NULL && loose)
        alias = look_up(aliases, aliases->loose, sort, key, size);
    if (alias == NULL && loose && sort == SORT_PERSON)
        alias = find_person(aliases, first, end);
    if (alias == NULL && loose) {
        alias = look_up(aliases, aliases->sole, sort, key, size);
        if (alias != NULL && alias->shared)
            alias = NULL;
    }
    return alias;
}

uint32_t aliases_owner(struct aliases *aliases, uint32_t first, uint32_t end)
{
    char key[longest_key + 1];
    size_t size = aliases_key(aliases, first, end, key);
    uint32_t owner = NONE;
    if (!(aliases->close_sizes >> size % 64 & 1))
        return NONE;
    for (enum name_sort sort = SORT_PERSON; sort <= SORT_BODY; sort++) {
        const struct alias *alias = look_up(aliases, aliases->close, sort, key, size);
        if (alias == NULL)
            continue;
        if (alias->shared || owner != NONE)
            return NONE;
        owner = alias->first;
    }
    return owner;
}

bool aliases_may_begin(const struct aliases *aliases, uint32_t code)
{
    return aliases->first_han[code / 64 % (0x10000 / 64)] >> code % 64 & 1;
}
