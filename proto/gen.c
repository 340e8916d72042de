/* Prints what is derived from proto/messages.def:
 *   moot_gen markdown proto/prologue.md   -> proto/PROTOCOL.md
 *   moot_gen javascript                   -> proto/protocol.js
 *   moot_gen released                     -> proto/released.txt */
#include <inttypes.h>
#include <stdio.h>

#include "proto/wire.h"

static const char *const kinds[] = {
    [MOOT_WIRE_u64] = "u64", [MOOT_WIRE_flag] = "flag", [MOOT_WIRE_str] = "str",
    [MOOT_WIRE_bin] = "bin", [MOOT_WIRE_list] = "list",
};

/* Prints text into a cell of a table. */
static void print_cell(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|' || *text == '<' || *text == '*' || *text == '_')
            putchar('\\');
        putchar(*text);
    }
}

/* Bytes as people say them: 1048576 is 1 MiB. */
static void print_max(const moot_wire_field_t *field)
{
    uint64_t max = field->max;
    if (field->kind == MOOT_WIRE_flag || max == 0)
        return;
    if (field->kind == MOOT_WIRE_u64)
        printf("%" PRIu64, max);
    else if (max % (1u << 20) == 0)
        printf("%" PRIu64 " MiB", max >> 20);
    else if (max % (1u << 10) == 0)
        printf("%" PRIu64 " KiB", max >> 10);
    else
        printf("%" PRIu64 " B", max);
}

static void print_message(const moot_wire_message_t *message)
{
    printf("\n### 0x%02x %s\n\n%s", message->code, message->name, message->doc);
    if (message->since > 1)
        printf(" Since version %u.", message->since);
    printf("\n\n| # | field | kind | at most | since | meaning |\n"
           "| --: | --- | --- | --: | --: | --- |\n");
    for (size_t i = 0; i < message->fields_count; i++) {
        const moot_wire_field_t *field = &message->fields[i];
        printf("| %zu | `%s` | %s | ", i + 1, field->name, kinds[field->kind]);
        print_max(field);
        printf(" | %u | ", field->since);
        print_cell(field->doc);
        printf(" |\n");
    }
}

static int print_file(const char *path)
{
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, file)) > 0;)
        (void)fwrite(bytes, 1, n, stdout);
    int rc = ferror(file) ? 1 : 0;
    (void)fclose(file);
    return rc;
}

static int print_markdown(const moot_wire_message_t *messages, size_t count,
                          const char *prologue)
{
    printf("<!-- Printed by proto/gen.c from messages.def and prologue.md. "
           "Change those. -->\n\n");
    if (print_file(prologue) != 0)
        return 1;
    printf("\n## Messages of version %d\n\n"
           "| code | message | what it is |\n| --- | --- | --- |\n",
           MOOT_WIRE_VERSION);
    for (size_t i = 0; i < count; i++) {
        printf("| 0x%02x | [%s](#0x%02x-%s) | ", messages[i].code,
               messages[i].name, messages[i].code, messages[i].name);
        print_cell(messages[i].doc);
        printf(" |\n");
    }
    for (size_t i = 0; i < count; i++)
        print_message(&messages[i]);
    return 0;
}

static int print_javascript(const moot_wire_message_t *messages, size_t count)
{
    printf("// Printed by proto/gen.c from messages.def. Change that.\n\n"
           "// Version of the internal protocol.\n"
           "export const VERSION = %d;\n\n"
           "// Code of each message: the first element of its array.\n"
           "export const CODES = Object.freeze({\n",
           MOOT_WIRE_VERSION);
    for (size_t i = 0; i < count; i++)
        printf("  %s: 0x%02x,\n", messages[i].constant, messages[i].code);
    printf("});\n\n"
           "// Of each code: the name, and the fields [name, kind, since] in "
           "the order of\n// the array's other elements.\n"
           "export const MESSAGES = Object.freeze({\n");
    for (size_t i = 0; i < count; i++) {
        printf("  0x%02x: {\n    name: \"%s\",\n    fields: [\n",
               messages[i].code, messages[i].name);
        for (size_t j = 0; j < messages[i].fields_count; j++) {
            const moot_wire_field_t *field = &messages[i].fields[j];
            printf("      [\"%s\", \"%s\", %u],\n", field->name,
                   kinds[field->kind], field->since);
        }
        printf("    ],\n  },\n");
    }
    printf("});\n");
    return 0;
}

static int print_released(const moot_wire_message_t *messages, size_t count)
{
    printf("# The internal protocol as released in version %d: code, message, "
           "fields.\n# A line here is a promise to programs that run: codes, "
           "kinds and order stay.\n",
           MOOT_WIRE_VERSION);
    for (size_t i = 0; i < count; i++) {
        printf("0x%02x %s", messages[i].code, messages[i].name);
        for (size_t j = 0; j < messages[i].fields_count; j++)
            printf(" %s:%s", messages[i].fields[j].name,
                   kinds[messages[i].fields[j].kind]);
        printf("\n");
    }
    return 0;
}

int main(int argc, char **argv)
{
    size_t count;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    int rc = 2;
    if (argc == 3 && strcmp(argv[1], "markdown") == 0)
        rc = print_markdown(messages, count, argv[2]);
    else if (argc == 2 && strcmp(argv[1], "javascript") == 0)
        rc = print_javascript(messages, count);
    else if (argc == 2 && strcmp(argv[1], "released") == 0)
        rc = print_released(messages, count);
    else
        fprintf(stderr, "usage: moot_gen markdown PROLOGUE | javascript | "
                        "released\n");
    if (fflush(stdout) != 0)
        rc = 1;
    return rc;
}
