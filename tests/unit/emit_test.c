/* Emissions at the worker: numbered, published, kept for a while; histories
 * and facts; what back ends are told. */
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

static moot_msg_request_t emit_of(const char *user, const char *key)
{
    return (moot_msg_request_t){
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(user),
        .client_message_id = moot_slice_str(key),
        .emission = moot_worker_fixture_emission("r", "[\"e\",1]"),
    };
}

static moot_slice_t stream_of(const char *user, char text[5])
{
    return moot_emit_id(moot_slot_of(MOOT_KIND_USER, moot_slice_str(user)),
                        text);
}

static void say_hello(moot_worker_fixture_t *fixture)
{
    moot_msg_t hello = {.code = MOOT_MSG_EDGE_HELLO,
                        .as.edge_hello.registration = 1};
    assert_int_equal(moot_worker_fixture_send(fixture, &hello), 0);
}

static const moot_msg_events_t *attach(moot_worker_fixture_t *fixture,
                                       moot_slice_t id, uint64_t mode,
                                       uint64_t seq)
{
    static uint64_t number;
    moot_msg_t message = {.code = MOOT_MSG_ATTACH};
    message.as.attach = (moot_msg_attach_t){
        .registration = 1,
        .number = ++number,
        .kind = MOOT_KIND_EMIT,
        .id = id,
        .mode = mode,
        .epoch = 1,
        .seq = seq,
    };
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0);
    return said != NULL ? &said->message.as.events : NULL;
}

static const moot_msg_events_t *range(moot_worker_fixture_t *fixture,
                                      moot_slice_t id, uint64_t seq)
{
    moot_msg_t message = {.code = MOOT_MSG_RANGE};
    message.as.range = (moot_msg_range_t){
        .number = 7, .kind = MOOT_KIND_EMIT, .id = id, .epoch = 1, .seq = seq};
    moot_worker_fixture_clear(fixture);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_EVENTS, 0);
    return said != NULL ? &said->message.as.events : NULL;
}

/* The nth event of an answer. */
static moot_msg_event_t event_at(const moot_msg_events_t *events, size_t n)
{
    moot_list_reader_t reader;
    moot_slice_t bytes;
    moot_msg_event_t event;
    assert_int_equal(moot_list_reader_init(&reader, events->list), 0);
    do {
        assert_int_equal(moot_list_next_bin(&reader, &bytes), 0);
    } while (n-- > 0);
    assert_int_equal(moot_wire_decode_event(bytes, &event), 0);
    return event;
}

static size_t count_in(moot_slice_t list)
{
    moot_list_reader_t reader;
    assert_int_equal(moot_list_reader_init(&reader, list), 0);
    return reader.left;
}

static size_t count_rows(moot_worker_fixture_t *fixture, enum moot_table table)
{
    moot_store_stat_t stat;
    assert_int_equal(moot_store_begin(fixture->store), 0);
    assert_int_equal(moot_store_stat(fixture->store, &stat), 0);
    moot_store_abort(fixture->store);
    return (size_t)stat.entries[table];
}

static void expect_emitted(const moot_msg_reply_t *reply, uint64_t seq,
                           bool already)
{
    assert_string_equal(moot_code_name(reply->code), "OK");
    assert_int_equal(reply->epoch, 1);
    assert_int_equal(reply->first, seq);
    assert_int_equal(reply->seq, seq);
    assert_int_equal(reply->event_seq, seq);
    assert_int_equal(reply->already, already);
}

/* ---- Streams ------------------------------------------------------------- */

/* The event of the only published frame. */
static moot_msg_event_t published(const moot_worker_fixture_t *fixture,
                                  moot_slice_t *id)
{
    moot_list_reader_t frame, element;
    moot_slice_t list, bytes;
    uint64_t kind, slot_epoch, epoch;
    moot_msg_event_t event;
    const moot_said_t *said =
        moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, 0);
    assert_non_null(said);
    assert_int_equal(
        moot_list_reader_init(&frame, said->message.as.published.list), 0);
    assert_int_equal(frame.left, 1);
    assert_int_equal(moot_list_next_list(&frame, &list), 0);
    assert_int_equal(moot_list_reader_init(&element, list), 0);
    assert_int_equal(moot_list_next_u64(&element, &kind), 0);
    assert_int_equal(moot_list_next_str(&element, id), 0);
    assert_int_equal(moot_list_next_u64(&element, &slot_epoch), 0);
    assert_int_equal(moot_list_next_u64(&element, &epoch), 0);
    assert_int_equal(moot_list_next_bin(&element, &bytes), 0);
    assert_int_equal(moot_wire_decode_event(bytes, &event), 0);
    assert_int_equal(kind, MOOT_KIND_EMIT);
    assert_int_equal(epoch, 1);
    return event;
}

