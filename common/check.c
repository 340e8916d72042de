/* The end of a program that broke its own promise. */
#include "common/check.h"

#include <stdio.h>
#include <stdlib.h>

void moot_check_failed(const char *file, int line, const char *text)
{
    fprintf(stderr, "%s:%d: check failed: %s\n", file, line, text);
    abort();
}
