#include "edge/sio.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

/* The frame holds this text; lets it go. */
static void assert_frame(moot_frame_t *frame, const char *text)
{
    assert_non_null(frame);
    assert_int_equal(frame->size, strlen(text));
    assert_memory_equal(moot_frame_payload(frame), text, frame->size);
    moot_frame_unref(&frame);
}

static void events_are_written(void **state)
{
    const uint64_t id = 7, largest = MOOT_SIO_ID_MAX;
    moot_slice_t root = LIT("/"), none = {0};

    (void)state;
    assert_frame(moot_sio_write_data(root, NULL, 0, LIT("[\"a\",1]")),
                 "42[\"a\",1]");
    assert_frame(moot_sio_write_data(LIT("/ns"), &id, 2, LIT("[\"a\",1]")),
                 "452-/ns,7[\"a\",1]");
    assert_frame(moot_sio_write_event(root, NULL, 0, LIT("a"), none),
                 "42[\"a\"]");
    assert_frame(moot_sio_write_event(root, NULL, 0, LIT("a"), LIT("[]")),
                 "42[\"a\"]");
    assert_frame(moot_sio_write_event(root, NULL, 0, LIT("a"), LIT("[ ]")),
                 "42[\"a\"]");
    assert_frame(
        moot_sio_write_event(root, &id, 0, LIT("a"), LIT("[1,{\"b\":[]}]")),
        "427[\"a\",1,{\"b\":[]}]");
    assert_frame(moot_sio_write_event(LIT("/ns"), &largest, 0,
                                      LIT("q\"\\\n\xc3\xa9"), LIT("[0]")),
                 "42/ns,9007199254740991[\"q\\\"\\\\\\n\xc3\xa9\",0]");
    assert_frame(
        moot_sio_write_event(LIT("/ns"), &id, 2, LIT("a"), LIT("[[]]")),
        "452-/ns,7[\"a\",[]]");
}

static void the_others_are_written(void **state)
{
    moot_slice_t root = LIT("/"), none = {0};

    (void)state;
    assert_frame(moot_sio_write_ack(root, 0, 0, none), "430[]");
    assert_frame(moot_sio_write_ack(LIT("/ns"), 12, 0, LIT("[1]")),
                 "43/ns,12[1]");
    assert_frame(moot_sio_write_ack(root, 12, 1, LIT("[{}]")), "461-12[{}]");
    assert_frame(moot_sio_write_connect(root, LIT("x")), "40{\"sid\":\"x\"}");
    assert_frame(moot_sio_write_connect(LIT("/ns"), LIT("x")),
                 "40/ns,{\"sid\":\"x\"}");
    assert_frame(moot_sio_write_disconnect(root), "41");
    assert_frame(moot_sio_write_disconnect(LIT("/ns")), "41/ns,");
    assert_frame(
        moot_sio_write_connect_error(root, LIT("Token inv\xc3\xa1lido"), none),
        "44{\"message\":\"Token inv\xc3\xa1lido\"}");
    assert_frame(moot_sio_write_connect_error(LIT("/ns"), LIT("no"),
                                              LIT("{\"code\":1}")),
                 "44/ns,{\"message\":\"no\",\"data\":{\"code\":1}}");
}

/* Reads "0" and a namespace of so many bytes. */
static int read_namespace(size_t size)
{
    char text[MOOT_SIO_NAMESPACE_BYTES_MAX + 8] = "0/";
    moot_sio_packet_t packet;
    int rc;

    memset(text + 2, 'n', size - 1);
    rc = moot_sio_read(moot_slice(text, 1 + size), 0, &packet);
    if (rc == 0)
        assert_int_equal(packet.namespace.size, size);
    return rc;
}

static void a_namespace_is_bounded(void **state)
{
    (void)state;
    assert_int_equal(read_namespace(MOOT_SIO_NAMESPACE_BYTES_MAX), 0);
    assert_int_equal(read_namespace(MOOT_SIO_NAMESPACE_BYTES_MAX + 1),
                     MOOT_ELIMIT);
}

/* A text that announces so many attachments and has their placeholders. */
static size_t put_text(char *text, size_t size, unsigned count)
{
    size_t at = (size_t)snprintf(text, size, "5%u-[\"a\"", count);

    for (unsigned i = 0; i < count; i++)
        at += (size_t)snprintf(text + at, size - at,
                               ",{\"_placeholder\":true,\"num\":%u}", i);
    return at + (size_t)snprintf(text + at, size - at, "]");
}

