#include "common/err.h"

const char *moot_err_text(int rc)
{
    switch (rc) {
    case MOOT_OK:
        return "ok";
#define MOOT_ERR(name, number, text)                                           \
    case MOOT_##name:                                                          \
        return text;
#include "common/err.def"
#undef MOOT_ERR
    default:
        return "unknown error";
    }
}
