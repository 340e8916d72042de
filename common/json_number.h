/* Integers out of JSON numbers, without floating point. Pure; thread safe. */
#ifndef MOOT_JSON_NUMBER_H
#define MOOT_JSON_NUMBER_H

#include "common/json_read.h"

/* An integral number, exactly, however it is written: 100, 1e2 and 100.0 are
 * the same, -0 is 0.
 * Errors: MOOT_ETYPE not a number, MOOT_EINVAL not integral, MOOT_ELIMIT
 * outside the range of the type. */
MOOT_CHECKED int moot_json_number_uint64(const moot_json_value_t *value,
                                         uint64_t *number);
MOOT_CHECKED int moot_json_number_int64(const moot_json_value_t *value,
                                        int64_t *number);

#endif
