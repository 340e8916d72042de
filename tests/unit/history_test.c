/* Histories of users and what was learned of them, at the worker: copies by
 * way of the outbox, pages, peers, facts. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"
#include "worker/keys.h"

static int begin(void **state)
{
    static moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    moot_worker_fixture_open(&fixture);
    *state = &fixture;
    return 0;
}

static int end(void **state)
{
    moot_worker_fixture_close(*state);
    return 0;
}

/* A stored message from one to the other. */
static void store(moot_worker_fixture_t *fixture, const char *from,
                  const char *to, const char *data)
{
    moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(from),
        .emission = moot_worker_fixture_emission("r", "[\"e\"]"),
        .copies = moot_worker_fixture_copies(moot_slice_str(from),
                                             moot_slice_str(to), data),
    };
    assert_int_equal(moot_worker_fixture_ask(fixture, request)->code,
                     MOOT_CODE_OK);
}

static const moot_msg_history_told_t *ask_page(moot_worker_fixture_t *fixture,
                                               const char *owner,
                                               moot_slice_t after,
                                               uint64_t limit)
{
    moot_msg_t message = {.code = MOOT_MSG_ASK_HISTORY};
    message.as.ask_history = (moot_msg_ask_history_t){
        .number = 5,
        .history = LIT("chat"),
        .owner = moot_slice_str(owner),
        .after = after,
        .limit = limit,
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_HISTORY_TOLD, 0);
    assert_non_null(said);
    assert_int_equal(said->message.as.history_told.number, 5);
    return &said->message.as.history_told;
}

/* All pages of an owner's history: "data data …". */
static const char *read_history(moot_worker_fixture_t *fixture,
                                const char *owner, uint64_t limit)
{
    static char text[65536];
    uint8_t place[64];
    moot_slice_t after = moot_slice("", 0);
    size_t size = 0;
    text[0] = '\0';
    do {
        const moot_msg_history_told_t *told =
            ask_page(fixture, owner, after, limit);
        moot_list_reader_t reader;
        moot_slice_t bytes;
        moot_msg_copy_t copy;
        assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
        assert_true(reader.left <= limit);
        while (moot_list_next_bin(&reader, &bytes) == 0) {
            assert_int_equal(moot_wire_decode_copy(bytes, &copy), 0);
            assert_true(moot_slice_eq(copy.owner, moot_slice_str(owner)));
            size += (size_t)snprintf(text + size, sizeof text - size, "%.*s ",
                                     MOOT_SLICE_ARG(copy.data));
        }
        if (told->next.size > 0)
            memcpy(place, told->next.at, told->next.size);
        after = moot_slice(place, told->next.size);
    } while (after.size > 0);
    return text;
}

/* A page of names: "a,b,c" and a plus when there are more. */
static const char *ask_names(moot_worker_fixture_t *fixture, uint64_t what,
                             const char *name, const char *of,
                             const char *after, uint64_t limit)
{
    static char text[4096];
    size_t size = 0;
    moot_msg_t message = {.code = MOOT_MSG_ASK_NAMES};
    moot_list_reader_t reader;
    moot_slice_t each;
    message.as.ask_names = (moot_msg_ask_names_t){
        .number = 6,
        .what = what,
        .name = moot_slice_str(name),
        .of = moot_slice_str(of),
        .after = moot_slice_str(after),
        .limit = limit,
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_NAMES_TOLD, 0);
    if (said == NULL)
        return "nothing";
    const moot_msg_names_told_t *told = &said->message.as.names_told;
    assert_int_equal(told->number, 6);
    assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
    text[0] = '\0';
    while (moot_list_next_str(&reader, &each) == 0)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%.*s",
                                 size > 0 ? "," : "", MOOT_SLICE_ARG(each));
    snprintf(text + size, sizeof text - size, "%s", told->more ? "+" : "");
    return text;
}

static const char *peers(moot_worker_fixture_t *fixture, const char *of)
{
    return ask_names(fixture, MOOT_NAMES_PEERS, "chat", of, "", 100);
}

/* ---- Histories ----------------------------------------------------------- */

