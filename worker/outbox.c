#include "worker/outbox.h"

#include <stdlib.h>

#include "common/err.h"
#include "proto/rules.h"
#include "proto/wire.h"
#include "worker/keys.h"

#define HEAD_ROW 16 /* bytes: last, acked */

static moot_outbox_pair_t *pair_of(moot_node_t *node)
{
    return MOOT_CONTAINER(node, moot_outbox_pair_t, in_batch);
}

static void pair_key(uint8_t *key, unsigned source, unsigned target)
{
    moot_keys_write16(key, source);
    moot_keys_write16(key + 2, target);
}

static void let_go(moot_outbox_t *outbox, moot_outbox_pair_t *pair)
{
    moot_map_remove(&outbox->pairs, &pair->node);
    moot_list_remove(&pair->in_batch);
    moot_list_remove(&pair->in_waiting);
    free(pair);
}

static moot_outbox_pair_t *add(moot_outbox_t *outbox, unsigned source,
                               unsigned target)
{
    moot_outbox_pair_t *pair = calloc(1, sizeof(*pair));
    MOOT_CHECK(pair != NULL);
    pair->source = source;
    pair->target = target;
    pair_key(pair->key, source, target);
    moot_list_init(&pair->in_batch);
    moot_list_init(&pair->in_waiting);
    moot_map_put(&outbox->pairs, &pair->node,
                 moot_slice(pair->key, sizeof pair->key));
    return pair;
}

static int read_head(const moot_outbox_t *outbox, moot_outbox_pair_t *pair)
{
    moot_key_t key;
    moot_slice_t value;
    moot_keys_outbox(&key, pair->source, pair->target, 0);
    int rc = moot_store_get(outbox->store, MOOT_TABLE_OUTBOX,
                            moot_key_slice(&key), &value);
    pair->last = pair->acked = pair->sent = 0;
    if (rc == MOOT_ENOENT)
        return 0;
    if (rc < 0)
        return rc;
    if (value.size != HEAD_ROW)
        return MOOT_ECORRUPT;
    pair->last = moot_keys_read64(value.at);
    pair->acked = pair->sent = moot_keys_read64(value.at + 8);
    return pair->acked <= pair->last ? 0 : MOOT_ECORRUPT;
}

/* The pair, read from its head row when it is not in memory. */
static int find(moot_outbox_t *outbox, unsigned source, unsigned target,
                moot_outbox_pair_t **pair_p)
{
    uint8_t key[4];
    pair_key(key, source, target);
    moot_map_node_t *node =
        moot_map_get(&outbox->pairs, moot_slice(key, sizeof key));
    if (node != NULL) {
        *pair_p = MOOT_CONTAINER(node, moot_outbox_pair_t, node);
        return 0;
    }
    moot_outbox_pair_t *pair = add(outbox, source, target);
    int rc = read_head(outbox, pair);
    if (rc < 0) {
        let_go(outbox, pair);
        return rc;
    }
    *pair_p = pair;
    return 0;
}

static void take_into_batch(moot_outbox_t *outbox, moot_outbox_pair_t *pair)
{
    if (moot_list_empty(&pair->in_batch))
        moot_list_push(&outbox->batch, &pair->in_batch);
}

/* Puts a pair at the end of those that wait, or takes it out. */
static void wait_or_rest(moot_outbox_t *outbox, moot_outbox_pair_t *pair)
{
    moot_list_remove(&pair->in_waiting);
    if (pair->acked < pair->last)
        moot_list_push(&outbox->waiting, &pair->in_waiting);
    else
        let_go(outbox, pair);
}

/* ---- Life ---------------------------------------------------------------- */

static int load_pair(moot_outbox_t *outbox, moot_slice_t key)
{
    moot_outbox_pair_t *pair;
    if (key.size != 12 || moot_keys_read64(key.at + 4) != 0)
        return MOOT_ECORRUPT;
    int rc = find(outbox, moot_keys_read16(key.at),
                  moot_keys_read16(key.at + 2), &pair);
    if (rc < 0)
        return rc;
    outbox->count += pair->last - pair->acked;
    wait_or_rest(outbox, pair);
    return 0;
}

