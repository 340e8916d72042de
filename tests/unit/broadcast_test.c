/* Broadcasts of the application as JSON: which emission they become, and what
 * is refused with which words. */
#include "proto/broadcast.h"

#include "common/err.h"
#include "proto/query.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct fixture {
    moot_broadcast_t broadcast;
    char why[MOOT_JSON_WHY_BYTES];
    char targets[512]; /* "1:chat|7 2:ann" */
} fixture_t;

static int begin(void **state)
{
    fixture_t *f = calloc(1, sizeof *f);

    moot_broadcast_init(&f->broadcast);
    *state = f;
    return 0;
}

static int end(void **state)
{
    fixture_t *f = *state;

    moot_broadcast_close(&f->broadcast);
    free(f);
    return 0;
}

static void again(fixture_t *f)
{
    moot_broadcast_close(&f->broadcast);
    moot_broadcast_init(&f->broadcast);
}

static int read_text(fixture_t *f, const char *text)
{
    again(f);
    f->why[0] = '\0';
    return moot_broadcast_read(&f->broadcast, moot_slice_str(text), f->why);
}

static const char *targets(fixture_t *f)
{
    moot_list_reader_t list, pair;
    moot_slice_t raw, name;
    uint64_t kind;
    size_t at = 0;

    f->targets[0] = '\0';
    assert_int_equal(
        moot_list_reader_init(&list, f->broadcast.emission.targets), 0);
    while (moot_list_next_list(&list, &raw) == 0) {
        assert_int_equal(moot_list_reader_init(&pair, raw), 0);
        assert_int_equal(moot_list_next_u64(&pair, &kind), 0);
        assert_int_equal(moot_list_next_str(&pair, &name), 0);
        at += (size_t)snprintf(f->targets + at, sizeof f->targets - at,
                               "%s%u:%.*s", at ? " " : "", (unsigned)kind,
                               MOOT_SLICE_ARG(name));
    }
    return f->targets;
}

static void the_example_of_the_contract(void **state)
{
    fixture_t *f = *state;

    assert_int_equal(
        read_text(f, "{\"namespace\":\"/\",\"event\":\"update_chat\","
                     "\"payload\":{\"a\": [1, \"x\"]},\"targets\":[\"chat|7\","
                     "{\"type\":\"pair\",\"id\":[\"x\",\"y\"]}]}"),
        0);
    assert_int_equal(f->broadcast.emission.action, MOOT_ACTION_EMIT);
    assert_slice(f->broadcast.emission.namespace, "/");
    assert_slice(f->broadcast.emission.data,
                 "[\"update_chat\",{\"a\": [1, \"x\"]}]");
    assert_string_equal(targets(f), "1:chat|7 1:pair|x|y");
    assert_int_equal(f->broadcast.targets_count, 2);
    assert_true(f->broadcast.wanted);
    assert_int_equal(f->broadcast.key.size, 0);
}

static void every_kind_of_target(void **state)
{
    fixture_t *f = *state;

    assert_int_equal(
        read_text(f, "{\"event\":\"e\",\"targets\":[{\"room\":\"r\"},"
                     "{\"user\":\"ann\"},{\"socket\":\"s1\"},{\"all\":true},"
                     "{\"type\":\"ChatRoom\",\"id\":42},"
                     "{\"type\":\"chat\",\"id\":[\"42\"]},\"r\"],"
                     "\"except\":\"s2\",\"confirm\":\"seen\","
                     "\"idempotencyKey\":\"k\"}"),
        0);
    assert_string_equal(targets(f),
                        "1:r 2:ann 4:s1 3: 1:chat|42 1:chat|42 1:r");
    assert_slice(f->broadcast.emission.except, "s2");
    assert_slice(f->broadcast.emission.confirm, "seen");
    assert_slice(f->broadcast.key, "k");
    assert_slice(f->broadcast.emission.data, "[\"e\"]");
}

