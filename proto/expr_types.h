/* Short names of the types of expressions, for the tables and checks of the
 * language: proto/expr_call.c, expr_check.c and expr_parse.c only. */
#ifndef MOOT_EXPR_TYPES_H
#define MOOT_EXPR_TYPES_H

#include "proto/expr_internal.h"

#define ANY MOOT_EXPR_T_ANY
#define NUL MOOT_EXPR_T_NULL
#define BOOLEAN MOOT_EXPR_T_BOOL
#define NUMBER MOOT_EXPR_T_NUMBER
#define STRING MOOT_EXPR_T_STRING
#define LIST MOOT_EXPR_T_LIST
#define OBJECT MOOT_EXPR_T_OBJECT

#endif
