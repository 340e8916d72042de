/* Percent escapes of addresses (RFC 3986, 2.1). Pure. */
#ifndef MOOT_PERCENT_H
#define MOOT_PERCENT_H

#include "common/check.h"
#include "common/slice.h"

/* Decodes; plus: '+' is a space, as in queries. at has room for text.size
 * bytes; the result begins there. Errors: MOOT_EINVAL (a bad escape). */
MOOT_CHECKED int moot_percent_decode(moot_slice_t text, bool plus, uint8_t *at,
                                     moot_slice_t *out);

#endif
