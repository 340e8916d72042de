/* The secret of tokens that the first start makes: <data_dir>/jwt_secret. */
#ifndef MOOT_SECRET_H
#define MOOT_SECRET_H

#include "common/buf.h"
#include "common/conf.h"

/* The secret in force: the setting jwt_secret, else the kept one. Errors:
 * MOOT_ENOENT (there is neither), MOOT_EIO, MOOT_EFULL (over 4096 bytes). */
MOOT_CHECKED int moot_secret_read(const moot_conf_t *conf, moot_buf_t *out);

/* Makes the kept secret (64 hexadecimal digits, mode 0600) unless the setting
 * gives one or it was made before. Errors: MOOT_EIO, MOOT_ENOSPC. */
MOOT_CHECKED int moot_secret_make(const moot_conf_t *conf);

#endif
