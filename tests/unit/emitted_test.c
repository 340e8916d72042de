#include "edge/emitted.h"

#include "tests/lib/unit.h"

#include <stdio.h>

/* Three sockets: ann (in r and s), bob (in r), cat (in s). */
typedef struct rig {
    moot_channels_t *channels;
    moot_occupant_t sockets[3];
    moot_buf_t targets, attachments;
    moot_list_writer_t writer;
    moot_msg_emission_t emission;
    char heard[1024];    /* "a42[...]\n" */
    moot_frame_t *first; /* the text frame that was sent first */
    bool shared;         /* all were the same one */
} rig_t;

static const char *const names[] = {"ann", "bob", "cat"};

static void note(rig_t *rig, const moot_occupant_t *socket, const char *what,
                 moot_slice_t text)
{
    size_t used = strlen(rig->heard);

    snprintf(rig->heard + used, sizeof rig->heard - used, "%.*s %s%.*s\n",
             MOOT_SLICE_ARG(socket->by_id.key), what, MOOT_SLICE_ARG(text));
}

static void do_send(void *ctx, moot_occupant_t *socket, moot_frame_t *frame,
                    bool binary)
{
    rig_t *rig = ctx;

    if (!binary && !rig->first)
        rig->first = moot_frame_ref(frame);
    if (!binary && rig->first != frame)
        rig->shared = false;
    note(rig, socket, binary ? "bin " : "", moot_frame_slice(frame));
}

static void do_asked(void *ctx, moot_occupant_t *socket, uint64_t id,
                     moot_slice_t confirm)
{
    assert_int_equal(id, 7);
    note(ctx, socket, "is asked ", confirm);
}

static void do_enter(void *ctx, moot_occupant_t *socket, moot_slice_t room)
{
    note(ctx, socket, "enters ", room);
}

static void do_leave(void *ctx, moot_occupant_t *socket, moot_slice_t room)
{
    note(ctx, socket, "leaves ", room);
}

static void do_disconnect(void *ctx, moot_occupant_t *socket, bool close)
{
    rig_t *rig = ctx;

    note(rig, socket, close ? "closes" : "goes", LIT(""));
    moot_channels_remove(rig->channels, socket);
}

static const moot_emitted_sink_t sink = {
    .send = do_send,
    .asked = do_asked,
    .enter = do_enter,
    .leave = do_leave,
    .disconnect = do_disconnect,
};

static void rig_init(rig_t *rig, enum moot_action action)
{
    memset(rig, 0, sizeof *rig);
    rig->shared = true;
    rig->channels = moot_channels_new(10);
    for (int i = 0; i < 3; i++)
        assert_int_equal(moot_channels_add(rig->channels, &rig->sockets[i],
                                           LIT("/n"), moot_slice_str(names[i]),
                                           moot_slice_str(names[i])),
                         0);
    assert_int_equal(
        moot_channels_enter(rig->channels, &rig->sockets[0], LIT("r"), NULL),
        0);
    assert_int_equal(
        moot_channels_enter(rig->channels, &rig->sockets[0], LIT("s"), NULL),
        0);
    assert_int_equal(
        moot_channels_enter(rig->channels, &rig->sockets[1], LIT("r"), NULL),
        0);
    assert_int_equal(
        moot_channels_enter(rig->channels, &rig->sockets[2], LIT("s"), NULL),
        0);
    moot_buf_init(&rig->targets, 1024);
    moot_buf_init(&rig->attachments, 1024);
    rig->emission = (moot_msg_emission_t){
        .action = action,
        .namespace = LIT("/n"),
        .room = LIT("x"),
        .data = LIT("[\"e\",1]"),
    };
    moot_list_begin_open(&rig->writer, &rig->targets);
}

static void aim(rig_t *rig, enum moot_target target, const char *name)
{
    moot_list_put_list(&rig->writer, 2);
    moot_list_put_u64(&rig->writer, target);
    moot_list_put_str(&rig->writer, moot_slice_str(name));
}

static size_t apply(rig_t *rig)
{
    assert_int_equal(moot_list_end(&rig->writer, &rig->emission.targets), 0);
    return moot_emitted_apply(rig->channels, &rig->emission, 7, &sink, rig);
}

static void rig_close(rig_t *rig)
{
    /* The test holds the last reference: the frame is whole and not leaked. */
    if (rig->first)
        assert_int_equal(rig->first->refs, 1);
    moot_frame_unref(&rig->first);
    for (int i = 0; i < 3; i++)
        moot_channels_remove(rig->channels, &rig->sockets[i]);
    moot_channels_destroy(&rig->channels);
    moot_buf_close(&rig->targets);
    moot_buf_close(&rig->attachments);
}

