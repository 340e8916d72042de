#include "edge/pages.h"

#include "common/err.h"
#include "common/hash.h"
#include "common/list.h"
#include "common/map.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES_MAX 512

/* Pages may load what comes from this port and connect to it, and nothing
 * else; nobody may frame them. */
#define SECURITY                                                               \
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "  \
    "object-src 'none'; base-uri 'none'; form-action 'self'; "                 \
    "frame-ancestors 'none'"

typedef struct page {
    moot_map_node_t node;
    char *bytes;
    size_t size;
    const char *content_type;
    const char *location; /* a folder without its slash: where it is */
    char etag[20];
    char path[]; /* of the request */
} page_t;

struct moot_pages {
    moot_map_t map;
    size_t bytes;
    size_t files;
};

static const char *type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/plain; charset=utf-8"},
    };
    const char *end = strrchr(name, '.');
    for (size_t i = 0; end != NULL && i < sizeof types / sizeof *types; i++)
        if (strcmp(end, types[i].end) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* Puts a page in; takes bytes in any case. */
static int put(moot_pages_t *pages, const char *path, char *bytes, size_t size,
               page_t **out)
{
    size_t length = strlen(path);
    page_t *page = calloc(1, sizeof *page + length + 1);
    if (page == NULL) {
        free(bytes);
        return MOOT_ENOMEM;
    }
    memcpy(page->path, path, length + 1);
    page->bytes = bytes;
    page->size = size;
    page->content_type = type_of(path);
    (void)snprintf(page->etag, sizeof page->etag, "\"%016llx\"",
                   (unsigned long long)moot_hash64(moot_slice(bytes, size)));
    moot_map_put(&pages->map, &page->node, moot_slice(page->path, length));
    *out = page;
    return MOOT_OK;
}

/* The whole of an open file, which is not larger than size. */
static int read_all(int fd, size_t size, char **out)
{
    char *bytes = malloc(size > 0 ? size : 1);
    size_t at = 0;
    if (bytes == NULL)
        return MOOT_ENOMEM;
    while (at < size) {
        ssize_t got = read(fd, bytes + at, size - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            free(bytes);
            return MOOT_EIO;
        }
        at += (size_t)got;
    }
    *out = bytes;
    return MOOT_OK;
}

static int error_of(int code)
{
    return code == ENOENT || code == ENOTDIR ? MOOT_ENOENT
           : code == EACCES || code == EPERM ? MOOT_EDENIED
           : code == ENOMEM                  ? MOOT_ENOMEM
                                             : MOOT_EIO;
}

static int add_file(moot_pages_t *pages, int fd, size_t size, const char *path)
{
    static const char index[] = "/index.html";
    size_t length = strlen(path);
    char *bytes, *location;
    page_t *page;
    if (pages->files == MOOT_PAGES_FILES_MAX
        || size > MOOT_PAGES_BYTES_MAX - pages->bytes)
        return MOOT_ELIMIT;
    int rc = read_all(fd, size, &bytes);
    if (rc != MOOT_OK)
        return rc;
    pages->files++;
    pages->bytes += size;
    if (length < sizeof index - 1
        || strcmp(path + length - (sizeof index - 1), index) != 0)
        return put(pages, path, bytes, size, &page);

    /* It is what its folder shows; the folder without a slash leads there. */
    char folder[PATH_BYTES_MAX];
    (void)snprintf(folder, sizeof folder, "%.*s",
                   (int)(length - (sizeof index - 2)), path);
    rc = put(pages, folder, bytes, size, &page);
    if (rc != MOOT_OK || strlen(folder) == 1)
        return rc;
    page->content_type = type_of(path);
    location = strdup(folder);
    if (location == NULL)
        return MOOT_ENOMEM;
    folder[strlen(folder) - 1] = '\0';
    rc = put(pages, folder, location, strlen(location), &page);
    if (rc == MOOT_OK)
        page->location = page->bytes;
    return rc;
}

static int add_folder(moot_pages_t *pages, int fd, const char *path, int depth);

static int add_entry(moot_pages_t *pages, int folder, const char *name,
                     const char *path, int depth)
{
    struct stat about;
    int rc = MOOT_OK;
    /* A link or a pipe would lead elsewhere, or nowhere. */
    int fd =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ELOOP || errno == ENXIO ? MOOT_OK : error_of(errno);
    if (fstat(fd, &about) != 0)
        rc = MOOT_EIO;
    else if (S_ISDIR(about.st_mode))
        return add_folder(pages, fd, path, depth + 1);
    else if (S_ISREG(about.st_mode))
        rc = add_file(pages, fd, (size_t)about.st_size, path);
    (void)close(fd);
    return rc;
}

/* Adds what is in the folder; takes fd. path: "" or "/name…". */
static int add_folder(moot_pages_t *pages, int fd, const char *path, int depth)
{
    char below[PATH_BYTES_MAX];
    struct dirent *entry;
    int rc = MOOT_OK;
    DIR *folder = depth <= MOOT_PAGES_DEPTH_MAX ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        (void)close(fd);
        return depth <= MOOT_PAGES_DEPTH_MAX ? error_of(errno) : MOOT_ELIMIT;
    }
    while (rc == MOOT_OK && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.'
            || strcmp(entry->d_name, "node_modules") == 0)
            continue;
        int n = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        rc = n < (int)sizeof below
                 ? add_entry(pages, dirfd(folder), entry->d_name, below, depth)
                 : MOOT_ELIMIT;
    }
    (void)closedir(folder);
    return rc;
}

