#include "common/trust.h"

#include "common/endpoints.h"
#include "common/err.h"
#include "common/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>

enum { SHOW_MS = 1000 };

MOOT_PRINTF(4, 5)
static int fail(char *why, size_t size, int rc, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    (void)vsnprintf(why, size, format, values);
    va_end(values);
    return rc;
}

static bool list_has_tcp(const moot_conf_list_t *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (moot_endpoints_is_tcp(list->at[i]))
            return true;
    return false;
}

/* tap_bind is none of a command's: moot tap says itself what it speaks. */
static bool uses_tcp(const moot_conf_t *conf, moot_key_role_t role)
{
    return (role != MOOT_KEY_ROLES && moot_endpoints_is_tcp(conf->tap_bind))
           || moot_endpoints_is_tcp(conf->broker_front_bind)
           || moot_endpoints_is_tcp(conf->broker_back_bind)
           || moot_endpoints_is_tcp(conf->worker_pub_bind)
           || list_has_tcp(&conf->broker_fronts)
           || list_has_tcp(&conf->broker_backs);
}

static int check_lists(const moot_conf_t *conf, char *why, size_t size)
{
    const struct {
        const char *name;
        const moot_conf_list_t *list;
    } lists[] = {{"broker_fronts", &conf->broker_fronts},
                 {"broker_backs", &conf->broker_backs}};

    for (size_t i = 0; i < 2; i++)
        if (lists[i].list->count != 0 && lists[i].list->count != conf->brokers)
            return fail(why, size, MOOT_EINVAL,
                        "%s names %zu brokers, the setting brokers says "
                        "%" PRIu64,
                        lists[i].name, lists[i].list->count, conf->brokers);
    return 0;
}

/* Reads the folder and looks whether it is this program's. */
static int read_keys(const moot_trust_t *trust, moot_key_role_t role,
                     moot_keyring_t **out, char *why, size_t size)
{
    const char *folder = trust->conf->keys_dir;
    int rc = moot_keyring_open(folder, out, why, size);

    if (rc == MOOT_ENOENT)
        return fail(why, size, rc,
                    "TCP needs keys and %.200s has none: moot keys new, or "
                    "the setting insecure",
                    folder);
    if (rc == 0 && role != MOOT_KEY_ROLES && (*out)->self.role != role) {
        rc = fail(why, size, MOOT_EINVAL,
                  "%.200s/self.key is the key of %s/%s: %s needs one of its "
                  "own role",
                  folder, moot_key_role_name((*out)->self.role),
                  (*out)->self.name, moot_key_role_name(role));
        moot_keyring_destroy(out);
    }
    return rc;
}

/* removed: keys of former lists that are in none any more. */
static void show_loaded(const moot_keyring_t *ring, size_t removed)
{
    size_t counts[MOOT_KEY_ROLES] = {0};
    char text[MOOT_KEY_TEXT + 1];

    for (size_t i = 0; i < ring->count; i++)
        counts[ring->keys[i].role]++;
    moot_key_to_text(ring->self.bytes, text);
    moot_log(MOOT_EV_TRUST_LOADED,
             "self=%s/%s key=%.16s edges=%zu workers=%zu brokers=%zu "
             "tools=%zu removed=%zu",
             moot_key_role_name(ring->self.role), ring->self.name, text,
             counts[MOOT_KEY_EDGE], counts[MOOT_KEY_WORKER],
             counts[MOOT_KEY_BROKER], counts[MOOT_KEY_TOOL], removed);
}

/* Strangers may hold a descriptor each for as long as a handshake may take, so
 * have as many as possible. */
static void raise_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int moot_trust_open(moot_trust_t *trust, const moot_conf_t *conf,
                    moot_bus_t *bus, moot_key_role_t role, char *why,
                    size_t why_size)
{
    int rc = check_lists(conf, why, why_size);

    *trust = (moot_trust_t){.conf = conf, .bus = bus};
    if (rc != 0 || !uses_tcp(conf, role))
        return rc;
    return moot_trust_open_tcp(trust, conf, bus, role, why, why_size);
}

int moot_trust_open_tcp(moot_trust_t *trust, const moot_conf_t *conf,
                        moot_bus_t *bus, moot_key_role_t role, char *why,
                        size_t why_size)
{
    moot_keyring_t *ring = NULL;
    int rc;

    *trust = (moot_trust_t){.conf = conf, .bus = bus};
    raise_descriptors();
    if (conf->insecure) {
        moot_bus_allow_insecure(bus);
        moot_log_bare(MOOT_EV_TRUST_OFF);
        return 0;
    }
    rc = read_keys(trust, role, &ring, why, why_size);
    if (rc != 0)
        return rc;
    rc = moot_bus_use_keys(bus, ring);
    if (rc != 0) {
        moot_keyring_destroy(&ring);
        return fail(why, why_size, rc, "keys: %s", moot_err_text(rc));
    }
    trust->ring = ring;
    if (role != MOOT_KEY_ROLES)
        show_loaded(ring, 0);
    return 0;
}

void moot_trust_close(moot_trust_t *trust)
{
    moot_keyring_destroy(&trust->ring);
}

void moot_trust_reload(moot_trust_t *trust)
{
    moot_keyring_t *fresh = NULL;
    char why[512] = "";
    size_t removed = 0;
    int rc;

    if (!trust->ring)
        return;
    rc = read_keys(trust, trust->ring->self.role, &fresh, why, sizeof why);
    if (rc == 0)
        rc = moot_bus_use_keys(trust->bus, fresh);
    if (rc != 0) {
        moot_log(MOOT_EV_TRUST_REFUSED, "error=%s",
                 moot_log_str(why[0] ? why : moot_err_text(rc)));
        moot_keyring_destroy(&fresh);
        return;
    }
    for (size_t i = 0; i < trust->ring->count; i++)
        removed += !moot_keyring_find(fresh, trust->ring->keys[i].bytes);
    if (memcmp(fresh->self.bytes, trust->ring->self.bytes, MOOT_KEY_BYTES) != 0)
        moot_log(MOOT_EV_CONF_NEEDS_RESTART, "name=self.key");
    moot_keyring_destroy(&trust->ring);
    trust->ring = fresh;
    show_loaded(fresh, removed);
}

const uint8_t *moot_trust_server(const moot_trust_t *trust,
                                 moot_key_role_t role, const char *name)
{
    const moot_key_t *key =
        trust->ring ? moot_keyring_named(trust->ring, role, name) : NULL;

    return key ? key->bytes : NULL;
}

moot_slice_t moot_trust_self(const moot_trust_t *trust)
{
    return trust->ring ? moot_slice(trust->ring->self.bytes, MOOT_KEY_BYTES)
                       : moot_slice("", 0);
}

void moot_trust_show(moot_trust_t *trust, uint64_t now_ms)
{
    moot_bus_refused_t now;

    if (now_ms < trust->due_ms)
        return;
    trust->due_ms = now_ms + SHOW_MS;
    moot_bus_refused(trust->bus, &now);
    if (now.failed > trust->shown.failed) {
        moot_log(MOOT_EV_HANDSHAKES_FAILED,
                 "count=%" PRIu64 " unknown_key=%" PRIu64 " wrong_role=%" PRIu64
                 " last_peer=%s last_key=%s",
                 now.failed - trust->shown.failed,
                 now.unknown_key - trust->shown.unknown_key,
                 now.wrong_role - trust->shown.wrong_role,
                 moot_log_str(now.peer), moot_log_str(now.key));
        trust->shown = now;
    }
}