static void each_participant_has_a_copy(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    store(fixture, "ann", "bob", "1");
    fixture->wall_ms++;
    store(fixture, "bob", "ann", "2");
    store(fixture, "cid", "ann", "3"); /* at the same time as 2 */
    fixture->wall_ms++;
    store(fixture, "ann", "bob", "4");
    fixture->wall_ms -= 10; /* the clock falls: ann's order stays */
    store(fixture, "ann", "bob", "5");
    store(fixture, "ann", "ann", "6"); /* to oneself: both copies */
    moot_worker_fixture_restart(fixture);
    const char *anns = read_history(fixture, "ann", 100);
    if (strcmp(anns, "1 2 3 4 5 6 6 ") != 0
        && strcmp(anns, "1 3 2 4 5 6 6 ") != 0)
        fail_msg("%s", anns);
    assert_string_equal(read_history(fixture, "bob", 100), "1 2 4 5 ");
    assert_string_equal(read_history(fixture, "cid", 100), "3 ");
    assert_string_equal(read_history(fixture, "dan", 100), "");
    assert_string_equal(peers(fixture, "ann"), "ann,bob,cid");
    assert_string_equal(peers(fixture, "bob"), "ann");
    assert_string_equal(peers(fixture, "dan"), "");
    assert_string_equal(ask_names(fixture, MOOT_NAMES_PEERS, "other", "ann",
                                  "", 100),
                        "");
}

static void pages_go_on_where_they_ended(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char all[256] = "", data[12];
    for (int i = 0; i < 25; i++) {
        snprintf(data, sizeof data, "%d", i);
        strcat(all, data);
        strcat(all, " ");
        store(fixture, "ann", "bob", data);
    }
    assert_string_equal(read_history(fixture, "bob", 1), all);
    assert_string_equal(read_history(fixture, "bob", 4), all);
    assert_string_equal(read_history(fixture, "bob", 5), all);
    assert_string_equal(read_history(fixture, "bob", 24), all);
    assert_int_equal(ask_page(fixture, "bob", LIT(""), 25)->next.size, 0);
    assert_int_equal(ask_page(fixture, "bob", LIT(""), 24)->next.size, 20);
    /* What is no place is the beginning, what is no limit the highest. */
    assert_int_equal(ask_page(fixture, "bob", LIT("elsewhere"), 0)->next.size,
                     0);
}

static void peers_come_in_pages(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    static const char *const names[] = {"eve", "bob", "dan", "cid"};
    for (size_t i = 0; i < 4; i++)
        store(fixture, "ann", names[i], "1");
#define PEERS(after, limit)                                                    \
    ask_names(fixture, MOOT_NAMES_PEERS, "chat", "ann", after, limit)
    assert_string_equal(PEERS("", 2), "bob,cid+");
    assert_string_equal(PEERS("cid", 2), "dan,eve");
    assert_string_equal(PEERS("cid", 1), "dan+");
    assert_string_equal(PEERS("bo", 9), "bob,cid,dan,eve");
    assert_string_equal(PEERS("eve", 9), "");
}

/* A page is bounded in bytes, and so is a message of the outbox. */
static void large_copies_travel_in_several_messages(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    enum { COUNT = 60, BYTES = 60000 };
    char *data = malloc(BYTES + 1);
    memset(data, 'x', BYTES);
    data[BYTES] = '\0';
    assert_int_equal(moot_shard_begin(fixture->shard, fixture->now_ms,
                                      fixture->wall_ms), 0);
    for (int i = 0; i < COUNT; i++) {
        moot_msg_t message = {.code = MOOT_MSG_REQUEST};
        moot_msg_request_t *request = &message.as.request;
        request->op = MOOT_OP_EMIT;
        request->user = LIT("ann");
        request->emission = moot_worker_fixture_emission("r", "[\"e\"]");
        request->copies = moot_worker_fixture_copies(LIT("ann"), LIT("bob"),
                                                     data);
        moot_worker_fixture_number(fixture, request);
        moot_worker_fixture_give(fixture, &message);
    }
    assert_int_equal(moot_shard_commit(fixture->shard), 0);
    assert_int_equal(moot_worker_fixture_settle(fixture), 0);
    free(data);
    size_t messages = 0;
    while (moot_worker_fixture_find(fixture, MOOT_MSG_OUTBOX, messages))
        messages++;
    assert_true(messages > 4);
    moot_slice_t after = moot_slice("", 0);
    uint8_t place[64];
    size_t copies = 0, pages = 0;
    do {
        const moot_msg_history_told_t *told =
            ask_page(fixture, "bob", after, 1000);
        moot_list_reader_t reader;
        assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
        assert_true(told->list.size <= MOOT_PAGE_BYTES_MAX + 16);
        copies += reader.left;
        pages++;
        memcpy(place, told->next.at, told->next.size);
        after = moot_slice(place, told->next.size);
    } while (after.size > 0);
    assert_int_equal(copies, COUNT);
    assert_int_equal(pages, 4);
    moot_shard_facts_t facts;
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.outbox_waiting, 0);
}

