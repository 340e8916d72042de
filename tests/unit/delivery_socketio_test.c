/* Emissions, who only asks, inquiries, and what passes between edges. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "tests/lib/edge_rig.h"

static rig_t rig;
static rig_client_t a, b;

static int set_up(void **state)
{
    (void)state;
    rig_init(&rig, NULL);
    rig_start(&rig);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static unsigned slot_of(const char *user)
{
    return moot_slot_of(MOOT_KIND_USER, moot_slice_str(user));
}

static const char *line(const char *format, unsigned slot)
{
    static char text[512];
    char head[16];
    char *to = text;

    snprintf(head, sizeof head, "%u", slot);
    for (; *format != 0; format++) {
        if (*format != '$') {
            *to++ = *format;
            continue;
        }
        memcpy(to, head, strlen(head));
        to += strlen(head);
    }
    *to = 0;
    return text;
}

static moot_delivery_facts_t facts(void)
{
    moot_delivery_facts_t now;
    moot_delivery_facts(rig.delivery, &now);
    return now;
}

/* All streams are followed; nothing was emitted yet. */
static rig_emissions_t *follow(void)
{
    rig_follow(&rig);
    rig_serve(&rig);
    rig_forget(&rig);
    return rig_emissions(&rig, slot_of("alice"));
}

/* Time passes while brokers and workers are well. */
static void wait_well(uint64_t ms)
{
    for (uint64_t end = rig.now + ms; rig.now < end;) {
        rig_broker_beat(&rig, 0);
        rig_pulse(&rig, 1);
        rig_wait(&rig, end - rig.now < 500 ? end - rig.now : 500);
    }
}

static void emit(rig_client_t *client, uint64_t tag, const char *user,
                 const char *socket)
{
    const moot_msg_request_t request = {
        .op = MOOT_OP_EMIT,
        .user = moot_slice_str(user),
        .room = moot_slice_str(socket),
    };
    assert_int_equal(moot_delivery_request(rig.delivery, &client->sub, &request,
                                           tag, rig.now),
                     0);
}

/* ---- Emissions ---------------------------------------------------------- */

static void every_slot_is_attached_a_few_at_a_time(void **state)
{
    (void)state;
    rig_follow(&rig);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 16);
    rig_serve(&rig);
    assert_int_equal(facts().emissions_followed, MOOT_SLOTS);
    rig_forget(&rig);
    rig_wait(&rig, 400); /* idle streams ask nothing */
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    assert_int_equal(rig_count(&rig, MOOT_MSG_RANGE), 0);
}

static void nothing_is_asked_before_the_owner_can_be_reached(void **state)
{
    (void)state;
    rig_close(&rig);
    rig_init(&rig, NULL);
    rig_follow(&rig);
    rig_wait(&rig, 3000);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ATTACH), 0);
    rig_start(&rig);
    assert_int_equal(facts().emissions_followed, MOOT_SLOTS);
}

static void what_was_before_is_not_handed_out(void **state)
{
    (void)state;
    unsigned slot = slot_of("alice");
    rig_emissions_t *emissions = rig_emissions(&rig, slot);
    rig_emit(emissions, "alice", "[1]");
    rig_follow(&rig);
    rig_emit(emissions, "alice", "[2]");
    rig_publish_emissions(&rig, emissions); /* both before the answer */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig), "");
    rig_emit(emissions, "alice", "[3]");
    rig_publish_emissions(&rig, emissions);
    assert_string_equal(rig_log(&rig), line("emitted $.3 alice [3]\n", slot));
}

static void what_came_before_the_answer_waits_for_it(void **state)
{
    (void)state;
    unsigned slot = slot_of("alice");
    rig_emissions_t *emissions = rig_emissions(&rig, slot);
    rig_emit(emissions, "alice", "[1]");
    rig_follow(&rig);
    while (rig_count(&rig, MOOT_MSG_ATTACH) > 1)
        rig_attach(&rig);
    while (rig_count(&rig, MOOT_MSG_ATTACH) > 0) {
        const rig_sent_t *asked = rig_take(&rig, MOOT_MSG_ATTACH);
        rig_answer_t answer = rig_prepare(&rig, asked);
        if (asked->route.slot == slot) {
            rig_emit(emissions, "alice", "[2]");
            rig_publish_emissions(&rig, emissions);
            assert_string_equal(rig_log(&rig), "");
        }
        rig_give(&rig, &answer);
    }
    rig_serve(&rig);
    rig_emit(emissions, "alice", "[3]");
    rig_publish_emissions(&rig, emissions);
    const char *log = rig_log(&rig);
    assert_non_null(strstr(log, "[3]"));
    assert_null(strstr(log, "[1]"));
}