static void an_emission_is_published_then_answered(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_slice_t id = stream_of("ann", text), told;
    say_hello(fixture);
    const moot_msg_events_t *events =
        attach(fixture, id, MOOT_ATTACH_HEAD, 0);
    assert_true(events->attached);
    assert_int_equal(events->registration, 1);
    assert_int_equal(events->epoch, 1);
    assert_int_equal(events->head, 0);
    for (uint64_t seq = 1; seq <= 3; seq++) {
        expect_emitted(moot_worker_fixture_ask(fixture, emit_of("ann", "")),
                       seq, false);
        moot_msg_event_t event = published(fixture, &told);
        assert_true(moot_slice_eq(told, id));
        assert_int_equal(event.seq, seq);
        assert_int_equal(event.what, MOOT_WHAT_EMITTED);
        assert_int_equal(event.at, fixture->wall_ms);
        assert_slice(event.actor, "ann");
        assert_slice(event.session, "s-ann");
        assert_true(moot_slice_eq(event.emission,
                                  emit_of("ann", "").emission));
        assert_int_equal(fixture->said[0].to, MOOT_SAID_PUBLISH);
    }
    /* A clock that falls does not turn the order of times. */
    fixture->wall_ms -= 5000;
    moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    assert_int_equal(published(fixture, &told).at, fixture->wall_ms + 5000);
    events = range(fixture, id, 1);
    assert_false(events->attached);
    assert_int_equal(events->base, 1);
    assert_int_equal(events->head, 4);
    assert_int_equal(count_in(events->list), 3);
    assert_int_equal(event_at(events, 0).seq, 2);
    /* Detached it hears nothing more. */
    moot_msg_t detach = {.code = MOOT_MSG_DETACH};
    detach.as.detach = (moot_msg_detach_t){
        .registration = 1, .number = 99, .kind = MOOT_KIND_EMIT, .id = id};
    assert_int_equal(moot_worker_fixture_send(fixture, &detach), 0);
    moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    assert_null(moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, 0));
}

static void who_emits_is_said(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_msg_request_t request = emit_of("", "");
    request.room = LIT("socket-1");
    request.session = LIT("edge");
    expect_emitted(moot_worker_fixture_ask(fixture, request), 1, false);
    request.system = true;
    expect_emitted(moot_worker_fixture_ask(fixture, request), 2, false);
    const moot_msg_events_t *events =
        range(fixture, stream_of("socket-1", text), 0);
    assert_int_equal(event_at(events, 0).actor.size, 0);
    assert_false(event_at(events, 0).system);
    assert_slice(event_at(events, 1).actor, MOOT_SYSTEM_USER);
    assert_true(event_at(events, 1).system);
}

static void a_number_is_emitted_once(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_shard_facts_t facts;
    moot_msg_request_t request = emit_of("ann", "");
    request.forward_to = LIT("http://back/end");
    request.forward = LIT("{\"a\":1}");
    moot_worker_fixture_number(fixture, &request);
    moot_msg_t message = {.code = MOOT_MSG_REQUEST, .as.request = request};
    for (int i = 0; i < 3; i++) {
        moot_worker_fixture_clear(fixture);
        assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
        expect_emitted(&moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0)
                            ->message.as.reply,
                       1, false);
    }
    assert_int_equal(fixture->forwarded, 1);
    assert_string_equal(fixture->forward_text, "http://back/end {\"a\":1}");
    moot_worker_fixture_restart(fixture);
    message.as.request.stamp_incarnation = fixture->config.incarnation;
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    expect_emitted(&moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0)
                        ->message.as.reply,
                   1, false);
    assert_int_equal(fixture->forwarded, 1);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.emissions_kept, 1);
}

