/* What every unit test includes: cmocka and the headers it needs first. */
#ifndef MOOT_TESTS_UNIT_H
#define MOOT_TESTS_UNIT_H

/* clang-format off: cmocka.h needs these four before itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "common/slice.h"

/* The slice of a string literal, zero bytes inside included. */
#define LIT(text) moot_slice(text, sizeof(text) - 1)

/* Fails unless the slice holds exactly the literal's bytes. */
#define assert_slice(slice, text)                                              \
    do {                                                                       \
        moot_slice_t slice_ = (slice);                                         \
        assert_int_equal(slice_.size, sizeof(text) - 1);                       \
        assert_memory_equal(slice_.at, text, sizeof(text) - 1);                \
    } while (0)

#endif
