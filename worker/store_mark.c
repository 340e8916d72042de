/* The mark: 8 bytes number, little endian, and 4 bytes CRC32C of them. */
#include "worker/store_mark.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "common/crc32c.h"
#include "common/err.h"

#define MARK_SIZE 12

int moot_store_mark_open(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    if (errno == ENOSPC || errno == EDQUOT)
        return MOOT_ENOSPC;
    return errno == EACCES || errno == EROFS ? MOOT_EDENIED : MOOT_EIO;
}

void moot_store_mark_write(int fd, uint64_t txn)
{
    uint8_t bytes[MARK_SIZE];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(txn >> (8 * i));
    uint32_t crc = moot_crc32c(moot_slice(bytes, 8));
    for (int i = 0; i < 4; i++)
        bytes[8 + i] = (uint8_t)(crc >> (8 * i));
    ssize_t written = pwrite(fd, bytes, sizeof(bytes), 0);
    (void)written;
}

int moot_store_mark_read(const char *path, uint64_t *txn)
{
    uint8_t bytes[MARK_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? MOOT_ENOENT : MOOT_ECORRUPT;
    ssize_t size = pread(fd, bytes, sizeof(bytes), 0);
    (void)close(fd);
    if (size != (ssize_t)sizeof(bytes))
        return MOOT_ECORRUPT;
    uint32_t crc = 0;
    uint64_t number = 0;
    for (int i = 7; i >= 0; i--)
        number = number << 8 | bytes[i];
    for (int i = 3; i >= 0; i--)
        crc = crc << 8 | bytes[8 + i];
    if (crc != moot_crc32c(moot_slice(bytes, 8)))
        return MOOT_ECORRUPT;
    *txn = number;
    return 0;
}
