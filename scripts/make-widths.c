/* make-widths FONT.ttf BOLD.ttf: the advance widths of the letters a map writes, as src/draw/widths.h.
 *
 * Build: cc scripts/make-widths.c $(pkg-config --cflags --libs freetype2) -o make-widths
 * Run: make-widths DejaVuSans.ttf DejaVuSans-Bold.ttf > src/draw/widths.h, then clang-format -i. */
#include <ft2build.h>
#include FT_FREETYPE_H

#include <stdio.h>

static const struct {
    const char *name;
    unsigned first, last;
} ranges[] = {{"latin", 0x20, 0x17F}, {"cyrillic", 0x400, 0x45F}, {"signs", 0x2010, 0x2122}};

static int write_font(FT_Library library, const char *path, const char *weight)
{
    FT_Face face;
    if (FT_New_Face(library, path, 0, &face) != 0) {
        fprintf(stderr, "make-widths: %s: no font\n", path);
        return 1;
    }
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
        printf("static const uint16_t %s_%s[] = {", ranges[r].name, weight);
        for (unsigned code = ranges[r].first; code <= ranges[r].last; code++) {
            if (FT_Load_Char(face, code, FT_LOAD_NO_SCALE) != 0)
                return 1;
            printf("%ld,", (face->glyph->metrics.horiAdvance * 1000 + face->units_per_EM / 2) /
                               face->units_per_EM);
        }
        printf("};\n");
    }
    FT_Done_Face(face);
    return 0;
}

int main(int argc, char **argv)
{
    FT_Library library;
    if (argc != 3 || FT_Init_FreeType(&library) != 0) {
        fprintf(stderr, "usage: make-widths FONT.ttf BOLD.ttf\n");
        return 2;
    }
    printf("/* widths.h - how far letters advance, in thousandths of the font size: DejaVu Sans "
           "and its bold, made\n"
           " * by scripts/make-widths.c. From U+0020, U+0400 and U+2010 on. */\n"
           "#ifndef DRAW_WIDTHS_H\n#define DRAW_WIDTHS_H\n\n#include <stdint.h>\n\n");
    int status = write_font(library, argv[1], "regular") || write_font(library, argv[2], "bold");
    printf("\n#endif\n");
    FT_Done_FreeType(library);
    return status;
}
