/* Any text as a filter. What compiles is matched against a record made of the
 * same bytes, and negated gives the opposite. */
#include "proto/filter.h"

#include "common/err.h"
#include "proto/rules.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static moot_filter_t filter, negated;
    static char text[MOOT_FILTER_BYTES_MAX];
    moot_filter_error_t error;
    moot_slice_t in = moot_slice(data, size);
    size_t half = size / 2;
    moot_msg_tap_record_t record = {
        .program = moot_slice(data, half),
        .room = in,
        .user = moot_slice(data + half, size - half),
        .type = moot_slice_str("ROOM_MESSAGE"),
        .message = size & 1 ? MOOT_MSG_REPLY : size % 300,
        .point = size % MOOT_TAP_POINTS,
        .verdict = size % 5,
        .latency_us = half * 1000,
        .size = size,
        .seq = half,
    };
    int rc = moot_filter_compile(&filter, in, &error);
    MOOT_CHECK(rc == 0 || rc == MOOT_EINVAL || rc == MOOT_ELIMIT);
    if (rc != 0) {
        MOOT_CHECK(error.at <= size && error.text[0] != '\0');
        return 0;
    }
    bool yes = moot_filter_match(&filter, &record);
    int n = snprintf(text, sizeof text, "not (%.*s)", (int)size,
                     (const char *)data);
    if (filter.count > 0 && (size_t)n < sizeof text && !memchr(data, 0, size)
        && moot_filter_compile(&negated, moot_slice(text, (size_t)n), &error)
               == 0)
        MOOT_CHECK(moot_filter_match(&negated, &record) != yes);
    (void)moot_filter_glob(moot_slice(data, half),
                           moot_slice(data + half, size - half));
    return 0;
}
