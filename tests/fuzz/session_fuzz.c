/* One client that sends anything, at any time of its life. The input is cut
 * at line ends; the first byte of a line says what happens: r ready, d drain,
 * l lost, t time, a and n an answer, b a binary frame;
 * anything else begins a text frame. Whatever is sent must be JSON. */
#include "tests/lib/fake_client.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lines(fake_client_t *fake)
{
    const char *at = fake_client_take(fake);

    while (*at != '\0') {
        size_t line = strcspn(at, "\n");
        moot_json_value_t value;

        if (*at == '<')
            MOOT_CHECK(
                moot_json_read_value(moot_slice(at + 2, line - 2), &value) == 0
                && value.kind == MOOT_JSON_OBJECT);
        at += line + 1;
    }
}

/* Anything may be in a snapshot: it comes from another program. */
static void answer(fake_client_t *fake, moot_slice_t rest)
{
    moot_msg_reply_t reply = {.room = moot_slice_str("r"), .snapshot = rest};
    moot_node_t *oldest = moot_list_first(&fake->session.pending);
    uint64_t tag = fake->session.tags - fake->session.pending_count + 1;

    if (oldest && rest.size > 0)
        reply.code = rest.at[0] % 20;
    moot_session_answer(&fake->session, tag, rest.size > 3 ? &reply : NULL,
                        NULL, &fake->now);
}

static void step(fake_client_t *fake, moot_slice_t line)
{
    moot_slice_t rest = moot_slice(line.at + 1, line.size - 1);
    moot_msg_room_info_t info = {.room = moot_slice_str("r")};

    switch (line.at[0]) {
    case 'r':
        moot_session_ready(&fake->session, NULL, 0, &fake->now);
        break;
    case 'd':
        moot_session_drain(&fake->session);
        break;
    case 'l':
        moot_session_lost(&fake->session);
        break;
    case 't':
        fake->now.mono_ms += line.size * 1000;
        break;
    case 'a':
        answer(fake, rest);
        break;
    case 'n':
        moot_session_answer_list(&fake->session, fake->session.tags, &info, 1,
                                 rest.size <= 1024 ? rest : moot_slice("", 0),
                                 &fake->now);
        break;
    case 'b':
        moot_session_frame(&fake->session, rest, true, &fake->now);
        break;
    default:
        moot_session_frame(&fake->session, line, false, &fake->now);
    }
    check_lines(fake);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *at = data, *end = data + size;
    static fake_client_t fake;

    fake_client_init(&fake, size % 8 == 7 ? "" : "alice", size % 2 == 0);
    fake.config.pending_requests_max = 8;
    fake.config.requests_per_second = size % 3;
    moot_session_start(&fake.session, &fake.now);
    while (at < end) {
        const uint8_t *to = memchr(at, '\n', (size_t)(end - at));
        size_t line = (size_t)((to ? to : end) - at);
        uint8_t *copy = malloc(line + 1);

        /* A copy of exactly that size shows any reading beyond it. */
        MOOT_CHECK(copy);
        if (line > 0) {
            uint8_t *exact = realloc(copy, line);
            copy = exact ? exact : copy;
            memcpy(copy, at, line);
            step(&fake, moot_slice(copy, line));
        }
        free(copy);
        at += line + (to != NULL);
    }
    fake_client_close(&fake);
    return 0;
}
