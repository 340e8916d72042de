/* Messages as text. The messages used are of the real table. */
#include "proto/wire.h"

#include "tests/lib/unit.h"

static void print(const moot_msg_t *message, bool show_bodies,
                  const char *expected)
{
    moot_buf_t buf;
    moot_buf_init(&buf, 1 << 16);
    assert_int_equal(moot_wire_print(&buf, message, show_bodies), MOOT_OK);
    assert_int_equal(moot_buf_put(&buf, "", 1), MOOT_OK);
    assert_string_equal((const char *)buf.at, expected);
    moot_buf_close(&buf);
}

static void fields_are_named(void **state)
{
    (void)state;
    moot_msg_t message = {.code = MOOT_MSG_OUTBOX_ENTRY};
    message.as.outbox_entry = (moot_msg_outbox_entry_t){
        .user = LIT("bob"),
        .room = LIT("a\"b\\\n\x1b[2J\xc3\xa4"),
        .epoch = UINT64_MAX,
        .seq = 7,
        .added = true,
    };
    print(&message, false,
          "outbox_entry user=\"bob\" "
          "room=\"a\\\"b\\\\\\x0a\\x1b[2J\\xc3\\xa4\" "
          "epoch=18446744073709551615 seq=7 added=true copy=<0 bytes>");
}

static void bodies_are_hidden_unless_asked_for(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_list_writer_t writer;
    moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    message.as.published = (moot_msg_published_t){.worker = 1};
    moot_buf_init(&buf, 1000);
    moot_list_begin(&writer, &buf, 4);
    moot_list_put_list(&writer, 4);
    moot_list_put_u64(&writer, 1);
    moot_list_put_str(&writer, LIT("lobby"));
    moot_list_put_list(&writer, 0);
    moot_list_put_bin(&writer, LIT("secret"));
    moot_list_put_nil(&writer);
    moot_list_put_flag(&writer, false);
    moot_list_put_u64(&writer, 9);
    assert_int_equal(moot_list_end(&writer, &message.as.published.list),
                     MOOT_OK);
    print(&message, false,
          "published worker=1 incarnation=0 registration=0 bseq=0 "
          "list=[[1, \"lobby\", [], <6 bytes>], nil, false, 9]");
    print(&message, true,
          "published worker=1 incarnation=0 registration=0 bseq=0 "
          "list=[[1, \"lobby\", [], \"secret\"], nil, false, 9]");
    message.as.published.list = LIT("\x91\x80");
    print(&message, true,
          "published worker=1 incarnation=0 registration=0 bseq=0 list=[?]");
    message.as.published.list = LIT("");
    print(&message, true,
          "published worker=1 incarnation=0 registration=0 bseq=0 list=[]");
    moot_buf_close(&buf);
}

static void a_full_buffer_is_an_error(void **state)
{
    (void)state;
    moot_buf_t buf;
    const moot_msg_t message = {.code = MOOT_MSG_PUBLISHED};
    moot_buf_init(&buf, 20);
    assert_int_equal(moot_wire_print(&buf, &message, false), MOOT_EFULL);
    moot_buf_close(&buf);
}

static void what_is_emitted_is_readable(void **state)
{
    (void)state;
    moot_buf_t buf, outer;
    moot_msg_t message = {.code = MOOT_MSG_OUTBOX_ENTRY};
    moot_msg_copy_t copy = {
        .history = LIT("chat"), .owner = LIT("ann"), .data = LIT("{}")};
    moot_buf_init(&buf, 1000);
    moot_buf_init(&outer, 1000);
    assert_int_equal(moot_wire_encode_copy(&buf, &copy), MOOT_OK);
    message.as.outbox_entry.copy = moot_buf_slice(&buf);
    print(&message, true,
          "outbox_entry user=\"\" room=\"\" epoch=0 seq=0 added=false "
          "copy={copy history=\"chat\" owner=\"ann\" peer=\"\" data=\"{}\" "
          "at=0 slot=0 lsn=0 place=0}");
    /* One inside the other is bytes. */
    copy.data = moot_buf_slice(&buf);
    copy.owner = LIT("bob");
    assert_int_equal(moot_wire_encode_copy(&outer, &copy), MOOT_OK);
    message.as.outbox_entry.copy = moot_buf_slice(&outer);
    moot_buf_t text;
    moot_buf_init(&text, 4000);
    assert_int_equal(moot_wire_print(&text, &message, true), MOOT_OK);
    assert_int_equal(moot_buf_put(&text, "", 1), MOOT_OK);
    assert_non_null(strstr((const char *)text.at, "data=\"\\x99X"));
    moot_buf_close(&text);
    moot_buf_close(&outer);
    moot_buf_close(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_named),
        cmocka_unit_test(bodies_are_hidden_unless_asked_for),
        cmocka_unit_test(what_is_emitted_is_readable),
        cmocka_unit_test(a_full_buffer_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
