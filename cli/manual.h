/* What `moot` says of its commands, all out of one table: help, man pages,
 * completion of words in the shell. */
#ifndef MOOT_MANUAL_H
#define MOOT_MANUAL_H

#include "common/buf.h"

typedef struct moot_manual_page {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage; /* one line; its --words are what completion offers */
    const char *help;  /* sentences; lines of examples begin with 4 spaces */
} moot_manual_page_t;

/* Each appends a whole text; returns buf->error. */

/* The man page of one command, moot-NAME(1), in roff. */
int moot_manual_roff(const moot_manual_page_t *page, moot_buf_t *buf);
/* That of moot(1): the commands in one list. */
int moot_manual_roff_all(const moot_manual_page_t *pages, size_t count,
                         moot_buf_t *buf);
/* Scripts for `source <(moot completion bash)`, and zsh. */
int moot_manual_bash(const moot_manual_page_t *pages, size_t count,
                     moot_buf_t *buf);
int moot_manual_zsh(const moot_manual_page_t *pages, size_t count,
                    moot_buf_t *buf);

#endif
