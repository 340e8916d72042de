#include "edge/api_routes.h"

#include "common/err.h"
#include "common/percent.h"
#include "proto/broadcast.h"

#include <stdio.h>

#define STRING MOOT_JSON_MAY(MOOT_JSON_STRING)
#define OR_NULL MOOT_JSON_MAY(MOOT_JSON_NULL)
#define ARRAY MOOT_JSON_MAY(MOOT_JSON_ARRAY)
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BODY(array) .fields = (array), .fields_count = COUNT(array)

/* Names and limits of these are those of the room protocol (proto/ROOMS.md),
 * whose reader takes them. */
static const moot_json_field_t create_fields[] = {
    {"roomId", STRING | MOOT_JSON_MUST},
    {"ownerId", STRING | MOOT_JSON_MUST},
    {"name", STRING},
    {"thumbnailUrl", STRING | OR_NULL},
    {"memberIds", ARRAY},
};
static const moot_json_field_t meta_fields[] = {
    {"name", STRING},
    {"thumbnailUrl", STRING | OR_NULL},
};
static const moot_json_field_t add_fields[] = {
    {"userIds", ARRAY | MOOT_JSON_MUST},
};
static const moot_json_field_t role_fields[] = {
    {"role", STRING | MOOT_JSON_MUST},
};
static const moot_json_field_t owner_fields[] = {
    {"userId", STRING | MOOT_JSON_MUST},
};
static const moot_json_field_t post_fields[] = {
    {"content", STRING | MOOT_JSON_MUST},
    {"messageType", STRING},
    {"clientMessageId", STRING},
    {"userId", STRING},
};

#define ROOM "/v1/rooms/{room}"
#define USER "/v1/users/{user}"

const moot_api_route_t moot_api_routes[MOOT_API_OPS] = {
    [MOOT_API_DESCRIBE] = {"GET", "/v1/openapi.json", .status = 200,
                           .open = true},
    [MOOT_API_EMIT] = {"POST", "/v1/emit", BODY(moot_broadcast_fields),
                       .status = 200},
    [MOOT_API_USER_JOIN] = {"POST", USER "/join",
                            BODY(moot_broadcast_room_fields), .status = 200},
    [MOOT_API_USER_LEAVE] = {"POST", USER "/leave",
                             BODY(moot_broadcast_room_fields), .status = 200},
    [MOOT_API_USER_DISCONNECT] = {"POST", USER "/disconnect",
                                  BODY(moot_broadcast_end_fields),
                                  .status = 200, .may_be_empty = true},
    [MOOT_API_SOCKETS] = {"GET",
                          "/v1/namespaces/{namespace}/rooms/{room}/sockets",
                          .status = 200},
    [MOOT_API_ROOM_CREATE] = {"POST", "/v1/rooms", BODY(create_fields),
                              .status = 201},
    [MOOT_API_ROOM_SHOW] = {"GET", ROOM, .status = 200},
    [MOOT_API_ROOM_META] = {"PATCH", ROOM, BODY(meta_fields), .status = 200},
    [MOOT_API_ROOM_DELETE] = {"DELETE", ROOM, .status = 200},
    [MOOT_API_MEMBERS_SHOW] = {"GET", ROOM "/members", .status = 200},
    [MOOT_API_MEMBERS_ADD] = {"POST", ROOM "/members", BODY(add_fields),
                              .status = 200},
    [MOOT_API_MEMBER_REMOVE] = {"DELETE", ROOM "/members/{user}",
                                .status = 200},
    [MOOT_API_ROLE_SET] = {"PUT", ROOM "/members/{user}/role",
                           BODY(role_fields), .status = 200},
    [MOOT_API_OWNER_SET] = {"PUT", ROOM "/owner", BODY(owner_fields),
                            .status = 200},
    [MOOT_API_POST] = {"POST", ROOM "/messages", BODY(post_fields),
                       .status = 201},
    [MOOT_API_HISTORY] = {"GET", ROOM "/history", .status = 200,
                          .queries = {"after", "limit", "epoch"}},
};

/* ---- Parts of a path ----------------------------------------------------- */

/* The next part of a path that begins with '/'; false at its end. */
static bool next_part(moot_slice_t *path, moot_slice_t *part)
{
    const uint8_t *end;

    if (path->size == 0 || path->at[0] != '/')
        return false;
    end = memchr(path->at + 1, '/', path->size - 1);
    *part = moot_slice(path->at + 1,
                       end ? (size_t)(end - path->at) - 1 : path->size - 1);
    *path = moot_slice(part->at + part->size, path->size - part->size - 1);
    return true;
}

