# make demo, make check: see README.md. Outputs go to build/.
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
ifeq ($(origin CC),default)
CC := gcc
endif
# gcc's own archives hold what it needs to optimise across files
CFLAGS ?= -O3 -g $(if $(findstring gcc,$(CC)),-flto=auto -fno-semantic-interposition)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
LIBRARIES := igraph jansson icu-uc icu-i18n sqlite3 libxml-2.0 libarchive
LAYOUT_LIBRARIES := libgvc libcgraph librsvg-2.0 cairo cairo-pdf jansson
PACKAGES_READY := $(shell pkg-config --exists $(LIBRARIES) $(LAYOUT_LIBRARIES) cmocka 2>/dev/null && echo yes)

ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Iinclude -Isrc -I$(BUILD)/gen -fPIC -fno-math-errno -fvisibility=default -pthread \
	$(WARNINGS) $(CFLAGS) -DERMINE_DATADIR='"$(PREFIX)/share/ermine"' -DERMINE_SOURCE_DATADIR='"$(CURDIR)/graphs"' \
	$(if $(PACKAGES_READY),$(shell pkg-config --cflags $(LIBRARIES) | sed 's/-I/-isystem /g'))
ALL_LIBS = $(LDFLAGS) $(if $(PACKAGES_READY),$(shell pkg-config --libs $(LIBRARIES))) -lm -pthread

ROOMS := base text knowledge facts extract store network analyze draw exchange train
LIB_OBJECTS := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard $(ROOMS:%=src/%/*.c)))
CLI_OBJECTS := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/cli/*.c))
LAYOUT_OBJECTS := $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/layout/*.c src/base/*.c))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))
REPLAYS := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/replay_%,$(wildcard tests/fuzz/fuzz_*.c))

.DELETE_ON_ERROR:
.PHONY: all programs demo check unit golden asan fuzz bench bench-analysis gallery models score crossval format lint install uninstall clean setup setup-tests

all: setup
	@$(MAKE) --no-print-directory programs

programs: $(BUILD)/libermine.so $(if $(CLI_OBJECTS),$(BUILD)/ermine) $(if $(wildcard src/layout/*.c),$(BUILD)/ermine-layout)

setup:
	@scripts/setup

setup-tests:
	@scripts/setup tests

# optimised across files once, not again for each program and test linked to it
$(BUILD)/library.o: $(LIB_OBJECTS)
	$(CC) $(CFLAGS) -fPIC -r -flinker-output=nolto-rel -o $@ $^

$(BUILD)/libermine.a: $(if $(findstring -flto,$(CFLAGS)),$(BUILD)/library.o,$(LIB_OBJECTS))
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/libermine.so: $(BUILD)/libermine.a src/ermine.map
	$(CC) $(CFLAGS) -shared -Wl,-soname,libermine.so.0 -Wl,--version-script,src/ermine.map -o $@ -Wl,--whole-archive $< -Wl,--no-whole-archive $(ALL_LIBS)

$(BUILD)/ermine: $(CLI_OBJECTS) $(BUILD)/libermine.a
	$(CC) $(CFLAGS) -o $@ $^ $(ALL_LIBS)

$(BUILD)/ermine-layout: $(LAYOUT_OBJECTS)
	$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(shell pkg-config --libs $(LAYOUT_LIBRARIES)) -lm

$(BUILD)/gen/fold_table.h: scripts/make-fold.c
	@mkdir -p $(@D)
	$(CC) -O1 -o $(BUILD)/gen/make-fold $< $(shell pkg-config --cflags --libs opencc icu-uc)
	$(BUILD)/gen/make-fold > $@

$(BUILD)/text/fold.o: $(BUILD)/gen/fold_table.h

$(BUILD)/gen/romanize_table.h: scripts/make-romanize.c
	@mkdir -p $(@D)
	$(CC) -O1 -o $(BUILD)/gen/make-romanize $< $(shell pkg-config --cflags --libs icu-i18n icu-uc)
	$(BUILD)/gen/make-romanize > $@

$(BUILD)/text/romanize.o: $(BUILD)/gen/romanize_table.h

$(BUILD)/layout/%.o: src/layout/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(shell pkg-config --cflags $(LAYOUT_LIBRARIES) | sed 's/-I/-isystem /g') -MMD -MP -c $< -o $@

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libermine.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $< -o $@ $(BUILD)/libermine.a $(shell pkg-config --libs cmocka) $(ALL_LIBS)

$(BUILD)/tests/replay_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(BUILD)/libermine.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $< tests/fuzz/replay.c -o $@ $(BUILD)/libermine.a $(ALL_LIBS)

check: setup-tests
	@$(MAKE) --no-print-directory programs unit
	@BUILD=$(BUILD) scripts/check

unit: $(UNIT_TESTS) $(REPLAYS)

demo: setup
	@$(MAKE) --no-print-directory programs
	@BUILD=$(BUILD) scripts/demo

golden: programs
	BUILD=$(BUILD) scripts/golden --rewrite

asan:
	@LSAN_OPTIONS="suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0" $(MAKE) --no-print-directory BUILD=build/asan CFLAGS="-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer" check

bench: programs
	BUILD=$(BUILD) scripts/bench

gallery: programs
	BUILD=$(BUILD) scripts/gallery

$(BUILD)/bench/analysis: tests/bench/analysis.c tests/bench/generate.c $(BUILD)/libermine.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests $(filter %.c,$^) -o $@ $(BUILD)/libermine.a $(ALL_LIBS)

bench-analysis: $(BUILD)/bench/analysis
	BUILD=$(BUILD) scripts/bench-analysis

models: programs
	BUILD=$(BUILD) BENCH="$(BENCH)" GOLD="$(GOLD)" TEXTS="$(TEXTS)" scripts/models

score: programs
	BUILD=$(BUILD) GOLD="$(GOLD)" TEXTS="$(TEXTS)" BENCH="$(BENCH)" scripts/score

# More variables: see the script.
crossval: programs
	BUILD=$(BUILD) GOLD="$(GOLD)" TEXTS="$(TEXTS)" BENCH="$(BENCH)" scripts/crossval

fuzz:
	scripts/fuzz $(or $(SECONDS),600)

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

lint:
	scripts/lint

install: programs
	DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" BUILD="$(BUILD)" VERSION="$(VERSION)" scripts/install install

uninstall:
	DESTDIR="$(DESTDIR)" PREFIX="$(PREFIX)" BUILD="$(BUILD)" VERSION="$(VERSION)" scripts/install uninstall

clean:
	rm -rf build

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(LAYOUT_OBJECTS:.o=.d) $(UNIT_TESTS:=.d)
