/* CRC-32C (Castagnoli), the checksum of every stored record. Pure. */
#ifndef MOOT_CRC32C_H
#define MOOT_CRC32C_H

#include "common/slice.h"

/* The usual CRC-32C as in RFC 3720 (reflected, all ones before and after):
 * "123456789" gives 0xe3069283, no bytes give 0. */
uint32_t moot_crc32c(moot_slice_t bytes);

/* Goes on with the result for earlier bytes: the CRC of both together.
 * moot_crc32c_more(0, x) is moot_crc32c(x). */
uint32_t moot_crc32c_more(uint32_t crc, moot_slice_t bytes);

#endif
