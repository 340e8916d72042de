#include "proto/query.h"

#include "common/err.h"
#include "common/percent.h"
#include "common/utf8.h"

static int decode(moot_arena_t *arena, moot_slice_t text, moot_slice_t *out)
{
    uint8_t *at = moot_arena_take(arena, text.size);
    int rc = at ? moot_percent_decode(text, true, at, out) : MOOT_ENOMEM;

    return rc != 0 || moot_utf8_valid(*out) ? rc : MOOT_EINVAL;
}

/* One "name=value" of it. */
static int take_pair(moot_arena_t *arena, moot_slice_t text, moot_value_t *out)
{
    const uint8_t *equals = memchr(text.at, '=', text.size);
    size_t size = equals ? (size_t)(equals - text.at) : text.size;
    moot_slice_t name, value = moot_slice("", 0);
    size_t i = 0;
    int rc = decode(arena, moot_slice(text.at, size), &name);

    if (rc == 0 && equals)
        rc = decode(arena, moot_slice(equals + 1, text.size - size - 1),
                    &value);
    if (rc != 0)
        return rc;
    while (i < out->count && !moot_slice_eq(out->members[i].key, name))
        i++;
    if (i == MOOT_QUERY_PAIRS_MAX)
        return MOOT_ELIMIT;
    out->members[i] =
        (moot_value_pair_t){.key = name, .value = moot_value_of_string(value)};
    out->count += i == out->count;
    return 0;
}

int moot_query_read(moot_arena_t *arena, moot_slice_t query, moot_value_t *out)
{
    moot_value_t object = {.kind = MOOT_VALUE_OBJECT};
    int rc = 0;

    object.members = moot_arena_array(arena, MOOT_QUERY_PAIRS_MAX,
                                      sizeof *object.members);
    if (!object.members)
        return MOOT_ENOMEM;
    while (rc == 0 && query.size > 0) {
        const uint8_t *amp = memchr(query.at, '&', query.size);
        size_t size = amp ? (size_t)(amp - query.at) : query.size;

        if (size > 0)
            rc = take_pair(arena, moot_slice(query.at, size), &object);
        size += amp != NULL;
        query = moot_slice(query.at + size, query.size - size);
    }
    if (rc == 0)
        *out = object;
    return rc;
}
