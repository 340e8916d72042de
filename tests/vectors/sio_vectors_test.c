/* Plays sio.txt: packets of Socket.IO, read, put together and written. */
#include "tests/lib/unit.h"

#include "common/err.h"
#include "tests/lib/script.h"
#include "tests/lib/sio_oracle.h"

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

static void play_message(moot_slice_t data, bool binary)
{
    moot_sio_packet_t packet;
    bool complete = false;
    int rc =
        moot_sio_assembly_take(&assembly, data, binary, &packet, &complete);

    if (rc == 0 && complete) {
        say_packet(&packet);
        sio_oracle_check(&packet);
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