static void names_of_events(void **state)
{
    static const struct {
        const char *member, *data;
    } cases[] = {
        {"\"event\":\"UpdateChat\"", "[\"update_chat\"]"},
        {"\"event\":\"NewMessageEvent\"", "[\"new_message\"]"},
        {"\"event\":\"updateChat\"", "[\"updateChat\"]"},
        {"\"event\":\"Update chat\"", "[\"Update chat\"]"},
        {"\"eventName\":\"UpdateChat\"", "[\"UpdateChat\"]"},
        {"\"event\":\"\\\"q\\\"\"", "[\"\\\"q\\\"\"]"},
    };
    fixture_t *f = *state;
    char text[200];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "{%s,\"targets\":[]}", cases[i].member);
        assert_int_equal(read_text(f, text), 0);
        assert_int_equal(f->broadcast.emission.data.size,
                         strlen(cases[i].data));
        assert_memory_equal(f->broadcast.emission.data.at, cases[i].data,
                            strlen(cases[i].data));
        assert_int_equal(f->broadcast.targets_count, 0);
    }
}

static void guards(void **state)
{
    static const struct {
        const char *guard;
        int rc;
        bool wanted;
    } cases[] = {
        {"true", 0, true},
        {"false", 0, false},
        {"\"payload.n > 1\"", 0, true},
        {"\"payload.n > 2\"", 0, false},
        {"\"payload.none\"", 0, false},
        {"\"event == \\\"e\\\" and namespace == \\\"/\\\"\"", 0, true},
        {"\"payload.n >\"", MOOT_EINVAL, false},
        {"\"claims.x\"", MOOT_EINVAL, false},
        {"\"payload.n / 0 == 1\"", MOOT_EINVAL, false},
        {"1", MOOT_EINVAL, false},
    };
    fixture_t *f = *state;
    char text[200];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text,
                 "{\"event\":\"e\",\"payload\":{\"n\":2},\"targets\":[\"r\"],"
                 "\"if\":%s}",
                 cases[i].guard);
        assert_int_equal(read_text(f, text), cases[i].rc);
        if (cases[i].rc == 0)
            assert_int_equal(f->broadcast.wanted, cases[i].wanted);
        else
            assert_true(strncmp(f->why, "if: ", 4) == 0);
    }
}

static void what_is_refused(void **state)
{
    static const char *const texts[] = {
        "{\"targets\":[]}",
        "{\"event\":\"e\"}",
        "{\"event\":\"e\",\"eventName\":\"e\",\"targets\":[]}",
        "{\"event\":\"\",\"targets\":[]}",
        "{\"event\":\"connect\",\"targets\":[]}",
        "{\"event\":\"a\\u0001\",\"targets\":[]}",
        "{\"event\":\"e\",\"targets\":\"r\"}",
        "{\"event\":\"e\",\"targets\":[1]}",
        "{\"event\":\"e\",\"targets\":[\"\"]}",
        "{\"event\":\"e\",\"targets\":[{}]}",
        "{\"event\":\"e\",\"targets\":[{\"all\":false}]}",
        "{\"event\":\"e\",\"targets\":[{\"room\":\"a\",\"user\":\"b\"}]}",
        "{\"event\":\"e\",\"targets\":[{\"room\":\"a\",\"id\":1}]}",
        "{\"event\":\"e\",\"targets\":[{\"type\":\"chat\"}]}",
        "{\"event\":\"e\",\"targets\":[{\"type\":\"chat\",\"id\":0}]}",
        "{\"event\":\"e\",\"targets\":[{\"type\":\"chat\",\"id\":[]}]}",
        "{\"event\":\"e\",\"targets\":[{\"type\":\"p\",\"id\":[\"a|b\",1]}]}",
        "{\"event\":\"e\",\"targets\":[{\"type\":\"?\",\"id\":1}]}",
        "{\"event\":\"e\",\"targets\":[],\"namespace\":\"x\"}",
        "{\"event\":\"e\",\"targets\":[],\"namespace\":\"/a,b\"}",
        "{\"event\":\"e\",\"targets\":[],\"idempotencyKey\":\"\"}",
        "{\"event\":\"e\",\"targets\":[],\"other\":1}",
    };
    fixture_t *f = *state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (read_text(f, texts[i]) != MOOT_EINVAL || f->why[0] == '\0')
            fail_msg("%s is taken", texts[i]);
    }
}