static void order_holds_and_gaps_are_mended(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    unsigned slot = emissions->slot;
    rig_emit(emissions, "alice", "[1]");
    rig_publish_emissions(&rig, emissions);
    rig_emit(emissions, "alice", "[2]");
    rig_lose_emissions(&rig, emissions);
    rig_emit(emissions, "alice", "[3]");
    rig_publish_emissions(&rig, emissions);
    assert_string_equal(rig_log(&rig), line("emitted $.1 alice [1]\n", slot));
    rig_serve(&rig);
    assert_string_equal(
        rig_log(&rig),
        line("emitted $.2 alice [2]\nemitted $.3 alice [3]\n", slot));
    rig_publish_emission(&rig, emissions, 2); /* said again */
    rig_publish_emission(&rig, emissions, 3);
    assert_string_equal(rig_log(&rig), "");
}

static void a_lost_last_frame_is_missed_by_the_pulse(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    rig_emit(emissions, "alice", "[1]");
    rig_lose_emissions(&rig, emissions);
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        line("emitted $.1 alice [1]\n", emissions->slot));
}

static void a_gap_owes_repairs_to_the_streams_of_that_worker_only(void **state)
{
    (void)state;
    rig_close(&rig);
    rig_init(&rig, NULL);
    rig.split = 1000;
    rig.workers[1].live = rig.workers[2].live = true;
    rig_start(&rig);
    rig_follow(&rig);
    rig_serve(&rig);
    rig_forget(&rig);
    rig.workers[2].bseq++;
    rig_pulse(&rig, 2);
    size_t count = 0;
    while (rig_count(&rig, MOOT_MSG_RANGE) > 0) {
        const rig_sent_t *asked = rig_take(&rig, MOOT_MSG_RANGE);
        assert_true(asked->route.slot >= 1000);
        rig_answer_t answer = rig_prepare(&rig, asked);
        rig_give(&rig, &answer);
        count++;
    }
    assert_int_equal(count, 24);
}

static void a_restart_goes_on_at_the_position(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    unsigned slot = emissions->slot;
    rig_emit(emissions, "alice", "[1]");
    rig_publish_emissions(&rig, emissions);
    rig_emit(emissions, "alice", "[2]"); /* committed, then it died */
    emissions->published = 2;
    rig_restart(&rig, 1);
    rig_broker_beat(&rig, 0);
    rig_serve(&rig);
    assert_string_equal(
        rig_log(&rig),
        line("emitted $.1 alice [1]\nemitted $.2 alice [2]\n", slot));
    rig_emit(emissions, "alice", "[3]");
    rig_publish_emissions(&rig, emissions);
    assert_string_equal(rig_log(&rig), line("emitted $.3 alice [3]\n", slot));
}

static void a_new_owner_is_attached_after_the_position(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    unsigned slot = emissions->slot;
    rig_emit(emissions, "alice", "[1]");
    rig_publish_emissions(&rig, emissions);
    rig.workers[2].live = true;
    rig.split = 0; /* worker 2 owns all */
    rig.slot_epoch = 2;
    rig_emit(emissions, "alice", "[2]");
    emissions->published = 2;
    rig_broker_beat(&rig, 0);
    rig_serve(&rig);
    assert_string_equal(
        rig_log(&rig),
        line("emitted $.1 alice [1]\nemitted $.2 alice [2]\n", slot));
}

static void what_is_not_kept_any_more_is_counted(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    for (unsigned i = 0; i < 5; i++)
        rig_emit(emissions, "alice", "[x]");
    rig_lose_emissions(&rig, emissions);
    emissions->from = 3;
    rig_pulse(&rig, 1);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        line("emitted $.4 alice [x]\nemitted $.5 alice [x]\n",
                             emissions->slot));
    assert_int_equal(facts().emissions_missed, 3);
    assert_int_equal(facts().emitted, 2);
}

