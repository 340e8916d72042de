/* Requests that wait for verdicts, under chance: one session whose copies are
 * lost, doubled, late and given up, verdicts in any order, deaths of the
 * worker, a store that is full. Whatever happens, requests are applied in the
 * order of their numbers, each at most once, as their verdicts say. */
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/err.h"
#include "proto/profile.h"
#include "proto/rules.h"
#include "tests/lib/worker_fixture.h"

enum {
    REQUESTS = 60,
    WINDOW = 8,
    LATE_MAX = 32,
    QUESTIONS_MAX = 64,
    STEPS_MAX = 20000,
    SEEDS = 150,
};

enum state { UNSENT, AWAITED, ANSWERED, GIVEN_UP };

typedef struct late {
    uint64_t number, base, stamp_ms, stamp_incarnation;
} late_t;

typedef struct play {
    moot_worker_fixture_t fixture;
    uint64_t random;
    char rooms[REQUESTS + 1][32]; /* by number, all in one slot */
    bool guarded[REQUESTS + 1];
    enum state state[REQUESTS + 1];
    uint64_t code[REQUESTS + 1];  /* of the answer */
    uint64_t last;                /* sent */
    late_t late[LATE_MAX];
    size_t late_count;
    uint64_t questions[QUESTIONS_MAX];
    uint64_t question_room[QUESTIONS_MAX];
    size_t questions_count;
    bool allowed[REQUESTS + 1], refused[REQUESTS + 1];
    bool resend;
    unsigned answers, waits, deaths, full;
} play_t;

static moot_profile_t *profile;

static uint64_t draw(play_t *play, uint64_t below)
{
    play->random ^= play->random << 13;
    play->random ^= play->random >> 7;
    play->random ^= play->random << 17;
    return (play->random >> 11) % below;
}

/* ---- The edge ------------------------------------------------------------ */

static uint64_t base_of(const play_t *play)
{
    for (uint64_t n = 1; n <= play->last; n++) {
        if (play->state[n] == AWAITED)
            return n;
    }
    return play->last + 1;
}

static size_t awaited(const play_t *play)
{
    size_t count = 0;
    for (uint64_t n = 1; n <= play->last; n++)
        count += play->state[n] == AWAITED;
    return count;
}

static void begin(play_t *play)
{
    moot_worker_fixture_clear(&play->fixture);
    assert_int_equal(moot_shard_begin(play->fixture.shard,
                                      play->fixture.now_ms,
                                      play->fixture.wall_ms),
                     0);
}

static void give(play_t *play, const late_t *copy)
{
    moot_msg_t message = {.code = MOOT_MSG_REQUEST};
    message.as.request = (moot_msg_request_t){
        .session = LIT("s1"),
        .number = copy->number,
        .base = copy->base,
        .stamp_incarnation = copy->stamp_incarnation,
        .stamp_ms = copy->stamp_ms,
        .op = MOOT_OP_CREATE,
        .user = LIT("a"),
        .room = moot_slice_str(play->rooms[copy->number]),
    };
    moot_worker_fixture_give(&play->fixture, &message);
}

/* Sends a copy of now: it arrives, is lost, or stays on its way. */
static void send_copy(play_t *play, uint64_t number, bool lossy)
{
    const late_t copy = {number, base_of(play), play->fixture.now_ms,
                         play->fixture.config.incarnation};
    if (play->late_count < LATE_MAX && draw(play, 4) == 0)
        play->late[play->late_count++] = copy;
    if (!lossy || draw(play, 5) != 0)
        give(play, &copy);
}

static void hear(play_t *play)
{
    for (size_t i = 0; i < play->fixture.said_count; i++) {
        const moot_said_t *said = &play->fixture.said[i];
        const moot_msg_reply_t *reply = &said->message.as.reply;
        const moot_msg_ask_guard_t *ask = &said->message.as.ask_guard;
        if (said->message.code == MOOT_MSG_RESEND_FROM)
            play->resend = true;
        if (said->to == MOOT_SAID_GUARD) {
            assert_true(play->questions_count < QUESTIONS_MAX);
            play->questions[play->questions_count] = ask->number;
            for (uint64_t n = 1; n <= REQUESTS; n++) {
                if (moot_slice_eq(ask->room, moot_slice_str(play->rooms[n])))
                    play->question_room[play->questions_count] = n;
            }
            play->questions_count++;
            play->waits++;
        }
        if (said->message.code != MOOT_MSG_REPLY
            || play->state[reply->number] != AWAITED)
            continue;
        play->state[reply->number] = ANSWERED;
        play->code[reply->number] = reply->code;
        play->answers++;
    }
}