static void attachments_are_bounded(void **state)
{
    char text[4096];
    moot_sio_packet_t packet;
    moot_sio_assembly_t assembly;
    bool complete = true;
    size_t size = put_text(text, sizeof text, MOOT_SIO_ATTACHMENTS_MAX);

    (void)state;
    moot_sio_assembly_init(&assembly, MOOT_SIO_ATTACHMENTS_MAX, sizeof text);
    assert_int_equal(moot_sio_assembly_take(&assembly, moot_slice(text, size),
                                            false, &packet, &complete),
                     0);
    for (unsigned i = 0; i < MOOT_SIO_ATTACHMENTS_MAX; i++) {
        uint8_t byte = (uint8_t)i;

        assert_false(complete);
        assert_int_equal(moot_sio_assembly_take(&assembly, moot_slice(&byte, 1),
                                                true, &packet, &complete),
                         0);
    }
    assert_true(complete);
    assert_int_equal(packet.attachments, MOOT_SIO_ATTACHMENTS_MAX);
    for (unsigned i = 0; i < MOOT_SIO_ATTACHMENTS_MAX; i++)
        assert_int_equal(packet.parts[i].at[0], i);
    moot_sio_assembly_close(&assembly);

    size = put_text(text, sizeof text, MOOT_SIO_ATTACHMENTS_MAX + 1);
    assert_int_equal(moot_sio_read(moot_slice(text, size),
                                   MOOT_SIO_ATTACHMENTS_MAX, &packet),
                     MOOT_ELIMIT);
}

static void placeholders_are_found_anywhere(void **state)
{
#define P(num) "{\"_placeholder\":true,\"num\":" num "}"
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"51-[\"a\",[[[{\"b\":{\"c\":[" P("0") "]}}]]]]", true},
        {"51-[\"a\", { \"n\\u0075m\" : 0 , \"\\u005fplaceholder\" : true } ]",
         true},
        /* The last of the same name counts. */
        {"51-[\"a\",{\"num\":7,\"_placeholder\":true,\"num\":0}]", true},
        {"51-[\"a\",{\"_placeholder\":true,\"num\":0,\"_placeholder\":1}]",
         false},
        /* What a placeholder has inside is replaced with it. */
        {"51-[\"a\",{\"x\":[" P("0") "," P("9") "],\"_placeholder\":true,"
         "\"num\":0}]",
         true},
        {"51-[\"a\",{\"_placeholder\":{},\"num\":0}]", false},
        {"51-[\"a\",{\"_placeholder\":true,\"num\":[0]}]", false},
        {"51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]", false},
        {"51-[\"a\",\"{\\\"_placeholder\\\":true,\\\"num\\\":0}\"]", false},
        {"51-[\"a\"," P("0") "," P("0") "]", false},
        {"51-[\"a\"," P("-1") "]", false},
        {"52-[\"a\"," P("1") ",{\"k\":" P("0") "}]", true},
        {"52-[\"a\"," P("1") "]", false},
    };
#undef P
    moot_sio_packet_t packet;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(moot_sio_read(moot_slice_str(cases[i].text),
                                       MOOT_SIO_ATTACHMENTS_MAX, &packet)
                             == 0,
                         cases[i].good);
}

static void none_may_be_allowed(void **state)
{
    char text[128];
    moot_sio_packet_t packet;

    (void)state;
    assert_int_equal(
        moot_sio_read(moot_slice(text, put_text(text, sizeof text, 0)), 0,
                      &packet),
        0);
    assert_int_equal(
        moot_sio_read(moot_slice(text, put_text(text, sizeof text, 1)), 0,
                      &packet),
        MOOT_ELIMIT);
}

static void what_is_incomplete_is_freed(void **state)
{
    char text[256];
    moot_sio_packet_t packet;
    moot_sio_assembly_t assembly;
    bool complete;

    (void)state;
    moot_sio_assembly_init(&assembly, 2, sizeof text);
    assert_int_equal(
        moot_sio_assembly_take(&assembly,
                               moot_slice(text, put_text(text, sizeof text, 2)),
                               false, &packet, &complete),
        0);
    assert_int_equal(
        moot_sio_assembly_take(&assembly, LIT("one"), true, &packet, &complete),
        0);
    assert_false(complete);
    moot_sio_assembly_close(&assembly); /* the leak checker looks on */
    assert_null(assembly.pending);
    moot_sio_assembly_close(&assembly);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_written),
        cmocka_unit_test(the_others_are_written),
        cmocka_unit_test(a_namespace_is_bounded),
        cmocka_unit_test(attachments_are_bounded),
        cmocka_unit_test(placeholders_are_found_anywhere),
        cmocka_unit_test(none_may_be_allowed),
        cmocka_unit_test(what_is_incomplete_is_freed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
