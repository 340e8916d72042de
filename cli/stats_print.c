#include "cli/stats_print.h"

#include <stdio.h>

#include "cli/tap_print.h"
#include "common/json_write.h"
#include "common/utf8.h"

enum {
    CELL = 9, /* columns of a figure and the space before it */
    NAME_MIN = 10,
    NAME_MAX = 40,
    FIGURES_MAX = 6,
    TOP_SHOWN = 20,
};

/* Figures of a row; which ones a table has. */
enum figure { END, IN, OUT, ERRORS, P50, P95, P99, BYTES };

static const struct layout {
    const char *title;
    const char *name; /* in JSON */
    enum figure figures[FIGURES_MAX + 1];
    size_t max;
} layouts[MOOT_STATS_TABLES] = {
    [MOOT_STATS_TOTAL] = {"ALL", "total", {IN, ERRORS, P50, P95, P99, OUT}, 1},
    [MOOT_STATS_TYPES] =
        {"TYPE", "types", {IN, ERRORS, P50, P95, P99, OUT}, 512},
    [MOOT_STATS_CODES] = {"ERROR CODE", "codes", {ERRORS}, 512},
    [MOOT_STATS_ROOMS] = {"BUSIEST ROOM", "rooms", {IN}, TOP_SHOWN},
    [MOOT_STATS_USERS] = {"BUSIEST USER", "users", {IN}, TOP_SHOWN},
    [MOOT_STATS_PROGRAMS] =
        {"PROGRAM", "programs", {IN, OUT, ERRORS, P50, P99, BYTES}, 512},
};

static const char *const titles[] = {
    [IN] = "in/s",  [OUT] = "out/s", [ERRORS] = "err/s", [P50] = "p50",
    [P95] = "p95",  [P99] = "p99",   [BYTES] = "B/s",
};

const char *moot_stats_print_sort(enum moot_stats_sort sort)
{
    static const char *const names[MOOT_STATS_SORTS] = {
        [MOOT_STATS_BY_RATE] = "rate",
        [MOOT_STATS_BY_ERRORS] = "errors",
        [MOOT_STATS_BY_LATENCY] = "latency",
        [MOOT_STATS_BY_NAME] = "name",
    };

    return names[sort];
}

/* ---- Lines --------------------------------------------------------------- */

static void show_rate(double rate, char text[24])
{
    if (rate <= 0)
        snprintf(text, 24, "-");
    else if (rate < 9.95)
        snprintf(text, 24, "%.1f", rate);
    else if (rate < 99999.5)
        snprintf(text, 24, "%.0f", rate);
    else if (rate < 9999999.5)
        snprintf(text, 24, "%.0fk", rate / 1e3);
    else
        snprintf(text, 24, "%.0fM", rate / 1e6);
}

static void show_span(uint64_t us, char text[24])
{
    if (us == 0)
        snprintf(text, 24, "-");
    else
        (void)moot_tap_print_span(us, text);
}

static void show(const moot_stats_row_t *row, enum figure figure, char text[24])
{
    switch (figure) {
    case IN:
        show_rate(row->in, text);
        return;
    case OUT:
        show_rate(row->out, text);
        return;
    case ERRORS:
        show_rate(row->errors, text);
        return;
    case BYTES:
        show_rate(row->bytes, text);
        return;
    case P50:
        show_span(row->p50_us, text);
        return;
    case P95:
        show_span(row->p95_us, text);
        return;
    default:
        show_span(row->p99_us, text);
    }
}

/* A name in exactly so many columns; what a terminal would obey, and what has
 * no certain width, is a question mark. */
static void put_name(moot_buf_t *buf, moot_slice_t name, unsigned width,
                     bool utf8)
{
    unsigned used = 0;

    while (name.size > 0) {
        uint32_t point = 0;
        size_t size = moot_utf8_decode(name, &point);
        bool plain = (point >= 0x20 && point < 0x7f)
                     || (utf8 && point >= 0xa1 && point < 0x300
                         && point != 0xad)
                     || (utf8 && point >= 0x370 && point < 0x483)
                     || (utf8 && point >= 0x4e00 && point < 0xa000);
        unsigned columns = plain && point >= 0x1100 ? 2 : 1;

        if (used + columns > width)
            break;
        if (plain && size > 0)
            moot_buf_put(buf, name.at, size);
        else
            moot_buf_put(buf, "?", 1);
        used += columns;
        size = size > 0 ? size : 1;
        name = moot_slice(name.at + size, name.size - size);
    }
    moot_buf_printf(buf, "%*s", (int)(width - used), "");
}

/* How many figures of a table have room beside a name. */
static unsigned figures_in(const struct layout *layout, unsigned width)
{
    unsigned count = 0;

    while (count < FIGURES_MAX && layout->figures[count] != END
           && NAME_MIN + (count + 1) * CELL <= width)
        count++;
    return count;
}