static void one_that_cannot_be_read_is_passed_over(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    rig_emit(emissions, "alice", "[1]");
    rig_emit(emissions, "alice", "[2]");
    uint8_t *bytes = (uint8_t *)(uintptr_t)emissions->events[1].at;
    bytes[emissions->events[1].size - 1] = 0xc1;
    rig_publish_emissions(&rig, emissions);
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        line("emitted $.2 alice [2]\n", emissions->slot));
    assert_true(facts().damaged > 0);
}

static void a_slot_that_lost_its_end_is_followed_from_there(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    unsigned slot = emissions->slot;
    rig_emit(emissions, "alice", "[1]");
    rig_emit(emissions, "alice", "[2]");
    rig_publish_emissions(&rig, emissions);
    free((void *)(uintptr_t)emissions->events[2].at);
    emissions->head = emissions->published = 1;
    rig_restart(&rig, 1);
    rig_broker_beat(&rig, 0);
    rig_serve(&rig);
    (void)rig_log(&rig);
    rig_emit(emissions, "alice", "[3]");
    rig_publish_emissions(&rig, emissions);
    assert_string_equal(rig_log(&rig), line("emitted $.2 alice [3]\n", slot));
}

static void held_events_are_bounded(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    rig_emit(emissions, "alice", "[0]");
    rig_lose_emissions(&rig, emissions);
    for (unsigned i = 0; i < 20; i++) /* 8 are held */
        rig_emit(emissions, "alice", "[x]");
    rig_publish_emissions(&rig, emissions);
    assert_int_equal(facts().held_dropped, 12);
    rig_serve(&rig);
    assert_int_equal(facts().emitted, 21);
}

static void bad_ids_are_damage(void **state)
{
    (void)state;
    follow();
    static const char *const ids[] = {"1024", "01", "x", "99999", "-1"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        moot_msg_t message = {.code = MOOT_MSG_EVENTS};
        const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .worker = 1};
        message.as.events = (moot_msg_events_t){
            .number = 1, .kind = MOOT_KIND_EMIT, .id = moot_slice_str(ids[i])};
        rig_say(&rig, 0, &route, &message);
    }
    rig_emissions_t wrong = {.slot = 1024};
    rig_emit(&wrong, "alice", "[1]");
    rig.split = MOOT_SLOTS + 1;
    rig_publish_emissions(&rig, &wrong);
    free((void *)(uintptr_t)wrong.events[1].at);
    assert_int_equal(facts().damaged, 1);
    assert_string_equal(rig_log(&rig), "");
}

/* ---- Who only asks ------------------------------------------------------- */

static void an_emit_goes_to_the_slot_of_its_sender(void **state)
{
    (void)state;
    rig_enlist(&rig, &a, "a");
    emit(&a, 1, "alice", "");
    emit(&a, 2, "", "socket-1");
    emit(&a, 3, "alice", "");
    const rig_sent_t *sent = rig_take(&rig, MOOT_MSG_REQUEST);
    assert_int_equal(sent->route.slot, slot_of("alice"));
    assert_int_equal(sent->message.as.request.number, 1);
    sent = rig_take(&rig, MOOT_MSG_REQUEST);
    assert_int_equal(sent->route.slot, slot_of("socket-1"));
    assert_int_equal(sent->message.as.request.number, 1);
    sent = rig_take(&rig, MOOT_MSG_REQUEST);
    assert_int_equal(sent->message.as.request.number, 2);
    rig_reply(&rig, sent, MOOT_CODE_OK, 1, 2, 2);
    assert_string_equal(rig_log(&rig), ""); /* in their order */
    const moot_msg_request_t next = {.op = MOOT_OP_EMIT,
                                     .user = moot_slice_str("alice")};
    assert_int_equal(
        moot_delivery_next_number(rig.delivery, &a.sub, &next), 3);
    rig_leave(&rig, &a);
}