static void bounds(void **state)
{
    fixture_t *f = *state;
    moot_buf_t text;

    moot_buf_init(&text, 8 << 20);
    moot_buf_put_str(&text, "{\"event\":\"e\",\"targets\":[\"r\"");
    for (size_t i = 1; i < MOOT_BROADCAST_TARGETS_MAX; i++)
        moot_buf_put_str(&text, ",\"r\"");
    moot_buf_put_str(&text, "]}");
    moot_buf_put(&text, "", 1);
    assert_int_equal(read_text(f, (char *)text.at), 0);
    assert_int_equal(f->broadcast.targets_count, MOOT_BROADCAST_TARGETS_MAX);
    text.size -= 3;
    moot_buf_put_str(&text, ",\"r\"]}");
    moot_buf_put(&text, "", 1);
    assert_int_equal(read_text(f, (char *)text.at), MOOT_EINVAL);

    moot_buf_clear(&text);
    moot_buf_put_str(&text, "{\"event\":\"e\",\"targets\":[],\"payload\":\"");
    for (size_t i = 0; i < 1 << 20; i++)
        moot_buf_put(&text, "x", 1);
    moot_buf_put_str(&text, "\"}");
    moot_buf_put(&text, "", 1);
    assert_int_equal(read_text(f, (char *)text.at), MOOT_ELIMIT);
    moot_buf_close(&text);
}

static int act(fixture_t *f, enum moot_action action, const char *text)
{
    again(f);
    return moot_broadcast_read_room(&f->broadcast, action, LIT("ann"),
                                    moot_slice_str(text), f->why);
}

static void rooms_of_a_user(void **state)
{
    fixture_t *f = *state;

    assert_int_equal(act(f, MOOT_ACTION_ENTER,
                         "{\"type\":\"ChatRoom\",\"id\":7,"
                         "\"namespace\":\"/n\"}"),
                     0);
    assert_int_equal(f->broadcast.emission.action, MOOT_ACTION_ENTER);
    assert_slice(f->broadcast.emission.room, "chat|7");
    assert_slice(f->broadcast.emission.namespace, "/n");
    assert_string_equal(targets(f), "2:ann");
    assert_int_equal(act(f, MOOT_ACTION_LEAVE,
                         "{\"room\":\"r\",\"idempotencyKey\":\"k\"}"),
                     0);
    assert_slice(f->broadcast.emission.room, "r");
    assert_slice(f->broadcast.key, "k");
    assert_int_equal(act(f, MOOT_ACTION_LEAVE, "{}"), MOOT_EINVAL);
    assert_int_equal(act(f, MOOT_ACTION_LEAVE,
                         "{\"room\":\"r\",\"type\":\"chat\",\"id\":1}"),
                     MOOT_EINVAL);
    assert_int_equal(act(f, MOOT_ACTION_LEAVE, "{\"room\":\"\"}"),
                     MOOT_EINVAL);
}

static void ends_of_a_user(void **state)
{
    fixture_t *f = *state;

    assert_int_equal(moot_broadcast_read_end(&f->broadcast, LIT("ann"),
                                             LIT("{}"), f->why),
                     0);
    assert_int_equal(f->broadcast.emission.action, MOOT_ACTION_DISCONNECT);
    assert_string_equal(targets(f), "2:ann");
    again(f);
    assert_int_equal(moot_broadcast_read_end(&f->broadcast, LIT("ann"),
                                             LIT("{\"close\":true}"), f->why),
                     0);
    assert_int_equal(f->broadcast.emission.action, MOOT_ACTION_CLOSE);
}

static void queries(void **state)
{
    moot_arena_t arena;
    moot_value_t query;
    const moot_value_t *value;

    (void)state;
    moot_arena_init(&arena, 1 << 16);
    assert_int_equal(moot_query_read(&arena, LIT("con=a%20b&x&&con=c+d"),
                                     &query),
                     0);
    assert_int_equal(query.count, 2);
    value = moot_value_member(&query, LIT("con"));
    assert_non_null(value);
    assert_slice(value->string, "c d");
    value = moot_value_member(&query, LIT("x"));
    assert_non_null(value);
    assert_int_equal(value->string.size, 0);
    assert_int_equal(moot_query_read(&arena, LIT("a=%ff"), &query),
                     MOOT_EINVAL);
    assert_int_equal(moot_query_read(&arena, LIT("a=%2"), &query),
                     MOOT_EINVAL);
    moot_arena_close(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_example_of_the_contract),
        TEST(every_kind_of_target),
        TEST(names_of_events),
        TEST(guards),
        TEST(what_is_refused),
        TEST(bounds),
        TEST(rooms_of_a_user),
        TEST(ends_of_a_user),
        TEST(queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