/* Goes from head row to head row, over the entries between them. */
int moot_outbox_load(moot_outbox_t *outbox, moot_store_t *store)
{
    moot_key_t from;
    moot_entry_t entry;
    *outbox = (moot_outbox_t){.store = store};
    moot_map_init(&outbox->pairs);
    moot_list_init(&outbox->batch);
    moot_list_init(&outbox->waiting);
    from.size = 0;
    int rc;
    while ((rc = moot_store_seek(store, MOOT_TABLE_OUTBOX, MOOT_SEEK_GE,
                                 moot_key_slice(&from), &entry)) == 0) {
        memcpy(from.at, entry.key.at, entry.key.size);
        from.size = entry.key.size;
        rc = load_pair(outbox, moot_key_slice(&from));
        if (rc < 0)
            break;
        moot_keys_write64(from.at + 4, UINT64_MAX);
    }
    outbox->count_before = outbox->count;
    if (rc == MOOT_ENOENT)
        return 0;
    moot_outbox_close(outbox);
    return rc;
}

void moot_outbox_close(moot_outbox_t *outbox)
{
    moot_map_node_t *node;
    while ((node = moot_map_next(&outbox->pairs, NULL)) != NULL)
        let_go(outbox, MOOT_CONTAINER(node, moot_outbox_pair_t, node));
    moot_map_close(&outbox->pairs);
}

/* ---- Entries ------------------------------------------------------------- */

int moot_outbox_add(moot_outbox_t *outbox, unsigned source, unsigned target,
                    moot_slice_t entry)
{
    moot_key_t key;
    moot_outbox_pair_t *pair;
    int rc = find(outbox, source, target, &pair);
    if (rc < 0)
        return rc;
    take_into_batch(outbox, pair);
    pair->dirty = true;
    pair->last++;
    outbox->count++;
    moot_keys_outbox(&key, source, target, pair->last);
    return moot_store_put(outbox->store, MOOT_TABLE_OUTBOX,
                          moot_key_slice(&key), entry);
}

int moot_outbox_awaits(moot_outbox_t *outbox, unsigned source,
                       unsigned target, uint64_t number, bool *yes)
{
    moot_outbox_pair_t *pair;
    int rc = find(outbox, source, target, &pair);
    if (rc < 0)
        return rc;
    *yes = number > pair->acked && number <= pair->last;
    if (pair->acked == pair->last && moot_list_empty(&pair->in_batch))
        let_go(outbox, pair);
    return 0;
}

int moot_outbox_trim(moot_outbox_t *outbox, unsigned source, unsigned target,
                     uint64_t number)
{
    moot_key_t from, to;
    size_t removed = 0;
    moot_outbox_pair_t *pair;
    int rc = find(outbox, source, target, &pair);
    if (rc < 0)
        return rc;
    if (number <= pair->acked || number > pair->last)
        return MOOT_ECORRUPT;
    take_into_batch(outbox, pair);
    pair->dirty = true;
    size_t count = (size_t)(number - pair->acked);
    moot_keys_outbox(&from, source, target, pair->acked + 1);
    moot_keys_outbox(&to, source, target, number + 1);
    outbox->count -= count;
    pair->acked = number;
    if (pair->sent < number)
        pair->sent = number;
    rc = moot_store_del_range(outbox->store, MOOT_TABLE_OUTBOX,
                              moot_key_slice(&from), moot_key_slice(&to),
                              count, &removed);
    return rc == 0 && removed != count ? MOOT_ECORRUPT : rc;
}

/* ---- Sending ------------------------------------------------------------- */

/* Writes the entries *from..to as far as they fit into one message, at least
 * one; *from is then the first of the next. */
static int put_entries(moot_outbox_t *outbox, const moot_outbox_pair_t *pair,
                       uint64_t *from, uint64_t to, moot_list_writer_t *writer)
{
    moot_key_t key;
    moot_slice_t value;
    for (uint64_t first = *from; *from <= to; (*from)++) {
        moot_keys_outbox(&key, pair->source, pair->target, *from);
        int rc = moot_store_get(outbox->store, MOOT_TABLE_OUTBOX,
                                moot_key_slice(&key), &value);
        if (rc < 0)
            return rc == MOOT_ENOENT ? MOOT_ECORRUPT : rc;
        if (*from > first
            && writer->buf->size + value.size > MOOT_OUTBOX_BYTES_MAX)
            break;
        moot_list_put_bin(writer, value);
    }
    return 0;
}

/* Sends one message of the entries *from..to; *from as above. */
static int send_some(moot_outbox_t *outbox, const moot_outbox_pair_t *pair,
                     uint64_t *from, uint64_t to, moot_outbox_send_fn *send,
                     void *ctx)
{
    moot_buf_t list, body;
    moot_list_writer_t writer;
    moot_msg_outbox_t message = {
        .source = pair->source,
        .target = pair->target,
        .first = *from,
    };
    moot_buf_init(&list, SIZE_MAX);
    moot_buf_init(&body, SIZE_MAX);
    moot_list_begin_open(&writer, &list);
    int rc = put_entries(outbox, pair, from, to, &writer);
    int ended = moot_list_end(&writer, &message.list);
    if (rc == 0)
        rc = ended;
    if (rc == 0)
        rc = moot_wire_encode_outbox(&body, &message);
    if (rc == 0)
        send(ctx, pair->source, pair->target, moot_buf_slice(&body));
    moot_buf_close(&list);
    moot_buf_close(&body);
    return rc;
}

