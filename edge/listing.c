#include "edge/listing.h"

#include <stdio.h>
#include <stdlib.h>

#include "edge/locals.h"
#include "edge/peers.h"
#include "edge/stream.h"

/* A page of all rooms that is being put together, worker after worker. */
typedef struct moot_listing {
    moot_node_t node;
    moot_subscriber_t *subscriber;
    uint64_t tag;
    size_t limit;
    uint64_t deadline_ms;
    uint64_t worker; /* asked now, 0: the first that there is */
    uint64_t number; /* of the question, 0: none under way */
    uint64_t asked_ms;
    size_t after_size;
    uint8_t after[MOOT_LISTING_PLACE_MAX]; /* place at that worker */
    size_t count;
    uint8_t **rooms; /* encoded room_info messages */
    size_t *sizes;
} moot_listing_t;

/* ---- A user's own rooms ------------------------------------------------- */

static int compare_seats(const void *a, const void *b)
{
    const moot_seat_t *x = *(moot_seat_t *const *)a;
    const moot_seat_t *y = *(moot_seat_t *const *)b;
    size_t size = x->room_size < y->room_size ? x->room_size : y->room_size;
    int order = memcmp(x->room, y->room, size);

    if (order != 0)
        return order;
    return x->room_size < y->room_size ? -1 : x->room_size > y->room_size;
}

size_t moot_listing_own(const moot_edge_user_t *user,
                        void (*each)(void *ctx, const moot_roomview_t *view,
                                     enum moot_role role),
                        void *ctx)
{
    size_t count = user->attached_count, i = 0;
    moot_seat_t **seats = malloc((count + 1) * sizeof(moot_seat_t *));

    MOOT_CHECK(seats != NULL);
    MOOT_LIST_FOREACH(&user->attached, node, after)
        seats[i++] = MOOT_CONTAINER(node, moot_seat_t, in_user);
    MOOT_CHECK(i == count);
    qsort(seats, count, sizeof *seats, compare_seats);
    for (i = 0; i < count; i++) {
        const moot_roomview_t *view = seats[i]->stream->view;
        const moot_member_t *member =
            moot_roomview_find(view, moot_locals_id(user));
        each(ctx, view, member == NULL ? MOOT_ROLE_MEMBER : member->role);
    }
    free(seats);
    return user->open_count;
}

/* ---- The cursor: a worker number and a place there, "3.6c6f" ------------ */

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int read_cursor(moot_slice_t text, moot_listing_t *listing)
{
    size_t i = 0;
    uint64_t worker = 0;

    while (i < text.size && i < 4 && text.at[i] >= '0' && text.at[i] <= '9')
        worker = worker * 10 + (uint64_t)(text.at[i++] - '0');
    if (i == 0 || i == text.size || text.at[i] != '.' || worker == 0
        || worker > MOOT_WORKERS_MAX)
        return MOOT_EINVAL;
    size_t digits = text.size - ++i;
    if (digits % 2 != 0 || digits > 2 * sizeof listing->after)
        return MOOT_EINVAL;
    for (size_t n = 0; n < digits / 2; n++, i += 2) {
        int high = hex_digit(text.at[i]), low = hex_digit(text.at[i + 1]);
        if (high < 0 || low < 0)
            return MOOT_EINVAL;
        listing->after[n] = (uint8_t)(high * 16 + low);
    }
    listing->worker = worker;
    listing->after_size = digits / 2;
    return 0;
}

static size_t write_cursor(const moot_listing_t *listing, char *text,
                           size_t size)
{
    int used = snprintf(text, size, "%u.", (unsigned)listing->worker);

    MOOT_CHECK(used > 0
               && (size_t)used + 2 * sizeof listing->after < size);
    size_t at = (size_t)used;
    for (size_t i = 0; i < listing->after_size; i++) {
        (void)snprintf(text + at, size - at, "%02x", listing->after[i]);
        at += 2;
    }
    return at;
}

/* ---- Asking ------------------------------------------------------------- */