static void an_answer_waits_for_its_emission(void **state)
{
    (void)state;
    rig_emissions_t *emissions = follow();
    unsigned slot = emissions->slot;
    rig_enlist(&rig, &a, "a");
    emit(&a, 1, "alice", "");
    rig_emit(emissions, "alice", "[1]");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 1, 1);
    assert_string_equal(rig_log(&rig), "");
    rig_publish_emissions(&rig, emissions);
    assert_string_equal(rig_log(&rig),
                        line("emitted $.1 alice [1]\na answer 1 OK\n", slot));
    emit(&a, 2, "alice", "");
    rig_emit(emissions, "alice", "[2]");
    rig_lose_emissions(&rig, emissions);
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 2, 2);
    rig_wait(&rig, 600); /* it asks for what it misses */
    rig_serve(&rig);
    assert_string_equal(rig_log(&rig),
                        line("emitted $.2 alice [2]\na answer 2 OK\n", slot));
    emit(&a, 3, "alice", ""); /* a refusal waits for nothing */
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_FORBIDDEN, 0, 0,
              0);
    assert_string_equal(rig_log(&rig), "a answer 3 FORBIDDEN\n");
    rig_leave(&rig, &a);
}

static void an_edge_that_follows_none_answers_at_once(void **state)
{
    (void)state;
    rig_enlist(&rig, &a, "a");
    emit(&a, 1, "alice", "");
    rig_reply(&rig, rig_take(&rig, MOOT_MSG_REQUEST), MOOT_CODE_OK, 1, 7, 7);
    assert_string_equal(rig_log(&rig), "a answer 1 OK\n");
    rig_leave(&rig, &a);
}

static void rooms_can_be_asked_too(void **state)
{
    (void)state;
    rig_enlist(&rig, &a, "a");
    rig_request(&rig, &a, 1, MOOT_OP_CREATE, "r");
    const rig_sent_t *sent = rig_take(&rig, MOOT_MSG_REQUEST);
    assert_int_equal(sent->route.slot,
                     moot_slot_of(MOOT_KIND_ROOM, moot_slice_str("r")));
    assert_int_equal(sent->message.as.request.rooms_count, 0);
    rig_reply(&rig, sent, MOOT_CODE_OK, 9, 1, 1);
    assert_string_equal(rig_log(&rig), "a answer 1 OK\n");
    assert_int_equal(facts().rooms, 0); /* nothing is followed for it */
    rig_leave(&rig, &a);
}

static void who_leaves_out_of_an_answer_is_told_no_more(void **state)
{
    (void)state;
    rig_enlist(&rig, &a, "a");
    rig_enlist(&rig, &b, "b");
    for (uint64_t tag = 1; tag <= 3; tag++)
        emit(&a, tag, "alice", "");
    emit(&b, 9, "alice", "");
    const rig_sent_t *first = rig_take(&rig, MOOT_MSG_REQUEST);
    const rig_sent_t *second = rig_take(&rig, MOOT_MSG_REQUEST);
    rig.leave_with = 1;
    rig_reply(&rig, second, MOOT_CODE_OK, 1, 2, 2); /* came early */
    rig_reply(&rig, first, MOOT_CODE_OK, 1, 1, 1);
    assert_string_equal(rig_log(&rig), "a answer 1 OK\n");
    memset(&a, 0xff, sizeof a); /* its memory is gone */
    rig_wait(&rig, 6000);
    assert_string_equal(rig_log(&rig), "b answer 9 none\n");
    rig_leave(&rig, &b);
}

static void who_leaves_when_it_is_late_is_told_no_more(void **state)
{
    (void)state;
    rig_enlist(&rig, &a, "a");
    rig_enlist(&rig, &b, "b");
    for (uint64_t tag = 1; tag <= 3; tag++) {
        emit(&a, tag, "alice", "");
        emit(&b, 10 + tag, "alice", "");
    }
    rig.leave_with = 2;
    rig.now += 6000; /* all are late, and are to be sent again */
    rig_restart(&rig, 1);
    rig_broker_beat(&rig, 0);
    assert_string_equal(rig_log(&rig),
                        "a answer 1 none\nb answer 11 none\na answer 2 none\n"
                        "b answer 12 none\nb answer 13 none\n");
    rig_leave(&rig, &b);
}

static void who_is_still_there_at_the_end_is_freed(void **state)
{
    (void)state;
    follow();
    rig_enlist(&rig, &a, "a");
    emit(&a, 1, "alice", "");
    rig_enlist(&rig, &b, "b");
    emit(&b, 1, "alice", "");
    rig_leave(&rig, &b);
}

