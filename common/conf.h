/* The settings as a struct, generated from common/settings.def.
 *
 * Sources in rising precedence: defaults, file, environment, flags; see
 * common/conf_load.h. Not thread safe. */
#ifndef MOOT_CONF_H
#define MOOT_CONF_H

#include "common/buf.h"
#include "common/check.h"
#include "common/slice.h"

/* Programs, for a setting's list of those that take it as a flag. */
#define MOOT_CONF_EDGE 1u
#define MOOT_CONF_BROKER 2u
#define MOOT_CONF_WORKER 4u
#define MOOT_CONF_CLI 8u
#define MOOT_CONF_ALL 15u

/* Flags of a setting. */
#define MOOT_CONF_RELOAD 1u
#define MOOT_CONF_SECRET 2u

/* Bytes of one value at most. */
#define MOOT_CONF_VALUE_MAX 8192

typedef struct moot_conf_list {
    char **at;
    size_t count;
} moot_conf_list_t;

typedef uint64_t moot_conf_INT_t;
typedef bool moot_conf_BOOL_t;
typedef int moot_conf_ENUM_t;
typedef char *moot_conf_STR_t;
typedef char *moot_conf_PATH_t;
typedef char *moot_conf_NAME_t;
typedef moot_conf_list_t moot_conf_LIST_t;

/* One member for each setting, with its name. Strings are never NULL and
 * belong to the struct, as the lists do. */
typedef struct moot_conf {
#define MOOT_SETTING_GROUP(title)
#define MOOT_SETTING(type, name, value, min, max, unit, flags, programs, text) \
    moot_conf_##type##_t name;
#include "common/settings.def"
#undef MOOT_SETTING
#undef MOOT_SETTING_GROUP
} moot_conf_t;

typedef enum moot_conf_type {
    MOOT_CONF_TYPE_GROUP, /* a title: has only name */
    MOOT_CONF_TYPE_INT,
    MOOT_CONF_TYPE_BOOL,
    MOOT_CONF_TYPE_ENUM,
    MOOT_CONF_TYPE_STR,
    MOOT_CONF_TYPE_PATH,
    MOOT_CONF_TYPE_NAME,
    MOOT_CONF_TYPE_LIST,
} moot_conf_type_t;

/* A line of settings.def. */
typedef struct moot_conf_setting {
    moot_conf_type_t type;
    const char *name;
    const char *value; /* default, as text */
    uint64_t min, max;
    const char *unit;
    unsigned flags, programs;
    const char *meaning;
    size_t offset; /* of its member in moot_conf_t */
} moot_conf_setting_t;

/* The whole table, groups included, in order of declaration. */
const moot_conf_setting_t *moot_conf_settings(size_t *count);

/* The setting of that name, or NULL. */
const moot_conf_setting_t *moot_conf_find(moot_slice_t name);

/* The name most like an unknown one, or NULL when none is near. */
const char *moot_conf_hint(moot_slice_t name);

/* Sets every member to its default. Aborts when memory is out. */
void moot_conf_init(moot_conf_t *conf);
void moot_conf_close(moot_conf_t *conf);

/* Reads a value as text into its member. Numbers of bytes may end in KiB,
 * MiB or GiB, times in ms, s, min or h. Errors: MOOT_EINVAL, and *why (a
 * static text) says what is expected; the member is unchanged then. */
MOOT_CHECKED int moot_conf_set(moot_conf_t *conf,
                               const moot_conf_setting_t *setting,
                               moot_slice_t value, const char **why);

/* Appends the present value as it would be written in the file; a secret
 * that is not empty shows as "(secret)". Errors: of moot_buf_put. */
int moot_conf_show(const moot_conf_t *conf, const moot_conf_setting_t *setting,
                   moot_buf_t *out);

/* Called for each setting that differs between two readings. */
typedef void moot_conf_changed_fn(const moot_conf_setting_t *setting,
                                  void *arg);

/* Takes over from a fresh reading the reloadable settings that differ, and
 * calls on_changed for every one that differs (setting->flags tells whether
 * it was taken). The former values go into fresh: strings borrowed from conf
 * stay valid until the caller closes fresh, after everyone has read the new
 * ones. */
void moot_conf_adopt(moot_conf_t *conf, moot_conf_t *fresh,
                     moot_conf_changed_fn *on_changed, void *arg);

#endif
