#include "cli/request.h"

#include "common/clock.h"
#include "common/err.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>

enum {
    BODY_BYTES_MAX = 8 << 20,
    RESEND_MS = 1000,  /* of silence, as at the edges */
    PAUSE_MS = 100,    /* while the slot has no owner that can be reached */
};

/* What came, as far as the request is concerned. */
enum heard {
    HEARD_NOTHING, /* in that time */
    HEARD_REPLY,
    HEARD_AGAIN, /* send it again at once */
    HEARD_GONE,  /* nobody is there now */
    HEARD_OTHER,
};

int moot_request_open(moot_request_t *self, const char *command,
                      const moot_conf_t *conf)
{
    uint64_t random[2];

    memset(self, 0, sizeof *self);
    MOOT_CHECK(getrandom(random, sizeof random, 0) == sizeof random);
    snprintf(self->session, sizeof self->session,
             "cli-%016" PRIx64 "%016" PRIx64, random[0], random[1]);
    self->timeout_ms = (unsigned)conf->request_timeout_ms;
    return moot_question_open(&self->question, command, conf);
}

void moot_request_close(moot_request_t *self)
{
    moot_question_close(&self->question);
}

static int encode(const moot_request_t *self, moot_msg_request_t *request,
                  moot_buf_t *body)
{
    request->stamp_incarnation = self->stamp_incarnation;
    request->stamp_ms = self->stamp_ms;
    moot_buf_clear(body);
    return moot_wire_encode_request(body, request);
}

static enum heard take(moot_request_t *self, const moot_msg_request_t *request,
                       unsigned slot, const moot_msg_t *message,
                       moot_msg_reply_t *reply)
{
    const moot_msg_resend_from_t *resend = &message->as.resend_from;

    switch (message->code) {
    case MOOT_MSG_REPLY:
        if (!moot_slice_eq(message->as.reply.session, request->session)
            || message->as.reply.number != request->number)
            return HEARD_OTHER;
        *reply = message->as.reply;
        return HEARD_REPLY;
    case MOOT_MSG_RESEND_FROM:
        if (!moot_slice_eq(resend->session, request->session))
            return HEARD_OTHER;
        self->stamp_incarnation = resend->stamp_incarnation;
        self->stamp_ms = resend->stamp_ms;
        return HEARD_AGAIN;
    case MOOT_MSG_MOVED:
        return message->as.moved.slot == slot ? HEARD_AGAIN : HEARD_OTHER;
    case MOOT_MSG_UNREACHABLE:
        return message->as.unreachable.slot == slot ? HEARD_GONE : HEARD_OTHER;
    default:
        return HEARD_OTHER;
    }
}

/* Waits for what concerns the request until end_ms. */
static enum heard listen(moot_request_t *self,
                         const moot_msg_request_t *request, unsigned slot,
                         uint64_t end_ms, moot_msg_reply_t *reply)
{
    enum heard heard = HEARD_OTHER;
    moot_msg_t message;

    while (heard == HEARD_OTHER
           && moot_question_receive(&self->question, end_ms, &message) == 0)
        heard = take(self, request, slot, &message, reply);
    return heard == HEARD_OTHER ? HEARD_NOTHING : heard;
}

/* Lets a while pass; an answer that comes meanwhile is an answer. */
static enum heard pause_before(moot_request_t *self,
                               const moot_msg_request_t *request,
                               unsigned slot, uint64_t end_ms,
                               moot_msg_reply_t *reply)
{
    enum heard heard = HEARD_GONE;

    while (heard == HEARD_GONE)
        heard = listen(self, request, slot, end_ms, reply);
    return heard;
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Errors: MOOT_EUNREACH, MOOT_ELIMIT. */
static int run(moot_request_t *self, moot_msg_request_t *request,
               unsigned slot, moot_buf_t *body, moot_msg_reply_t *reply)
{
    uint64_t now_ms = moot_clock_mono_ms(), end_ms = now_ms + self->timeout_ms;
    enum heard heard = HEARD_NOTHING;

    while (heard != HEARD_REPLY && now_ms < end_ms) {
        int rc = encode(self, request, body);
        unsigned wait_ms = RESEND_MS;

        if (rc != 0)
            return rc;
        /* A copy that the broker does not take is as good as lost. */
        if (moot_question_send(&self->question, slot, moot_buf_slice(body),
                               end_ms)
            != 0)
            wait_ms = PAUSE_MS;
        heard = listen(self, request, slot, sooner(now_ms + wait_ms, end_ms),
                       reply);
        now_ms = moot_clock_mono_ms();
        if (heard == HEARD_GONE)
            heard = pause_before(self, request, slot,
                                 sooner(now_ms + PAUSE_MS, end_ms), reply);
        now_ms = moot_clock_mono_ms();
    }
    return heard == HEARD_REPLY ? 0 : MOOT_EUNREACH;
}

int moot_request_do(moot_request_t *self, const moot_msg_request_t *request,
                    moot_msg_reply_t *reply)
{
    moot_msg_request_t copy = *request;
    unsigned slot = moot_op_slot(copy.op, copy.user, copy.room);
    unsigned worker = moot_question_owner(&self->question, slot);
    moot_buf_t body;
    int rc;

    copy.session = moot_slice_str(self->session);
    copy.number = copy.base = ++self->numbers[slot];
    copy.system = true;
    moot_buf_init(&body, BODY_BYTES_MAX);
    rc = run(self, &copy, slot, &body, reply);
    moot_buf_close(&body);
    if (rc == MOOT_EUNREACH && worker != 0)
        fprintf(stderr,
                "%s: worker-%u does not answer; whether it was done is "
                "unknown\n",
                self->question.command, worker);
    else if (rc == MOOT_EUNREACH)
        fprintf(stderr, "%s: slot %u has no worker\n", self->question.command,
                slot);
    else if (rc != 0)
        fprintf(stderr, "%s: %s\n", self->question.command, moot_err_text(rc));
    return rc;
}
