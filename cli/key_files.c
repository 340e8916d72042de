/* moot keys: makes and lists the keys of programs that meet over TCP. */
#include "cli/command.h"
#include "common/file.h"
#include "common/bus.h"
#include "common/err.h"
#include "common/keyring.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct wish {
    const char *what;          /* new, show, add, list */
    const char *given;         /* add: a file or a key */
    const char *dir;           /* NULL: keys_dir */
    const char *name;
    moot_key_role_t role;      /* MOOT_KEY_ROLES: not said */
    bool json;
} wish_t;

static bool take_role(void *ctx, const char *value)
{
    wish_t *wish = ctx;

    wish->role = moot_key_role_of(moot_slice_str(value));
    if (wish->role == MOOT_KEY_ROLES)
        fprintf(stderr,
                "moot keys: --role: expected edge, worker, broker or tool\n");
    return wish->role != MOOT_KEY_ROLES;
}

static bool take_name(void *ctx, const char *value)
{
    ((wish_t *)ctx)->name = value;
    if (!moot_key_name_ok(value))
        fprintf(stderr,
                "moot keys: --name: expected letters, digits, '.', '_', '-', "
                "at most %d\n",
                MOOT_KEY_NAME_MAX);
    return moot_key_name_ok(value);
}

static bool take_dir(void *ctx, const char *value)
{
    ((wish_t *)ctx)->dir = value;
    return true;
}

static bool take_json(void *ctx, const char *value)
{
    (void)value;
    ((wish_t *)ctx)->json = true;
    return true;
}

static int say(const char *why)
{
    fprintf(stderr, "moot keys: %s\n", why);
    return MOOT_EXIT_FAILED;
}

static void print_key(const moot_key_t *key)
{
    char text[MOOT_KEY_TEXT + 1];

    moot_key_to_text(key->bytes, text);
    printf("%-6s  %-16s  %s\n", moot_key_role_name(key->role), key->name, text);
}

static int new_key(const wish_t *wish)
{
    moot_key_t key = {.role = wish->role};
    uint8_t secret[MOOT_KEY_BYTES];
    char why[PATH_MAX + 100];
    int rc;

    if (wish->role == MOOT_KEY_ROLES || !wish->name) {
        fprintf(stderr, "moot keys new: --role and --name are missing\n");
        return MOOT_EXIT_USAGE;
    }
    strcpy(key.name, wish->name);
    moot_bus_make_keys(key.bytes, secret);
    rc = moot_keyring_write(wish->dir, &key, secret);
    explicit_bzero(secret, sizeof secret);
    if (rc == 0) {
        print_key(&key);
        return MOOT_EXIT_OK;
    }
    snprintf(why, sizeof why, "%s/self.key: %s", wish->dir,
             rc == MOOT_EEXIST ? "is there already; it stays as it is"
                               : moot_err_text(rc));
    return say(why);
}

/* The key to add: from a file, or from the command line. */
static int find_key(const wish_t *wish, moot_key_t *key)
{
    char why[PATH_MAX + 100];
    int rc = MOOT_EINVAL;

    if (wish->given && access(wish->given, F_OK) == 0) {
        rc = moot_keyring_read(wish->given, key);
        snprintf(why, sizeof why, "%.*s: %s", PATH_MAX, wish->given,
                 rc == MOOT_EINVAL ? "it is no public key of moot keys"
                                   : moot_err_text(rc));
        return rc == 0 ? MOOT_EXIT_OK : say(why);
    }
    if (!wish->given
        || moot_key_from_text(moot_slice_str(wish->given), key->bytes) != 0) {
        fprintf(stderr,
                "moot keys add: expected a .pub file that exists, or a key of "
                "%d digits (0-9, a-f)\n",
                MOOT_KEY_TEXT);
        return MOOT_EXIT_USAGE;
    }
    if (wish->role == MOOT_KEY_ROLES || !wish->name) {
        fprintf(stderr, "moot keys add: a key alone does not say whose it is: "
                        "--role and --name are missing\n");
        return MOOT_EXIT_USAGE;
    }
    return MOOT_EXIT_OK;
}

/* A key in two lists would stop the program at its next start. */
static int check_other_roles(const wish_t *wish, const moot_key_t *key)
{
    moot_keyring_t *ring = NULL;
    const moot_key_t *known;
    char why[512] = "";
    int rc = moot_keyring_open(wish->dir, &ring, why, sizeof why);

    if (rc == MOOT_ENOENT) /* its own key may come later */
        return MOOT_EXIT_OK;
    if (rc != 0) { /* what is added may be what mends it */
        fprintf(stderr, "moot keys: warning: %s\n", why);
        return MOOT_EXIT_OK;
    }
    known = moot_keyring_find(ring, key->bytes);
    if (known && known->role != key->role)
        snprintf(why, sizeof why, "this key is %s/%s already: a key has one role",
                 moot_key_role_name(known->role), known->name);
    moot_keyring_destroy(&ring);
    return why[0] ? say(why) : MOOT_EXIT_OK;
}

