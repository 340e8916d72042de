#include "tests/lib/unit.h"

#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"

static void a_room_is_made_and_a_message_sent(void **state)
{
    (void)state;
    moot_worker_fixture_t fixture;
    moot_worker_fixture_init(&fixture);
    moot_worker_fixture_open(&fixture);
    const moot_msg_reply_t *reply = moot_worker_fixture_ask(
        &fixture, (moot_msg_request_t){
                      .op = MOOT_OP_CREATE,
                      .user = LIT("ann"),
                      .room = LIT("lobby"),
                  });
    assert_int_equal(reply->code, MOOT_CODE_OK);
    assert_int_equal(reply->first, 1);
    reply = moot_worker_fixture_ask(
        &fixture, (moot_msg_request_t){
                      .op = MOOT_OP_MESSAGE,
                      .user = LIT("ann"),
                      .room = LIT("lobby"),
                      .content = LIT("hello"),
                      .message_type = LIT("text"),
                  });
    assert_int_equal(reply->code, MOOT_CODE_OK);
    assert_int_equal(reply->seq, 2);
    moot_worker_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_room_is_made_and_a_message_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
