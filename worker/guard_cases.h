/* Asks a plugin the cases of a file and compares, for the tests of plugins
 * (worker/ROOMTYPES.md, "Testing a plugin"). Shell. */
#ifndef MOOT_GUARD_CASES_H
#define MOOT_GUARD_CASES_H

/* path: of the plugin; key: of its room type; cases: of the file, a JSON
 * object a line. Says on stdout what differs. Returns the exit code: 0 all as
 * expected, 1 not, 2 the plugin or the file cannot be used. */
int moot_guard_cases_run(const char *path, const char *key, const char *cases);

#endif