static void put_table(moot_buf_t *buf, const moot_stats_t *stats,
                      enum moot_stats_table table,
                      const moot_stats_head_t *head, unsigned width)
{
    const struct layout *layout = &layouts[table];
    moot_stats_row_t rows[MOOT_STATS_PROGRAMS_MAX + 1];
    size_t count =
        moot_stats_rows(stats, table, head->sort, rows, layout->max);
    unsigned figures = figures_in(layout, width);
    unsigned name = width - figures * CELL;
    char text[24];

    if (name > NAME_MAX)
        name = NAME_MAX;
    if (count == 0)
        return;
    put_name(buf, moot_slice_str(layout->title), name, true);
    for (unsigned f = 0; f < figures; f++)
        moot_buf_printf(buf, " %*s", CELL - 1, titles[layout->figures[f]]);
    moot_buf_put(buf, "\n", 1);
    for (size_t i = 0; i < count; i++) {
        put_name(buf, rows[i].name, name, head->utf8);
        for (unsigned f = 0; f < figures; f++) {
            show(&rows[i], layout->figures[f], text);
            moot_buf_printf(buf, " %*s", CELL - 1, text);
        }
        moot_buf_put(buf, "\n", 1);
    }
    moot_buf_put(buf, "\n", 1);
}

int moot_stats_print_lines(moot_buf_t *buf, const moot_stats_t *stats,
                           const moot_stats_head_t *head, unsigned width)
{
    size_t before = buf->size;

    for (enum moot_stats_table t = 0; t < MOOT_STATS_TABLES; t++)
        put_table(buf, stats, t, head, width);
    if (buf->size == before)
        moot_buf_put_str(buf, "nothing yet\n");
    return buf->error;
}

/* ---- JSON ---------------------------------------------------------------- */

/* Two places after the point, which says enough of a rate. */
static void put_rate(moot_json_write_t *json, const char *name, double rate)
{
    char text[40];
    int size = snprintf(text, sizeof text, "%.2f", rate);

    moot_json_write_name(json, name);
    moot_json_write_raw(json, moot_slice(text, (size_t)size));
}

static void put_text(moot_json_write_t *json, moot_slice_t text)
{
    moot_buf_t clean;

    moot_json_write_name(json, "name");
    if (moot_utf8_valid(text)) {
        moot_json_write_string(json, text);
        return;
    }
    moot_buf_init(&clean, 1024);
    put_name(&clean, text, (unsigned)text.size, false);
    moot_json_write_string(json, moot_buf_slice(&clean));
    moot_buf_close(&clean);
}

static void put_row(moot_json_write_t *json, const struct layout *layout,
                    const moot_stats_row_t *row)
{
    moot_json_write_begin_object(json);
    put_text(json, row->name);
    for (unsigned f = 0; f < FIGURES_MAX && layout->figures[f] != END; f++)
        switch (layout->figures[f]) {
        case IN:
            put_rate(json, "in", row->in);
            break;
        case OUT:
            put_rate(json, "out", row->out);
            break;
        case ERRORS:
            put_rate(json, "errors", row->errors);
            break;
        case BYTES:
            put_rate(json, "bytes", row->bytes);
            break;
        case P50:
            moot_json_write_name_uint64(json, "p50Us", row->p50_us);
            break;
        case P95:
            moot_json_write_name_uint64(json, "p95Us", row->p95_us);
            break;
        default:
            moot_json_write_name_uint64(json, "p99Us", row->p99_us);
        }
    if (row->over > 0)
        put_rate(json, "over", row->over);
    moot_json_write_end_object(json);
}

int moot_stats_print_json(moot_buf_t *buf, const moot_stats_t *stats,
                          const moot_stats_head_t *head)
{
    moot_stats_row_t rows[MOOT_STATS_PROGRAMS_MAX + 1];
    moot_json_write_t json;

    moot_json_write_init(&json, buf);
    moot_json_write_begin_object(&json);
    moot_json_write_name_uint64(&json, "at", head->at_ms);
    moot_json_write_name_uint64(&json, "answering", head->programs);
    moot_json_write_name_uint64(&json, "lost", head->lost);
    for (enum moot_stats_table t = 0; t < MOOT_STATS_TABLES; t++) {
        size_t count =
            moot_stats_rows(stats, t, head->sort, rows, layouts[t].max);

        moot_json_write_name(&json, layouts[t].name);
        moot_json_write_begin_array(&json);
        for (size_t i = 0; i < count; i++)
            put_row(&json, &layouts[t], &rows[i]);
        moot_json_write_end_array(&json);
    }
    moot_json_write_end_object(&json);
    moot_buf_put(buf, "\n", 1);
    return buf->error;
}
