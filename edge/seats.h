/* A seat: one local user and one room. It says whether the user gets the
 * room's events, up to which position that was decided, and at which later
 * positions the user is known to have been added (hints). */
#ifndef MOOT_SEATS_H
#define MOOT_SEATS_H

#include "edge/delivery_internal.h"

struct moot_seat {
    moot_map_node_t node;  /* in user->seats, the key is the room id */
    moot_node_t in_stream; /* stream->attached, ->waiting, ->records, or
                              starved */
    moot_node_t in_user;   /* user->attached, ->open or ->records */
    moot_edge_user_t *user;
    moot_stream_t *stream; /* while attached or waiting there */
    bool attached;         /* gets every event above the stream's position */
    bool head;             /* to be decided by a roster: wherever the room is
                              now, or at the decided position (parked) */
    bool open;             /* not attached, and something is to come */
    moot_position_t decided; /* events at or below change nothing; epoch 0:
                                nothing was decided. Of no use while attached:
                                then the stream's position takes its place */
    unsigned hints_count;
    moot_position_t hints[MOOT_HINTS_MAX]; /* rising, above what is decided */
    size_t room_size;
    uint8_t room[MOOT_ID_BYTES_MAX];
};

static inline moot_slice_t moot_seats_room(const moot_seat_t *seat)
{
    return moot_slice(seat->room, seat->room_size);
}

/* Was attached up to the decided position and will be again from there on,
 * when the stream, which went back for somebody else, has come there. */
static inline bool moot_seats_is_parked(const moot_seat_t *seat)
{
    return seat->head && seat->decided.epoch != 0;
}

/* The seat, or NULL; made when there is none. */
moot_seat_t *moot_seats_find(const moot_edge_user_t *user, moot_slice_t room);
moot_seat_t *moot_seats_get(moot_edge_user_t *user, moot_slice_t room);

/* Frees a seat and ends its interest. */
void moot_seats_free(moot_seat_t *seat);

/* The user was added at this position. head: a room of the first list of the
 * user, decided wherever the room is now. */
void moot_seats_hint(moot_seat_t *seat, moot_position_t position, bool head);

/* The user is a member at this position and was added somewhere at or below
 * it: followed from where it was decided last, so that nothing is missed. */
void moot_seats_member_at(moot_seat_t *seat, moot_position_t position);

/* The roster of the stream decides at its position. */
void moot_seats_decide(moot_seat_t *seat);

/* First loads are decided at this head, above where following begins: a
 * client that connects is not handed what was there before it. */
void moot_seats_defer(moot_stream_t *stream, moot_position_t head);

/* An event above the decided position adds the user: attached before it is
 * applied. Nothing when it is attached, or decided at or above seq. */
void moot_seats_admit(moot_edge_user_t *user, moot_stream_t *stream,
                      uint64_t seq);

/* Ends the delivery with the stream's position. */
void moot_seats_dismiss(moot_seat_t *seat);

/* The stream goes: its events up to its position were looked at for every
 * local user, those included who get none any more. */
void moot_seats_close_records(moot_stream_t *stream);

/* Parks every attached seat: the stream's state goes, or goes back. */
void moot_seats_park(moot_stream_t *stream);

/* The stream reached or passed what the seats that wait there wait for. */
void moot_seats_passed(moot_stream_t *stream);

/* Nothing is to be had up to this position: hints there are dropped. heads:
 * the room does not exist, which decides those that wait for its head. */
void moot_seats_forget(moot_stream_t *stream, moot_position_t position,
                       bool heads);

/* Finds local members of a view, just fetched and not the stream's yet, of
 * whom it was not known that they are: they were added (again) below it, and
 * the hint is still on its way. Their seats wait from then on for what is
 * above their decided position. Whether there were any: the view is of no use
 * then. */
bool moot_seats_raced(moot_stream_t *stream, moot_roomview_t *view);

/* Seats that found the streams full try again. */
void moot_seats_tick(moot_delivery_t *delivery);

#endif
