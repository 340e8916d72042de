/* Escapes in the texts of expressions: those of JSON, and \'. */
#ifndef MOOT_EXPR_ESCAPE_H
#define MOOT_EXPR_ESCAPE_H

#include "common/check.h"
#include "common/slice.h"

/* Takes what follows a backslash, at *at, and puts the character to *made as
 * UTF-8, which is never longer. False: *why says what is wrong (static). */
MOOT_CHECKED bool moot_expr_escape(const uint8_t **at, const uint8_t *end,
                                   uint8_t **made, const char **why);

#endif