/* The lowest worker above a number that owns slots; 0: none. */
static uint64_t next_owner(const moot_delivery_t *delivery, uint64_t above)
{
    uint64_t found = 0;

    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        const moot_peer_t *peer = delivery->slots[i].peer;
        if (peer != NULL && peer->number > above
            && (found == 0 || peer->number < found))
            found = peer->number;
    }
    return found;
}

static bool map_is_complete(const moot_delivery_t *delivery)
{
    for (unsigned i = 0; i < MOOT_SLOTS; i++) {
        if (delivery->slots[i].peer == NULL)
            return false;
    }
    return true;
}

static void ask(moot_delivery_t *delivery, moot_listing_t *listing)
{
    listing->asked_ms = delivery->now_ms;
    listing->number = 0;
    if (!map_is_complete(delivery))
        return; /* tried again until the deadline */
    if (listing->worker == 0)
        listing->worker = next_owner(delivery, 0);
    moot_peer_t *peer = moot_peers_get(delivery, listing->worker);
    if (peer == NULL)
        return;
    listing->number = ++delivery->question_number;
    moot_msg_list_rooms_t question = {
        .number = listing->number,
        .after = moot_slice(listing->after, listing->after_size),
        .limit = listing->limit - listing->count,
    };
    moot_buf_clear(&delivery->body);
    if (moot_wire_encode_list_rooms(&delivery->body, &question) == 0)
        (void)moot_peers_send_worker(peer);
}

int moot_listing_start(moot_delivery_t *delivery, moot_subscriber_t *subscriber,
                       uint64_t tag, moot_slice_t after, size_t limit)
{
    if (delivery->listings_count >= MOOT_LISTINGS_MAX)
        return MOOT_EFULL;
    moot_listing_t *listing = calloc(1, sizeof *listing);
    MOOT_CHECK(listing != NULL);
    if (after.size > 0 && read_cursor(after, listing) != 0) {
        free(listing);
        return MOOT_EINVAL;
    }
    if (limit == 0 || limit > MOOT_LISTING_ROOMS_MAX)
        limit = MOOT_LISTING_ROOMS_MAX;
    listing->subscriber = subscriber;
    listing->tag = tag;
    listing->limit = limit;
    listing->deadline_ms =
        delivery->now_ms + delivery->config.request_timeout_ms;
    listing->rooms = calloc(limit, sizeof *listing->rooms);
    listing->sizes = calloc(limit, sizeof *listing->sizes);
    MOOT_CHECK(listing->rooms != NULL && listing->sizes != NULL);
    moot_list_push(&delivery->listings, &listing->node);
    delivery->listings_count++;
    subscriber->requests++;
    ask(delivery, listing);
    return 0;
}

/* ---- Answers ------------------------------------------------------------ */

static void take_out(moot_delivery_t *delivery, moot_listing_t *listing)
{
    moot_list_remove(&listing->node);
    delivery->listings_count--;
    listing->subscriber->requests--;
}

static void free_listing(moot_listing_t *listing)
{
    for (size_t i = 0; i < listing->count; i++)
        free(listing->rooms[i]);
    free(listing->rooms);
    free(listing->sizes);
    free(listing);
}

static void finish(moot_delivery_t *delivery, moot_listing_t *listing,
                   bool complete, bool last)
{
    char cursor[2 * MOOT_LISTING_PLACE_MAX + 16];
    size_t size = last ? 0 : write_cursor(listing, cursor, sizeof cursor);
    moot_msg_room_info_t *rooms = calloc(listing->count + 1, sizeof *rooms);

    MOOT_CHECK(rooms != NULL);
    for (size_t i = 0; i < listing->count; i++) {
        int rc = moot_wire_decode_room_info(
            moot_slice(listing->rooms[i], listing->sizes[i]), &rooms[i]);
        MOOT_CHECK(rc == 0); /* was looked at when it came */
    }
    take_out(delivery, listing);
    delivery->sink.answer_list(delivery->ctx, listing->subscriber, listing->tag,
                               complete ? rooms : NULL,
                               complete ? listing->count : 0,
                               moot_slice(cursor, size));
    free(rooms);
    free_listing(listing);
}