int moot_pages_open(const char *folder, moot_pages_t **out)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_of(errno);
    moot_pages_t *pages = calloc(1, sizeof *pages);
    if (pages == NULL) {
        (void)close(fd);
        return MOOT_ENOMEM;
    }
    moot_map_init(&pages->map);
    int rc = add_folder(pages, fd, "", 0);
    if (rc != MOOT_OK) {
        moot_pages_close(&pages);
        return rc;
    }
    *out = pages;
    return MOOT_OK;
}

void moot_pages_close(moot_pages_t **pages_p)
{
    moot_pages_t *pages = *pages_p;
    *pages_p = NULL;
    if (pages == NULL)
        return;
    moot_map_node_t *node = moot_map_next(&pages->map, NULL);
    while (node != NULL) {
        page_t *page = MOOT_CONTAINER(node, page_t, node);
        node = moot_map_next(&pages->map, node);
        free(page->bytes);
        free(page);
    }
    moot_map_close(&pages->map);
    free(pages);
}

size_t moot_pages_count(const moot_pages_t *pages)
{
    return pages->files;
}

bool moot_pages_answer(const moot_pages_t *pages,
                       const moot_web_request_t *request,
                       moot_web_answer_t *out)
{
    moot_map_node_t *node = moot_map_get(&pages->map, request->path);
    if (node == NULL)
        return false;
    const page_t *page = MOOT_CONTAINER(node, page_t, node);
    *out = (moot_web_answer_t){
        .status = 200,
        .content_type = page->content_type,
        .body = moot_slice(page->bytes, page->size),
        /* Asked again each time, answered 304 while it is the same. */
        .cache_control = "no-cache",
        .etag = page->etag,
        .security = SECURITY,
    };
    if (!moot_slice_eq(request->method, moot_slice_str("GET"))
        && !moot_slice_eq(request->method, moot_slice_str("HEAD")))
        *out = (moot_web_answer_t){.status = 405,
                                   .allow = "GET, HEAD",
                                   .body = moot_slice_str("only read here")};
    else if (page->location != NULL)
        *out = (moot_web_answer_t){.status = 308, .location = page->location};
    else if (request->if_none_match.at != NULL
             && moot_http_list_has(request->if_none_match, page->etag))
        out->status = 304;
    return true;
}

bool moot_pages_take(void *pages, moot_exchange_t *exchange,
                     const moot_web_request_t *request)
{
    moot_web_answer_t answer;
    if (!moot_pages_answer(pages, request, &answer))
        return false;
    moot_web_answer(exchange, &answer);
    return true;
}
