/* The moot-guard process that answers for room types that are plugins, and the
 * tests of one. Shell. */
#ifndef MOOT_GUARD_SERVE_H
#define MOOT_GUARD_SERVE_H

/* Answers the worker at fd until it is gone. Returns the exit code. */
int moot_guard_serve_plugins(int fd);

#endif