/* The same outbox message again adds nothing. */
static void a_copy_is_kept_once(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    store(fixture, "ann", "bob", "1");
    moot_said_t again[8];
    moot_buf_t bytes[8];
    size_t count = 0;
    const moot_said_t *said;
    while ((said = moot_worker_fixture_find(fixture, MOOT_MSG_OUTBOX, count))
           != NULL) {
        again[count] = *said;
        moot_buf_init(&bytes[count], SIZE_MAX);
        moot_buf_put(&bytes[count], said->body.at, said->body.size);
        assert_int_equal(moot_wire_decode(moot_buf_slice(&bytes[count]),
                                          &again[count].message), 0);
        count++;
    }
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(moot_worker_fixture_send(fixture, &again[i].message),
                         0);
        moot_buf_close(&bytes[i]);
    }
    assert_string_equal(read_history(fixture, "bob", 9), "1 ");
    assert_string_equal(read_history(fixture, "ann", 9), "1 ");
}

/* Entries that no outbox of ours would hold are dropped whole. */
static void foreign_copies_are_dropped(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    unsigned bobs = moot_slot_of(MOOT_KIND_USER, LIT("bob"));
    const moot_msg_copy_t good = {.history = LIT("chat"),
                                  .owner = LIT("bob"),
                                  .data = LIT("{}")};
    moot_msg_copy_t copies[5] = {good, good, good, good, good};
    copies[0].owner = LIT("ann");
    copies[1].slot = MOOT_SLOTS;
    copies[2].place = MOOT_EMIT_COPIES_MAX;
    copies[3].history = LIT("");
    for (size_t i = 0; i < 5; i++) {
        moot_buf_t buf, entry_buf, list;
        moot_list_writer_t writer;
        moot_msg_t message = {.code = MOOT_MSG_OUTBOX};
        moot_shard_facts_t before, after;
        moot_buf_init(&buf, SIZE_MAX);
        moot_buf_init(&entry_buf, SIZE_MAX);
        moot_buf_init(&list, SIZE_MAX);
        assert_int_equal(moot_wire_encode_copy(&buf, &copies[i]), 0);
        moot_msg_outbox_entry_t entry = {.user = LIT("bob"),
                                         .copy = moot_buf_slice(&buf)};
        assert_int_equal(moot_wire_encode_outbox_entry(&entry_buf, &entry), 0);
        moot_list_begin(&writer, &list, 1);
        moot_list_put_bin(&writer, moot_buf_slice(&entry_buf));
        message.as.outbox = (moot_msg_outbox_t){
            .source = 1, .target = bobs, .first = 1};
        assert_int_equal(moot_list_end(&writer, &message.as.outbox.list), 0);
        moot_shard_facts(fixture->shard, &before);
        assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
        moot_shard_facts(fixture->shard, &after);
        assert_int_equal(after.damaged - before.damaged, i < 4);
        moot_buf_close(&buf);
        moot_buf_close(&entry_buf);
        moot_buf_close(&list);
    }
    assert_string_equal(read_history(fixture, "bob", 9), "{} ");
}

/* ---- Facts --------------------------------------------------------------- */

static const moot_msg_reply_t *learn(moot_worker_fixture_t *fixture,
                                     const char *user, const char *name,
                                     const char *value)
{
    moot_msg_request_t request = {
        .op = MOOT_OP_FACT,
        .user = moot_slice_str(user),
        .target = moot_slice_str(name),
        .content = moot_slice_str(value),
    };
    return moot_worker_fixture_ask(fixture, request);
}

