/* make-fold.c - prints the C tables behind src/text/fold.c: for each code point of the Basic Multilingual Plane
 * its folded form and its class. Run by make; ICU knows case, width and classes, OpenCC knows which
 * traditional character a simplified one stands for. */
#include <opencc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { plane = 0x10000 };

static opencc_t simplifier;

static uint32_t simplified(uint32_t code)
{
    char in[8];
    int32_t length = 0;
    U8_APPEND_UNSAFE(in, length, code);
    char *out = opencc_convert_utf8(simplifier, in, (size_t)length);
    if (out == NULL)
        return code;
    int32_t at = 0, size = (int32_t)strlen(out);
    UChar32 first = 0;
    U8_NEXT(out, at, size, first);
    bool single = at == size && first > 0 && first < plane;
    opencc_convert_utf8_free(out);
    return single ? (uint32_t)first : code;
}

/* The one code point NFKC makes of `code`, or `code` itself. */
static uint32_t narrow(uint32_t code)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
    UChar in[2] = {(UChar)code, 0}, out[32];
    int32_t length = unorm2_normalize(nfkc, in, 1, out, 32, &status);
    return U_SUCCESS(status) && length == 1 ? out[0] : code;
}

static uint32_t fold(uint32_t code)
{
    switch (code) {
    case 0x2019:
    case 0x2018:
    case 0x02BC:
    case 0x00B4:
    case 0x0060: /* apostrophes */
        return '\'';
    case 0x2010:
    case 0x2011:
    case 0x00AD: /* hyphens */
        return '-';
    case 0x2022:
    case 0x30FB:
    case 0x2027:
    case 0x00B7:
    case 0xFF65:
    case 0x2219: /* dots in names */
        return 0x00B7;
    case 0x0451:
    case 0x0401: /* ё */
        return 0x0435;
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
        return '"';
    default:
        break;
    }
    if (code >= 0x4E00 && code <= 0x9FFF)
        return simplified(code);
    uint32_t folded = (uint32_t)u_foldCase((UChar32)narrow(code), U_FOLD_CASE_DEFAULT);
    return folded < plane ? folded : code;
}

static char class_of(uint32_t code)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &status);
    if (code == '\n' || code == 0x2028 || code == 0x2029)
        return 'n';
    if (u_isUWhiteSpace((UChar32)code) || code == 0x200B || code == 0xFEFF || code == 0x00AD)
        return 's';
    uint32_t width = narrow(code);
    if (width >= '0' && width <= '9')
        return 'd';
    if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA)
        return u_isalpha((UChar32)code) || script == USCRIPT_HAN ? 'h' : 'p';
    if (u_isalpha((UChar32)code) || u_charType((UChar32)code) == U_NON_SPACING_MARK) {
        bool upper = u_isupper((UChar32)code) || u_istitle((UChar32)code);
        if (script == USCRIPT_CYRILLIC)
            return upper ? 'C' : 'c';
        return upper ? 'L' : 'l';
    }
    return 'p';
}

int main(void)
{
    simplifier = opencc_open("t2s.json");
    if (simplifier == (opencc_t)-1) {
        fprintf(stderr, "make-fold: %s\n", opencc_error());
        return 1;
    }
    printf("const uint16_t fold_of[0x10000] = {");
    for (uint32_t code = 0; code < plane; code++)
        printf("%s%u,", code % 16 == 0 ? "\n" : "",
               code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : fold(code));
    printf("};\nconst unsigned char fold_class_of[0x10000] = {");
    for (uint32_t code = 0; code < plane; code++)
        printf("%s'%c',", code % 16 == 0 ? "\n" : "",
               code >= 0xD800 && code <= 0xDFFF ? 'p' : class_of(code));
    printf("};\n");
    opencc_close(simplifier);
    return 0;
}
