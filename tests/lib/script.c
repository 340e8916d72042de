#include "tests/lib/script.h"

#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

enum { LINE_SIZE = 65536, PATH_SIZE = 4096 };

script_t script;

void script_fail(const char *why)
{
    fail_msg("%s:%d: %s: %s", script.path, script.line, script.name, why);
}

void script_play(const char *file, void (*play)(char *line))
{
    static char line[LINE_SIZE], path[PATH_SIZE];
    const char *source = getenv("TEST_SOURCE_DIR");
    FILE *in;

    snprintf(path, sizeof path, "%s/tests/vectors/%s", source ? source : ".",
             file);
    memset(&script, 0, sizeof script);
    script.path = path;
    moot_buf_init(&script.said, 1 << 20);
    in = fopen(path, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        script.line++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#')
            play(line);
    }
    fclose(in);
    script_settle();
    print_message("%d cases\n", script.cases);
}

void script_close(void)
{
    script_settle();
    moot_buf_close(&script.said);
}

void script_begin(const char *name)
{
    script_settle();
    snprintf(script.name, sizeof script.name, "%s", name);
    script.cases++;
}

void script_say(const char *words, moot_slice_t bytes)
{
    moot_buf_put_str(&script.said, words);
    for (size_t i = 0; i < bytes.size; i++) {
        uint8_t c = bytes.at[i];

        if (c < ' ' || c > '~' || c == '%')
            moot_buf_printf(&script.said, "%%%02X", c);
        else
            moot_buf_put(&script.said, &c, 1);
    }
    moot_buf_put_str(&script.said, "\n");
}

void script_expect(const char *line)
{
    const char *at, *end;

    if (script.said.size <= script.met)
        script_fail("nothing came");
    at = (const char *)script.said.at + script.met;
    end = memchr(at, '\n', script.said.size - script.met);
    if ((size_t)(end - at) != strlen(line)
        || memcmp(at, line, strlen(line)) != 0)
        fail_msg("%s:%d: %s:\nexpected %s\n     got %.*s", script.path,
                 script.line, script.name, line, (int)(end - at), at);
    script.met += (size_t)(end - at) + 1;
}

void script_settle(void)
{
    if (script.said.size > script.met)
        fail_msg("%s:%d: %s: this was not expected: %.*s", script.path,
                 script.line, script.name, (int)(script.said.size - script.met),
                 (const char *)script.said.at + script.met);
    script_forget();
}

void script_forget(void)
{
    moot_buf_clear(&script.said);
    script.met = 0;
}

size_t script_unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at != '\0'; at++) {
        char byte = *at;

        if (byte == '%' && at[1] != '\0' && at[2] != '\0') {
            const char digits[3] = {at[1], at[2], '\0'};

            byte = (char)strtoul(digits, NULL, 16);
            at += 2;
        }
        *to++ = byte;
    }
    return (size_t)(to - text);
}

char *script_word(char **rest)
{
    char *at = *rest;
    size_t size = strcspn(at, " ");

    *rest = at + size + (at[size] == ' ');
    at[size] = '\0';
    return at;
}
