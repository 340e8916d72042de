/* The keys of programs that meet over TCP: a program's own pair, and the
 * public keys of its peers, a list for each role. Files in one folder:
 *
 *   self.key           its own pair, mode 0600
 *   self.pub           its own public key, to be carried to the others
 *   ROLE/NAME.pub      the public key of a peer; ROLE is edge, worker, broker
 *                      or tool (commands)
 *
 * Keys are those of CurveZMQ (ZeroMQ RFC 26), written in hexadecimal: the
 * library's own Z85 has letters that shells and YAML read in their own way.
 * Not thread safe; a keyring that was opened does not change. */
#ifndef MOOT_KEYRING_H
#define MOOT_KEYRING_H

#include "common/check.h"
#include "common/slice.h"

#define MOOT_KEY_BYTES 32
#define MOOT_KEY_TEXT 64         /* hexadecimal digits of a key */
#define MOOT_KEY_NAME_MAX 48     /* bytes: as of the setting id */
#define MOOT_KEYRING_KEYS_MAX 4096 /* of all roles together */

typedef enum moot_key_role {
    MOOT_KEY_EDGE,
    MOOT_KEY_WORKER,
    MOOT_KEY_BROKER,
    MOOT_KEY_TOOL, /* commands: status, tap, ... */
    MOOT_KEY_ROLES
} moot_key_role_t;

/* Roles as a set of bits. */
#define MOOT_KEY_OF(role) (1u << (role))

typedef struct moot_key {
    moot_key_role_t role;
    char name[MOOT_KEY_NAME_MAX + 1]; /* letters, digits, ".", "_", "-" */
    uint8_t bytes[MOOT_KEY_BYTES];    /* public */
} moot_key_t;

typedef struct moot_keyring {
    moot_key_t self;
    uint8_t secret[MOOT_KEY_BYTES];
    moot_key_t *keys; /* of peers, by role and name */
    size_t count;
} moot_keyring_t;

/* "edge" and so on; MOOT_KEY_ROLES for another word. */
const char *moot_key_role_name(moot_key_role_t role);
moot_key_role_t moot_key_role_of(moot_slice_t name);

/* Whether a name is good for a key (and so for its file). */
bool moot_key_name_ok(const char *name);

/* text: MOOT_KEY_TEXT + 1 bytes. */
void moot_key_to_text(const uint8_t *bytes, char *text);
/* Errors: MOOT_EINVAL: not MOOT_KEY_TEXT hexadecimal digits. */
MOOT_CHECKED int moot_key_from_text(moot_slice_t text, uint8_t *bytes);

/* Reads a folder of keys. why says in words what is wrong, naming the file.
 * Errors: MOOT_ENOENT there is no self.key; MOOT_EDENIED self.key can be read
 * by others; MOOT_EINVAL a file is damaged, or a key is in two lists (a key
 * has one role); MOOT_ELIMIT too many keys; MOOT_EIO. */
MOOT_CHECKED int moot_keyring_open(const char *folder, moot_keyring_t **out,
                                   char *why, size_t why_size);
/* Wipes the secret. Accepts a pointer to NULL. */
void moot_keyring_destroy(moot_keyring_t **ring);

/* The peer with this key (32 bytes), or with this role and name; or NULL. */
const moot_key_t *moot_keyring_find(const moot_keyring_t *ring,
                                    const uint8_t *bytes);
const moot_key_t *moot_keyring_named(const moot_keyring_t *ring,
                                     moot_key_role_t role, const char *name);

/* Writes a new self.key and self.pub; the folder is made when it is missing.
 * Errors: MOOT_EEXIST there is a self.key: it is left as it is; those of
 * moot_file_make. */
MOOT_CHECKED int moot_keyring_write(const char *folder, const moot_key_t *self,
                                    const uint8_t *secret);

/* Puts a peer's public key into its list, replacing the one of its name.
 * Errors: those of moot_file_replace. */
MOOT_CHECKED int moot_keyring_add(const char *folder, const moot_key_t *key);

/* Reads a .pub file. Errors: MOOT_ENOENT, MOOT_EINVAL, MOOT_EIO. */
MOOT_CHECKED int moot_keyring_read(const char *path, moot_key_t *out);

#endif