/* ---- Inquiries ----------------------------------------------------------- */

typedef struct asker {
    moot_inquiry_t inquiry;
    unsigned told, edges, again;
    bool nothing, complete, cancel;
    uint64_t verdict;
} asker_t;

static const moot_msg_t guard_question = {.code = MOOT_MSG_ASK_GUARD};
static const moot_msg_t sockets_question = {.code = MOOT_MSG_ASK_SOCKETS};

static void on_told(moot_inquiry_t *inquiry, const moot_msg_t *answer)
{
    asker_t *asker = MOOT_CONTAINER(inquiry, asker_t, inquiry);

    asker->told++;
    asker->nothing = answer == NULL;
    asker->complete = inquiry->complete;
    if (answer != NULL && answer->code == MOOT_MSG_GUARD_TOLD)
        asker->verdict = answer->as.guard_told.verdict;
    if (answer != NULL && answer->code == MOOT_MSG_SOCKETS_TOLD)
        asker->edges++;
    if (asker->cancel)
        moot_delivery_inquiry_cancel(inquiry);
    if (asker->again > 0) {
        asker->again--;
        assert_int_equal(moot_delivery_inquire_slot(rig.delivery, inquiry, 5,
                                                    &guard_question, 5000,
                                                    rig.now),
                         0);
    }
}

static int ask_guard(asker_t *asker)
{
    asker->inquiry.told = on_told;
    return moot_delivery_inquire_slot(rig.delivery, &asker->inquiry, 5,
                                      &guard_question, 5000, rig.now);
}

static void tell_guard(const rig_sent_t *asked, uint64_t verdict)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .slot = 5,
                                    .worker = 1};
    moot_msg_t message = {.code = MOOT_MSG_GUARD_TOLD};
    message.as.guard_told = (moot_msg_guard_told_t){
        .number = asked->message.as.ask_guard.number, .verdict = verdict};
    rig_say(&rig, 0, &route, &message);
}

static void an_answer_is_told_once(void **state)
{
    (void)state;
    asker_t asker = {.again = 1};
    assert_int_equal(ask_guard(&asker), 0);
    const rig_sent_t *asked = rig_take(&rig, MOOT_MSG_ASK_GUARD);
    assert_int_equal(asked->route.slot, 5);
    assert_int_equal(asked->route.flow, MOOT_FLOW_SLOT);
    tell_guard(asked, MOOT_VERDICT_ALLOW);
    tell_guard(asked, MOOT_VERDICT_REFUSE); /* of a copy */
    assert_int_equal(asker.told, 1);
    assert_int_equal(asker.verdict, MOOT_VERDICT_ALLOW);
    asked = rig_take(&rig, MOOT_MSG_ASK_GUARD); /* asked out of the call */
    tell_guard(asked, MOOT_VERDICT_FAILED);
    assert_int_equal(asker.told, 2);
    assert_int_equal(asker.verdict, MOOT_VERDICT_FAILED);
    wait_well(6000);
    assert_int_equal(asker.told, 2);
}

static void silence_is_asked_again_and_ends_in_time(void **state)
{
    (void)state;
    asker_t asker = {0};
    assert_int_equal(ask_guard(&asker), 0);
    wait_well(4990);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ASK_GUARD), 3); /* 0, 1, 3 s */
    assert_int_equal(asker.told, 0);
    wait_well(20);
    assert_int_equal(asker.told, 1);
    assert_true(asker.nothing);
    tell_guard(rig_take(&rig, MOOT_MSG_ASK_GUARD), MOOT_VERDICT_ALLOW);
    assert_int_equal(asker.told, 1);
}

