/* The moot-guard process that asks back ends over HTTP and forwards events to
 * them; guard_http.c alone names libcurl. Shell. */
#ifndef MOOT_GUARD_HTTP_H
#define MOOT_GUARD_HTTP_H

/* Answers the worker at fd until it is gone. Returns the exit code. */
int moot_guard_http_serve(int fd);

#endif
