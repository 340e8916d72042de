/* Plays eio.txt: packets of Engine.IO, and what HTTP carries with them. */
#include "tests/lib/unit.h"

#include "common/err.h"
#include "edge/eio.h"
#include "edge/eio_http.h"
#include "tests/lib/script.h"

#include <stdio.h>

static void say_packet(const moot_eio_packet_t *packet)
{
    static const char *const names[] = {"< open ", "< close ",   "< ping ",
                                        "< pong ", "< message ", "< upgrade ",
                                        "< noop "};

    SCRIPT_REQUIRE(packet->type <= MOOT_EIO_NOOP);
    SCRIPT_REQUIRE(!packet->binary || packet->type == MOOT_EIO_MESSAGE);
    script_say(packet->binary ? "< bytes " : names[packet->type], packet->data);
}

static void say_malformed(int rc)
{
    SCRIPT_REQUIRE(rc == MOOT_EINVAL);
    script_say("! malformed", moot_slice(NULL, 0));
}

static void play_message(moot_slice_t text, bool binary)
{
    moot_eio_packet_t packet;
    int rc = moot_eio_read(text, binary, &packet);

    if (rc < 0)
        say_malformed(rc);
    else
        say_packet(&packet);
}

static void play_payload(moot_slice_t text)
{
    moot_slice_t rest = text;
    moot_buf_t scratch, again, one;
    bool last = false;
    int rc = 0;

    moot_buf_init(&scratch, text.size + 2);
    moot_buf_init(&again, SIZE_MAX);
    moot_buf_init(&one, SIZE_MAX);
    while (!last) {
        size_t before = again.size + (again.size > 0);
        moot_eio_packet_t packet;

        rc = moot_eio_take(&rest, &scratch, &packet, &last);
        if (rc < 0)
            break;
        say_packet(&packet);
        moot_buf_clear(&one);
        if (!packet.binary)
            moot_buf_printf(&one, "%u", packet.type);
        moot_buf_put(&one, packet.data.at, packet.data.size);
        moot_eio_payload_put(&again, moot_buf_slice(&one), packet.binary);
        SCRIPT_REQUIRE(
            again.size - before
            == moot_eio_payload_size(moot_buf_slice(&one), packet.binary));
    }
    if (rc < 0)
        say_malformed(rc);
    else
        SCRIPT_REQUIRE(again.error == 0
                       && moot_slice_eq(moot_buf_slice(&again), text));
    moot_buf_close(&scratch);
    moot_buf_close(&again);
    moot_buf_close(&one);
}

static void play_sid(moot_slice_t text)
{
    uint8_t edge[MOOT_EIO_HTTP_EDGE_BYTES_MAX];
    size_t size;
    int rc = moot_eio_http_sid_edge(text, edge, &size);

    if (rc < 0)
        say_malformed(rc);
    else
        script_say("edge ", moot_slice(edge, size));
}

static void play_query(moot_slice_t text)
{
    moot_eio_http_query_t query;
    char line[256];

    if (!moot_eio_http_query(text, &query)) {
        say_malformed(MOOT_EINVAL);
        return;
    }
    snprintf(line, sizeof line, "eio %.*s transport %.*s sid %.*s",
             MOOT_SLICE_ARG(query.eio), MOOT_SLICE_ARG(query.transport),
             MOOT_SLICE_ARG(query.sid));
    script_say(line, moot_slice(NULL, 0));
}

static void play_line(char *line)
{
    char *rest = line, *what;
    moot_slice_t text;

    if (line[0] == '<' || line[0] == '!' || strncmp(line, "edge ", 5) == 0
        || strncmp(line, "eio ", 4) == 0) {
        script_expect(line);
        return;
    }
    what = script_word(&rest);
    if (strcmp(what, "=") == 0) {
        script_begin(rest);
        return;
    }
    script_settle();
    text = moot_slice(rest, script_unescape(rest));
    if (what[0] == '>')
        play_message(text, what[1] == 'b');
    else if (strcmp(what, "payload") == 0)
        play_payload(text);
    else if (strcmp(what, "sid") == 0)
        play_sid(text);
    else if (strcmp(what, "query") == 0)
        play_query(text);
    else
        script_fail(what);
}

static void test_vectors(void **state)
{
    (void)state;
    script_play("eio.txt", play_line);
    script_close();
    assert_true(script.cases >= 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
