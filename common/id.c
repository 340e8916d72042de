#include "common/id.h"

#include "common/err.h"
#include "common/utf8.h"

int moot_id_check(moot_slice_t id)
{
    if (id.size == 0 || id.size > MOOT_ID_BYTES_MAX || !moot_utf8_valid(id)
        || moot_utf8_has_control(id) || moot_utf8_trim(id).size != id.size)
        return MOOT_EINVAL;
    return 0;
}

int moot_id_take(moot_slice_t text, moot_slice_t *id)
{
    moot_slice_t trimmed = moot_utf8_trim(text);
    int rc = moot_id_check(trimmed);
    if (rc == 0)
        *id = trimmed;
    return rc;
}
