/* Requests to the slot of a user: an emission, something learned of the user
 * (proto/DESIGN.md, Emissions and Histories). */
#include "common/err.h"
#include "common/utf8.h"
#include "worker/emit.h"
#include "worker/facts.h"
#include "worker/shard_state.h"

/* ---- Emissions ----------------------------------------------------------- */

static void refuse(moot_msg_outcome_t *outcome, const char *text)
{
    outcome->code = MOOT_CODE_VALIDATION_ERROR;
    outcome->text = moot_slice_str(text);
}

/* Says where an emission stands. */
static void place(moot_msg_outcome_t *outcome, uint64_t seq, uint64_t at)
{
    outcome->epoch = 1;
    outcome->first = outcome->seq = outcome->event_seq = seq;
    outcome->at = at;
}

/* Whether the same was emitted before under this key. */
static int find_duplicate(moot_shard_t *shard, unsigned slot,
                          const moot_msg_request_t *request,
                          moot_msg_outcome_t *outcome)
{
    moot_dedup_hit_t hit;
    moot_slice_t sender;
    if (request->client_message_id.size == 0
        || !moot_emit_sender(request->system, request->user, &sender))
        return 0;
    int rc = moot_dedup_find(shard->store, slot, 0, sender,
                             request->client_message_id, &hit);
    if (rc < 0)
        return rc == MOOT_ENOENT ? 0 : rc;
    place(outcome, hit.seq, hit.at);
    outcome->already = true;
    return 0;
}

static int encode_event(moot_shard_t *shard,
                        const moot_msg_request_t *request,
                        const moot_msg_outcome_t *outcome, moot_slice_t *list)
{
    moot_list_writer_t writer;
    moot_msg_event_t event = {
        .seq = outcome->seq,
        .what = MOOT_WHAT_EMITTED,
        .at = outcome->at,
        .actor = request->user,
        .session = request->session,
        .client_message_id = request->client_message_id,
        .emission = request->emission,
        .system = request->system,
    };
    if (request->system && request->user.size == 0)
        event.actor = moot_slice_str(MOOT_SYSTEM_USER);
    moot_buf_clear(&shard->event);
    int rc = moot_wire_encode_event(&shard->event, &event);
    if (rc < 0)
        return rc;
    moot_buf_clear(&shard->events);
    moot_list_begin(&writer, &shard->events, 1);
    moot_list_put_bin(&writer, moot_buf_slice(&shard->event));
    return moot_list_end(&writer, list);
}

/* The copies, each with its place in the order of all. */
static int encode_copies(moot_shard_t *shard, unsigned slot,
                         moot_slice_t from, uint64_t at, uint64_t lsn,
                         moot_slice_t *list)
{
    moot_list_reader_t reader;
    moot_list_writer_t writer;
    moot_slice_t bytes;
    moot_msg_copy_t copy;
    int rc = moot_list_reader_init(&reader, from);
    moot_buf_clear(&shard->users);
    moot_list_begin_open(&writer, &shard->users);
    for (uint64_t i = 0; rc == 0 && moot_list_peek(&reader) != MOOT_LIST_END;
         i++) {
        rc = moot_list_next_bin(&reader, &bytes);
        if (rc == 0)
            rc = moot_wire_decode_copy(bytes, &copy);
        copy.at = at;
        copy.slot = slot;
        copy.lsn = lsn;
        copy.place = i;
        moot_buf_clear(&shard->body);
        if (rc == 0)
            rc = moot_wire_encode_copy(&shard->body, &copy);
        if (rc == 0)
            moot_list_put_bin(&writer, moot_buf_slice(&shard->body));
    }
    int ended = moot_list_end(&writer, list);
    return rc < 0 ? rc : ended;
}

int moot_personal_emit(moot_shard_t *shard, unsigned slot,
                       const moot_msg_request_t *request,
                       moot_msg_outcome_t *outcome, moot_msg_record_t *record,
                       bool *is_new)
{
    const moot_slot_t *row = &shard->tables.slots.at[slot];
    const char *flaw = moot_emit_flaw(request->emission);
    if (flaw == NULL)
        flaw = moot_emit_copies_flaw(request->copies);
    *is_new = false;
    if (flaw != NULL) {
        refuse(outcome, flaw);
        return 0;
    }
    int rc = find_duplicate(shard, slot, request, outcome);
    if (rc < 0 || outcome->already)
        return rc;
    *is_new = true;
    /* Times of a slot's emissions never fall, and so the copies of one sender
     * keep their order. */
    place(outcome, row->emitted + 1,
          shard->wall_ms > row->emitted_at ? shard->wall_ms
                                           : row->emitted_at);
    record->epoch = 1;
    rc = encode_event(shard, request, outcome, &record->events);
    if (rc == 0)
        rc = encode_copies(shard, slot, request->copies, outcome->at,
                           record->lsn, &record->copies);
    return rc;
}

/* ---- Facts --------------------------------------------------------------- */

int moot_personal_fact(moot_shard_t *shard, unsigned slot,
                       const moot_msg_request_t *request,
                       moot_msg_outcome_t *outcome, moot_msg_record_t *record,
                       bool *is_new)
{
    moot_slice_t stored;
    const moot_fact_t fact = {request->user, request->target,
                              request->content};
    *is_new = true;
    if (!moot_facts_fits(&fact) || !moot_utf8_valid(fact.value)) {
        record->what = MOOT_RECORD_REQUEST;
        refuse(outcome, "the fact is not valid");
        return 0;
    }
    int rc = moot_facts_value(shard->store, slot, fact.user, fact.name,
                              &stored);
    *is_new = rc < 0 || !moot_slice_eq(stored, fact.value);
    record->fact_user = fact.user;
    record->fact_name = fact.name;
    record->fact_value = fact.value;
    return rc;
}
