/* make-romanize.c - prints the C tables behind src/text/romanize.c: for letters of the Latin and Cyrillic alphabets and
 * for Chinese characters how they sound, in the letters a to z. Run by make; ICU knows. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utrans.h>
#include <unicode/ustring.h>

enum { last_letter = 0x52F, first_han = 0x4E00, last_han = 0x9FFF, longest = 12, most = 2000 };

static char sounds[most][longest];
static size_t sound_count;

static UTransliterator *open_rules(const char *id)
{
    UChar name[100];
    UErrorCode status = U_ZERO_ERROR;
    u_uastrcpy(name, id);
    UTransliterator *rules = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) {
        fprintf(stderr, "make-romanize: %s: %s\n", id, u_errorName(status));
        exit(1);
    }
    return rules;
}

static size_t number_of(const char *sound)
{
    for (size_t i = 0; i < sound_count; i++)
        if (strcmp(sounds[i], sound) == 0)
            return i;
    if (sound_count == most || strlen(sound) >= longest) {
        fprintf(stderr, "make-romanize: too many or too long sounds: %s\n", sound);
        exit(1);
    }
    strcpy(sounds[sound_count], sound);
    return sound_count++;
}

static size_t sound_of(const UTransliterator *rules, UChar code)
{
    UChar text[40] = {code, 0};
    char sound[40];
    int32_t length = 1, limit = 1, kept = 0;
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(rules, text, &length, 40, 0, &limit, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < length && i < 39; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            sound[kept++] = (char)text[i];
    sound[kept] = '\0';
    return number_of(strcmp(sound, "ye") == 0 ? "e" : sound); /* е sounds so behind consonants */
}

static void print_table(const char *name, const UTransliterator *const rules[2], uint32_t first,
                        uint32_t last)
{
    printf("static const uint16_t %s[] = {", name);
    for (uint32_t code = first; code <= last; code++)
        printf("%s%zu,", (code - first) % 16 == 0 ? "\n    " : " ",
               sound_of(rules[code >= 0x400 && code <= 0x45F], (UChar)code));
    printf("\n};\n");
}

int main(void)
{
    const UTransliterator *rules[2] = {open_rules("Any-Latin; Latin-ASCII; Any-Lower"),
                                       open_rules("Russian-Latin/BGN; Latin-ASCII; Any-Lower")};
    number_of("");
    printf("enum { last_letter = 0x%X, first_han = 0x%X, last_han = 0x%X };\n", last_letter,
           first_han, last_han);
    print_table("letter_sounds", rules, 0, last_letter);
    print_table("han_sounds", rules, first_han, last_han);
    printf("static const char sounds[][%d] = {", longest);
    for (size_t i = 0; i < sound_count; i++)
        printf("%s\"%s\",", i % 10 == 0 ? "\n    " : " ", sounds[i]);
    printf("\n};\n");
    return 0;
}