static void the_last_value_counts(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t before, after;
#define VALUE(user) ask_names(fixture, MOOT_NAMES_VALUE, "rol", user, "", 1)
    assert_string_equal(VALUE("ann"), "");
    assert_int_equal(learn(fixture, "ann", "rol", "admin")->code, 0);
    assert_string_equal(VALUE("ann"), "admin");
    assert_int_equal(learn(fixture, "ann", "rol", "user")->code, 0);
    assert_string_equal(VALUE("ann"), "user");
    moot_shard_facts(fixture->shard, &before);
    for (int i = 0; i < 5; i++)
        assert_int_equal(learn(fixture, "ann", "rol", "user")->code, 0);
    moot_shard_facts(fixture->shard, &after);
    assert_int_equal(before.records, after.records); /* nothing written */
    moot_worker_fixture_restart(fixture);
    assert_string_equal(VALUE("ann"), "user");
    assert_string_equal(VALUE("bob"), "");
    assert_int_equal(learn(fixture, "ann", "rol", "")->code, 0);
    assert_string_equal(VALUE("ann"), "");
    assert_string_equal(ask_names(fixture, MOOT_NAMES_FACT, "rol", "user", "",
                                  9),
                        "");
}

static void users_are_found_by_value(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char name[16], expected[2048] = "";
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "u%03d", (i * 77) % 200);
        learn(fixture, name, "rol", (i * 77) % 200 % 2 == 0 ? "admin" : "u");
        snprintf(name, sizeof name, "%su%03d", i > 0 ? "," : "", i);
        if (i % 2 == 0)
            strcat(expected, name);
    }
    learn(fixture, "u0", "rol", "adm");
    learn(fixture, "u1", "ro", "ladmin");
    learn(fixture, "u2", "rol", "admin2");
#define ADMINS(after, limit)                                                   \
    ask_names(fixture, MOOT_NAMES_FACT, "rol", "admin", after, limit)
    assert_string_equal(ADMINS("", 1000), expected);
    assert_string_equal(ADMINS("", 3), "u000,u002,u004+");
    assert_string_equal(ADMINS("u004", 2), "u006,u008+");
    assert_string_equal(ADMINS("u005", 2), "u006,u008+");
    assert_string_equal(ADMINS("u194", 2), "u196,u198");
    learn(fixture, "u196", "rol", "u");
    assert_string_equal(ADMINS("u194", 2), "u198");
    assert_string_equal(ask_names(fixture, MOOT_NAMES_FACT, "rol", "none", "",
                                  9),
                        "");
}

static void repeats_of_a_fact_change_nothing(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    moot_msg_request_t *request = &message.as.request;
    *request = (moot_msg_request_t){
        .op = MOOT_OP_FACT,
        .user = LIT("ann"),
        .target = LIT("rol"),
        .content = LIT("admin"),
    };
    moot_worker_fixture_number(fixture, request);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    learn(fixture, "ann", "rol", "user");
    /* The outcome was trimmed with the base of the second: a late copy. */
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0);
    assert_non_null(said);
    assert_int_equal(said->message.as.reply.code, MOOT_CODE_OK);
    assert_string_equal(VALUE("ann"), "user");
}

static void bad_facts_are_refused(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char value[MOOT_FACT_VALUE_MAX + 2], name[MOOT_FACT_NAME_MAX + 2];
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_int_equal(learn(fixture, "ann", "rol", value)->code,
                     MOOT_CODE_VALIDATION_ERROR);
    assert_int_equal(learn(fixture, "ann", "rol", value + 1)->code,
                     MOOT_CODE_OK);
    assert_int_equal(learn(fixture, "ann", name, "v")->code,
                     MOOT_CODE_VALIDATION_ERROR);
    assert_int_equal(learn(fixture, "ann", name + 1, "v")->code,
                     MOOT_CODE_OK);
    assert_int_equal(learn(fixture, "ann", "", "v")->code,
                     MOOT_CODE_VALIDATION_ERROR);
    assert_int_equal(learn(fixture, "ann", "rol", "\xff")->code,
                     MOOT_CODE_VALIDATION_ERROR);
    assert_string_equal(VALUE("ann"), value + 1);
    assert_string_equal(ask_names(fixture, 0, "rol", "ann", "", 1), "nothing");
    assert_string_equal(ask_names(fixture, 4, "rol", "ann", "", 1), "nothing");
    assert_string_equal(ask_names(fixture, MOOT_NAMES_VALUE, "rol", "", "",
                                  1),
                        "nothing");
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        EACH(each_participant_has_a_copy),
        EACH(pages_go_on_where_they_ended),
        EACH(peers_come_in_pages),
        EACH(large_copies_travel_in_several_messages),
        EACH(a_copy_is_kept_once),
        EACH(foreign_copies_are_dropped),
        EACH(the_last_value_counts),
        EACH(users_are_found_by_value),
        EACH(repeats_of_a_fact_change_nothing),
        EACH(bad_facts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