static void what_bounced_or_moved_is_asked_again(void **state)
{
    (void)state;
    asker_t asker = {0};
    moot_msg_t bounced = {.code = MOOT_MSG_UNREACHABLE};
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    assert_int_equal(ask_guard(&asker), 0);
    rig_forget(&rig);
    rig_wait(&rig, 100);
    bounced.as.unreachable.slot = 5;
    rig_say(&rig, 0, &route, &bounced);
    assert_int_equal(rig_count(&rig, MOOT_MSG_ASK_GUARD), 0);
    rig_broker_beat(&rig, 0); /* it serves again */
    assert_int_equal(rig_count(&rig, MOOT_MSG_ASK_GUARD), 1);
    rig_forget(&rig);
    rig_wait(&rig, 100);
    rig.workers[2].live = true;
    rig.split = 0;
    rig.slot_epoch++;
    rig_broker_beat(&rig, 0);
    assert_int_equal(rig_take(&rig, MOOT_MSG_ASK_GUARD)->route.worker, 2);
    moot_delivery_inquiry_cancel(&asker.inquiry);
    moot_delivery_inquiry_cancel(&asker.inquiry);
    wait_well(6000);
    assert_int_equal(asker.told, 0);
}

static void a_range_is_not_answered_by_an_attach(void **state)
{
    (void)state;
    moot_msg_t range = {.code = MOOT_MSG_RANGE};
    moot_msg_t events = {.code = MOOT_MSG_EVENTS};
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .worker = 1};
    asker_t asker = {.inquiry = {.told = on_told}};
    range.as.range.kind = MOOT_KIND_ROOM;
    range.as.range.id = moot_slice_str("r");
    assert_int_equal(moot_delivery_inquire_slot(rig.delivery, &asker.inquiry,
                                                slot_of("alice"), &range, 2000,
                                                rig.now),
                     0);
    events.as.events = (moot_msg_events_t){
        .number = rig_take(&rig, MOOT_MSG_RANGE)->message.as.range.number,
        .attached = true,
        .kind = MOOT_KIND_ROOM,
        .id = moot_slice_str("other"),
    };
    rig_say(&rig, 0, &route, &events);
    assert_int_equal(asker.told, 0);
    events.as.events.attached = false;
    events.as.events.id = moot_slice_str("r");
    rig_say(&rig, 0, &route, &events);
    assert_int_equal(asker.told, 1);
    assert_false(asker.nothing);
}

static void a_worker_is_asked_by_its_number(void **state)
{
    (void)state;
    const moot_msg_t question = {.code = MOOT_MSG_ASK_NAMES};
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE, .worker = 1};
    moot_msg_t told = {.code = MOOT_MSG_NAMES_TOLD};
    uint64_t workers[2] = {0};
    asker_t asker = {.inquiry = {.told = on_told}};
    assert_int_equal(moot_delivery_workers(rig.delivery, workers, 2), 1);
    assert_int_equal(workers[0], 1);
    assert_int_equal(
        moot_delivery_inquire_worker(rig.delivery, &asker.inquiry, workers[0],
                                     &question, 2000, rig.now),
        0);
    const rig_sent_t *asked = rig_take(&rig, MOOT_MSG_ASK_NAMES);
    assert_int_equal(asked->route.flow, MOOT_FLOW_WORKER);
    assert_int_equal(asked->route.worker, 1);
    told.as.names_told.number = asked->message.as.ask_names.number;
    rig_say(&rig, 0, &route, &told);
    assert_int_equal(asker.told, 1);
    assert_false(asker.nothing);
    assert_int_equal(
        moot_delivery_inquire_worker(rig.delivery, &asker.inquiry, 999,
                                     &question, 2000, rig.now),
        MOOT_EINVAL);
    assert_int_equal(
        moot_delivery_inquire_edges(rig.delivery, &asker.inquiry, &question,
                                    2000, rig.now),
        MOOT_EINVAL);
}

static void inquiries_are_bounded(void **state)
{
    (void)state;
    asker_t *askers = calloc(4097, sizeof *askers);
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(ask_guard(&askers[i]), 0);
    assert_int_equal(ask_guard(&askers[4096]), MOOT_EFULL);
    moot_delivery_inquiry_cancel(&askers[7].inquiry);
    assert_int_equal(ask_guard(&askers[4096]), 0);
    for (size_t i = 0; i < 4097; i++)
        moot_delivery_inquiry_cancel(&askers[i].inquiry);
    free(askers);
}

static void tell_sockets(uint64_t number, const char *edge, uint64_t edges)
{
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    moot_msg_t message = {.code = MOOT_MSG_SOCKETS_TOLD};
    message.as.sockets_told = (moot_msg_sockets_told_t){
        .number = number, .edge = moot_slice_str(edge), .edges = edges};
    rig_say(&rig, 0, &route, &message);
}