static void nothing_is_lost_between_commit_and_publish(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_msg_request_t request = emit_of("ann", "");
    moot_worker_fixture_ask(fixture, request);
    moot_worker_fixture_number(fixture, &request);
    moot_msg_t message = {.code = MOOT_MSG_REQUEST, .as.request = request};
    moot_worker_fixture_clear(fixture);
    moot_store_mem_fail(fixture->store, MOOT_MEM_FAULT_COMMIT_KEPT, 1,
                        MOOT_EIO);
    assert_int_equal(moot_worker_fixture_send(fixture, &message), MOOT_EIO);
    assert_int_equal(fixture->said_count, 0);
    moot_worker_fixture_restart(fixture);
    say_hello(fixture);
    const moot_msg_events_t *events = attach(
        fixture, stream_of("ann", text), MOOT_ATTACH_AFTER, 1);
    assert_int_equal(events->base, 1);
    assert_int_equal(count_in(events->list), 1);
    assert_int_equal(event_at(events, 0).seq, 2);
    message.as.request.stamp_incarnation = fixture->config.incarnation;
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    expect_emitted(&moot_worker_fixture_find(fixture, MOOT_MSG_REPLY, 0)
                        ->message.as.reply,
                   2, false);
    assert_null(moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, 0));
}

static void a_full_store_emits_nothing(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_slice_t id = stream_of("ann", text);
    say_hello(fixture);
    attach(fixture, id, MOOT_ATTACH_HEAD, 0);
    moot_msg_request_t request = emit_of("ann", "k");
    request.forward_to = LIT("http://back/end");
    request.copies =
        moot_worker_fixture_copies(LIT("ann"), LIT("bob"), "{}");
    for (uint64_t nth = 1; nth <= 8; nth++) {
        moot_store_mem_fail(fixture->store, MOOT_MEM_FAULT_PUT, nth,
                            MOOT_ENOSPC);
        const moot_msg_reply_t *reply =
            moot_worker_fixture_ask(fixture, request);
        assert_string_equal(moot_code_name(reply->code), "UNAVAILABLE");
        assert_null(moot_worker_fixture_find(fixture, MOOT_MSG_PUBLISHED, 0));
    }
    moot_store_mem_fail(fixture->store, MOOT_MEM_FAULT_PUT, 0, MOOT_ENOSPC);
    assert_int_equal(fixture->forwarded, 0);
    expect_emitted(moot_worker_fixture_ask(fixture, request), 1, false);
    assert_int_equal(fixture->forwarded, 1);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_HISTORY), 2);
}

static void ids_that_are_no_slot_are_dropped(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    static const char *const ids[] = {"1024", "9999", "99999", "01", "-1",
                                      "x", "1 ", "0x1"};
    moot_shard_facts_t facts;
    say_hello(fixture);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_null(attach(fixture, moot_slice_str(ids[i]), MOOT_ATTACH_HEAD,
                           0));
        assert_null(range(fixture, moot_slice_str(ids[i]), 0));
    }
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.damaged, 16);
    /* A kind that is none. */
    moot_msg_t message = {.code = MOOT_MSG_RANGE};
    message.as.range = (moot_msg_range_t){.kind = 4, .id = LIT("1")};
    assert_int_equal(moot_worker_fixture_send(fixture, &message), 0);
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.damaged, 17);
}

/* ---- Idempotency keys ---------------------------------------------------- */

static void a_key_emits_once(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    moot_msg_request_t request = emit_of("system", "k1");
    request.forward_to = LIT("http://back/end");
    expect_emitted(moot_worker_fixture_ask(fixture, request), 1, false);
    uint64_t at = fixture->wall_ms;
    fixture->wall_ms += 1000;
    moot_worker_fixture_restart(fixture);
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(fixture, request);
    expect_emitted(reply, 1, true);
    assert_int_equal(reply->at, at);
    assert_int_equal(fixture->forwarded, 1);
    /* The application's keys are its own, whatever a user is called. */
    request.system = true;
    expect_emitted(moot_worker_fixture_ask(fixture, request), 2, false);
    expect_emitted(moot_worker_fixture_ask(fixture, request), 2, true);
    /* Nobody has none. */
    request = emit_of("", "k1");
    request.room = LIT("system");
    request.session = LIT("edge");
    expect_emitted(moot_worker_fixture_ask(fixture, request), 3, false);
    expect_emitted(moot_worker_fixture_ask(fixture, request), 4, false);
}

