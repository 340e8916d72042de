/* Base 64 (RFC 4648): the usual alphabet with padding, and the one for URLs
 * without. Decoders accept nothing but what the encoder writes: no spaces, no
 * missing padding, no bits behind the last byte. Pure; thread safe. */
#ifndef MOOT_BASE64_H
#define MOOT_BASE64_H

#include "common/check.h"
#include "common/slice.h"

/* Characters for so many bytes, with padding. */
#define MOOT_BASE64_SIZE(bytes) (((bytes) + 2) / 3 * 4)

/* Characters for so many bytes in the alphabet for URLs, without padding. */
#define MOOT_BASE64_URL_SIZE(bytes) (((bytes)*4 + 2) / 3)

/* Bytes that so many characters stand for, at most. */
#define MOOT_BASE64_BYTES_MAX(size) ((size) / 4 * 3 + 2)

/* Writes MOOT_BASE64_SIZE(bytes.size) characters. */
void moot_base64_put(uint8_t *out, moot_slice_t bytes);

/* Writes MOOT_BASE64_URL_SIZE(bytes.size) characters. */
void moot_base64_put_url(uint8_t *out, moot_slice_t bytes);

/* Decodes; out has room for MOOT_BASE64_BYTES_MAX(text.size) bytes, *size
 * gets how many there are. Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_base64_take(moot_slice_t text, uint8_t *out,
                                  size_t *size);
MOOT_CHECKED int moot_base64_take_url(moot_slice_t text, uint8_t *out,
                                      size_t *size);

#endif
