/* Plays sio.txt: packets of Socket.IO, read, put together and written. */
#include "tests/lib/unit.h"

#include "common/err.h"
#include "edge/sio.h"
#include "tests/lib/script.h"

enum { ATTACHMENTS_MAX = 3, BYTES_MAX = 120 };

static moot_sio_assembly_t assembly;
static bool assembling;

static void begin_case(const char *name)
{
    if (assembling)
        moot_sio_assembly_close(&assembly);
    moot_sio_assembly_init(&assembly, ATTACHMENTS_MAX, BYTES_MAX);
    assembling = true;
    script_begin(name);
}

static void say_packet(const moot_sio_packet_t *packet)
{
    static const char *const names[] = {"connect", "disconnect", "event", "ack",
                                        "connect_error"};
    moot_buf_t line;

    SCRIPT_REQUIRE(packet->type <= MOOT_SIO_CONNECT_ERROR);
    moot_buf_init(&line, SIZE_MAX);
    moot_buf_printf(&line, "< %s %.*s ", names[packet->type],
                    MOOT_SLICE_ARG(packet->namespace));
    if (packet->query.size > 0)
        moot_buf_printf(&line, "?%.*s ", MOOT_SLICE_ARG(packet->query));
    if (packet->has_id)
        moot_buf_printf(&line, "#%llu ", (unsigned long long)packet->id);
    moot_buf_put(&line, packet->data.raw.at, packet->data.raw.size);
    for (unsigned i = 0; i < packet->attachments; i++) {
        moot_buf_put_str(&line, " +");
        moot_buf_put(&line, packet->parts[i].at, packet->parts[i].size);
    }
    assert_int_equal(line.error, 0);
    script_say("", moot_buf_slice(&line));
    moot_buf_close(&line);
}

/* The packet as the edge would send it; NULL: it would not. */
static moot_frame_t *write_packet(const moot_sio_packet_t *packet)
{
    moot_slice_t args = packet->data.raw, name;
    uint8_t bytes[256];
    moot_json_scratch_t scratch = {bytes, sizeof bytes};

    switch (packet->type) {
    case MOOT_SIO_DISCONNECT:
        return moot_sio_write_disconnect(packet->namespace);
    case MOOT_SIO_EVENT:
        if (packet->event.escaped)
            return NULL;
        SCRIPT_REQUIRE(moot_json_read_string(&packet->event, &scratch, &name)
                       == 0);
        /* What follows the name, as an array of its own. */
        args.at += 1 + packet->event.raw.size;
        args.size -= 1 + packet->event.raw.size;
        bytes[0] = '[';
        SCRIPT_REQUIRE(args.size < sizeof bytes);
        memcpy(bytes + 1, args.at + (args.at[0] == ','),
               args.size - (args.at[0] == ','));
        args = moot_slice(bytes, 1 + args.size - (args.at[0] == ','));
        return moot_sio_write_event(packet->namespace,
                                    packet->has_id ? &packet->id : NULL,
                                    packet->attachments, name, args);
    case MOOT_SIO_ACK:
        return moot_sio_write_ack(packet->namespace, packet->id,
                                  packet->attachments, args);
    default:
        return NULL;
    }
}

/* Reading what was written gives the same again. */
static void check_written(const moot_sio_packet_t *packet)
{
    moot_frame_t *frame = write_packet(packet);
    moot_sio_packet_t again;
    moot_slice_t text;

    if (!frame)
        return;
    text = moot_frame_slice(frame);
    SCRIPT_REQUIRE(text.size > 1 && text.at[0] == '4');
    text = moot_slice(text.at + 1, text.size - 1);
    SCRIPT_REQUIRE(moot_sio_read(text, ATTACHMENTS_MAX, &again) == 0);
    SCRIPT_REQUIRE(
        again.type
        == (packet->attachments == 0 ? packet->type : packet->type + 3));
    SCRIPT_REQUIRE(moot_slice_eq(again.namespace, packet->namespace));
    SCRIPT_REQUIRE(again.has_id == packet->has_id && again.id == packet->id);
    SCRIPT_REQUIRE(again.attachments == packet->attachments);
    SCRIPT_REQUIRE(moot_slice_eq(again.data.raw, packet->data.raw));
    moot_frame_unref(&frame);
}

static void play_message(moot_slice_t data, bool binary)
{
    moot_sio_packet_t packet;
    bool complete = false;
    int rc =
        moot_sio_assembly_take(&assembly, data, binary, &packet, &complete);

    if (rc == 0 && complete) {
        say_packet(&packet);
        check_written(&packet);
    } else if (rc == 0) {
        script_say("< more", moot_slice(NULL, 0));
    } else {
        SCRIPT_REQUIRE(rc == MOOT_EINVAL || rc == MOOT_ELIMIT);
        script_say(rc == MOOT_EINVAL ? "! malformed" : "! limit",
                   moot_slice(NULL, 0));
    }
}

static void play_line(char *line)
{
    char *rest = line, *what;

    if (line[0] == '<' || line[0] == '!') {
        script_expect(line);
        return;
    }
    what = script_word(&rest);
    if (strcmp(what, "=") == 0) {
        begin_case(rest);
        return;
    }
    script_settle();
    SCRIPT_REQUIRE(assembling && what[0] == '>');
    play_message(moot_slice(rest, script_unescape(rest)), what[1] == 'b');
}

static void test_vectors(void **state)
{
    (void)state;
    script_play("sio.txt", play_line);
    script_close();
    moot_sio_assembly_close(&assembly);
    assert_true(script.cases >= 35);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