/* Whether a path is of this form; params: as they are written. */
static bool fits(const char *form, moot_slice_t path, moot_slice_t *params)
{
    moot_slice_t left = moot_slice_str(form), wanted, part;
    size_t count = 0;

    while (next_part(&left, &wanted)) {
        if (!next_part(&path, &part))
            return false;
        if (wanted.size > 0 && wanted.at[0] == '{') {
            if (part.size == 0)
                return false;
            params[count++] = part;
        } else if (!moot_slice_eq(wanted, part)) {
            return false;
        }
    }
    return path.size == 0;
}

/* Decodes a parameter to the end of scratch. */
static int decode(moot_slice_t text, bool plus, moot_buf_t *scratch,
                  moot_slice_t *out)
{
    uint8_t *at = moot_buf_reserve(scratch, text.size + 1);
    int rc = at ? moot_percent_decode(text, plus, at, out) : MOOT_ENOMEM;

    if (rc == 0 && out->size > MOOT_API_PARAM_BYTES_MAX)
        rc = MOOT_ELIMIT;
    if (rc == 0)
        scratch->size += out->size;
    return rc;
}

/* ---- Queries ------------------------------------------------------------- */

static int take_query(const moot_api_route_t *route, moot_slice_t pair,
                      moot_buf_t *scratch, moot_api_target_t *target)
{
    const uint8_t *equals =
        pair.size ? memchr(pair.at, '=', pair.size) : NULL;
    size_t size = equals ? (size_t)(equals - pair.at) : pair.size;
    moot_slice_t name = moot_slice(pair.at, size);

    for (size_t i = 0; route->queries[i]; i++) {
        if (!moot_slice_eq(name, moot_slice_str(route->queries[i])))
            continue;
        if (!equals || target->queries[i].at)
            return MOOT_EINVAL;
        return decode(moot_slice(equals + 1, pair.size - size - 1), true,
                      scratch, &target->queries[i]);
    }
    return MOOT_EINVAL;
}

static int take_queries(const moot_api_route_t *route, moot_slice_t query,
                        moot_buf_t *scratch, moot_api_target_t *target)
{
    int rc = 0;

    while (rc == 0 && query.size > 0) {
        const uint8_t *end = memchr(query.at, '&', query.size);
        size_t size = end ? (size_t)(end - query.at) : query.size;

        rc = take_query(route, moot_slice(query.at, size), scratch, target);
        size += end != NULL;
        query = moot_slice(query.at + size, query.size - size);
    }
    return rc;
}

/* ---- Finding ------------------------------------------------------------- */

static int take(moot_api_op_t op, const moot_slice_t *params,
                moot_slice_t query, moot_buf_t *scratch,
                moot_api_target_t *target)
{
    int rc = 0;

    target->op = op;
    /* One allocation, so that what was decoded stays where it is. */
    if (!moot_buf_reserve(scratch, params[0].size + params[1].size + query.size
                                       + MOOT_API_QUERIES_MAX + 3))
        return MOOT_ENOMEM;
    for (size_t i = 0; rc == 0 && i < MOOT_API_PARAMS_MAX; i++) {
        if (params[i].at)
            rc = decode(params[i], false, scratch, &target->params[i]);
    }
    if (rc == 0)
        rc = take_queries(&moot_api_routes[op], query, scratch, target);
    return rc;
}

int moot_api_routes_find(moot_slice_t method, moot_slice_t path,
                         moot_slice_t query, moot_buf_t *scratch,
                         moot_api_target_t *target)
{
    size_t size = 0;

    *target = (moot_api_target_t){.op = MOOT_API_OPS};
    for (size_t i = 0; i < MOOT_API_OPS; i++) {
        const moot_api_route_t *route = &moot_api_routes[i];
        moot_slice_t params[MOOT_API_PARAMS_MAX] = {{0}};

        if (!fits(route->path, path, params))
            continue;
        if (moot_slice_eq(method, moot_slice_str(route->method)))
            return take((moot_api_op_t)i, params, query, scratch, target);
        if (size < sizeof target->allow)
            size += (size_t)snprintf(target->allow + size,
                                     sizeof target->allow - size, "%s%s",
                                     size ? ", " : "", route->method);
    }
    return size > 0 ? MOOT_EDENIED : MOOT_ENOENT;
}
