/* Key files: written, read back, refused when damaged or open to others. */
#include "common/keyring.h"

#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/err.h"
#include "common/file.h"

static char folder[64];
static char why[512];
static moot_keyring_t *ring;

static const char *at(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/moot-keys-XXXXXX");
    ring = NULL;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    static const char *const names[] = {
        "self.key",  "self.pub", "edge/e.pub",    "edge/f.pub", "edge",
        "worker/w.pub", "worker/e.pub", "worker", "tool/t.pub", "tool",
    };
    (void)state;
    moot_keyring_destroy(&ring);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)remove(at(names[i]));
    return rmdir(folder);
}

/* A key of one repeated byte. */
static moot_key_t key_of(moot_key_role_t role, const char *name, int byte)
{
    moot_key_t key = {.role = role};
    strcpy(key.name, name);
    memset(key.bytes, byte, sizeof key.bytes);
    return key;
}

static void write_self(void)
{
    uint8_t secret[MOOT_KEY_BYTES];
    moot_key_t self = key_of(MOOT_KEY_EDGE, "edge-1", 7);
    memset(secret, 0xa5, sizeof secret);
    assert_int_equal(moot_keyring_write(folder, &self, secret), 0);
}

static void add(moot_key_role_t role, const char *name, int byte)
{
    moot_key_t key = key_of(role, name, byte);
    assert_int_equal(moot_keyring_add(folder, &key), 0);
}

