/* Any text as an expression. What compiles is evaluated twice in a fixed
 * environment, with one outcome; a value can be written and, but for binary
 * data, read again as the same. */
#include "proto/expr.h"

#include "common/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char payload[] =
    "{\"a\":\"x\",\"n\":7,\"r\":0.5,\"l\":[1,\"2\",[3],null,true],\"o\":{\"b\":"
    "{\"c\":1}},\"m\":9223372036854775807,"
    "\"z\":{\"_placeholder\":true,\"num\":0}}";
static const char claims[] =
    "{\"user\":\"bob\",\"rol\":\"admin\",\"chats\":[7,\"8\"]}";

static int role_of(void *ctx, moot_slice_t room, unsigned *role)
{
    (void)ctx;
    *role = room.size % 4;
    return room.size > 100 ? MOOT_EUNREACH : 0;
}

static bool is_inside(void *ctx, moot_slice_t room)
{
    (void)ctx;
    return room.size % 2 == 0;
}

static void fill(moot_arena_t *arena, moot_expr_env_t *env)
{
    *env = (moot_expr_env_t){
        .now_ms = 1700000000000, .role = role_of, .inside = is_inside};
    MOOT_CHECK(moot_value_read(arena, moot_slice_str(payload), 1,
                               &env->names[MOOT_EXPR_PAYLOAD])
               == 0);
    MOOT_CHECK(moot_value_read(arena, moot_slice_str(claims), MOOT_VALUE_PLAIN,
                               &env->names[MOOT_EXPR_CLAIMS])
               == 0);
    env->names[MOOT_EXPR_USER] = moot_value_of_string(moot_slice_str("bob"));
    env->names[MOOT_EXPR_ARGS] =
        moot_value_of_items(&env->names[MOOT_EXPR_PAYLOAD], 1);
    env->locals[0] = moot_value_of_string(moot_slice_str("local"));
}

static bool has_binary(const moot_value_t *value)
{
    if (value->kind == MOOT_VALUE_LIST)
        for (uint32_t i = 0; i < value->count; i++)
            if (has_binary(&value->items[i]))
                return true;
    if (value->kind == MOOT_VALUE_OBJECT)
        for (uint32_t i = 0; i < value->count; i++)
            if (has_binary(&value->members[i].value))
                return true;
    return value->kind == MOOT_VALUE_BINARY;
}

static void write_and_read(moot_arena_t *arena, const moot_value_t *value)
{
    moot_buf_t buf;
    moot_json_write_t json;
    moot_value_binaries_t binaries;
    moot_value_t again;
    uint64_t steps = UINT64_MAX;
    MOOT_CHECK(moot_value_binaries_init(&binaries, arena, 1) == 0);
    moot_buf_init(&buf, 32u << 20);
    moot_json_write_init(&json, &buf);
    moot_value_write(&json, value, &binaries);
    MOOT_CHECK(moot_json_write_complete(&json));
    if (buf.error == 0) {
        int rc = moot_value_read(arena, moot_buf_slice(&buf),
                                 (int)binaries.count, &again);
        MOOT_CHECK(rc == 0 || rc == MOOT_ENOMEM || rc == MOOT_ELIMIT);
        if (rc == 0 && !has_binary(value))
            MOOT_CHECK(moot_value_eq(value, &again, &steps));
    } else {
        MOOT_CHECK(buf.error == MOOT_ELIMIT);
    }
    moot_buf_close(&buf);
}

static void evaluate(const moot_expr_t *expr)
{
    moot_arena_t arena;
    moot_expr_env_t env;
    moot_value_t first, second;
    moot_expr_fault_t fault;
    bool truth = false;
    uint64_t steps = UINT64_MAX;
    moot_arena_init(&arena, 64u << 20);
    fill(&arena, &env);
    int rc = moot_expr_eval(expr, &env, &arena, &first, &fault);
    MOOT_CHECK(rc == 0 || fault.why != NULL);
    MOOT_CHECK(moot_expr_eval(expr, &env, &arena, &second, NULL) == rc);
    int tested = moot_expr_test(expr, &env, &arena, &truth, &fault);
    if (rc == 0) {
        MOOT_CHECK(tested == 0 || tested == MOOT_ETYPE);
        MOOT_CHECK(moot_value_eq(&first, &second, &steps));
        write_and_read(&arena, &first);
    }
    moot_arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const moot_slice_t locals[] = {{(const uint8_t *)"v", 1}};
    moot_expr_scope_t scope = {
        .names = (1u << MOOT_EXPR_NAMES) - 1,
        .members = true,
        .inside = true,
        .locals = locals,
        .locals_count = 1,
        .wanted = size > 0 ? data[0] % (MOOT_EXPR_OBJECT + 1) : 0,
    };
    moot_expr_error_t error;
    moot_expr_t *expr = NULL;
    if (size > 0) {
        data++;
        size--;
    }
    int rc = moot_expr_compile(moot_slice(data, size), &scope, &error, &expr);
    MOOT_CHECK(rc == 0 || rc == MOOT_EINVAL || rc == MOOT_ELIMIT);
    if (rc != 0) {
        MOOT_CHECK(error.text[0] != '\0' && error.line > 0 && error.column > 0);
        return 0;
    }
    evaluate(expr);
    moot_expr_destroy(&expr);
    return 0;
}