static uint64_t ask_edges(asker_t *asker)
{
    asker->inquiry.told = on_told;
    assert_int_equal(moot_delivery_inquire_edges(rig.delivery, &asker->inquiry,
                                                 &sockets_question, 3000,
                                                 rig.now),
                     0);
    const rig_sent_t *asked = rig_take(&rig, MOOT_MSG_ASK_SOCKETS);
    assert_int_equal(asked->route.flow, MOOT_FLOW_BROKER);
    return asked->message.as.ask_sockets.number;
}

static void every_edge_is_told_once_and_then_the_end(void **state)
{
    (void)state;
    asker_t asker = {0};
    uint64_t number = ask_edges(&asker);
    tell_sockets(number, "edge-1:7", 3);
    tell_sockets(number, "edge-1:7", 3);
    tell_sockets(number, "edge-2:1", 3);
    assert_int_equal(asker.told, 2);
    wait_well(1100); /* one does not answer: asked again, a broker later */
    assert_int_equal(rig_count(&rig, MOOT_MSG_ASK_SOCKETS), 1);
    tell_sockets(number, "edge-2:1", 2); /* it is gone meanwhile */
    assert_int_equal(asker.edges, 2);
    assert_int_equal(asker.told, 3);
    assert_true(asker.nothing && asker.complete);
    asker = (asker_t){0};
    rig_forget(&rig);
    number = ask_edges(&asker);
    tell_sockets(number, "edge-1:7", 2);
    wait_well(3100);
    assert_int_equal(asker.told, 2);
    assert_true(asker.nothing && !asker.complete);
}

static void edges_can_be_cancelled_out_of_an_answer(void **state)
{
    (void)state;
    asker_t asker = {.cancel = true};
    uint64_t number = ask_edges(&asker);
    tell_sockets(number, "edge-1:7", 1);
    tell_sockets(number, "edge-2:7", 1);
    wait_well(3100);
    assert_int_equal(asker.told, 1);
}

static void this_edge_says_its_sockets(void **state)
{
    (void)state;
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    moot_msg_t ask = {.code = MOOT_MSG_ASK_SOCKETS};
    moot_list_reader_t reader;
    ask.as.ask_sockets = (moot_msg_ask_sockets_t){
        .number = 9,
        .asker = moot_slice_str("edge-2:1"),
        .namespace = moot_slice_str("/"),
        .target = MOOT_TARGET_ROOM,
        .name = moot_slice_str("chat|1"),
        .edges = 2,
    };
    rig_say(&rig, 0, &route, &ask); /* without Socket.IO: none */
    const moot_msg_sockets_told_t *told =
        &rig_take(&rig, MOOT_MSG_SOCKETS_TOLD)->message.as.sockets_told;
    assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
    assert_int_equal(reader.left, 0);
    follow();
    rig.sockets = 3;
    rig_say(&rig, 1, &route, &ask);
    assert_string_equal(rig_log(&rig), "sockets / 1 chat|1\n");
    const rig_sent_t *sent = rig_take(&rig, MOOT_MSG_SOCKETS_TOLD);
    assert_int_equal(sent->broker, 1);
    told = &sent->message.as.sockets_told;
    assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
    assert_int_equal(reader.left, 3);
    assert_int_equal(told->edges, 2);
    assert_int_equal(told->number, 9);
    assert_true(moot_slice_eq(told->asker, moot_slice_str("edge-2:1")));
    assert_true(moot_slice_eq(told->edge, moot_slice_str("edge-1:7")));
    assert_false(told->cut);
    rig.sockets = 100000; /* more than fit */
    rig_say(&rig, 0, &route, &ask);
    told = &rig_take(&rig, MOOT_MSG_SOCKETS_TOLD)->message.as.sockets_told;
    assert_true(told->cut);
    assert_int_equal(moot_list_reader_init(&reader, told->list), 0);
    assert_true(reader.left > 50000);
}

/* ---- Between edges ------------------------------------------------------- */