static void keys_go_with_their_window(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char key[16];
    for (int i = 0; i < 6; i++) {
        snprintf(key, sizeof key, "k%d", i);
        moot_worker_fixture_ask(fixture, emit_of("ann", key));
    }
    fixture->wall_ms += fixture->config.dedup_window_ms;
    moot_worker_fixture_ask(fixture, emit_of("ann", "a"));
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DEDUP), 7);
    fixture->wall_ms += 1;
    for (int i = 0; i < 8; i++) {
        snprintf(key, sizeof key, "l%d", i);
        moot_worker_fixture_ask(fixture, emit_of("ann", key));
    }
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DEDUP), 9);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DEDUP_ORDER), 9);
    expect_emitted(moot_worker_fixture_ask(fixture, emit_of("ann", "k0")), 16,
                   false);
    expect_emitted(moot_worker_fixture_ask(fixture, emit_of("ann", "l0")), 8,
                   true);
}

/* ---- Judging ------------------------------------------------------------- */

static moot_slice_t encode(const moot_msg_emission_t *emission)
{
    static moot_buf_t buf;
    moot_buf_close(&buf);
    moot_buf_init(&buf, SIZE_MAX);
    assert_int_equal(moot_wire_encode_emission(&buf, emission), 0);
    return moot_buf_slice(&buf);
}