static void end(play_t *play)
{
    assert_int_equal(moot_shard_commit(play->fixture.shard), 0);
    assert_int_equal(moot_worker_fixture_settle(&play->fixture), 0);
    hear(play);
}

/* ---- What chance does ---------------------------------------------------- */

static void send_new(play_t *play)
{
    if (play->last == REQUESTS || awaited(play) >= WINDOW)
        return;
    play->state[++play->last] = AWAITED;
    begin(play);
    send_copy(play, play->last, true);
    end(play);
}

static void resend_all(play_t *play, bool lossy)
{
    play->resend = false;
    begin(play);
    for (uint64_t n = 1; n <= play->last; n++) {
        if (play->state[n] == AWAITED)
            send_copy(play, n, lossy);
    }
    end(play);
}

static void arrive_late(play_t *play)
{
    if (play->late_count == 0)
        return;
    size_t i = draw(play, play->late_count);
    const late_t copy = play->late[i];
    play->late[i] = play->late[--play->late_count];
    begin(play);
    give(play, &copy);
    end(play);
}

static void tell_verdict(play_t *play)
{
    static const uint64_t verdicts[] = {MOOT_VERDICT_ALLOW, MOOT_VERDICT_ALLOW,
                                        MOOT_VERDICT_ALLOW, MOOT_VERDICT_REFUSE,
                                        MOOT_VERDICT_FAILED};
    moot_buf_t body;
    if (play->questions_count == 0)
        return;
    size_t i = draw(play, play->questions_count);
    uint64_t room = play->question_room[i];
    const moot_msg_guard_told_t told = {
        .number = play->questions[i],
        .verdict = verdicts[draw(play, 5)],
    };
    if (told.verdict == MOOT_VERDICT_ALLOW)
        play->allowed[room] = true;
    else
        play->refused[room] = true;
    play->questions[i] = play->questions[--play->questions_count];
    play->question_room[i] = play->question_room[play->questions_count];
    moot_buf_init(&body, SIZE_MAX);
    assert_int_equal(moot_wire_encode_guard_told(&body, &told), 0);
    begin(play);
    moot_shard_told(play->fixture.shard, moot_buf_slice(&body));
    end(play);
    moot_buf_close(&body);
}

static void die(play_t *play)
{
    moot_worker_fixture_restart(&play->fixture);
    play->questions_count = 0; /* its processes died with it */
    play->resend = true;
    play->deaths++;
}

static void pass(play_t *play, uint64_t ms)
{
    moot_worker_fixture_clear(&play->fixture);
    play->fixture.now_ms += ms;
    play->fixture.wall_ms += ms;
    assert_int_equal(moot_shard_tick(play->fixture.shard, play->fixture.now_ms,
                                     play->fixture.wall_ms),
                     0);
}

static void step(play_t *play)
{
    uint64_t what = draw(play, 100);
    if (play->resend && what < 30)
        resend_all(play, true);
    else if (what < 40)
        send_new(play);
    else if (what < 60)
        tell_verdict(play);
    else if (what < 70)
        resend_all(play, true);
    else if (what < 80)
        arrive_late(play);
    else if (what < 83 && base_of(play) <= play->last)
        play->state[base_of(play)] = GIVEN_UP;
    else if (what < 84)
        die(play);
    else if (what < 87) {
        moot_store_mem_fail(play->fixture.store, MOOT_MEM_FAULT_PUT,
                            draw(play, 6) + 1, MOOT_ENOSPC);
        play->full++;
    } else if (what < 89)
        pass(play, draw(play, 7000));
    else
        pass(play, draw(play, 300));
}

/* ---- The play ------------------------------------------------------------ */

/* Rooms that all have their home in one slot; most of them of the type. */
static void find_rooms(play_t *play)
{
    unsigned slot = moot_slot_of(MOOT_KIND_ROOM, LIT("plug|0"));
    for (uint64_t n = 1, i = 0; n <= REQUESTS; i++) {
        play->guarded[n] = draw(play, 3) != 0;
        snprintf(play->rooms[n], sizeof play->rooms[n], "%s%lu",
                 play->guarded[n] ? "plug|" : "free-", (unsigned long)i);
        if (moot_slot_of(MOOT_KIND_ROOM, moot_slice_str(play->rooms[n]))
            == slot)
            n++;
    }
}