static void targets_are_met_in_order_and_twice(void **state)
{
    rig_t rig;

    (void)state;
    rig_init(&rig, MOOT_ACTION_EMIT);
    aim(&rig, MOOT_TARGET_ROOM, "s");
    aim(&rig, MOOT_TARGET_ROOM, "nobody");
    aim(&rig, MOOT_TARGET_ROOM, "r");
    assert_int_equal(apply(&rig), 4);
    assert_string_equal(rig.heard, "ann 42/n,[\"e\",1]\ncat 42/n,[\"e\",1]\n"
                                   "ann 42/n,[\"e\",1]\nbob 42/n,[\"e\",1]\n");
    assert_true(rig.shared);
    rig_close(&rig);
}

static void one_socket_can_be_left_out(void **state)
{
    rig_t rig;

    (void)state;
    rig_init(&rig, MOOT_ACTION_EMIT);
    rig.emission.except = LIT("ann");
    aim(&rig, MOOT_TARGET_ALL, "");
    aim(&rig, MOOT_TARGET_SOCKET, "ann");
    aim(&rig, MOOT_TARGET_USER, "cat");
    assert_int_equal(apply(&rig), 3);
    assert_string_equal(rig.heard, "bob 42/n,[\"e\",1]\ncat 42/n,[\"e\",1]\n"
                                   "cat 42/n,[\"e\",1]\n");
    rig_close(&rig);
}

static void acknowledgements_are_asked_for(void **state)
{
    rig_t rig;

    (void)state;
    rig_init(&rig, MOOT_ACTION_EMIT);
    rig.emission.confirm = LIT("seen");
    aim(&rig, MOOT_TARGET_ROOM, "r");
    aim(&rig, MOOT_TARGET_USER, "bob");
    assert_int_equal(apply(&rig), 3);
    assert_string_equal(rig.heard, "ann 42/n,7[\"e\",1]\nann is asked seen\n"
                                   "bob 42/n,7[\"e\",1]\nbob is asked seen\n"
                                   "bob 42/n,7[\"e\",1]\nbob is asked seen\n");
    assert_true(rig.shared);
    rig_close(&rig);
}

static void attachments_follow_their_text(void **state)
{
    moot_list_writer_t writer;
    rig_t rig;

    (void)state;
    rig_init(&rig, MOOT_ACTION_EMIT);
    moot_list_begin(&writer, &rig.attachments, 2);
    moot_list_put_bin(&writer, LIT("one"));
    moot_list_put_bin(&writer, LIT("two"));
    assert_int_equal(moot_list_end(&writer, &rig.emission.attachments), 0);
    aim(&rig, MOOT_TARGET_ROOM, "r");
    assert_int_equal(apply(&rig), 2);
    assert_string_equal(rig.heard,
                        "ann 452-/n,[\"e\",1]\nann bin one\nann bin two\n"
                        "bob 452-/n,[\"e\",1]\nbob bin one\nbob bin two\n");
    rig_close(&rig);
}

static void sockets_can_be_moved(void **state)
{
    static const struct {
        enum moot_action action;
        const char *heard;
    } cases[] = {
        {MOOT_ACTION_ENTER, "ann enters x\nbob enters x\n"},
        {MOOT_ACTION_LEAVE, "ann leaves x\nbob leaves x\n"},
        {MOOT_ACTION_DISCONNECT, "ann goes\nbob goes\n"},
        {MOOT_ACTION_CLOSE, "ann closes\nbob closes\n"},
        {(enum moot_action)99, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rig_t rig;

        rig_init(&rig, cases[i].action);
        aim(&rig, MOOT_TARGET_ROOM, "r");
        apply(&rig);
        assert_string_equal(rig.heard, cases[i].heard);
        rig_close(&rig);
    }
}

static void damaged_targets_end_it(void **state)
{
    rig_t rig;

    (void)state;
    rig_init(&rig, MOOT_ACTION_EMIT);
    aim(&rig, MOOT_TARGET_ROOM, "r");
    moot_list_put_u64(&rig.writer, 7);
    aim(&rig, MOOT_TARGET_ROOM, "s");
    assert_int_equal(apply(&rig), 2);
    rig_close(&rig);
    rig_init(&rig, MOOT_ACTION_EMIT);
    aim(&rig, (enum moot_target)9, "r");
    assert_int_equal(apply(&rig), 0);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_are_met_in_order_and_twice),
        cmocka_unit_test(one_socket_can_be_left_out),
        cmocka_unit_test(acknowledgements_are_asked_for),
        cmocka_unit_test(attachments_follow_their_text),
        cmocka_unit_test(sockets_can_be_moved),
        cmocka_unit_test(damaged_targets_end_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
