#include "cli/show.h"

#include "proto/rules.h"

#include "common/file.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

bool moot_show_take_json(void *words, const char *value)
{
    (void)value;
    ((moot_show_words_t *)words)->json = true;
    return true;
}

bool moot_show_take_word(void *words, const char *value)
{
    moot_show_words_t *self = words;

    if (self->count == MOOT_SHOW_WORDS_MAX) {
        fprintf(stderr, "moot: one argument too many: %s\n", value);
        return false;
    }
    self->words[self->count++] = value;
    return true;
}

bool moot_show_is_id(const char *command, const char *what, const char *id)
{
    size_t size = strlen(id);

    for (size_t i = 0; i < size; i++) {
        if ((uint8_t)id[i] < ' ' || id[i] == 0x7f)
            size = 0;
    }
    if (size > 0 && size <= MOOT_ID_BYTES_MAX)
        return true;
    fprintf(stderr, "%s: %s: expected 1 to %d bytes without control "
                    "characters\n",
            command, what, MOOT_ID_BYTES_MAX);
    return false;
}

size_t moot_show_text(moot_buf_t *buf, moot_slice_t text)
{
    size_t columns = 0;

    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = text.at[i];
        /* C0, DEL, and C1 in UTF-8. */
        bool c1 = c == 0xc2 && i + 1 < text.size && text.at[i + 1] < 0xa0;

        if (c < ' ' || c == 0x7f || c1) {
            moot_buf_printf(buf, "\\x%02x", c);
            columns += 4;
            if (c1) {
                moot_buf_printf(buf, "\\x%02x", text.at[++i]);
                columns += 4;
            }
        } else {
            moot_buf_put(buf, &c, 1);
            columns += (c & 0xc0) != 0x80;
        }
    }
    return columns;
}

void moot_show_cell(moot_buf_t *buf, moot_slice_t text, size_t width)
{
    for (size_t columns = moot_show_text(buf, text); columns < width; columns++)
        moot_buf_put_str(buf, " ");
}

void moot_show_time(moot_buf_t *buf, uint64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char text[64];

    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    moot_buf_printf(buf, "%s.%03uZ", text, (unsigned)(ms % 1000));
}

void moot_show_epoch(moot_json_write_t *json, uint64_t epoch)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRIu64, epoch);
    moot_json_write_name_string(json, "epoch", moot_slice_str(text));
}

void moot_show_print(moot_buf_t *buf)
{
    moot_file_print(buf, stdout);
    if (buf->error != 0)
        fprintf(stderr, "moot: the answer is too long to be shown whole\n");
    moot_buf_close(buf);
}
