/* Packets of Socket.IO as the edge sends them, each a whole Engine.IO message
 * in a frame that many links may share. */
#include "edge/sio.h"

#include "common/buf.h"
#include "common/json_write.h"

/* The head: Engine.IO's type, ours, how many attachments, where, id. */
static void put_head(moot_buf_t *buf, moot_sio_type_t type,
                     unsigned attachments, moot_slice_t namespace,
                     const uint64_t *id)
{
    moot_buf_printf(buf, "4%u", (unsigned)type);
    if (attachments > 0)
        moot_buf_printf(buf, "%u-", attachments);
    if (namespace.size > 1) {
        moot_buf_put(buf, namespace.at, namespace.size);
        moot_buf_put_str(buf, ",");
    }
    if (id)
        moot_buf_printf(buf, "%llu", (unsigned long long)*id);
}

/* The frame with what was written; frees the buffer. */
static moot_frame_t *finish(moot_buf_t *buf)
{
    moot_frame_t *frame = NULL;

    if (buf->error == 0)
        frame = moot_frame_new(moot_buf_slice(buf));
    moot_buf_close(buf);
    return frame;
}

/* What stands in an array of arguments, without its opening bracket; empty
 * when nothing does. */
static moot_slice_t inside(moot_slice_t args)
{
    size_t i = 1;

    while (i < args.size && args.at[i] <= ' ')
        i++;
    if (i >= args.size || args.at[i] == ']')
        return moot_slice(NULL, 0);
    return moot_slice(args.at + i, args.size - i);
}

moot_frame_t *moot_sio_write_event(moot_slice_t namespace, const uint64_t *id,
                                   unsigned attachments, moot_slice_t event,
                                   moot_slice_t args)
{
    moot_sio_type_t type =
        attachments > 0 ? MOOT_SIO_BINARY_EVENT : MOOT_SIO_EVENT;
    moot_slice_t rest = inside(args);
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, type, attachments, namespace, id);
    moot_buf_put_str(&buf, "[\"");
    moot_json_escape(&buf, event);
    moot_buf_put_str(&buf, rest.size > 0 ? "\"," : "\"]");
    moot_buf_put(&buf, rest.at, rest.size);
    return finish(&buf);
}

moot_frame_t *moot_sio_write_data(moot_slice_t namespace, const uint64_t *id,
                                  unsigned attachments, moot_slice_t array)
{
    moot_sio_type_t type =
        attachments > 0 ? MOOT_SIO_BINARY_EVENT : MOOT_SIO_EVENT;
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, type, attachments, namespace, id);
    moot_buf_put(&buf, array.at, array.size);
    return finish(&buf);
}

moot_frame_t *moot_sio_write_ack(moot_slice_t namespace, uint64_t id,
                                 unsigned attachments, moot_slice_t args)
{
    moot_sio_type_t type = attachments > 0 ? MOOT_SIO_BINARY_ACK : MOOT_SIO_ACK;
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, type, attachments, namespace, &id);
    if (args.size > 0)
        moot_buf_put(&buf, args.at, args.size);
    else
        moot_buf_put_str(&buf, "[]");
    return finish(&buf);
}

moot_frame_t *moot_sio_write_connect(moot_slice_t namespace, moot_slice_t sid)
{
    moot_json_write_t json;
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, MOOT_SIO_CONNECT, 0, namespace, NULL);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "sid", sid);
    moot_json_write_end_object(&json);
    return finish(&buf);
}

moot_frame_t *moot_sio_write_disconnect(moot_slice_t namespace)
{
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, MOOT_SIO_DISCONNECT, 0, namespace, NULL);
    return finish(&buf);
}

moot_frame_t *moot_sio_write_connect_error(moot_slice_t namespace,
                                           moot_slice_t message,
                                           moot_slice_t data)
{
    moot_json_write_t json;
    moot_buf_t buf;

    moot_buf_init(&buf, SIZE_MAX);
    put_head(&buf, MOOT_SIO_CONNECT_ERROR, 0, namespace, NULL);
    moot_json_write_init(&json, &buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_string(&json, "message", message);
    if (data.size > 0) {
        moot_json_write_name(&json, "data");
        moot_json_write_raw(&json, data);
    }
    moot_json_write_end_object(&json);
    return finish(&buf);
}
