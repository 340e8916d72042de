/* Generated and mutated texts: our reader and jansson must agree. */
#include "tests/lib/json_oracle.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/err.h"
#include "tests/lib/unit.h"

#define TEXTS 3000
#define MUTANTS_PER_TEXT 6
#define TEXT_BYTES_MAX 65536

static uint64_t random_state;

/* xorshift64* (Vigna 2016): small and the same everywhere. */
static uint32_t draw(uint32_t below)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (uint32_t)((random_state * UINT64_C(0x2545f4914f6cdd1d)) >> 33)
           % below;
}

#define PICK(table) (table)[draw(sizeof(table) / sizeof((table)[0]))]

static void put_space(moot_buf_t *buf)
{
    static const char *const spaces[] = {"", "", "", "", " ", "\n", "\r\t "};
    moot_buf_put_str(buf, PICK(spaces));
}

static void put_string(moot_buf_t *buf)
{
    static const char *const pieces[] = {
        "a",
        "b",
        "type",
        "roomId",
        "some longer plain text",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\uD83D\\ude00",
        "\u00e9",
        "\u20ac",
        "\U0001f600",
        "\u2028",
        " ",
        "0",
        "\\u0000",
        "\\u001f",
        "\x7f",
    };
    static const char *const names[] = {
        "type",      "correlationId", "roomId",     "content",
        "memberIds", "patch",         "limit",      "a",
        "b",         "\\u0061",       "t\\u0079pe", "",
    };
    moot_buf_put_str(buf, "\"");
    if (draw(2) == 0) {
        moot_buf_put_str(buf, PICK(names));
    } else {
        for (uint32_t i = draw(5); i > 0; i--)
            moot_buf_put_str(buf, PICK(pieces));
    }
    moot_buf_put_str(buf, "\"");
}

static void put_scalar(moot_buf_t *buf)
{
    static const char *const scalars[] = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "12.50",
        "1e2",
        "1E-2",
        "100e-2",
        "-0.0",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "1e400",
        "1.0e+3",
        "0.1",
        "123456789012345678901234567890",
        "1e-400",
    };
    if (draw(2) == 0)
        put_string(buf);
    else
        moot_buf_put_str(buf, PICK(scalars));
}

static void put_value(moot_buf_t *buf, uint32_t depth)
{
    uint32_t kind = depth == 0 ? 0 : draw(4);
    put_space(buf);
    if (kind < 2) {
        put_scalar(buf);
        put_space(buf);
        return;
    }
    bool object = kind == 2;
    moot_buf_put_str(buf, object ? "{" : "[");
    uint32_t items = draw(5);
    for (uint32_t i = 0; i < items; i++) {
        if (i > 0)
            moot_buf_put_str(buf, ",");
        if (object) {
            put_space(buf);
            put_string(buf);
            put_space(buf);
            moot_buf_put_str(buf, ":");
        }
        put_value(buf, depth - 1);
    }
    put_space(buf);
    moot_buf_put_str(buf, object ? "}" : "]");
    put_space(buf);
}

/* Changes a text in one place; may cut it, never makes it longer than twice
 * its size. */
static void mutate(moot_buf_t *buf)
{
    static const char bytes[] = "{}[]\",:\\/u0123456789eE+-. \n\x01\x80\xc3ntf";
    if (buf->size == 0)
        return;
    size_t at = draw((uint32_t)buf->size);
    size_t rest = buf->size - at;
    switch (draw(5)) {
    case 0:
        buf->at[at] = (uint8_t)bytes[draw(sizeof(bytes) - 1)];
        break;
    case 1:
        buf->at[at] ^= (uint8_t)(1u << draw(8));
        break;
    case 2:
        memmove(buf->at + at, buf->at + at + 1, rest - 1);
        buf->size--;
        break;
    case 3:
        buf->size = at;
        break;
    default:
        /* Doubles a piece, such as a comma or a bracket. */
        rest = 1 + draw(rest < 8 ? (uint32_t)rest : 8);
        rest = rest > buf->size - at ? buf->size - at : rest;
        moot_buf_put(buf, "        ", rest);
        memmove(buf->at + at + rest, buf->at + at, buf->size - rest - at);
        break;
    }
}

/* Compares an exact copy, so that a sanitizer sees one byte too far. */
static int compare(const moot_buf_t *buf)
{
    uint8_t *copy = malloc(buf->size > 0 ? buf->size : 1);
    assert_non_null(copy);
    if (buf->size > 0)
        memcpy(copy, buf->at, buf->size);
    int rc = moot_json_oracle_compare(moot_slice(copy, buf->size));
    free(copy);
    return rc;
}

static void generated_texts_agree(void **state)
{
    (void)state;
    const char *seed = getenv("TEST_SEED");
    random_state = seed != NULL ? strtoull(seed, NULL, 0) | 1 : 20240229;
    print_message("TEST_SEED=%llu\n", (unsigned long long)random_state);
    moot_buf_t buf;
    moot_buf_init(&buf, TEXT_BYTES_MAX);
    size_t mutants[2] = {0, 0};
    for (size_t i = 0; i < TEXTS; i++) {
        moot_buf_clear(&buf);
        put_value(&buf, 1 + draw(4));
        assert_int_equal(buf.error, 0);
        int rc = compare(&buf);
        assert_true(rc == 0 || rc == MOOT_ETYPE);
        for (size_t j = 0; j < MUTANTS_PER_TEXT; j++) {
            mutate(&buf);
            mutants[compare(&buf) == MOOT_EINVAL]++;
        }
    }
    moot_buf_close(&buf);
    /* Both verdicts were met often, or the comparison shows nothing. */
    assert_true(mutants[0] > TEXTS / 5 && mutants[1] > TEXTS);
}

static void nested_texts_agree(void **state)
{
    (void)state;
    moot_buf_t buf;
    moot_buf_init(&buf, TEXT_BYTES_MAX);
    for (size_t depth = 1; depth < 80; depth++) {
        moot_buf_clear(&buf);
        for (size_t i = 0; i < depth; i++)
            moot_buf_put_str(&buf, i % 3 == 0 ? "{\"a\":" : "[");
        moot_buf_put_str(&buf, "0");
        for (size_t i = depth; i-- > 0;)
            moot_buf_put_str(&buf, i % 3 == 0 ? "}" : "]");
        assert_int_equal(compare(&buf),
                         depth <= MOOT_JSON_DEPTH_MAX ? 0 : MOOT_ELIMIT);
    }
    moot_buf_close(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated_texts_agree),
        cmocka_unit_test(nested_texts_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