static void bad_emissions_are_refused(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    static const uint8_t none[] = {0x90}, text[] = {0x91, 0xa1, 'x'},
                         room[] = {0x91, 0x92, 1, 0xa1, 'r'},
                         kind[] = {0x91, 0x92, 9, 0xa1, 'r'},
                         nameless[] = {0x91, 0x92, 1, 0xa0},
                         named[] = {0x91, 0x92, 3, 0xa1, 'r'},
                         all[] = {0x91, 0x92, 3, 0xa0},
                         three[] = {0x91, 0x93, 1, 0xa1, 'r', 1},
                         bytes[] = {0x91, 0xc4, 1, 0};
#define AS(list) {list, sizeof list}
    static const struct {
        uint64_t action;
        const char *namespace, *room, *data;
        moot_slice_t targets, attachments;
        bool good;
    } cases[] = {
        {1, "/", "", "[\"e\"]", AS(room), AS(none), true},
        {1, "/ns", "", " [ \"e\", {\"a\":[1]} ] ", AS(all), AS(bytes), true},
        {1, "/", "", "[\"e\"]", AS(none), AS(none), true},
        {2, "/", "r", "", AS(room), AS(none), true},
        {4, "/", "", "", AS(room), AS(none), true},
        {0, "/", "", "[\"e\"]", AS(room), AS(none), false},
        {6, "/", "", "", AS(room), AS(none), false},
        {1, "", "", "[\"e\"]", AS(room), AS(none), false},
        {1, "ns", "", "[\"e\"]", AS(room), AS(none), false},
        {1, "/", "r", "[\"e\"]", AS(room), AS(none), false},
        {2, "/", "", "", AS(room), AS(none), false},
        {2, "/", "r", "[\"e\"]", AS(room), AS(none), false},
        {1, "/", "", "", AS(room), AS(none), false},
        {1, "/", "", "[]", AS(room), AS(none), false},
        {1, "/", "", "[1]", AS(room), AS(none), false},
        {1, "/", "", "{\"e\":1}", AS(room), AS(none), false},
        {1, "/", "", "[\"e\"", AS(room), AS(none), false},
        {1, "/", "", "[\"\xff\"]", AS(room), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(text), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(kind), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(nameless), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(named), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(three), AS(none), false},
        {1, "/", "", "[\"e\"]", AS(room), AS(text), false},
        {4, "/", "", "", AS(room), AS(bytes), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        moot_msg_request_t request = emit_of("ann", "");
        request.emission = encode(&(moot_msg_emission_t){
            .action = cases[i].action,
            .namespace = moot_slice_str(cases[i].namespace),
            .targets = cases[i].targets,
            .room = moot_slice_str(cases[i].room),
            .data = moot_slice_str(cases[i].data),
            .attachments = cases[i].attachments,
        });
        const moot_msg_reply_t *reply =
            moot_worker_fixture_ask(fixture, request);
        if (reply->code
            != (cases[i].good ? MOOT_CODE_OK : MOOT_CODE_VALIDATION_ERROR))
            fail_msg("case %zu: %s", i, moot_code_name(reply->code));
        if (!cases[i].good)
            assert_int_equal(reply->epoch, 0);
    }
    moot_msg_request_t request = emit_of("ann", "");
    request.emission = LIT("\x91\x57");
    assert_int_equal(moot_worker_fixture_ask(fixture, request)->code,
                     MOOT_CODE_VALIDATION_ERROR);
    request.emission = moot_slice("", 0);
    assert_int_equal(moot_worker_fixture_ask(fixture, request)->code,
                     MOOT_CODE_VALIDATION_ERROR);
}

static void bad_copies_are_refused(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    static const uint8_t text[] = {0x91, 0xa1, 'x'},
                         bytes[] = {0x91, 0xc4, 1, 0};
    moot_msg_request_t request = emit_of("ann", "");
    const moot_slice_t bad[] = {
        AS(text),
        AS(bytes),
        moot_worker_fixture_copies(LIT("ann"), LIT("bob"), ""),
        moot_worker_fixture_copies(LIT(""), LIT("bob"), "{}"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        request.copies = bad[i];
        assert_int_equal(moot_worker_fixture_ask(fixture, request)->code,
                         MOOT_CODE_VALIDATION_ERROR);
    }
    assert_int_equal(count_rows(fixture, MOOT_TABLE_HISTORY), 0);
}

/* Copies for as many as a profile may name, as large as a request may be. */
static void copies_of_the_greatest_size_are_stored(void **state)
{
    enum { COPIES = 16, REQUEST_COPIES_MAX = 1048576, ROOM = 60 };
    moot_worker_fixture_t *fixture = *state;
    moot_msg_request_t request = emit_of("ann", "");
    size_t size = (REQUEST_COPIES_MAX - 8) / COPIES - ROOM;
    char *data = malloc(size), owner[COPIES][4];
    moot_buf_t list, buf;
    moot_list_writer_t writer;
    assert_non_null(data);
    memset(data, 'x', size);
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&buf, SIZE_MAX);
    moot_list_begin(&writer, &list, COPIES);
    for (int i = 0; i < COPIES; i++) {
        snprintf(owner[i], sizeof owner[i], "u%02d", i);
        moot_msg_copy_t copy = {.history = LIT("h"),
                                .owner = moot_slice_str(owner[i]),
                                .data = moot_slice(data, size)};
        moot_buf_clear(&buf);
        assert_int_equal(moot_wire_encode_copy(&buf, &copy), 0);
        /* Fills up what is left for each. */
        if (i == 0) {
            size_t more = ROOM - (buf.size + 5 - size);
            data = realloc(data, size += more);
            assert_non_null(data);
            memset(data, 'x', size);
            copy.data = moot_slice(data, size);
            moot_buf_clear(&buf);
            assert_int_equal(moot_wire_encode_copy(&buf, &copy), 0);
        }
        moot_list_put_bin(&writer, moot_buf_slice(&buf));
    }
    assert_int_equal(moot_list_end(&writer, &request.copies), 0);
    assert_true(request.copies.size <= REQUEST_COPIES_MAX);
    assert_true(request.copies.size > REQUEST_COPIES_MAX - 64);
    expect_emitted(moot_worker_fixture_ask(fixture, request), 1, false);
    moot_buf_close(&list);
    moot_buf_close(&buf);
    free(data);
}

/* ---- Keeping ------------------------------------------------------------- */

static void pass(moot_worker_fixture_t *fixture, uint64_t ms)
{
    for (; ms > 0; ms -= ms < 50 ? ms : 50) {
        fixture->now_ms += ms < 50 ? ms : 50;
        fixture->wall_ms += ms < 50 ? ms : 50;
        assert_int_equal(moot_shard_tick(fixture->shard, fixture->now_ms,
                                         fixture->wall_ms), 0);
    }
    assert_int_equal(moot_worker_fixture_settle(fixture), 0);
    moot_worker_fixture_clear(fixture);
}

static void emissions_stay_a_minute(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_slice_t id = stream_of("ann", text);
    pass(fixture, 100000); /* the clock is believed */
    moot_worker_fixture_ask(fixture, emit_of("ann", "k"));
    moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    pass(fixture, 30000);
    moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    pass(fixture, 29950);
    assert_int_equal(range(fixture, id, 0)->base, 0);
    assert_int_equal(count_in(range(fixture, id, 0)->list), 3);
    pass(fixture, 1050);
    /* What is gone is seen by the base. */
    const moot_msg_events_t *events = range(fixture, id, 0);
    assert_int_equal(events->base, 2);
    assert_int_equal(events->head, 3);
    assert_int_equal(event_at(events, 0).seq, 3);
    assert_int_equal(range(fixture, id, 2)->base, 2);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_INDEX), 1);
    moot_worker_fixture_restart(fixture);
    assert_int_equal(range(fixture, id, 0)->base, 2);
    pass(fixture, 700000);
    events = range(fixture, id, 0);
    assert_int_equal(events->base, 3);
    assert_int_equal(events->head, 3);
    assert_int_equal(count_in(events->list), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_LOG), 0);
    assert_int_equal(count_rows(fixture, MOOT_TABLE_DUE), 0);
    /* Its key is known longer; the numbers go on. */
    expect_emitted(moot_worker_fixture_ask(fixture, emit_of("ann", "k")), 1,
                   true);
    expect_emitted(moot_worker_fixture_ask(fixture, emit_of("ann", "")), 4,
                   false);
    assert_int_equal(range(fixture, id, 9)->base, 4); /* above the head */
}

