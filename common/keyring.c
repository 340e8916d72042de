#include "common/keyring.h"

#include "common/err.h"
#include "common/file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILE_BYTES_MAX = 4096 };

static const char *const role_names[MOOT_KEY_ROLES] = {"edge", "worker",
                                                       "broker", "tool"};

const char *moot_key_role_name(moot_key_role_t role)
{
    MOOT_CHECK((unsigned)role < MOOT_KEY_ROLES);
    return role_names[role];
}

moot_key_role_t moot_key_role_of(moot_slice_t name)
{
    int role = 0;

    while (role < MOOT_KEY_ROLES
           && !moot_slice_eq(name, moot_slice_str(role_names[role])))
        role++;
    return (moot_key_role_t)role;
}

bool moot_key_name_ok(const char *name)
{
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    return size > 0 && size <= MOOT_KEY_NAME_MAX && name[size] == '\0'
           && name[0] != '.' && name[0] != '-';
}

void moot_key_to_text(const uint8_t *bytes, char *text)
{
    for (size_t i = 0; i < MOOT_KEY_BYTES; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static int digit_of(uint8_t letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

int moot_key_from_text(moot_slice_t text, uint8_t *bytes)
{
    uint8_t bits[MOOT_KEY_BYTES];

    if (text.size != MOOT_KEY_TEXT)
        return MOOT_EINVAL;
    for (size_t i = 0; i < MOOT_KEY_BYTES; i++) {
        int high = digit_of(text.at[2 * i]), low = digit_of(text.at[2 * i + 1]);

        if (high < 0 || low < 0)
            return MOOT_EINVAL;
        bits[i] = (uint8_t)(high << 4 | low);
    }
    memcpy(bytes, bits, sizeof bits);
    return 0;
}

/* ---- files ---- */

static int path_of(char *path, const char *folder, const char *name)
{
    int size = snprintf(path, PATH_MAX, "%s/%s", folder, name);

    return size < 0 || size >= PATH_MAX ? MOOT_ELIMIT : 0;
}

/* The text of a file; what it held is wiped, as it may be a secret. */
static int read_text(const char *path, char *text, size_t size)
{
    moot_buf_t buf;
    int rc;

    moot_buf_init(&buf, size - 1);
    rc = moot_file_read(path, &buf);
    if (rc == 0) {
        if (buf.size > 0)
            memcpy(text, buf.at, buf.size);
        text[buf.size] = '\0';
        if (strlen(text) != buf.size)
            rc = MOOT_EINVAL;
    }
    if (buf.capacity > 0)
        explicit_bzero(buf.at, buf.capacity);
    moot_buf_close(&buf);
    return rc == MOOT_EFULL ? MOOT_EINVAL : rc;
}

/* Reads "moot KIND key 1", role, name, public, secret, each on a line; the
 * secret when it is wanted. */
static int parse(const char *text, const char *kind, moot_key_t *key,
                 uint8_t *secret)
{
    char word[16], role[16], name[64], public[80], hidden[80] = "";
    int end = 0, n;

    n = sscanf(text, "moot %15s key 1 role = %15s name = %63s public = %79s %n",
               word, role, name, public, &end);
    if (n != 4 || end == 0 || strcmp(word, kind) != 0)
        return MOOT_EINVAL;
    text += end;
    if (secret) {
        end = 0;
        n = sscanf(text, "secret = %79s %n", hidden, &end);
        if (n != 1 || end == 0
            || moot_key_from_text(moot_slice_str(hidden), secret) != 0)
            return MOOT_EINVAL;
        explicit_bzero(hidden, sizeof hidden);
        text += end;
    }
    key->role = moot_key_role_of(moot_slice_str(role));
    if (*text != '\0' || key->role == MOOT_KEY_ROLES || !moot_key_name_ok(name))
        return MOOT_EINVAL;
    strcpy(key->name, name);
    return moot_key_from_text(moot_slice_str(public), key->bytes);
}

int moot_keyring_read(const char *path, moot_key_t *out)
{
    char text[FILE_BYTES_MAX];
    moot_key_t key = {0};
    int rc = read_text(path, text, sizeof text);

    if (rc == 0)
        rc = parse(text, "public", &key, NULL);
    if (rc == 0)
        *out = key;
    return rc;
}

MOOT_PRINTF(4, 5)
static int fail(char *why, size_t size, int rc, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    (void)vsnprintf(why, size, format, values);
    va_end(values);
    return rc;
}

/* A secret that others can read is none: refuse it, as ssh does. */
static int read_self(const char *folder, moot_keyring_t *ring, char *why,
                     size_t size)
{
    char path[PATH_MAX], text[FILE_BYTES_MAX];
    struct stat status;
    int rc = path_of(path, folder, "self.key");

    if (rc != 0)
        return fail(why, size, rc, "%.200s: the path is too long", folder);
    if (stat(path, &status) != 0)
        return fail(why, size, errno == ENOENT ? MOOT_ENOENT : MOOT_EIO,
                    "%.300s: %s", path, strerror(errno));
    if ((status.st_mode & 077) != 0)
        return fail(why, size, MOOT_EDENIED,
                    "%.300s: other users can read it (mode %03o): chmod 600",
                    path, (unsigned)status.st_mode & 0777);
    rc = read_text(path, text, sizeof text);
    if (rc == 0)
        rc = parse(text, "secret", &ring->self, ring->secret);
    explicit_bzero(text, sizeof text);
    return rc == 0 ? 0
                   : fail(why, size, rc, "%.300s: %s", path,
                          rc == MOOT_EINVAL ? "it is no key of moot keys new"
                                            : moot_err_text(rc));
}

/* Appends one file of a list; its name and folder must be those inside. */
static int take(moot_keyring_t *ring, moot_key_role_t role, const char *path,
                const char *file, char *why, size_t size)
{
    moot_key_t key, *grown;
    int rc = moot_keyring_read(path, &key);

    if (rc == 0
        && (key.role != role || strlen(file) != strlen(key.name) + 4
            || strncmp(file, key.name, strlen(key.name)) != 0))
        return fail(why, size, MOOT_EINVAL,
                    "%.300s: holds the key of %s/%s: put keys in place with "
                    "moot keys add",
                    path, role_names[key.role], key.name);
    if (rc != 0)
        return fail(why, size, rc, "%.300s: %s", path,
                    rc == MOOT_EINVAL ? "it is no public key"
                                      : moot_err_text(rc));
    if (ring->count == MOOT_KEYRING_KEYS_MAX)
        return fail(why, size, MOOT_ELIMIT, "%.300s: more than %d keys", path,
                    MOOT_KEYRING_KEYS_MAX);
    grown = realloc(ring->keys, (ring->count + 1) * sizeof *ring->keys);
    if (!grown)
        return fail(why, size, MOOT_ENOMEM, "%s", moot_err_text(MOOT_ENOMEM));
    ring->keys = grown;
    ring->keys[ring->count++] = key;
    return 0;
}

/* A missing list is an empty one. Files that do not end in .pub are not ours.
 */
static int read_list(const char *folder, moot_key_role_t role,
                     moot_keyring_t *ring, char *why, size_t size)
{
    char list[PATH_MAX], path[PATH_MAX];
    struct dirent *entry;
    DIR *files;
    int rc = path_of(list, folder, role_names[role]);

    if (rc != 0)
        return fail(why, size, rc, "%.200s: the path is too long", folder);
    files = opendir(list);
    if (!files && errno == ENOENT)
        return 0;
    if (!files)
        return fail(why, size, MOOT_EIO, "%.300s: %s", list, strerror(errno));
    while (rc == 0 && (entry = readdir(files)) != NULL) {
        size_t n = strlen(entry->d_name);

        if (entry->d_name[0] == '.' || n < 5
            || strcmp(entry->d_name + n - 4, ".pub") != 0)
            continue;
        rc = path_of(path, list, entry->d_name);
        if (rc == 0)
            rc = take(ring, role, path, entry->d_name, why, size);
    }
    (void)closedir(files);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    const moot_key_t *x = a, *y = b;

    if (x->role != y->role)
        return x->role < y->role ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* A key in two lists would make the roles worth nothing. */
static int check_roles(const moot_keyring_t *ring, char *why, size_t size)
{
    for (size_t i = 0; i < ring->count; i++) {
        const moot_key_t *first = moot_keyring_find(ring, ring->keys[i].bytes);

        if (first->role != ring->keys[i].role)
            return fail(why, size, MOOT_EINVAL,
                        "%s/%s.pub and %s/%s.pub hold the same key: a key has "
                        "one role",
                        role_names[first->role], first->name,
                        role_names[ring->keys[i].role], ring->keys[i].name);
    }
    return 0;
}

int moot_keyring_open(const char *folder, moot_keyring_t **out, char *why,
                      size_t why_size)
{
    moot_keyring_t *ring = calloc(1, sizeof *ring);
    int rc;

    if (!ring)
        return fail(why, why_size, MOOT_ENOMEM, "out of memory");
    rc = read_self(folder, ring, why, why_size);
    for (int i = 0; rc == 0 && i < MOOT_KEY_ROLES; i++)
        rc = read_list(folder, (moot_key_role_t)i, ring, why, why_size);
    if (rc == 0 && ring->count > 0)
        qsort(ring->keys, ring->count, sizeof *ring->keys, by_name);
    if (rc == 0)
        rc = check_roles(ring, why, why_size);
    if (rc == 0)
        *out = ring;
    else
        moot_keyring_destroy(&ring);
    return rc;
}

void moot_keyring_destroy(moot_keyring_t **ring_p)
{
    moot_keyring_t *ring = *ring_p;

    *ring_p = NULL;
    if (!ring)
        return;
    explicit_bzero(ring->secret, sizeof ring->secret);
    free(ring->keys);
    free(ring);
}

const moot_key_t *moot_keyring_find(const moot_keyring_t *ring,
                                    const uint8_t *bytes)
{
    for (size_t i = 0; i < ring->count; i++)
        if (memcmp(ring->keys[i].bytes, bytes, MOOT_KEY_BYTES) == 0)
            return &ring->keys[i];
    return NULL;
}

const moot_key_t *moot_keyring_named(const moot_keyring_t *ring,
                                     moot_key_role_t role, const char *name)
{
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].role == role && strcmp(ring->keys[i].name, name) == 0)
            return &ring->keys[i];
    return NULL;
}

/* ---- writing ---- */

/* The text of a key file; secret NULL: a public one. Returns its size. */
static size_t print(const moot_key_t *key, const uint8_t *secret, char *text,
                    size_t size)
{
    char public[MOOT_KEY_TEXT + 1], hidden[MOOT_KEY_TEXT + 1] = "";
    int n;

    moot_key_to_text(key->bytes, public);
    if (secret)
        moot_key_to_text(secret, hidden);
    n = snprintf(text, size,
                 "moot %s key 1\nrole = %s\nname = %s\npublic = %s\n%s%s%s",
                 secret ? "secret" : "public", role_names[key->role], key->name,
                 public, secret ? "secret = " : "", hidden, secret ? "\n" : "");
    explicit_bzero(hidden, sizeof hidden);
    MOOT_CHECK(n > 0 && (size_t)n < size);
    return (size_t)n;
}

int moot_keyring_write(const char *folder, const moot_key_t *self,
                       const uint8_t *secret)
{
    char path[PATH_MAX], text[512];
    size_t size = print(self, secret, text, sizeof text);
    int rc = moot_file_make_folder(folder);

    if (rc == 0)
        rc = path_of(path, folder, "self.key");
    if (rc == 0)
        rc = moot_file_make(path, moot_slice(text, size), 0600);
    explicit_bzero(text, sizeof text);
    if (rc == 0)
        rc = path_of(path, folder, "self.pub");
    if (rc == 0) {
        size = print(self, NULL, text, sizeof text);
        rc = moot_file_replace(path, moot_slice(text, size), 0644);
    }
    return rc;
}

int moot_keyring_add(const char *folder, const moot_key_t *key)
{
    char list[PATH_MAX], path[PATH_MAX], name[MOOT_KEY_NAME_MAX + 8], text[512];
    size_t size = print(key, NULL, text, sizeof text);
    int rc = path_of(list, folder, role_names[key->role]);

    (void)snprintf(name, sizeof name, "%s.pub", key->name);
    if (rc == 0)
        rc = path_of(path, list, name);
    if (rc == 0)
        rc = moot_file_make_folder(list);
    return rc == 0 ? moot_file_replace(path, moot_slice(text, size), 0644) : rc;
}
