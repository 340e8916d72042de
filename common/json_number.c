/* A number is taken as digits × 10^scale with neither leading nor trailing
 * zeros in the digits. It is integral exactly when the scale is not negative.
 * So "1000e-3" is 1 and "0.5e1" is 5, whatever their length. */
#include "common/json_number.h"

#include "common/err.h"

/* Beyond any scale that the digits of a text in memory could make up for, and
 * far from the ends of int64_t. */
#define EXPONENT_MAX (INT64_C(1) << 56)

typedef struct decimal {
    uint64_t digits; /* meaningless when large */
    int64_t scale;
    bool negative;
    bool large; /* the digits alone are over 64 bits */
} decimal_t;

/* digits = digits × factor + more; sets large when that is too much. */
static void append(decimal_t *decimal, uint64_t factor, uint64_t more)
{
    if (__builtin_mul_overflow(decimal->digits, factor, &decimal->digits)
        || __builtin_add_overflow(decimal->digits, more, &decimal->digits))
        decimal->large = true;
}

static int64_t read_exponent(const uint8_t *at, const uint8_t *end)
{
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    int64_t exponent = 0;
    for (; at < end && exponent < EXPONENT_MAX; at++)
        exponent = exponent * 10 + (*at - '0');
    return negative ? -exponent : exponent;
}

/* Takes a valid number apart. Zeros are held back until a digit follows. */
static decimal_t read_decimal(moot_slice_t raw)
{
    const uint8_t *at = raw.at, *end = raw.at + raw.size;
    decimal_t decimal = {.negative = *at == '-'};
    int64_t fraction = 0, zeros = 0;
    bool point = false;
    if (decimal.negative)
        at++;
    for (; at < end && (*at | 0x20) != 'e'; at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        fraction += point;
        if (*at == '0') {
            zeros++;
            continue;
        }
        for (; zeros > 0 && decimal.digits > 0 && !decimal.large; zeros--)
            append(&decimal, 10, 0);
        zeros = 0;
        append(&decimal, 10, (uint64_t)(*at - '0'));
    }
    decimal.scale = zeros - fraction;
    if (at < end)
        decimal.scale += read_exponent(at + 1, end);
    return decimal;
}

/* The absolute value of an integral number. */
static int read_magnitude(const moot_json_value_t *value, bool *negative,
                          uint64_t *magnitude)
{
    if (value->kind != MOOT_JSON_NUMBER)
        return MOOT_ETYPE;
    decimal_t decimal = read_decimal(value->raw);
    *negative = decimal.negative;
    *magnitude = 0;
    if (decimal.digits == 0 && !decimal.large)
        return 0;
    if (decimal.scale < 0)
        return MOOT_EINVAL;
    /* At most 20 rounds: the digits are not zero. */
    for (; decimal.scale > 0 && !decimal.large; decimal.scale--)
        append(&decimal, 10, 0);
    if (decimal.large)
        return MOOT_ELIMIT;
    *magnitude = decimal.digits;
    return 0;
}

int moot_json_number_uint64(const moot_json_value_t *value, uint64_t *number)
{
    bool negative;
    uint64_t magnitude;
    int rc = read_magnitude(value, &negative, &magnitude);
    if (rc != 0)
        return rc;
    if (negative && magnitude > 0)
        return MOOT_ELIMIT;
    *number = magnitude;
    return 0;
}

int moot_json_number_int64(const moot_json_value_t *value, int64_t *number)
{
    bool negative;
    uint64_t magnitude;
    int rc = read_magnitude(value, &negative, &magnitude);
    if (rc != 0)
        return rc;
    if (magnitude > (uint64_t)INT64_MAX + negative)
        return MOOT_ELIMIT;
    /* Unsigned negation, so that INT64_MIN needs no case of its own. */
    *number = (int64_t)(negative ? 0 - magnitude : magnitude);
    return 0;
}