static void edges_talk_through_a_broker(void **state)
{
    (void)state;
    const moot_msg_route_t route = {.flow = MOOT_FLOW_EDGE};
    moot_msg_t tunnel = {.code = MOOT_MSG_TUNNEL};
    moot_msg_t gone = {.code = MOOT_MSG_UNREACHABLE};
    moot_msg_t beat = {.code = MOOT_MSG_EDGE_BEAT};
    moot_buf_t body, other;
    follow();
    moot_buf_init(&body, 1024);
    moot_buf_init(&other, 1024);
    assert_int_equal(moot_wire_encode(&body, &tunnel), 0);
    assert_int_equal(moot_wire_encode(&other, &beat), 0);
    assert_int_equal(moot_delivery_to_edge(rig.delivery,
                                           moot_slice_str("edge-2:4"),
                                           moot_buf_slice(&body)),
                     0);
    const rig_sent_t *sent = rig_take(&rig, MOOT_MSG_TUNNEL);
    assert_int_equal(sent->route.flow, MOOT_FLOW_EDGE);
    assert_true(moot_slice_eq(sent->route.edge, moot_slice_str("edge-2:4")));
    assert_int_equal(moot_delivery_to_edge(rig.delivery, moot_slice_str(""),
                                           moot_buf_slice(&body)),
                     MOOT_EINVAL);
    assert_int_equal(moot_delivery_to_edge(rig.delivery,
                                           moot_slice_str("edge-2:4"),
                                           moot_buf_slice(&other)),
                     MOOT_EINVAL);
    rig_say(&rig, 0, &route, &tunnel);
    gone.as.unreachable.slot = MOOT_SLOTS;
    gone.as.unreachable.edge = moot_slice_str("edge-2:4");
    rig_say(&rig, 0, &route, &gone);
    gone.as.unreachable.overloaded = true; /* it cannot tell */
    rig_say(&rig, 0, &route, &gone);
    assert_string_equal(rig_log(&rig), "from edge tunnel\ngone edge-2:4\n");
    assert_int_equal(moot_delivery_tell_slot(rig.delivery, 5,
                                             moot_buf_slice(&body)),
                     0);
    assert_int_equal(rig_take(&rig, MOOT_MSG_TUNNEL)->route.slot, 5);
    rig_wait(&rig, 2100); /* the broker is silent */
    assert_int_equal(moot_delivery_to_edge(rig.delivery,
                                           moot_slice_str("edge-2:4"),
                                           moot_buf_slice(&body)),
                     MOOT_EUNREACH);
    moot_buf_close(&body);
    moot_buf_close(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_slot_is_attached_a_few_at_a_time),
        TEST(nothing_is_asked_before_the_owner_can_be_reached),
        TEST(what_was_before_is_not_handed_out),
        TEST(what_came_before_the_answer_waits_for_it),
        TEST(order_holds_and_gaps_are_mended),
        TEST(a_lost_last_frame_is_missed_by_the_pulse),
        TEST(a_gap_owes_repairs_to_the_streams_of_that_worker_only),
        TEST(a_restart_goes_on_at_the_position),
        TEST(a_new_owner_is_attached_after_the_position),
        TEST(what_is_not_kept_any_more_is_counted),
        TEST(one_that_cannot_be_read_is_passed_over),
        TEST(a_slot_that_lost_its_end_is_followed_from_there),
        TEST(held_events_are_bounded),
        TEST(bad_ids_are_damage),
        TEST(an_emit_goes_to_the_slot_of_its_sender),
        TEST(an_answer_waits_for_its_emission),
        TEST(an_edge_that_follows_none_answers_at_once),
        TEST(rooms_can_be_asked_too),
        TEST(who_leaves_out_of_an_answer_is_told_no_more),
        TEST(who_leaves_when_it_is_late_is_told_no_more),
        TEST(who_is_still_there_at_the_end_is_freed),
        TEST(an_answer_is_told_once),
        TEST(silence_is_asked_again_and_ends_in_time),
        TEST(what_bounced_or_moved_is_asked_again),
        TEST(a_range_is_not_answered_by_an_attach),
        TEST(a_worker_is_asked_by_its_number),
        TEST(inquiries_are_bounded),
        TEST(every_edge_is_told_once_and_then_the_end),
        TEST(edges_can_be_cancelled_out_of_an_answer),
        TEST(this_edge_says_its_sockets),
        TEST(edges_talk_through_a_broker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
