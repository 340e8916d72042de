#include "cli/replay_state.h"

#include "common/err.h"
#include "common/hash.h"
#include "common/json_number.h"
#include "common/json_read.h"
#include "common/json_write.h"

#include <stdlib.h>

enum { CURSOR_BYTES_MAX = 4096, LINE_BYTES_MAX = 65536 };

typedef struct room {
    uint8_t *line;
    size_t id_size, size; /* the id stands before the line */
} room_t;

struct moot_replay_state {
    room_t *rooms;
    size_t count, capacity;
    moot_buf_t cursor; /* as JSON, empty: the first page */
    moot_buf_t line;
};

moot_replay_state_t *moot_replay_state_new(void)
{
    moot_replay_state_t *state = calloc(1, sizeof *state);

    MOOT_CHECK(state);
    moot_buf_init(&state->cursor, CURSOR_BYTES_MAX);
    moot_buf_init(&state->line, LINE_BYTES_MAX);
    return state;
}

void moot_replay_state_destroy(moot_replay_state_t **state_p)
{
    moot_replay_state_t *state = *state_p;

    *state_p = NULL;
    if (!state)
        return;
    for (size_t i = 0; i < state->count; i++)
        free(state->rooms[i].line);
    free(state->rooms);
    moot_buf_close(&state->cursor);
    moot_buf_close(&state->line);
    free(state);
}

void moot_replay_state_ask(moot_replay_state_t *state, moot_buf_t *frame)
{
    moot_json_write_t json;

    moot_json_write_init(&json, frame);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "type", moot_slice_str("ROOM_LIST"));
    moot_json_write_name_bool(&json, "includeAll", true);
    if (state->cursor.size > 0) {
        moot_json_write_name(&json, "cursor");
        moot_json_write_raw(&json, moot_buf_slice(&state->cursor));
    }
    moot_json_write_end_object(&json);
}

static int add(moot_replay_state_t *state, moot_slice_t id)
{
    room_t *room;

    if (state->count == MOOT_REPLAY_ROOMS_MAX)
        return MOOT_ELIMIT;
    if (state->count == state->capacity) {
        state->capacity = state->capacity > 0 ? state->capacity * 2 : 256;
        state->rooms =
            realloc(state->rooms, state->capacity * sizeof *state->rooms);
        MOOT_CHECK(state->rooms);
    }
    room = &state->rooms[state->count++];
    room->id_size = id.size;
    room->size = state->line.size;
    room->line = malloc(id.size + state->line.size + 1);
    MOOT_CHECK(room->line);
    memcpy(room->line, id.at, id.size);
    memcpy(room->line + id.size, state->line.at, state->line.size);
    return 0;
}

static int take_room(moot_replay_state_t *state, const moot_json_value_t *entry)
{
    static const moot_slice_t names[] = {
        MOOT_JSON_NAME("roomId"),  MOOT_JSON_NAME("name"),
        MOOT_JSON_NAME("memberCount"), MOOT_JSON_NAME("version"),
        MOOT_JSON_NAME("seq")};
    enum { ID, NAME, MEMBERS, NAMES = 5 };
    uint8_t bytes[LINE_BYTES_MAX];
    moot_json_scratch_t scratch = {.at = bytes, .size = sizeof bytes};
    moot_json_value_t values[NAMES];
    moot_slice_t id, name;
    moot_json_write_t json;
    uint64_t number;

    if (entry->kind != MOOT_JSON_OBJECT
        || moot_json_read_object(entry->raw, names, NAMES, values) != 0
        || moot_json_read_string(&values[ID], &scratch, &id) != 0
        || moot_json_read_string(&values[NAME], &scratch, &name) != 0)
        return MOOT_EINVAL;
    moot_buf_clear(&state->line);
    moot_json_write_init(&json, &state->line);
    moot_json_write_begin_array(&json);
    moot_json_write_string(&json, id);
    moot_json_write_string(&json, name);
    for (int i = MEMBERS; i < NAMES; i++) {
        if (values[i].kind != MOOT_JSON_NUMBER
            || moot_json_number_uint64(&values[i], &number) != 0)
            return MOOT_EINVAL;
        moot_json_write_uint64(&json, number);
    }
    moot_json_write_end_array(&json);
    moot_buf_put(&state->line, "\n", 1);
    return state->line.error != 0 ? MOOT_EINVAL : add(state, id);
}

int moot_replay_state_take(moot_replay_state_t *state, moot_slice_t frame,
                           bool *more, bool *done)
{
    static const moot_slice_t names[] = {MOOT_JSON_NAME("type"),
                                         MOOT_JSON_NAME("rooms"),
                                         MOOT_JSON_NAME("nextCursor")};
    moot_json_value_t values[3], entry;
    moot_json_iter_t iter;
    int rc = 0;

    *more = *done = false;
    if (moot_json_read_object(frame, names, 3, values) != 0)
        return MOOT_EINVAL;
    if (moot_slice_eq(values[0].raw, moot_slice_str("\"ERROR\"")))
        return MOOT_EDENIED;
    if (!moot_slice_eq(values[0].raw, moot_slice_str("\"ROOM_LIST_RESPONSE\"")))
        return 0;
    if (moot_json_read_array(&values[1], &iter) != 0)
        return MOOT_EINVAL;
    while (rc == 0 && moot_json_read_next(&iter, NULL, &entry))
        rc = take_room(state, &entry);
    if (rc != 0)
        return rc;
    moot_buf_clear(&state->cursor);
    *done = values[2].kind == MOOT_JSON_NONE;
    *more = !*done;
    return *more ? moot_buf_put(&state->cursor, values[2].raw.at,
                                values[2].raw.size)
                 : 0;
}

static int compare(const void *left, const void *right)
{
    const room_t *a = left, *b = right;
    size_t size = a->id_size < b->id_size ? a->id_size : b->id_size;
    int order = memcmp(a->line, b->line, size);

    return order != 0 ? order
                      : (a->id_size > b->id_size) - (a->id_size < b->id_size);
}

uint64_t moot_replay_state_hash(moot_replay_state_t *state, size_t *rooms)
{
    moot_buf_t all;
    uint64_t hash;

    moot_buf_init(&all, SIZE_MAX / 2);
    if (state->count > 0)
        qsort(state->rooms, state->count, sizeof *state->rooms, compare);
    for (size_t i = 0; i < state->count; i++)
        moot_buf_put(&all, state->rooms[i].line + state->rooms[i].id_size,
                     state->rooms[i].size);
    MOOT_CHECK(all.error == 0);
    hash = moot_hash_slot(0, moot_slice(NULL, 0), moot_buf_slice(&all));
    moot_buf_close(&all);
    *rooms = state->count;
    return hash;
}
