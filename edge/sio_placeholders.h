/* Which attachments a binary packet of Socket.IO names. Pure; thread safe. */
#ifndef MOOT_SIO_PLACEHOLDERS_H
#define MOOT_SIO_PLACEHOLDERS_H

#include "common/json_read.h"

/* Whether each of count attachments, at most 64, has exactly one placeholder
 * {"_placeholder":true,"num":N} in the data, and there is none of others. One
 * pass, whatever the nesting. data: a valid value of common/json_read.h.
 * Errors: MOOT_EINVAL. */
MOOT_CHECKED int moot_sio_placeholders_check(const moot_json_value_t *data,
                                             unsigned count);

#endif
