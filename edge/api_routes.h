/* The table of the application's API: which requests there are, what their
 * bodies hold, what they are answered. deploy/openapi.json describes the same;
 * a test compares the two. Pure. */
#ifndef MOOT_API_ROUTES_H
#define MOOT_API_ROUTES_H

#include "common/buf.h"
#include "common/json_fields.h"

enum {
    MOOT_API_PARAMS_MAX = 2,  /* in one path */
    MOOT_API_QUERIES_MAX = 3, /* parameters of one query */
    MOOT_API_PARAM_BYTES_MAX = 512,
};

typedef enum moot_api_op {
    MOOT_API_DESCRIBE,
    MOOT_API_EMIT,
    MOOT_API_USER_JOIN,
    MOOT_API_USER_LEAVE,
    MOOT_API_USER_DISCONNECT,
    MOOT_API_SOCKETS,
    MOOT_API_ROOM_CREATE,
    MOOT_API_ROOM_SHOW,
    MOOT_API_ROOM_META,
    MOOT_API_ROOM_DELETE,
    MOOT_API_MEMBERS_SHOW,
    MOOT_API_MEMBERS_ADD,
    MOOT_API_MEMBER_REMOVE,
    MOOT_API_ROLE_SET,
    MOOT_API_OWNER_SET,
    MOOT_API_POST,
    MOOT_API_HISTORY,
    MOOT_API_OPS,
} moot_api_op_t;

typedef struct moot_api_route {
    const char *method;
    const char *path; /* "/v1/rooms/{room}/members/{user}" */
    const moot_json_field_t *fields; /* of the body; NULL: there is none */
    size_t fields_count;
    const char *queries[MOOT_API_QUERIES_MAX + 1]; /* names, NULL behind */
    int status;        /* of success */
    bool may_be_empty; /* an empty body counts as {} */
    bool open;         /* without a key */
} moot_api_route_t;

/* By moot_api_op_t. */
extern const moot_api_route_t moot_api_routes[MOOT_API_OPS];

/* A request's line after it was read. */
typedef struct moot_api_target {
    moot_api_op_t op;
    moot_slice_t params[MOOT_API_PARAMS_MAX];    /* decoded, by place */
    moot_slice_t queries[MOOT_API_QUERIES_MAX];  /* decoded; at NULL: absent */
    char allow[64]; /* methods of the path, after MOOT_EDENIED */
} moot_api_target_t;

/* Finds the route of a request and its parameters, which are kept in scratch
 * (begun, empty). Errors: MOOT_ENOENT no such path, MOOT_EDENIED not with this
 * method (target->allow is set), MOOT_EINVAL a bad percent escape, an unknown
 * or a repeated parameter, MOOT_ELIMIT a parameter is too long. */
MOOT_CHECKED int moot_api_routes_find(moot_slice_t method, moot_slice_t path,
                                      moot_slice_t query, moot_buf_t *scratch,
                                      moot_api_target_t *target);

#endif
