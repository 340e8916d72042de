#include "common/conf.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "common/err.h"
#include "common/utf8.h"

/* Names longer than this are not compared for a hint. */
#define HINT_CHARS 48

/* clang-format off */
static const moot_conf_setting_t settings[] = {
#define MOOT_SETTING_GROUP(title)                                              \
    {.type = MOOT_CONF_TYPE_GROUP, .name = title},
#define MOOT_SETTING(type, name, value, min, max, unit, flags, programs, text) \
    {MOOT_CONF_TYPE_##type, #name, value, min, max, unit,                      \
     flags, programs, text, offsetof(moot_conf_t, name)},
#include "common/settings.def"
#undef MOOT_SETTING
#undef MOOT_SETTING_GROUP
};
/* clang-format on */

#define SETTINGS (sizeof settings / sizeof *settings)

const moot_conf_setting_t *moot_conf_settings(size_t *count)
{
    *count = SETTINGS;
    return settings;
}

const moot_conf_setting_t *moot_conf_find(moot_slice_t name)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (settings[i].type != MOOT_CONF_TYPE_GROUP
            && moot_slice_eq(moot_slice_str(settings[i].name), name))
            return &settings[i];
    }
    return NULL;
}

/* Changes of one character that make a into b (Levenshtein). */
static size_t distance(moot_slice_t a, moot_slice_t b)
{
    size_t row[HINT_CHARS + 1];
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t best = diagonal + (a.at[i - 1] != b.at[j - 1]);
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b.size];
}

const char *moot_conf_hint(moot_slice_t name)
{
    const char *hint = NULL;
    size_t least = name.size / 3 + 1;
    for (size_t i = 0; i < SETTINGS && name.size <= HINT_CHARS; i++) {
        moot_slice_t other = moot_slice_str(settings[i].name);
        if (settings[i].type == MOOT_CONF_TYPE_GROUP || other.size > HINT_CHARS)
            continue;
        size_t changes = distance(name, other);
        if (changes <= least && (hint == NULL || changes < least)) {
            least = changes;
            hint = settings[i].name;
        }
    }
    return hint;
}

static void *member(const moot_conf_t *conf, const moot_conf_setting_t *setting)
{
    return (char *)(uintptr_t)conf + setting->offset;
}

static char *copy(moot_slice_t text)
{
    char *to = malloc(text.size + 1);
    MOOT_CHECK(to != NULL);
    if (text.size > 0)
        memcpy(to, text.at, text.size);
    to[text.size] = '\0';
    return to;
}

static void free_list(moot_conf_list_t *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->at[i]);
    free(list->at);
    *list = (moot_conf_list_t){0};
}

/* Takes "12" and a following unit apart; the unit may have spaces before. */
static bool take_number(moot_slice_t *text, uint64_t *number)
{
    size_t i = 0;
    *number = 0;
    for (; i < text->size && isdigit(text->at[i]); i++) {
        if (__builtin_mul_overflow(*number, 10, number)
            || __builtin_add_overflow(*number, text->at[i] - '0', number))
            return false;
    }
    if (i == 0)
        return false;
    *text = moot_utf8_trim(moot_slice(text->at + i, text->size - i));
    return true;
}

static int set_int(const moot_conf_setting_t *setting, uint64_t *to,
                   moot_slice_t text, const char **why)
{
    static const struct {
        const char *of, *unit;
        uint64_t factor;
    } units[] = {
        {"bytes", "KiB", UINT64_C(1) << 10},
        {"bytes", "MiB", UINT64_C(1) << 20},
        {"bytes", "GiB", UINT64_C(1) << 30},
        {"ms", "ms", 1},
        {"ms", "s", 1000},
        {"ms", "min", 60000},
        {"ms", "h", 3600000},
        {"h", "h", 1},
    };
    uint64_t number;
    *why = "expected a whole number";
    if (!take_number(&text, &number))
        return MOOT_EINVAL;
    size_t i = 0;
    for (; text.size > 0 && i < sizeof units / sizeof *units; i++) {
        if (strcmp(units[i].of, setting->unit) == 0
            && moot_slice_eq(moot_slice_str(units[i].unit), text))
            break;
    }
    if (i == sizeof units / sizeof *units) {
        *why = "expected a number with a unit that suits it";
        return MOOT_EINVAL;
    }
    if (text.size > 0
        && __builtin_mul_overflow(number, units[i].factor, &number))
        number = UINT64_MAX;
    *why = "out of bounds";
    if (number < setting->min || number > setting->max)
        return MOOT_EINVAL;
    *to = number;
    return 0;
}

