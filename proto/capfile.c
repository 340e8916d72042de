#include "proto/capfile.h"

#include "common/crc32c.h"
#include "common/err.h"

static const char magic[8] = "MOOTTAP";

static void put_u32(uint8_t *at, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (8 * i));
}

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16
           | (uint32_t)at[3] << 24;
}

int moot_capfile_put_head(moot_buf_t *buf)
{
    uint8_t head[MOOT_CAPFILE_HEAD_SIZE];
    memcpy(head, magic, 8);
    put_u32(head + 8, MOOT_CAPFILE_VERSION);
    put_u32(head + 12, moot_crc32c(moot_slice(head, 12)));
    return moot_buf_put(buf, head, sizeof head);
}

int moot_capfile_put(moot_buf_t *buf, const moot_msg_tap_record_t *record)
{
    const uint8_t room[MOOT_CAPFILE_RECORD_HEAD_SIZE] = {0};
    size_t start = buf->size;
    int rc = moot_buf_put(buf, room, sizeof room);
    if (rc == 0)
        rc = moot_wire_encode_tap_record(buf, record);
    size_t size = buf->size - start - sizeof room;
    if (rc == 0 && size > MOOT_CAPFILE_RECORD_MAX)
        rc = MOOT_ELIMIT;
    if (rc != 0) {
        buf->size = start;
        return rc;
    }
    uint8_t *at = buf->at + start;
    put_u32(at, (uint32_t)size);
    put_u32(at + 4, moot_crc32c(moot_slice(at + sizeof room, size)));
    return 0;
}

int moot_capfile_head(moot_slice_t in)
{
    size_t known = in.size < 8 ? in.size : 8;
    if (known > 0 && memcmp(in.at, magic, known) != 0)
        return MOOT_EINVAL;
    if (in.size < MOOT_CAPFILE_HEAD_SIZE)
        return MOOT_ETRUNC;
    if (get_u32(in.at + 12) != moot_crc32c(moot_slice(in.at, 12)))
        return MOOT_ECORRUPT;
    return get_u32(in.at + 8) == MOOT_CAPFILE_VERSION ? 0 : MOOT_EVERSION;
}

int moot_capfile_next(moot_slice_t in, moot_msg_tap_record_t *out, size_t *used)
{
    if (in.size == 0)
        return MOOT_ENOENT;
    if (in.size < MOOT_CAPFILE_RECORD_HEAD_SIZE)
        return MOOT_ETRUNC;
    uint32_t size = get_u32(in.at);
    if (size == 0 || size > MOOT_CAPFILE_RECORD_MAX)
        return MOOT_ECORRUPT;
    if (in.size - MOOT_CAPFILE_RECORD_HEAD_SIZE < size)
        return MOOT_ETRUNC;
    moot_slice_t payload =
        moot_slice(in.at + MOOT_CAPFILE_RECORD_HEAD_SIZE, size);
    if (get_u32(in.at + 4) != moot_crc32c(payload)
        || moot_wire_decode_tap_record(payload, out) != 0)
        return MOOT_ECORRUPT;
    *used = MOOT_CAPFILE_RECORD_HEAD_SIZE + (size_t)size;
    return 0;
}
