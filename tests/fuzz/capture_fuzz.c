/* Any bytes as a capture file, and each record that is read written again; the
 * same bytes as a subscription and as messages that a tap sees. */
#include "proto/capfile.h"
#include "proto/tap.h"

#include "common/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_file(moot_slice_t in)
{
    moot_msg_tap_record_t record, again;
    moot_buf_t buf;
    size_t used, used_again, at = MOOT_CAPFILE_HEAD_SIZE;
    (void)!moot_capfile_head(in);
    moot_buf_init(&buf, 1 << 20);
    while (at <= in.size
           && moot_capfile_next(moot_slice(in.at + at, in.size - at), &record,
                                &used)
                  == 0) {
        at += used;
        moot_buf_clear(&buf);
        MOOT_CHECK(moot_capfile_put(&buf, &record) == 0);
        MOOT_CHECK(moot_capfile_next(moot_buf_slice(&buf), &again, &used_again)
                   == 0);
        MOOT_CHECK(used_again == buf.size);
        MOOT_CHECK(moot_slice_eq(again.body, record.body));
    }
    moot_buf_close(&buf);
}

static void on_send(void *ctx, moot_slice_t topic, moot_slice_t bytes)
{
    moot_msg_t message;
    (void)ctx;
    MOOT_CHECK(topic.size == MOOT_TAP_TOPIC_SIZE);
    MOOT_CHECK(moot_wire_decode(bytes, &message) == 0);
}

static void tap_bytes(moot_slice_t in)
{
    const moot_tap_now_t now = {.wall_us = 5, .mono_us = 5};
    const moot_msg_tap_ask_t ask = {.id = 7, .all = true, .bodies = true};
    const moot_msg_tap_record_t known = {.point = MOOT_TAP_DELIVERED};
    moot_tap_t *tap = moot_tap_new(moot_slice("edge-1", 6), 1, on_send, NULL);
    moot_buf_t buf;
    size_t third = in.size / 3;
    moot_buf_init(&buf, 4096);
    MOOT_CHECK(moot_wire_encode_tap_ask(&buf, &ask) == 0);
    moot_tap_ask(tap, moot_buf_slice(&buf), true, 0);
    moot_tap_ask(tap, in, true, 0);
    for (int point = 1; point < MOOT_TAP_POINTS; point++)
        moot_tap_message(tap, (enum moot_tap_point)point, moot_slice(NULL, 0),
                         moot_slice(NULL, 0), in, &now);
    moot_tap_message(tap, MOOT_TAP_BACK_IN, moot_slice(NULL, 0),
                     moot_slice(in.at, third),
                     moot_slice(in.at + third, in.size - third), &now);
    moot_tap_inside(tap, &known, in, &now);
    moot_tap_tick(tap, 10000);
    moot_tap_ask(tap, in, false, 0);
    moot_tap_ask(tap, moot_buf_slice(&buf), false, 0);
    MOOT_CHECK(moot_tap_count(tap) == 0);
    moot_tap_destroy(&tap);
    moot_buf_close(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moot_slice_t in = moot_slice(data, size);
    read_file(in);
    tap_bytes(in);
    return 0;
}