static int set_bool(bool *to, moot_slice_t text, const char **why)
{
    static const char *const words[] = {"off", "on",  "false", "true",
                                        "no",  "yes", "0",     "1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (moot_slice_eq(moot_slice_str(words[i]), text)) {
            *to = i % 2 == 1;
            return 0;
        }
    }
    *why = "expected on or off";
    return MOOT_EINVAL;
}

/* Cuts the next word off a text of words with separators between them. */
static moot_slice_t next_word(moot_slice_t *text, char separator)
{
    const uint8_t *end = memchr(text->at, separator, text->size);
    size_t size = end != NULL ? (size_t)(end - text->at) : text->size;
    moot_slice_t word = moot_slice(text->at, size);
    size_t taken = end != NULL ? size + 1 : size;
    *text = moot_slice(text->at + taken, text->size - taken);
    return word;
}

/* Place of a word among those of the setting's unit, or -1. */
static int place_of(const moot_conf_setting_t *setting, moot_slice_t text)
{
    moot_slice_t words = moot_slice_str(setting->unit);
    for (int i = 0; words.size > 0; i++) {
        if (moot_slice_eq(next_word(&words, '|'), text))
            return i;
    }
    return -1;
}

static int set_enum(const moot_conf_setting_t *setting, int *to,
                    moot_slice_t text, const char **why)
{
    int place = place_of(setting, text);
    *why = "expected one of its words";
    if (place < 0)
        return MOOT_EINVAL;
    *to = place;
    return 0;
}

static bool is_name(moot_slice_t text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!isalnum(text.at[i]) && memchr("._-", text.at[i], 3) == NULL)
            return false;
    }
    return true;
}

static int set_text(const moot_conf_setting_t *setting, char **to,
                    moot_slice_t text, const char **why)
{
    *why = "too long";
    if (text.size > setting->max)
        return MOOT_EINVAL;
    *why = setting->min > 1 ? "too short" : "must not be empty";
    if (text.size < setting->min)
        return MOOT_EINVAL;
    *why = "expected letters, digits, \".\", \"_\" and \"-\"";
    if (setting->type == MOOT_CONF_TYPE_NAME && !is_name(text))
        return MOOT_EINVAL;
    free(*to);
    *to = copy(text);
    return 0;
}

static int set_list(const moot_conf_setting_t *setting, moot_conf_list_t *to,
                    moot_slice_t text, const char **why)
{
    size_t count = text.size > 0;
    for (size_t i = 0; i < text.size; i++)
        count += text.at[i] == ',';
    *why = "too few or too many words";
    if (count < setting->min || count > setting->max)
        return MOOT_EINVAL;
    moot_conf_list_t list = {calloc(count + 1, sizeof(char *)), 0};
    MOOT_CHECK(list.at != NULL);
    for (; list.count < count; list.count++) {
        moot_slice_t word = moot_utf8_trim(next_word(&text, ','));
        if (word.size == 0) {
            *why = "empty word between commas";
            free_list(&list);
            return MOOT_EINVAL;
        }
        if (*setting->unit != '\0' && place_of(setting, word) < 0) {
            *why = "expected words out of those that it knows";
            free_list(&list);
            return MOOT_EINVAL;
        }
        list.at[list.count] = copy(word);
    }
    free_list(to);
    *to = list;
    return 0;
}

int moot_conf_set(moot_conf_t *conf, const moot_conf_setting_t *setting,
                  moot_slice_t value, const char **why)
{
    value = moot_utf8_trim(value);
    *why = "malformed or overlong text";
    if (value.size > MOOT_CONF_VALUE_MAX || !moot_utf8_valid(value)
        || moot_utf8_has_control(value))
        return MOOT_EINVAL;
    void *to = member(conf, setting);
    switch (setting->type) {
    case MOOT_CONF_TYPE_INT:
        return set_int(setting, to, value, why);
    case MOOT_CONF_TYPE_BOOL:
        return set_bool(to, value, why);
    case MOOT_CONF_TYPE_ENUM:
        return set_enum(setting, to, value, why);
    case MOOT_CONF_TYPE_STR:
    case MOOT_CONF_TYPE_PATH:
    case MOOT_CONF_TYPE_NAME:
        return set_text(setting, to, value, why);
    case MOOT_CONF_TYPE_LIST:
        return set_list(setting, to, value, why);
    case MOOT_CONF_TYPE_GROUP:
        break;
    }
    *why = "a title, not a setting";
    return MOOT_EINVAL;
}