/* The epoch of a request's room: rooms of a slot get rising ones. 0: there is
 * none. */
static uint64_t epoch_of(play_t *play, uint64_t number)
{
    moot_msg_request_t request = {
        .op = MOOT_OP_INFO,
        .user = LIT("a"),
        .room = moot_slice_str(play->rooms[number]),
        .session = LIT("looker"),
    };
    const moot_msg_reply_t *reply =
        moot_worker_fixture_ask(&play->fixture, request);
    return reply->code == MOOT_CODE_OK ? reply->epoch : 0;
}

static void judge(play_t *play, uint64_t seed)
{
    uint64_t before = 0;
    for (uint64_t n = 1; n <= REQUESTS; n++) {
        uint64_t epoch = epoch_of(play, n);
        if (epoch != 0 && epoch < before)
            fail_msg("seed %lu: request %lu was applied late",
                     (unsigned long)seed, (unsigned long)n);
        if (epoch != 0)
            before = epoch;
        if (epoch != 0 && play->guarded[n] && !play->allowed[n])
            fail_msg("seed %lu: request %lu was never allowed",
                     (unsigned long)seed, (unsigned long)n);
        if (play->state[n] != ANSWERED)
            continue;
        if ((play->code[n] == MOOT_CODE_OK) != (epoch != 0)
            && play->code[n] != MOOT_CODE_UNAVAILABLE)
            fail_msg("seed %lu: request %lu was told %s", (unsigned long)seed,
                     (unsigned long)n, moot_code_name(play->code[n]));
        if ((play->code[n] == MOOT_CODE_FORBIDDEN
             || play->code[n] == MOOT_CODE_CREATE_FAILED)
            && !play->refused[n])
            fail_msg("seed %lu: request %lu was never refused",
                     (unsigned long)seed, (unsigned long)n);
    }
}

static void play_seed(uint64_t seed, unsigned *totals)
{
    play_t *play = calloc(1, sizeof *play);
    assert_non_null(play);
    play->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    moot_worker_fixture_init(&play->fixture);
    play->fixture.config.profile = profile;
    moot_worker_fixture_open(&play->fixture);
    find_rooms(play);
    for (int i = 0; i < STEPS_MAX && (play->last < REQUESTS || awaited(play));
         i++)
        step(play);
    /* In calm weather all of it comes to an end. */
    moot_store_mem_fail(play->fixture.store, MOOT_MEM_FAULT_PUT, 0, MOOT_ENOSPC);
    for (int i = 0; i < 4 * REQUESTS && awaited(play) > 0; i++) {
        resend_all(play, false);
        while (play->questions_count > 0)
            tell_verdict(play);
    }
    if (awaited(play) > 0)
        fail_msg("seed %lu: %zu requests have no answer", (unsigned long)seed,
                 awaited(play));
    moot_store_mem_fail(play->fixture.store, MOOT_MEM_FAULT_PUT, 0, MOOT_ENOSPC);
    judge(play, seed);
    totals[0] += play->answers;
    totals[1] += play->waits;
    totals[2] += play->deaths;
    totals[3] += play->full;
    moot_worker_fixture_close(&play->fixture);
    free(play);
}

static void test_chance(void **state)
{
    unsigned totals[4] = {0};
    const char *one = getenv("SEED");
    (void)state;
    if (one != NULL)
        play_seed(strtoul(one, NULL, 10), totals);
    for (uint64_t seed = 1; one == NULL && seed <= SEEDS; seed++)
        play_seed(seed, totals);
    print_message("%u answers, %u questions, %u deaths, %u faults\n", totals[0],
                  totals[1], totals[2], totals[3]);
    assert_true(totals[0] > 0 && totals[1] > 0);
}

int main(void)
{
    static const char text[] = "[namespace /]\nauth = token\n"
                               "user = claims.sub\n"
                               "[room PlugRoom]\nplugin = plug.so\n";
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_chance)};
    moot_buf_t mistakes;
    moot_buf_init(&mistakes, 65536);
    int rc = moot_profile_parse(moot_slice_str(text), "test.conf", &mistakes,
                                &profile);
    moot_buf_close(&mistakes);
    if (rc < 0)
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    moot_profile_destroy(&profile);
    return failed;
}