static int load(void)
{
    moot_keyring_destroy(&ring);
    why[0] = '\0';
    return moot_keyring_open(folder, &ring, why, sizeof why);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    struct stat status;
    moot_key_t key;
    write_self();
    add(MOOT_KEY_WORKER, "w", 2);
    add(MOOT_KEY_EDGE, "f", 3);
    add(MOOT_KEY_EDGE, "e", 1);
    assert_int_equal(load(), 0);
    assert_int_equal(ring->self.role, MOOT_KEY_EDGE);
    assert_string_equal(ring->self.name, "edge-1");
    assert_int_equal(ring->self.bytes[31], 7);
    assert_int_equal(ring->secret[31], 0xa5);
    assert_int_equal(ring->count, 3);
    assert_string_equal(ring->keys[0].name, "e");
    key = key_of(MOOT_KEY_TOOL, "", 2);
    assert_string_equal(moot_keyring_find(ring, key.bytes)->name, "w");
    memset(key.bytes, 9, sizeof key.bytes);
    assert_null(moot_keyring_find(ring, key.bytes));
    assert_int_equal(moot_keyring_named(ring, MOOT_KEY_EDGE, "f")->bytes[0], 3);
    assert_null(moot_keyring_named(ring, MOOT_KEY_WORKER, "f"));
    assert_int_equal(stat(at("self.key"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(moot_keyring_read(at("self.pub"), &key), 0);
    assert_string_equal(key.name, "edge-1");
}

static void a_first_key_stays(void **state)
{
    (void)state;
    uint8_t secret[MOOT_KEY_BYTES] = {1};
    moot_key_t other = key_of(MOOT_KEY_TOOL, "t", 8);
    write_self();
    assert_int_equal(moot_keyring_write(folder, &other, secret), MOOT_EEXIST);
    assert_int_equal(load(), 0);
    assert_string_equal(ring->self.name, "edge-1");
}

static void no_key_is_told_apart(void **state)
{
    (void)state;
    assert_int_equal(load(), MOOT_ENOENT);
    assert_non_null(strstr(why, "self.key"));
}

static void a_secret_that_others_can_read_is_refused(void **state)
{
    (void)state;
    write_self();
    for (unsigned bit = 040; bit != 0; bit >>= 1) {
        assert_int_equal(chmod(at("self.key"), 0600 | bit), 0);
        assert_int_equal(load(), MOOT_EDENIED);
        assert_non_null(strstr(why, "chmod 600"));
    }
}

static void a_key_has_one_role(void **state)
{
    (void)state;
    write_self();
    add(MOOT_KEY_EDGE, "e", 1);
    add(MOOT_KEY_WORKER, "w", 1);
    assert_int_equal(load(), MOOT_EINVAL);
    assert_non_null(strstr(why, "edge/e.pub and worker/w.pub"));
    /* Under two names of one role it is only listed twice. */
    assert_int_equal(remove(at("worker/w.pub")), 0);
    add(MOOT_KEY_EDGE, "f", 1);
    assert_int_equal(load(), 0);
}

static void a_file_in_the_wrong_list_is_refused(void **state)
{
    (void)state;
    write_self();
    add(MOOT_KEY_EDGE, "e", 1);
    add(MOOT_KEY_WORKER, "w", 2);
    assert_int_equal(rename(at("edge/e.pub"), at("self.pub")), 0);
    char from[128];
    strcpy(from, at("self.pub"));
    assert_int_equal(rename(from, at("worker/e.pub")), 0);
    assert_int_equal(load(), MOOT_EINVAL);
    assert_non_null(strstr(why, "worker/e.pub"));
    assert_non_null(strstr(why, "edge/e"));
}

static void put(const char *name, const char *text, size_t size, unsigned mode)
{
    assert_int_equal(
        moot_file_replace(at(name), moot_slice(text, size), mode), 0);
}

/* Cut at every byte and changed at every byte: an error, or the same key. */
static void damaged_files_are_refused(void **state)
{
    (void)state;
    char text[512], whole[512];
    moot_buf_t buf;
    moot_key_t key;
    write_self();
    add(MOOT_KEY_EDGE, "e", 1);
    moot_buf_init(&buf, sizeof whole);
    assert_int_equal(moot_file_read(at("self.key"), &buf), 0);
    size_t size = buf.size;
    memcpy(whole, buf.at, size);
    moot_buf_close(&buf);
    for (size_t i = 0; i + 1 < size; i++) {
        put("self.key", whole, i, 0600);
        assert_int_equal(load(), MOOT_EINVAL);
        assert_non_null(strstr(why, "self.key"));
    }
    for (size_t i = 0; i < size; i++) {
        memcpy(text, whole, size);
        text[i] = '\0';
        put("self.key", text, size, 0600);
        assert_int_equal(load(), MOOT_EINVAL);
    }
    put("self.key", whole, size, 0600);
    assert_int_equal(load(), 0);
    memset(text, 'a', sizeof text);
    put("edge/e.pub", text, sizeof text, 0644);
    assert_int_equal(load(), MOOT_EINVAL);
    assert_int_equal(moot_keyring_read(at("edge/e.pub"), &key), MOOT_EINVAL);
    assert_int_equal(moot_keyring_read(at("nothing"), &key), MOOT_ENOENT);
}

static void names_are_names(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ".", "..", "../x", "a/b", "-x", "a b",
                                      "a\n", "\xc3\xa4"};
    char name[MOOT_KEY_NAME_MAX + 2];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(moot_key_name_ok(bad[i]));
    assert_true(moot_key_name_ok("edge-1.b_C"));
    memset(name, 'a', sizeof name);
    name[MOOT_KEY_NAME_MAX + 1] = '\0';
    assert_false(moot_key_name_ok(name));
    name[MOOT_KEY_NAME_MAX] = '\0';
    assert_true(moot_key_name_ok(name));
}

static void text_and_bytes_are_the_same(void **state)
{
    (void)state;
    uint8_t bytes[MOOT_KEY_BYTES], back[MOOT_KEY_BYTES] = {0};
    char text[MOOT_KEY_TEXT + 1];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 37);
    moot_key_to_text(bytes, text);
    assert_int_equal(strlen(text), MOOT_KEY_TEXT);
    assert_int_equal(moot_key_from_text(moot_slice_str(text), back), 0);
    assert_memory_equal(bytes, back, sizeof bytes);
    text[5] = 'G';
    assert_int_equal(moot_key_from_text(moot_slice_str(text), back),
                     MOOT_EINVAL);
    assert_int_equal(moot_key_from_text(moot_slice(text, 63), back),
                     MOOT_EINVAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_read),
        TEST(a_first_key_stays),
        TEST(no_key_is_told_apart),
        TEST(a_secret_that_others_can_read_is_refused),
        TEST(a_key_has_one_role),
        TEST(a_file_in_the_wrong_list_is_refused),
        TEST(damaged_files_are_refused),
        TEST(names_are_names),
        TEST(text_and_bytes_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
