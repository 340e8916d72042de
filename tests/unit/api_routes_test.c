/* The table of the application's API: paths to operations, and the table held
 * against deploy/openapi.json in both directions. */
#include "edge/api_routes.h"

#include "common/err.h"
#include "edge/openapi.h"
#include "proto/broadcast.h"
#include "tests/lib/unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static int find(const char *method, const char *path, const char *query,
                moot_api_target_t *target, moot_buf_t *scratch)
{
    moot_buf_clear(scratch);
    return moot_api_routes_find(moot_slice_str(method), moot_slice_str(path),
                                moot_slice_str(query), scratch, target);
}

static void finds_operations(void **state)
{
    moot_api_target_t target;
    moot_buf_t scratch;

    (void)state;
    moot_buf_init(&scratch, 65536);
    assert_int_equal(find("POST", "/v1/emit", "", &target, &scratch), 0);
    assert_int_equal(target.op, MOOT_API_EMIT);
    assert_int_equal(find("DELETE", "/v1/rooms/a%2Fb/members/c%20d", "",
                          &target, &scratch),
                     0);
    assert_int_equal(target.op, MOOT_API_MEMBER_REMOVE);
    assert_slice(target.params[0], "a/b");
    assert_slice(target.params[1], "c d");
    assert_int_equal(find("GET", "/v1/rooms/r/history", "limit=5&after=2",
                          &target, &scratch),
                     0);
    assert_slice(target.queries[0], "2");
    assert_slice(target.queries[1], "5");
    assert_null(target.queries[2].at);
    moot_buf_close(&scratch);
}

static void refuses_the_rest(void **state)
{
    static const struct {
        const char *method, *path, *query;
        int rc;
    } cases[] = {
        {"GET", "/", "", MOOT_ENOENT},
        {"GET", "/v1", "", MOOT_ENOENT},
        {"GET", "/v1/rooms/", "", MOOT_ENOENT},
        {"GET", "/v1/rooms/r/", "", MOOT_ENOENT},
        {"GET", "/v1/rooms/r/members/u/role/x", "", MOOT_ENOENT},
        {"GET", "//v1/emit", "", MOOT_ENOENT},
        {"GET", "/v1/emit", "", MOOT_EDENIED},
        {"post", "/v1/emit", "", MOOT_EDENIED},
        {"GET", "/v1/rooms/%", "", MOOT_EINVAL},
        {"GET", "/v1/rooms/%4", "", MOOT_EINVAL},
        {"GET", "/v1/rooms/r", "x=1", MOOT_EINVAL},
        {"GET", "/v1/rooms/r/history", "limit", MOOT_EINVAL},
        {"GET", "/v1/rooms/r/history", "limit=1&limit=2", MOOT_EINVAL},
        {"GET", "/v1/rooms/r/history", "limit=%zz", MOOT_EINVAL},
    };
    moot_api_target_t target;
    moot_buf_t scratch;
    char path[700];

    (void)state;
    moot_buf_init(&scratch, 65536);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int rc = find(cases[i].method, cases[i].path, cases[i].query, &target,
                      &scratch);

        if (rc != cases[i].rc)
            fail_msg("%s %s?%s: %d", cases[i].method, cases[i].path,
                     cases[i].query, rc);
    }
    assert_int_equal(find("POST", "/v1/rooms/r", "", &target, &scratch),
                     MOOT_EDENIED);
    assert_string_equal(target.allow, "GET, PATCH, DELETE");
    snprintf(path, sizeof path, "/v1/rooms/%0600d", 0);
    assert_int_equal(find("GET", path, "", &target, &scratch), MOOT_ELIMIT);
    moot_buf_close(&scratch);
}

/* ---- The description ----------------------------------------------------- */

static json_t *document(void)
{
    moot_slice_t text = moot_openapi_text();
    json_error_t error;
    json_t *doc = json_loadb((const char *)text.at, text.size,
                             JSON_REJECT_DUPLICATES, &error);

    if (!doc)
        fail_msg("deploy/openapi.json:%d: %s", error.line, error.text);
    return doc;
}

/* What a reference stands for; other objects stand for themselves. */
static json_t *resolve(json_t *doc, json_t *object)
{
    const char *ref = json_string_value(json_object_get(object, "$ref"));
    char part[64];
    json_t *at = doc;

    if (!ref)
        return object;
    assert_true(strncmp(ref, "#/", 2) == 0);
    for (ref += 2; at && sscanf(ref, "%63[^/]", part) == 1;) {
        at = json_object_get(at, part);
        ref += strlen(part);
        ref += *ref == '/';
    }
    if (!at)
        fail_msg("%s is nowhere",
                 json_string_value(json_object_get(object, "$ref")));
    return at;
}

