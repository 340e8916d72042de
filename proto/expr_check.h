/* What can never work is found when an expression is compiled: these look at
 * one complete node whose children are complete, set the kinds of value it may
 * have, and say where and why it is a mistake (MOOT_EINVAL, error is set). */
#ifndef MOOT_EXPR_CHECK_H
#define MOOT_EXPR_CHECK_H

#include "proto/expr_internal.h"

/* Two children and an operator. */
MOOT_CHECKED int moot_expr_check_binary(moot_expr_t *expr, uint16_t number,
                                        moot_expr_error_t *error);
/* base.member, base[index], - child. */
MOOT_CHECKED int moot_expr_check_member(moot_expr_t *expr, uint16_t number,
                                        moot_expr_error_t *error);
MOOT_CHECKED int moot_expr_check_index(moot_expr_t *expr, uint16_t number,
                                       moot_expr_error_t *error);
MOOT_CHECKED int moot_expr_check_minus(moot_expr_t *expr, uint16_t number,
                                       moot_expr_error_t *error);
/* A function or if, with its arguments; what it uses is noted. */
MOOT_CHECKED int moot_expr_check_call(moot_expr_t *expr, uint16_t number,
                                      moot_expr_error_t *error);
/* That it may be a boolean, as what ("and", "if") needs it. */
MOOT_CHECKED int moot_expr_check_boolean(const moot_expr_t *expr,
                                         uint16_t number, const char *what,
                                         moot_expr_error_t *error);
/* The root, as its place needs it. */
MOOT_CHECKED int moot_expr_check_wanted(const moot_expr_t *expr,
                                        enum moot_expr_wanted wanted,
                                        moot_expr_error_t *error);
/* The mistake of a node that is too deep: MOOT_ELIMIT. */
int moot_expr_check_deep(const moot_expr_node_t *node,
                         moot_expr_error_t *error);

#endif