/* Adds the rooms of an answer. Errors: MOOT_EINVAL, nothing was added. */
static int add_rooms(moot_listing_t *listing, moot_slice_t list)
{
    moot_list_reader_t reader, again;
    moot_msg_room_info_t info;
    moot_slice_t bytes;

    if (moot_list_reader_init(&reader, list) != 0
        || reader.left > listing->limit - listing->count)
        return MOOT_EINVAL;
    again = reader;
    while (reader.left > 0) {
        if (moot_list_next_bin(&reader, &bytes) != 0
            || moot_wire_decode_room_info(bytes, &info) != 0)
            return MOOT_EINVAL;
    }
    while (moot_list_next_bin(&again, &bytes) == 0) {
        uint8_t *copy = malloc(bytes.size);
        MOOT_CHECK(copy != NULL);
        memcpy(copy, bytes.at, bytes.size);
        listing->rooms[listing->count] = copy;
        listing->sizes[listing->count++] = bytes.size;
    }
    return 0;
}

static moot_listing_t *find_listing(const moot_delivery_t *delivery,
                                    uint64_t number)
{
    MOOT_LIST_FOREACH(&delivery->listings, node, after) {
        moot_listing_t *listing = MOOT_CONTAINER(node, moot_listing_t, node);
        if (listing->number == number && number != 0)
            return listing;
    }
    return NULL;
}

void moot_listing_rooms(moot_delivery_t *delivery,
                        const moot_msg_route_t *route,
                        const moot_msg_rooms_t *rooms)
{
    moot_listing_t *listing = find_listing(delivery, rooms->number);

    if (listing == NULL || route->worker != listing->worker)
        return;
    if (rooms->next.size > sizeof listing->after
        || add_rooms(listing, rooms->list) != 0) {
        delivery->facts.damaged++;
        return; /* asked again after a while */
    }
    listing->after_size = rooms->next.size;
    if (rooms->next.size > 0) {
        memcpy(listing->after, rooms->next.at, rooms->next.size);
    } else {
        uint64_t worker = next_owner(delivery, listing->worker);
        if (worker == 0) {
            finish(delivery, listing, true, true);
            return;
        }
        listing->worker = worker;
    }
    if (listing->count == listing->limit)
        finish(delivery, listing, true, false);
    else
        ask(delivery, listing);
}

/* ---- Time and ends ------------------------------------------------------ */

void moot_listing_leave(moot_subscriber_t *subscriber)
{
    moot_delivery_t *delivery = subscriber->user->delivery;

    MOOT_LIST_FOREACH(&delivery->listings, node, after) {
        moot_listing_t *listing = MOOT_CONTAINER(node, moot_listing_t, node);
        if (listing->subscriber != subscriber)
            continue;
        take_out(delivery, listing);
        free_listing(listing);
    }
}

void moot_listing_tick(moot_delivery_t *delivery)
{
    size_t count = delivery->listings_count;

    /* A callback may add to the end, which is not looked at this time. */
    for (size_t i = 0; i < count; i++) {
        moot_node_t *node = moot_list_first(&delivery->listings);
        if (node == NULL)
            return;
        moot_listing_t *listing = MOOT_CONTAINER(node, moot_listing_t, node);
        moot_list_remove(node);
        moot_list_push(&delivery->listings, node);
        if (delivery->now_ms >= listing->deadline_ms) {
            delivery->facts.timeouts++;
            finish(delivery, listing, false, true);
        } else if (delivery->now_ms - listing->asked_ms
                   >= delivery->config.resend_ms) {
            ask(delivery, listing);
        }
    }
}

void moot_listing_close(moot_delivery_t *delivery)
{
    MOOT_LIST_FOREACH(&delivery->listings, node, after) {
        moot_listing_t *listing = MOOT_CONTAINER(node, moot_listing_t, node);
        take_out(delivery, listing);
        free_listing(listing);
    }
}