static json_t *operation(json_t *doc, const moot_api_route_t *route)
{
    char method[16];
    size_t i = 0;

    for (; route->method[i]; i++)
        method[i] = (char)(route->method[i] | 0x20);
    method[i] = '\0';
    return json_object_get(json_object_get(json_object_get(doc, "paths"),
                                           route->path),
                           method);
}

static bool is_required(json_t *schema, const char *name)
{
    size_t i;
    json_t *item;

    json_array_foreach(json_object_get(schema, "required"), i, item)
    {
        if (strcmp(json_string_value(item), name) == 0)
            return true;
    }
    return false;
}

static void compare_fields(const char *where, json_t *schema,
                           const moot_json_field_t *fields, size_t count)
{
    json_t *properties = json_object_get(schema, "properties");

    if (json_object_size(properties) != count
        || !json_is_false(json_object_get(schema, "additionalProperties")))
        fail_msg("%s: %zu members are described, the code takes %zu", where,
                 json_object_size(properties), count);
    for (size_t i = 0; i < count; i++) {
        if (!json_object_get(properties, fields[i].name))
            fail_msg("%s: %s is not described", where, fields[i].name);
        if (is_required(schema, fields[i].name)
            != !!(fields[i].kinds & MOOT_JSON_MUST))
            fail_msg("%s: %s: required differs", where, fields[i].name);
    }
}

static void compare_body(json_t *doc, const moot_api_route_t *route,
                         json_t *described)
{
    json_t *body = json_object_get(described, "requestBody");
    json_t *schema = json_object_get(
        json_object_get(json_object_get(body, "content"), "application/json"),
        "schema");

    if (!body != !route->fields)
        fail_msg("%s %s: body differs", route->method, route->path);
    if (!body)
        return;
    assert_int_equal(json_is_true(json_object_get(body, "required")),
                     !route->may_be_empty);
    compare_fields(route->path, resolve(doc, schema), route->fields,
                   route->fields_count);
}

/* Parameters of the query; those of the path stand in it. */
static void compare_parameters(const moot_api_route_t *route, json_t *described)
{
    size_t queries = 0, params = 0, i, forms = 0;
    json_t *item;

    json_array_foreach(json_object_get(described, "parameters"), i, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        const char *in = json_string_value(json_object_get(item, "in"));
        char form[64];

        snprintf(form, sizeof form, "{%s}", name);
        if (strcmp(in, "path") == 0) {
            assert_non_null(strstr(route->path, form));
            params++;
        } else if (strcmp(in, "query") == 0) {
            assert_true(queries < MOOT_API_QUERIES_MAX);
            assert_string_equal(route->queries[queries], name);
            queries++;
        } else {
            assert_string_equal(name, "Idempotency-Key");
        }
    }
    for (const char *at = route->path; (at = strchr(at, '{')) != NULL; at++)
        forms++;
    assert_int_equal(params, forms);
    assert_null(route->queries[queries]);
}

static void the_code_is_described(void **state)
{
    json_t *doc = document();
    char status[8];

    (void)state;
    for (size_t i = 0; i < MOOT_API_OPS; i++) {
        const moot_api_route_t *route = &moot_api_routes[i];
        json_t *described = operation(doc, route), *response;

        if (!described)
            fail_msg("%s %s is not described", route->method, route->path);
        snprintf(status, sizeof status, "%d", route->status);
        response = json_object_get(json_object_get(described, "responses"),
                                   status);
        if (!response)
            fail_msg("%s %s: status %s is not described", route->method,
                     route->path, status);
        assert_int_equal(json_object_get(described, "security") != NULL,
                         route->open);
        compare_body(doc, route, described);
        compare_parameters(route, described);
    }
    compare_fields("TargetObject",
                   json_object_get(
                       json_object_get(json_object_get(doc, "components"),
                                       "schemas"),
                       "TargetObject"),
                   moot_broadcast_target_fields, MOOT_BROADCAST_TARGET_FIELDS);
    json_decref(doc);
}

static void the_description_is_code(void **state)
{
    json_t *doc = document(), *path, *described;
    const char *name, *method;
    size_t count = 0;

    (void)state;
    json_object_foreach(json_object_get(doc, "paths"), name, path)
    {
        json_object_foreach(path, method, described)
        {
            bool known = false;

            for (size_t i = 0; i < MOOT_API_OPS; i++)
                known |= operation(doc, &moot_api_routes[i]) == described;
            if (!known)
                fail_msg("%s %s is described and not there", method, name);
            count++;
        }
    }
    assert_int_equal(count, MOOT_API_OPS);
    json_decref(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_operations),
        cmocka_unit_test(refuses_the_rest),
        cmocka_unit_test(the_code_is_described),
        cmocka_unit_test(the_description_is_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
