/* UTF-8 text: validity, code points, trimming, control characters. Pure. */
#ifndef MOOT_UTF8_H
#define MOOT_UTF8_H

#include "common/slice.h"

/* Reads the first code point. Returns how many bytes it takes (1 to 4), or 0
 * when text is empty or does not begin with well-formed UTF-8 (RFC 3629: no
 * overlong forms, no surrogates, nothing above U+10FFFF); *point is set only
 * on success. */
size_t moot_utf8_decode(moot_slice_t text, uint32_t *point);

/* True when all of the text is well-formed; true for no bytes. */
bool moot_utf8_valid(moot_slice_t text);

/* Code points in a well-formed text. */
size_t moot_utf8_count(moot_slice_t text);

/* The text without white space at both ends, as String.prototype.trim of
 * ECMAScript does it: white space (U+0009, 000B, 000C, 0020, 00A0, FEFF and
 * the other space separators) and line ends (U+000A, 000D, 2028, 2029). */
moot_slice_t moot_utf8_trim(moot_slice_t text);

/* True when a well-formed text holds a control character: U+0000 to U+001F,
 * U+007F to U+009F. */
bool moot_utf8_has_control(moot_slice_t text);

#endif
