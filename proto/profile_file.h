/* Profiles as files: where a name leads to, and reading them. Shell. */
#ifndef MOOT_PROFILE_FILE_H
#define MOOT_PROFILE_FILE_H

#include "proto/profile.h"

/* The file of a profile that was given as NAME or FILE: what contains "/" or
 * ends with ".conf" is a path; a name is NAME.conf in the folder
 * ../share/moothall/profiles seen from this program's own folder.
 * Errors: MOOT_ENOENT (mistakes says which names there are), MOOT_ELIMIT. */
MOOT_CHECKED int moot_profile_find(const char *name, moot_buf_t *mistakes,
                                   char *path, size_t size);

/* Finds, reads and parses. mistakes: one line for each.
 * Errors: those of moot_profile_find and moot_profile_parse, MOOT_EIO. */
MOOT_CHECKED int moot_profile_load(const char *name, moot_buf_t *mistakes,
                                   moot_profile_t **out);

#endif