static void too_many_emissions_go_early(void **state)
{
    moot_worker_fixture_t *fixture = *state;
    char text[5];
    moot_slice_t id = stream_of("ann", text);
    moot_shard_close(&fixture->shard);
    fixture->config.emit_kept_max = 1000;
    moot_worker_fixture_open(fixture);
    pass(fixture, 100000);
    for (int i = 0; i < 1023; i++)
        moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    pass(fixture, 1000);
    assert_int_equal(range(fixture, id, 0)->base, 0);
    moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    pass(fixture, 50);
    assert_int_equal(range(fixture, id, 0)->base, 24);
    for (int i = 0; i < 1024; i++)
        moot_worker_fixture_ask(fixture, emit_of("ann", ""));
    pass(fixture, 50); /* in pieces, of 512 rows */
    uint64_t base = range(fixture, id, 0)->base;
    assert_true(base > 24 && base <= 24 + 512);
    pass(fixture, 100);
    assert_int_equal(range(fixture, id, 0)->base, 1048);
    moot_shard_facts_t facts;
    moot_shard_facts(fixture->shard, &facts);
    assert_int_equal(facts.emissions_kept, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_emission_is_published_then_answered,
                                        begin, end),
        cmocka_unit_test_setup_teardown(who_emits_is_said, begin, end),
        cmocka_unit_test_setup_teardown(a_number_is_emitted_once, begin, end),
        cmocka_unit_test_setup_teardown(
            nothing_is_lost_between_commit_and_publish, begin, end),
        cmocka_unit_test_setup_teardown(a_full_store_emits_nothing, begin,
                                        end),
        cmocka_unit_test_setup_teardown(ids_that_are_no_slot_are_dropped,
                                        begin, end),
        cmocka_unit_test_setup_teardown(a_key_emits_once, begin, end),
        cmocka_unit_test_setup_teardown(keys_go_with_their_window, begin, end),
        cmocka_unit_test_setup_teardown(bad_emissions_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(bad_copies_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(copies_of_the_greatest_size_are_stored,
                                        begin, end),
        cmocka_unit_test_setup_teardown(emissions_stay_a_minute, begin, end),
        cmocka_unit_test_setup_teardown(too_many_emissions_go_early, begin,
                                        end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
