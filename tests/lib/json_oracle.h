/* Compares the JSON reader and writer with jansson on one text. */
#ifndef MOOT_JSON_ORACLE_H
#define MOOT_JSON_ORACLE_H

#include "common/json_read.h"

/* Reads text with both, aborts through MOOT_CHECK when they disagree about
 * it, its values, or about what our writer makes of them. Returns the result
 * of moot_json_read_object.
 *
 * Known differences, where only our result is looked at: jansson refuses
 * numbers that do not fit a double, "\u0000" in keys, and nesting over 2,048
 * while we refuse nesting over MOOT_JSON_DEPTH_MAX; it skips a zero byte that
 * follows a number or a word, which is no JSON. */
int moot_json_oracle_compare(moot_slice_t text);

#endif
