/* The files of a folder, served over HTTP: read into memory at the start,
 * answered with their type, an ETag and headers that keep browsers strict.
 * A path that ends with '/' is its index.html; one that lacks that slash is
 * redirected. Nothing is looked up on the disk for a request, so no path can
 * lead out of the folder. One thread. */
#ifndef MOOT_PAGES_H
#define MOOT_PAGES_H

#include "common/check.h"
#include "edge/web.h"

typedef struct moot_pages moot_pages_t;

/* Bounds of what is read; a folder beyond them is refused. */
#define MOOT_PAGES_FILES_MAX 500
#define MOOT_PAGES_BYTES_MAX (16 * 1024 * 1024)
#define MOOT_PAGES_DEPTH_MAX 8

/* Reads all regular files below the folder; names that begin with a dot,
 * links and the folder node_modules are left out. Errors: MOOT_ENOENT,
 * MOOT_EDENIED, MOOT_ELIMIT, MOOT_EIO, MOOT_ENOMEM. */
MOOT_CHECKED int moot_pages_open(const char *folder, moot_pages_t **out);
void moot_pages_close(moot_pages_t **pages_p);

size_t moot_pages_count(const moot_pages_t *pages);

/* What the request is answered; the answer borrows from the pages. False:
 * there is no file of that path. */
bool moot_pages_answer(const moot_pages_t *pages,
                       const moot_web_request_t *request,
                       moot_web_answer_t *out);

/* For moot_site_add; ctx is the pages. Takes the request when there is a file
 * of that path: GET and HEAD get it, other methods 405. */
bool moot_pages_take(void *pages, moot_exchange_t *exchange,
                     const moot_web_request_t *request);

#endif
