/* Whom a program trusts: gives its bus the keys that the settings name, reads
 * their lists again when told, and logs handshakes that failed. */
#ifndef MOOT_TRUST_H
#define MOOT_TRUST_H

#include "common/bus.h"
#include "common/conf.h"
#include "common/keyring.h"

typedef struct moot_trust {
    const moot_conf_t *conf;
    moot_bus_t *bus;
    moot_keyring_t *ring; /* NULL: no TCP, or insecure */
    moot_bus_refused_t shown;
    uint64_t due_ms;
} moot_trust_t;

/* For a bus without sockets yet, which it must not outlive; conf is borrowed.
 * Without a tcp:// endpoint in the settings it does nothing. role: what this
 * program is; MOOT_KEY_ROLES: any (a command). why says in words what is
 * wrong. Errors: MOOT_EINVAL settings that do not go together, a key of another
 * role, damaged files; MOOT_ENOENT no keys; MOOT_EDENIED others can read
 * self.key; MOOT_ELIMIT, MOOT_EIO. None of them passes by itself. */
MOOT_CHECKED int moot_trust_open(moot_trust_t *trust, const moot_conf_t *conf,
                                 moot_bus_t *bus, moot_key_role_t role,
                                 char *why, size_t why_size);

/* As moot_trust_open, for a bus that speaks TCP whatever the settings say. */
MOOT_CHECKED int moot_trust_open_tcp(moot_trust_t *trust,
                                     const moot_conf_t *conf, moot_bus_t *bus,
                                     moot_key_role_t role, char *why,
                                     size_t why_size);

/* After the bus was destroyed. */
void moot_trust_close(moot_trust_t *trust);

/* Reads keys_dir again (SIGHUP); on an error, logged, the former lists stay.
 * Who is not in the lists any more cannot connect anew; the library has no way
 * to end a connection that is there. */
void moot_trust_reload(moot_trust_t *trust);

/* The public key of a server (broker-1, ...), 32 bytes, valid until the next
 * reload; NULL when it is in no list, or there are no keys. For server_key of
 * moot_bus_options_t. A socket of ours that is bound to TCP says in roles of
 * the same struct whom it takes: a capture socket, MOOT_KEY_OF(MOOT_KEY_TOOL).
 */
const uint8_t *moot_trust_server(const moot_trust_t *trust,
                                 moot_key_role_t role, const char *name);

/* This program's own public key for others to connect to it by; size 0 without
 * keys. */
moot_slice_t moot_trust_self(const moot_trust_t *trust);

/* Logs handshakes that failed, at most once a second. Call it often. */
void moot_trust_show(moot_trust_t *trust, uint64_t now_ms);

#endif