static int add_key(const wish_t *wish)
{
    moot_key_t key = {0};
    char why[512];
    int rc, code = find_key(wish, &key);

    if (code != MOOT_EXIT_OK)
        return code;
    if (wish->role != MOOT_KEY_ROLES)
        key.role = wish->role;
    if (wish->name)
        strcpy(key.name, wish->name);
    code = check_other_roles(wish, &key);
    if (code != MOOT_EXIT_OK)
        return code;
    rc = moot_keyring_add(wish->dir, &key);
    if (rc == 0) {
        print_key(&key);
        return MOOT_EXIT_OK;
    }
    snprintf(why, sizeof why, "%.300s/%s: %s", wish->dir,
             moot_key_role_name(key.role), moot_err_text(rc));
    return say(why);
}

static void write_key(moot_buf_t *buf, const moot_key_t *key)
{
    char text[MOOT_KEY_TEXT + 1];

    moot_key_to_text(key->bytes, text);
    /* Names and roles hold nothing that JSON would escape. */
    moot_buf_printf(buf, "{\"role\":\"%s\",\"name\":\"%s\",\"key\":\"%s\"}",
                    moot_key_role_name(key->role), key->name, text);
}

static int print_json(const moot_keyring_t *ring)
{
    moot_buf_t buf;
    int rc;

    moot_buf_init(&buf, 4 << 20);
    moot_buf_put_str(&buf, "{\"self\":");
    write_key(&buf, &ring->self);
    moot_buf_put_str(&buf, ",\"keys\":[");
    for (size_t i = 0; i < ring->count; i++) {
        moot_buf_put_str(&buf, i == 0 ? "" : ",");
        write_key(&buf, &ring->keys[i]);
    }
    moot_buf_put_str(&buf, "]}\n");
    rc = buf.error;
    if (rc == 0)
        moot_file_print(&buf, stdout);
    moot_buf_close(&buf);
    return rc == 0 ? MOOT_EXIT_OK : say(moot_err_text(rc));
}

static int show_keys(const wish_t *wish)
{
    moot_keyring_t *ring = NULL;
    char why[512] = "";
    int code = MOOT_EXIT_OK;

    if (moot_keyring_open(wish->dir, &ring, why, sizeof why) != 0)
        return say(why);
    if (wish->json)
        code = print_json(ring);
    else if (strcmp(wish->what, "show") == 0)
        print_key(&ring->self);
    else
        for (size_t i = 0; i < ring->count; i++)
            print_key(&ring->keys[i]);
    moot_keyring_destroy(&ring);
    return code;
}

static int run(const wish_t *wish)
{
    if (strcmp(wish->what, "new") == 0)
        return new_key(wish);
    if (strcmp(wish->what, "add") == 0)
        return add_key(wish);
    return show_keys(wish);
}

/* Takes "new" and what is to be added out of the arguments, which leaves
 * options. */
static bool take_words(wish_t *wish, int *argc, char **argv)
{
    int words = *argc > 1 ? 1 : 0;

    if (words == 0
        || (strcmp(argv[1], "new") && strcmp(argv[1], "show")
            && strcmp(argv[1], "add") && strcmp(argv[1], "list"))) {
        fprintf(stderr, "moot keys: expected new, show, add or list; see moot "
                        "help keys\n");
        return false;
    }
    wish->what = argv[1];
    if (strcmp(wish->what, "add") == 0 && *argc > 2
        && strncmp(argv[2], "--", 2) != 0) {
        wish->given = argv[2];
        words = 2;
    }
    for (int i = 1; i + words < *argc; i++)
        argv[i] = argv[i + words];
    *argc -= words;
    return true;
}

int moot_keys_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"role", true, take_role},
                                        {"name", true, take_name},
                                        {"dir", true, take_dir},
                                        {"json", false, take_json}};
    wish_t wish = {.role = MOOT_KEY_ROLES};
    moot_conf_t conf;
    int code;

    if (!take_words(&wish, &argc, argv))
        return MOOT_EXIT_USAGE;
    code = moot_command_options(argc, argv, own, 4, &wish, &conf);
    if (code != MOOT_EXIT_OK)
        return code;
    if (!wish.dir)
        wish.dir = conf.keys_dir;
    code = run(&wish);
    moot_conf_close(&conf);
    return code;
}