void moot_conf_init(moot_conf_t *conf)
{
    *conf = (moot_conf_t){0};
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *why;
        if (settings[i].type != MOOT_CONF_TYPE_GROUP)
            MOOT_CHECK(moot_conf_set(conf, &settings[i],
                                     moot_slice_str(settings[i].value), &why)
                       == 0);
    }
}

void moot_conf_close(moot_conf_t *conf)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        void *at = member(conf, &settings[i]);
        switch (settings[i].type) {
        case MOOT_CONF_TYPE_STR:
        case MOOT_CONF_TYPE_PATH:
        case MOOT_CONF_TYPE_NAME:
            free(*(char **)at);
            break;
        case MOOT_CONF_TYPE_LIST:
            free_list(at);
            break;
        default:
            break;
        }
    }
    *conf = (moot_conf_t){0};
}

static int show_list(const moot_conf_list_t *list, moot_buf_t *out)
{
    for (size_t i = 0; i < list->count; i++)
        moot_buf_printf(out, "%s%s", i > 0 ? "," : "", list->at[i]);
    return out->error;
}

static int show_enum(const moot_conf_setting_t *setting, int value,
                     moot_buf_t *out)
{
    moot_slice_t words = moot_slice_str(setting->unit);
    moot_slice_t word = next_word(&words, '|');
    while (value-- > 0)
        word = next_word(&words, '|');
    return moot_buf_put(out, word.at, word.size);
}

static int show(const moot_conf_t *conf, const moot_conf_setting_t *setting,
                moot_buf_t *out)
{
    const void *at = member(conf, setting);
    switch (setting->type) {
    case MOOT_CONF_TYPE_INT:
        return moot_buf_printf(out, "%" PRIu64, *(const uint64_t *)at);
    case MOOT_CONF_TYPE_BOOL:
        return moot_buf_put_str(out, *(const bool *)at ? "on" : "off");
    case MOOT_CONF_TYPE_ENUM:
        return show_enum(setting, *(const int *)at, out);
    case MOOT_CONF_TYPE_LIST:
        return show_list(at, out);
    default:
        return moot_buf_put_str(out, *(char *const *)at);
    }
}

int moot_conf_show(const moot_conf_t *conf, const moot_conf_setting_t *setting,
                   moot_buf_t *out)
{
    size_t before = out->size;
    show(conf, setting, out);
    if ((setting->flags & MOOT_CONF_SECRET) != 0 && out->error == 0
        && out->size > before) {
        out->size = before;
        moot_buf_put_str(out, "(secret)");
    }
    return out->error;
}

static bool differ(const moot_conf_t *a, const moot_conf_t *b,
                   const moot_conf_setting_t *setting)
{
    moot_buf_t texts[2];
    moot_buf_init(&texts[0], SIZE_MAX / 2);
    moot_buf_init(&texts[1], SIZE_MAX / 2);
    show(a, setting, &texts[0]);
    show(b, setting, &texts[1]);
    MOOT_CHECK(texts[0].error == 0 && texts[1].error == 0);
    bool result =
        !moot_slice_eq(moot_buf_slice(&texts[0]), moot_buf_slice(&texts[1]));
    moot_buf_close(&texts[0]);
    moot_buf_close(&texts[1]);
    return result;
}

static size_t member_size(const moot_conf_setting_t *setting)
{
    switch (setting->type) {
    case MOOT_CONF_TYPE_INT:
        return sizeof(uint64_t);
    case MOOT_CONF_TYPE_BOOL:
        return sizeof(bool);
    case MOOT_CONF_TYPE_ENUM:
        return sizeof(int);
    case MOOT_CONF_TYPE_LIST:
        return sizeof(moot_conf_list_t);
    default:
        return sizeof(char *);
    }
}

void moot_conf_adopt(moot_conf_t *conf, moot_conf_t *fresh,
                     moot_conf_changed_fn *on_changed, void *arg)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        const moot_conf_setting_t *setting = &settings[i];
        if (setting->type == MOOT_CONF_TYPE_GROUP
            || !differ(conf, fresh, setting))
            continue;
        if ((setting->flags & MOOT_CONF_RELOAD) != 0) {
            uint8_t swap[sizeof(moot_conf_list_t)];
            size_t size = member_size(setting);
            memcpy(swap, member(conf, setting), size);
            memcpy(member(conf, setting), member(fresh, setting), size);
            memcpy(member(fresh, setting), swap, size);
        }
        if (on_changed != NULL)
            on_changed(setting, arg);
    }
}
