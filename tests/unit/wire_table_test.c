/* The table of messages keeps its promises to programs that run: nothing that
 * was released changes (proto/released.txt). */
#include "proto/wire.h"

#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kinds[] = {
    [MOOT_WIRE_u64] = "u64", [MOOT_WIRE_flag] = "flag", [MOOT_WIRE_str] = "str",
    [MOOT_WIRE_bin] = "bin", [MOOT_WIRE_list] = "list",
};

#define FAULT_BYTES 200

/* Compares one released line with the table: "0x10 request number:u64 …". The
 * first difference goes to fault, which stays empty without one. */
static void check_line(char *line, const moot_wire_message_t *messages,
                       size_t count, unsigned released, char *fault)
{
    char *rest = NULL;
    const char *word = strtok_r(line, " \n", &rest);
    unsigned code = (unsigned)strtoul(word, NULL, 16);
    const char *name = strtok_r(NULL, " \n", &rest);
    const moot_wire_message_t *message = NULL;
    for (size_t i = 0; i < count; i++)
        if (messages[i].code == code)
            message = &messages[i];
    if (message == NULL || strcmp(message->name, name) != 0) {
        snprintf(fault, FAULT_BYTES, "%s: not at 0x%02x", name, code);
        return;
    }
    size_t n = 0;
    while ((word = strtok_r(NULL, " \n", &rest)) != NULL) {
        char now[100] = "gone";
        if (n < message->fields_count)
            snprintf(now, sizeof now, "%s:%s", message->fields[n].name,
                     kinds[message->fields[n].kind]);
        if (strcmp(now, word) != 0) {
            snprintf(fault, FAULT_BYTES, "%s: %s was %s", name, now, word);
            return;
        }
        n++;
    }
    for (; n < message->fields_count; n++)
        if (message->fields[n].since <= released)
            snprintf(fault, FAULT_BYTES, "%s: %s appended with since %u", name,
                     message->fields[n].name, message->fields[n].since);
}

/* Compares a text of such lines, version in its first, with the table. */
static void check_released(FILE *text, const moot_wire_message_t *messages,
                           size_t count, char *fault, size_t *lines)
{
    char line[4096];
    unsigned released = 0;
    fault[0] = '\0';
    *lines = 0;
    while (fault[0] == '\0' && fgets(line, sizeof line, text) != NULL) {
        if (line[0] == '#') {
            const char *version = strstr(line, "version ");
            if (version != NULL)
                released = (unsigned)strtoul(version + 8, NULL, 10);
            continue;
        }
        check_line(line, messages, count, released, fault);
        *lines += 1;
    }
    if (released == 0)
        snprintf(fault, FAULT_BYTES, "no version in the text");
}

static void what_was_released_is_as_it_was(void **state)
{
    (void)state;
    char path[1024], fault[FAULT_BYTES];
    const char *root = getenv("MOOT_SOURCE_DIR");
    size_t count, lines;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    snprintf(path, sizeof path, "%s/proto/released.txt",
             root != NULL ? root : ".");
    FILE *text = fopen(path, "r");
    if (text == NULL)
        fail_msg("%s cannot be read", path);
    check_released(text, messages, count, fault, &lines);
    (void)fclose(text);
    if (fault[0] != '\0')
        fail_msg("%s. What has been released must stay (proto/released.txt); "
                 "before the first release: moot_gen released",
                 fault);
    assert_true(lines > 0);
}

/* Messages as a text and a table see them. */
static const moot_wire_field_t fields[] = {
    {"a", "", 0, 0, MOOT_WIRE_u64, 1},  {"b", "", 8, 9, MOOT_WIRE_str, 1},
    {"c", "", 16, 9, MOOT_WIRE_bin, 2}, {"b", "", 8, 9, MOOT_WIRE_bin, 1},
    {"c", "", 16, 9, MOOT_WIRE_bin, 1},
};

static void expect_fault(moot_wire_message_t message, const char *expected)
{
    static char released[] = "# version 1\n0x05 one a:u64 b:str\n";
    char fault[FAULT_BYTES];
    size_t lines;
    FILE *text = fmemopen(released, sizeof released - 1, "r");
    assert_non_null(text);
    check_released(text, &message, 1, fault, &lines);
    (void)fclose(text);
    assert_string_equal(fault, expected);
}

static void changes_of_released_messages_are_found(void **state)
{
    (void)state;
    const moot_wire_field_t swapped[] = {fields[1], fields[0]};
    const moot_wire_field_t retyped[] = {fields[0], fields[3]};
    const moot_wire_field_t appended[] = {fields[0], fields[1], fields[4]};
    const moot_wire_message_t good = {"one", "ONE", "", fields, 2, 32, 5, 1};
    moot_wire_message_t bad = good;
    expect_fault(good, "");
    bad.code = 6;
    expect_fault(bad, "one: not at 0x05");
    bad = good;
    bad.name = "two";
    expect_fault(bad, "one: not at 0x05");
    bad = good;
    bad.fields_count = 1;
    expect_fault(bad, "one: gone was b:str");
    bad.fields = swapped;
    bad.fields_count = 2;
    expect_fault(bad, "one: b:str was a:u64");
    bad.fields = retyped;
    expect_fault(bad, "one: b:bin was b:str");
    bad.fields = appended;
    bad.fields_count = 3;
    expect_fault(bad, "one: c appended with since 1");
    bad.fields = fields;
    expect_fault(bad, "");
}

static void the_table_is_sound(void **state)
{
    (void)state;
    size_t count;
    unsigned newest = 1;
    const moot_wire_message_t *messages = moot_wire_messages(&count);
    for (size_t i = 0; i < count; i++) {
        const moot_wire_message_t *message = &messages[i];
        assert_true(message->code >= 1 && message->code <= 255);
        assert_ptr_equal(moot_wire_message(message->code), message);
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(messages[j].code, message->code);
            assert_string_not_equal(messages[j].name, message->name);
        }
        assert_true(message->doc[0] != '\0');
        assert_true(message->fields_count > 0);
        assert_true(message->since >= 1);
        unsigned since = message->since;
        for (size_t j = 0; j < message->fields_count; j++) {
            const moot_wire_field_t *field = &message->fields[j];
            if (field->since < since)
                fail_msg("%s.%s: since falls", message->name, field->name);
            if (field->doc[0] == '\0')
                fail_msg("%s.%s: no meaning", message->name, field->name);
            bool bounded = field->kind == MOOT_WIRE_u64
                           || field->kind == MOOT_WIRE_flag || field->max > 0;
            if (!bounded)
                fail_msg("%s.%s: no maximum", message->name, field->name);
            assert_true(field->max <= UINT32_MAX
                        || field->kind == MOOT_WIRE_u64);
            since = field->since;
        }
        newest = since > newest ? since : newest;
    }
    assert_int_equal(newest, MOOT_WIRE_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_released_is_as_it_was),
        cmocka_unit_test(changes_of_released_messages_are_found),
        cmocka_unit_test(the_table_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
