/* Assertions that stay on in release builds.
 *
 * MOOT_CHECK guards promises of our own code. A failed check is a defect in
 * this program: it prints where and what, and aborts. Bad input, a lost peer
 * or a full disk are errors (common/err.h), never checks. */
#ifndef MOOT_CHECK_H
#define MOOT_CHECK_H

/* Prints "file:line: check failed: text" to stderr and aborts. */
_Noreturn void moot_check_failed(const char *file, int line, const char *text);

#define MOOT_CHECK(cond)                                                       \
    ((cond) ? (void)0 : moot_check_failed(__FILE__, __LINE__, #cond))

/* Marks a function whose result must be looked at. */
#define MOOT_CHECKED __attribute__((warn_unused_result))

/* Marks a printf-like function: format is argument f, values from a. */
#define MOOT_PRINTF(f, a) __attribute__((format(printf, f, a)))

#endif
