#include "proto/roomname.h"

#include <stdio.h>

#include "common/err.h"

static bool is_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Whether a word begins at a capital: after a small letter or a digit, or as
 * the last capital before a small letter (the R of DMRoom). */
static bool begins_word(moot_slice_t name, size_t i)
{
    if (i == 0 || !is_upper(name.at[i]) || name.at[i - 1] == '_')
        return false;
    return !is_upper(name.at[i - 1])
           || (i + 1 < name.size && is_lower(name.at[i + 1]));
}

static int to_snake(moot_slice_t name, const char *suffix,
                    moot_roomname_key_t *out)
{
    if (name.size > MOOT_ROOMNAME_CLASS_MAX)
        return MOOT_ELIMIT;
    if (name.size == 0 || !(is_upper(name.at[0]) || is_lower(name.at[0])))
        return MOOT_EINVAL;
    moot_roomname_key_t key = {.size = 0};
    for (size_t i = 0; i < name.size; i++) {
        uint8_t c = name.at[i];
        if (!is_upper(c) && !is_lower(c) && !is_digit(c) && c != '_')
            return MOOT_EINVAL;
        if (begins_word(name, i))
            key.text[key.size++] = '_';
        key.text[key.size++] = (char)(is_upper(c) ? c - 'A' + 'a' : c);
    }
    size_t cut = strlen(suffix);
    if (key.size > cut && memcmp(key.text + key.size - cut, suffix, cut) == 0)
        key.size -= cut;
    key.text[key.size] = '\0';
    *out = key;
    return 0;
}

int moot_roomname_key(moot_slice_t type, moot_roomname_key_t *out)
{
    return to_snake(type, "_room", out);
}

int moot_roomname_event(moot_slice_t type, moot_roomname_key_t *out)
{
    return to_snake(type, "_event", out);
}

static int refuse(moot_roomname_error_t *error, moot_slice_t field,
                  const char *what)
{
    snprintf(error->text, sizeof error->text, "%.*s %s",
             (int)(field.size < 128 ? field.size : 128), (const char *)field.at,
             what);
    return MOOT_EINVAL;
}

int moot_roomname_part(moot_arena_t *arena, moot_slice_t field,
                       const moot_value_t *part, bool several,
                       moot_slice_t *out, moot_roomname_error_t *error)
{
    moot_slice_t text = {0};
    char digits[24];
    if (part != NULL && part->kind == MOOT_VALUE_STRING) {
        text = part->string;
    } else if (part != NULL && part->kind == MOOT_VALUE_INT
               && part->integer != 0) {
        int size =
            snprintf(digits, sizeof digits, "%lld", (long long)part->integer);
        if (!moot_arena_copy(arena, moot_slice(digits, (size_t)size), &text))
            return MOOT_ENOMEM;
    }
    if (text.size == 0)
        return refuse(error, field, "is required");
    if (several && memchr(text.at, '|', text.size) != NULL)
        return refuse(error, field, "must not contain |");
    *out = text;
    return 0;
}

int moot_roomname_make(moot_arena_t *arena, moot_slice_t key,
                       const moot_slice_t *fields,
                       const moot_value_t *const *parts, size_t count,
                       moot_slice_t *out, moot_roomname_error_t *error)
{
    moot_slice_t texts[MOOT_ROOMNAME_PARTS_MAX];
    size_t size = key.size;
    MOOT_CHECK(count > 0 && count <= MOOT_ROOMNAME_PARTS_MAX);
    for (size_t i = 0; i < count; i++) {
        int rc = moot_roomname_part(arena, fields[i], parts[i], count > 1,
                                    &texts[i], error);
        if (rc != 0)
            return rc;
        size += 1 + texts[i].size;
        if (size > MOOT_ROOMNAME_BYTES_MAX)
            return refuse(error, fields[i], "is too long");
    }
    uint8_t *at = moot_arena_take(arena, size);
    if (at == NULL)
        return MOOT_ENOMEM;
    *out = moot_slice(at, size);
    memcpy(at, key.at, key.size);
    at += key.size;
    for (size_t i = 0; i < count; i++) {
        *at++ = '|';
        memcpy(at, texts[i].at, texts[i].size);
        at += texts[i].size;
    }
    return 0;
}
