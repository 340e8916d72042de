#include "common/secret.h"

#include "common/err.h"
#include "common/file.h"

#include <limits.h>
#include <stdio.h>
#include <sys/random.h>

enum { SECRET_BYTES = 32 };

static int path_of(const moot_conf_t *conf, char *path, size_t size)
{
    int n = snprintf(path, size, "%s/jwt_secret", conf->data_dir);

    return n < 0 || (size_t)n >= size ? MOOT_ELIMIT : 0;
}

int moot_secret_read(const moot_conf_t *conf, moot_buf_t *out)
{
    char path[PATH_MAX];
    int rc;

    if (conf->jwt_secret[0] != '\0')
        return moot_buf_put_str(out, conf->jwt_secret);
    rc = path_of(conf, path, sizeof path);
    if (rc == 0)
        rc = moot_file_read(path, out);
    while (rc == 0 && out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
    return rc;
}

int moot_secret_make(const moot_conf_t *conf)
{
    static const char digits[] = "0123456789abcdef";
    char path[PATH_MAX], text[2 * SECRET_BYTES + 1];
    uint8_t random[SECRET_BYTES];
    int rc = path_of(conf, path, sizeof path);

    if (rc != 0 || conf->jwt_secret[0] != '\0')
        return rc;
    if (getrandom(random, sizeof random, 0) != sizeof random)
        return MOOT_EIO;
    for (size_t i = 0; i < SECRET_BYTES; i++) {
        text[2 * i] = digits[random[i] >> 4];
        text[2 * i + 1] = digits[random[i] & 15];
    }
    text[2 * SECRET_BYTES] = '\n';
    rc = moot_file_make(path, moot_slice(text, sizeof text), 0600);
    return rc == MOOT_EEXIST ? 0 : rc;
}
