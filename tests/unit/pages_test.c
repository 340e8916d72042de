/* A folder as pages: what is served, as what, and what is not. */
#include "edge/pages.h"

#include "common/err.h"
#include "tests/lib/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct fixture {
    char folder[64];
    moot_pages_t *pages;
    moot_web_answer_t answer;
} fixture_t;

static void put(fixture_t *f, const char *name, const char *text)
{
    char path[200];
    (void)snprintf(path, sizeof path, "%s/%s", f->folder, name);
    if (text == NULL) {
        assert_int_equal(mkdir(path, 0700), 0);
        return;
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bool ask(fixture_t *f, const char *method, const char *path,
                const char *etag)
{
    moot_web_request_t request = {
        .method = moot_slice_str(method),
        .path = moot_slice_str(path),
        .if_none_match =
            etag != NULL ? moot_slice_str(etag) : (moot_slice_t){0},
    };
    return moot_pages_answer(f->pages, &request, &f->answer);
}

static int begin(void **state)
{
    fixture_t *f = calloc(1, sizeof *f);
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/moot-pages-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    *state = f;
    return 0;
}

static int end(void **state)
{
    fixture_t *f = *state;
    char command[200];
    moot_pages_close(&f->pages);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

static void test_served(void **state)
{
    fixture_t *f = *state;
    put(f, "chat", NULL);
    put(f, "chat/index.html", "<p>");
    put(f, "chat/app.js", "1");
    put(f, "chat/empty.css", "");
    assert_int_equal(moot_pages_open(f->folder, &f->pages), 0);
    assert_int_equal(moot_pages_count(f->pages), 3);
    assert_true(ask(f, "GET", "/chat/", NULL));
    assert_int_equal(f->answer.status, 200);
    assert_string_equal(f->answer.content_type, "text/html; charset=utf-8");
    assert_slice(f->answer.body, "<p>");
    assert_non_null(strstr(f->answer.security, "default-src 'self'"));
    const char *etag = f->answer.etag;
    assert_false(ask(f, "GET", "/chat/index.html", NULL));
    assert_true(ask(f, "GET", "/chat/app.js", etag));
    assert_int_equal(f->answer.status, 200);
    assert_string_equal(f->answer.content_type,
                        "text/javascript; charset=utf-8");
    assert_true(ask(f, "HEAD", "/chat/", etag));
    assert_int_equal(f->answer.status, 304);
    assert_true(ask(f, "GET", "/chat/empty.css", NULL));
    assert_int_equal(f->answer.body.size, 0);
    assert_true(ask(f, "GET", "/chat", NULL));
    assert_int_equal(f->answer.status, 308);
    assert_string_equal(f->answer.location, "/chat/");
    assert_true(ask(f, "POST", "/chat/", NULL));
    assert_int_equal(f->answer.status, 405);
}

static void test_not_served(void **state)
{
    fixture_t *f = *state;
    char link[200];
    put(f, "a", NULL);
    put(f, "a/b.txt", "b");
    put(f, ".secret", "s");
    put(f, "node_modules", NULL);
    put(f, "node_modules/c.js", "c");
    (void)snprintf(link, sizeof link, "%s/a/link", f->folder);
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(moot_pages_open(f->folder, &f->pages), 0);
    assert_int_equal(moot_pages_count(f->pages), 1);
    static const char *const paths[] = {
        "/",
        "/a",
        "/a/",
        "/a/b.txt/",
        "/a/link",
        "/.secret",
        "//a/b.txt",
        "/node_modules/c.js",
        "/a/../a/b.txt",
        "/../a/b.txt",
        "/a/%62.txt",
        "a/b.txt",
        "",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_false(ask(f, "GET", paths[i], NULL));
    assert_true(ask(f, "GET", "/a/b.txt", NULL));
}

static void test_bounds(void **state)
{
    fixture_t *f = *state;
    char path[200];
    assert_int_equal(moot_pages_open("/tmp/moot-no-such-folder", &f->pages),
                     MOOT_ENOENT);
    put(f, "large", "x");
    (void)snprintf(path, sizeof path, "%s/large", f->folder);
    assert_int_equal(truncate(path, MOOT_PAGES_BYTES_MAX + 1), 0);
    assert_int_equal(moot_pages_open(f->folder, &f->pages), MOOT_ELIMIT);
    assert_int_equal(truncate(path, 1), 0);
    for (int i = 0; i < MOOT_PAGES_FILES_MAX; i++) {
        char name[20];
        (void)snprintf(name, sizeof name, "%d", i);
        put(f, name, "");
    }
    assert_int_equal(moot_pages_open(f->folder, &f->pages), MOOT_ELIMIT);
    assert_null(f->pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_served, begin, end),
        cmocka_unit_test_setup_teardown(test_not_served, begin, end),
        cmocka_unit_test_setup_teardown(test_bounds, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
