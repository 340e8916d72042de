/* The errors of all programs, from err.def. */
#ifndef MOOT_ERR_H
#define MOOT_ERR_H

enum moot_err {
    MOOT_OK = 0,
#define MOOT_ERR(name, number, text) MOOT_##name = -(number),
#include "common/err.def"
#undef MOOT_ERR
};

/* Text of a result: 0 or a negative MOOT_E…; static, never NULL. */
const char *moot_err_text(int rc);

#endif
