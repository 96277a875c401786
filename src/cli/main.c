/* main.c - ermine COMMAND ...: one row a command. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

const struct command commands[] = {
    {"extract", "[OPTIONS] DOCS…", "Mine documents: facts, one line of JSON a document.", "ojFxqv",
     1, run_extract},
    {"add", "[OPTIONS] STORE DOCS|FACTS…",
     "Read documents or facts into a store, only what is new.", "jFqv", 2, run_add},
    {"rank", "[OPTIONS] INPUT…", "Who matters, why, and how surely: a table of influence.",
     "ojFSUTRZCwnflb1234Iyaeqv", 1, run_rank},
    {"communities", "[OPTIONS] INPUT…", "Groups that are tied closely, and what they are.",
     "ojFSUTRZCwnflO5qv", 1, run_communities},
    {"path", "[OPTIONS] INPUT… A B", "How two entities are tied, with the evidence of each step.",
     "ojFSUTRZCwnflpPVN678qv", 3, run_path},
    {"patterns", "[OPTIONS] INPUT…",
     "Circular financing, investors in rivals, shared boards, chains of owners, who would be cut "
     "off.",
     "ojFSUTRZCwnflk8qv", 1, run_patterns},
    {"show", "[OPTIONS] INPUT… NAME", "One entity: names, ties, sources.", "ojFSUTRZCwflqv", 2,
     run_show},
    {"map", "[OPTIONS] INPUT… -o map.svg",
     "Draw the network: svg, html, png, pdf or dot, by the suffix of the file.",
     "ojFSUATRZCwnErBYDdJflbKHmLtqv", 0, run_map},
    {"export", "[OPTIONS] INPUT… -o network.graphml",
     "Write the network for other tools: graphml, json or csv, by the suffix of the file.",
     "ojFSUTRZCwfsqv", 1, run_export},
    {"train",
     "mentions|types|relations|status [--lang LANG] [--gold GOLD] DOCS…|FILES.conll…|PAIRS.jsonl… "
     "-o "
     "MODEL",
     "Train a model from annotated text: documents with gold graphs, two-column files, given "
     "pairs.",
     "olGq", 2, run_train},
    {"eval",
     "mentions FILE.conll --lang LANG | pairs FILE.jsonl --lang LANG [--model MODEL] | facts GOLD "
     "[--texts FOLDER] FACTS|DOCS…",
     "Measure a model on annotated text, or facts against gold graphs: precision, recall, F1.",
     "ojFlMXqv", 2, run_eval},
    {0}};

static void print_help(void)
{
    puts("Usage: ermine COMMAND [OPTIONS] …\n\n"
         "Mines who is tied to whom, and how, from news in Chinese, Russian and English.\n");
    for (const struct command *command = commands; command->name != NULL; command++)
        printf("  %-12s %s\n", command->name, command->summary);
    puts("\nINPUT is a store (.ermine), facts (.jsonl), a graph (.graphml) or documents (.txt "
         ".html .jsonl,\n"
         "folders of them, - for standard input; each also .gz or .zst).\n"
         "ermine COMMAND --help tells the options of a command.\n"
         "Exit status: 0 done, 1 nothing found, 2 usage, 3 bad input, 4 the system failed,\n"
         "130 stopped by Ctrl-C.");
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, said like any other */
    if (argc < 2) {
        print_help();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help();
        return output_end();
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("ermine " ERMINE_VERSION);
        return output_end();
    }
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (strcmp(argv[1], command->name) == 0) {
            struct options options;
            if (!options_parse(command, argc - 1, argv + 1, &options))
                return EXIT_USAGE;
            return command->run(&options);
        }
    }
    return usage_error("no command \"%s\"; ermine --help lists them", argv[1]);
}
