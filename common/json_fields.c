#include "common/json_fields.h"

#include "common/err.h"

#include <stdio.h>

static int refuse(char *why, const char *format, const char *name)
{
    snprintf(why, MOOT_JSON_WHY_BYTES, format, name);
    return MOOT_EINVAL;
}

static const char *const kind_names[] = {
    [MOOT_JSON_NULL] = "null",     [MOOT_JSON_BOOL] = "true or false",
    [MOOT_JSON_NUMBER] = "a number", [MOOT_JSON_STRING] = "a string",
    [MOOT_JSON_ARRAY] = "an array", [MOOT_JSON_OBJECT] = "an object",
};

/* "event: expected a string or an object". */
static int refuse_kind(char *why, const moot_json_field_t *field)
{
    size_t at = (size_t)snprintf(why, MOOT_JSON_WHY_BYTES, "%s: expected",
                                 field->name);
    const char *between = " ";

    for (unsigned i = MOOT_JSON_NULL; i <= MOOT_JSON_OBJECT; i++) {
        if (!(field->kinds & MOOT_JSON_MAY(i)) || at >= MOOT_JSON_WHY_BYTES)
            continue;
        at += (size_t)snprintf(why + at, MOOT_JSON_WHY_BYTES - at, "%s%s",
                               between, kind_names[i]);
        between = " or ";
    }
    return MOOT_EINVAL;
}

/* Names what stands in the text and in no table, as far as it is readable. */
static int refuse_name(char *why, moot_slice_t raw)
{
    char name[MOOT_JSON_NAME_BYTES_MAX + 1];
    size_t size = 0;

    for (size_t i = 1; i + 1 < raw.size && size < sizeof name - 1; i++) {
        if (raw.at[i] >= ' ' && raw.at[i] < 0x7f)
            name[size++] = (char)raw.at[i];
    }
    name[size] = '\0';
    return refuse(why, "there is no field %s", name);
}

/* Whether every member of the object is in the table. */
static int check_names(moot_slice_t text, const moot_json_field_t *fields,
                       size_t count, char *why)
{
    moot_json_value_t object, key, value;
    moot_json_iter_t iter;

    if (moot_json_read_value(text, &object) != 0
        || moot_json_read_members(&object, &iter) != 0)
        return refuse(why, "the body is not %s", "a JSON object");
    while (moot_json_read_next(&iter, &key, &value)) {
        uint8_t bytes[MOOT_JSON_NAME_BYTES_MAX * 6];
        moot_json_scratch_t scratch = {bytes, sizeof bytes};
        moot_slice_t name;
        bool known = false;

        if (moot_json_read_string(&key, &scratch, &name) != 0)
            return refuse_name(why, key.raw);
        for (size_t i = 0; i < count && !known; i++)
            known = moot_slice_eq(name, moot_slice_str(fields[i].name));
        if (!known)
            return refuse_name(why, key.raw);
    }
    return 0;
}

int moot_json_fields_read(moot_slice_t text, const moot_json_field_t *fields,
                          size_t count, moot_json_value_t *values, char *why)
{
    moot_slice_t names[MOOT_JSON_FIELDS_MAX];
    int rc;

    MOOT_CHECK(count <= MOOT_JSON_FIELDS_MAX);
    for (size_t i = 0; i < count; i++)
        names[i] = moot_slice_str(fields[i].name);
    rc = moot_json_read_object(text, names, count, values);
    if (rc == MOOT_ELIMIT)
        return refuse(why, "%s", "the JSON is nested too deep");
    if (rc == MOOT_ETYPE)
        return refuse(why, "%s", "a JSON object is expected");
    if (rc != 0)
        return refuse(why, "%s", "this is not JSON");
    rc = check_names(text, fields, count, why);
    for (size_t i = 0; rc == 0 && i < count; i++) {
        if (values[i].kind == MOOT_JSON_NONE) {
            if (fields[i].kinds & MOOT_JSON_MUST)
                rc = refuse(why, "%s is missing", fields[i].name);
        } else if (!(fields[i].kinds & MOOT_JSON_MAY(values[i].kind))) {
            rc = refuse_kind(why, &fields[i]);
        }
    }
    return rc;
}