/* Sends the entries from..to. */
static int send_entries(moot_outbox_t *outbox, const moot_outbox_pair_t *pair,
                        uint64_t from, uint64_t to, moot_outbox_send_fn *send,
                        void *ctx)
{
    int rc = 0;
    while (rc == 0 && from <= to)
        rc = send_some(outbox, pair, &from, to, send, ctx);
    return rc;
}

static uint64_t window_end(const moot_outbox_pair_t *pair)
{
    uint64_t end = pair->acked + MOOT_OUTBOX_WINDOW_MAX;
    return end < pair->last ? end : pair->last;
}

int moot_outbox_collect(moot_outbox_t *outbox, uint64_t now_ms,
                        moot_outbox_send_fn *send, void *ctx)
{
    MOOT_LIST_FOREACH(&outbox->batch, it, after) {
        moot_outbox_pair_t *pair = pair_of(it);
        uint64_t end = window_end(pair);
        if (end <= pair->sent)
            continue;
        int rc = send_entries(outbox, pair, pair->sent + 1, end, send, ctx);
        if (rc < 0)
            return rc;
        pair->sent = end;
        pair->sent_ms = now_ms;
    }
    return 0;
}

static bool overdue(const moot_outbox_pair_t *pair, uint64_t now_ms)
{
    return now_ms - pair->sent_ms >= MOOT_OUTBOX_RESEND_MS
           || pair->sent == pair->acked;
}

bool moot_outbox_wants(const moot_outbox_t *outbox, uint64_t now_ms)
{
    moot_node_t *first = moot_list_first(&outbox->waiting);
    return first != NULL
           && overdue(MOOT_CONTAINER(first, moot_outbox_pair_t, in_waiting),
                      now_ms);
}

int moot_outbox_resend(moot_outbox_t *outbox, uint64_t now_ms,
                       moot_outbox_send_fn *send, void *ctx)
{
    for (int i = 0; i < MOOT_OUTBOX_RESEND_MAX; i++) {
        if (!moot_outbox_wants(outbox, now_ms))
            return 0;
        moot_outbox_pair_t *pair =
            MOOT_CONTAINER(moot_list_first(&outbox->waiting),
                           moot_outbox_pair_t, in_waiting);
        uint64_t end = window_end(pair);
        int rc = send_entries(outbox, pair, pair->acked + 1, end, send, ctx);
        if (rc < 0)
            return rc;
        pair->sent = end;
        pair->sent_ms = now_ms;
        moot_list_remove(&pair->in_waiting);
        moot_list_push(&outbox->waiting, &pair->in_waiting);
    }
    return 0;
}

/* ---- Batches ------------------------------------------------------------- */

int moot_outbox_flush(moot_outbox_t *outbox)
{
    moot_key_t key;
    uint8_t value[HEAD_ROW];
    MOOT_LIST_FOREACH(&outbox->batch, it, after) {
        moot_outbox_pair_t *pair = pair_of(it);
        if (!pair->dirty)
            continue;
        moot_keys_write64(value, pair->last);
        moot_keys_write64(value + 8, pair->acked);
        moot_keys_outbox(&key, pair->source, pair->target, 0);
        int rc = moot_store_put(outbox->store, MOOT_TABLE_OUTBOX,
                                moot_key_slice(&key),
                                moot_slice(value, sizeof value));
        if (rc < 0)
            return rc;
    }
    return 0;
}

void moot_outbox_settle(moot_outbox_t *outbox)
{
    MOOT_LIST_FOREACH(&outbox->batch, it, after) {
        moot_outbox_pair_t *pair = pair_of(it);
        pair->dirty = false;
        moot_list_remove(&pair->in_batch);
        wait_or_rest(outbox, pair);
    }
    outbox->count_before = outbox->count;
}

int moot_outbox_forget(moot_outbox_t *outbox)
{
    MOOT_LIST_FOREACH(&outbox->batch, it, after) {
        moot_outbox_pair_t *pair = pair_of(it);
        int rc = read_head(outbox, pair);
        if (rc < 0)
            return rc;
        pair->dirty = false;
        moot_list_remove(&pair->in_batch);
        wait_or_rest(outbox, pair);
    }
    outbox->count = outbox->count_before;
    return 0;
}
