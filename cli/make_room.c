/* moot make room: the stub of a room type as a C plugin, with the means to
 * build and test it. */
#include "cli/command.h"
#include "common/err.h"
#include "common/file.h"
#include "proto/roomname.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 64 << 10, FILE_MODE = 0644, FOLDER_MODE = 0777 };

typedef struct wish {
    const char *words[2]; /* "room", NAME */
    int count;
    const char *folder;
    moot_roomname_key_t key;
} wish_t;

/* ---- What is written ----------------------------------------------------- */

/* In all of them @NAME@ is the name as given, @KEY@ the key of the type. */
static const char plugin_text[] =
    "/* The room type @NAME@: rooms called @KEY@|<@KEY@_id>. */\n"
    "#include <moothall_room.h>\n"
    "\n"
    "MOOTHALL_ROOM_PLUGIN\n"
    "\n"
    "/* Which room is meant? Here the one that the client names in @KEY@_id; when\n"
    " * it is missing the client is told \"@KEY@_id is required\". */\n"
    "int extract_room_identifier(const moothall_ask_t *ask)\n"
    "{\n"
    "    return moothall_take(ask, \"@KEY@_id\");\n"
    "}\n"
    "\n"
    "/* May this session enter it? Here everybody whose token names a user. What\n"
    " * else may count: the token's claims and what the client sent, such as\n"
    " *\n"
    " *   moothall_has(ask, moothall_get(ask, ask->claims, \"chats\"), \"42\")\n"
    " */\n"
    "int can_join(const moothall_ask_t *ask)\n"
    "{\n"
    "    return ask->user[0] != '\\0' ? MOOTHALL_ALLOW : MOOTHALL_REFUSE;\n"
    "}\n"
    "\n"
    "/* Both may be left out. */\n"
    "void on_join(const moothall_ask_t *ask)\n"
    "{\n"
    "    (void)ask;\n"
    "}\n"
    "\n"
    "void on_leave(const moothall_ask_t *ask)\n"
    "{\n"
    "    (void)ask;\n"
    "}\n";

static const char cases_text[] =
    "# What @NAME@ is asked, a JSON object a line, and what it must answer:\n"
    "# expect allow, refuse, invalid or failed; room and text where they "
    "matter.\n"
    "{\"user\":\"alice\",\"payload\":{\"@KEY@_id\":\"42\"},"
    "\"expect\":\"allow\",\"room\":\"@KEY@|42\"}\n"
    "{\"user\":\"alice\",\"payload\":{\"@KEY@_id\":42},"
    "\"expect\":\"allow\",\"room\":\"@KEY@|42\"}\n"
    "{\"payload\":{\"@KEY@_id\":\"42\"},\"expect\":\"refuse\","
    "\"room\":\"@KEY@|42\"}\n"
    "{\"user\":\"alice\",\"payload\":{},\"expect\":\"invalid\","
    "\"text\":\"@KEY@_id is required\"}\n"
    "{\"what\":\"leave\",\"payload\":{\"@KEY@_id\":\"42\"},"
    "\"expect\":\"allow\",\"room\":\"@KEY@|42\"}\n";

static const char cmake_text[] =
    "# Room types of Moothall. Each NAME_room.c here becomes the plugin\n"
    "# NAME_room.so and is asked the cases of NAME_room_test.jsonl.\n"
    "cmake_minimum_required(VERSION 3.16)\n"
    "project(moothall_rooms C)\n"
    "enable_testing()\n"
    "\n"
    "# Installed, or -DCMAKE_PREFIX_PATH=… names where Moothall is.\n"
    "find_program(MOOT_GUARD moot-guard REQUIRED)\n"
    "find_path(MOOTHALL_INCLUDE moothall_room.h REQUIRED)\n"
    "\n"
    "file(GLOB rooms CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_room.c)\n"
    "foreach(source IN LISTS rooms)\n"
    "  get_filename_component(room ${source} NAME_WE)\n"
    "  string(REGEX REPLACE \"_room$\" \"\" key ${room})\n"
    "  add_library(${room} MODULE ${source})\n"
    "  target_include_directories(${room} PRIVATE ${MOOTHALL_INCLUDE})\n"
    "  target_compile_options(${room} PRIVATE -Wall -Wextra)\n"
    "  target_link_options(${room} PRIVATE -Wl,--no-undefined)\n"
    "  set_target_properties(${room} PROPERTIES C_STANDARD 11 PREFIX \"\"\n"
    "    C_VISIBILITY_PRESET hidden)\n"
    "  add_test(NAME ${room} COMMAND ${MOOT_GUARD} test\n"
    "    $<TARGET_FILE:${room}> ${key}\n"
    "    ${CMAKE_CURRENT_SOURCE_DIR}/${room}_test.jsonl)\n"
    "endforeach()\n";

/* Appends a text with its names filled in. */
static int fill(moot_buf_t *out, const char *text, const wish_t *wish)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "@");

        moot_buf_put(out, text, plain);
        text += plain;
        if (strncmp(text, "@NAME@", 6) == 0) {
            moot_buf_put_str(out, wish->words[1]);
            text += 6;
        } else if (strncmp(text, "@KEY@", 5) == 0) {
            moot_buf_put(out, wish->key.text, wish->key.size);
            text += 5;
        }
    }
    return out->error;
}

/* ---- Writing ------------------------------------------------------------- */

static int fail(const char *path, const char *why)
{
    fprintf(stderr, "moot make: %s: %s\n", path, why);
    return MOOT_EXIT_FAILED;
}

static bool make_path(const wish_t *wish, const char *ending, char *path)
{
    int size = snprintf(path, PATH_MAX, "%s/%s_room%s", wish->folder,
                        wish->key.text, ending);

    return size > 0 && size < PATH_MAX;
}

static int write_file(const wish_t *wish, const char *path, const char *text)
{
    moot_buf_t buf;
    int rc;

    moot_buf_init(&buf, FILE_BYTES_MAX);
    rc = fill(&buf, text, wish);
    if (rc == 0)
        rc = moot_file_make(path, moot_buf_slice(&buf), FILE_MODE);
    moot_buf_close(&buf);
    return rc;
}

/* The one file that several room types share: it stays as it is. */
static int write_cmake(const wish_t *wish)
{
    char path[PATH_MAX];
    int rc = MOOT_ELIMIT,
        size = snprintf(path, sizeof path, "%s/CMakeLists.txt", wish->folder);

    if (size > 0 && size < PATH_MAX)
        rc = write_file(wish, path, cmake_text);
    if (rc == MOOT_EEXIST)
        printf("kept %s\n", path);
    else if (rc == 0)
        printf("made %s\n", path);
    else
        return fail(path, moot_err_text(rc));
    return MOOT_EXIT_OK;
}

/* What tells cmake where Moothall is, when it would not look there by itself:
 * empty, or an argument with a space before it. */
static void prefix_argument(char *out, size_t size)
{
    static const char end[] = "/bin/moot";
    char path[PATH_MAX];
    ssize_t got = readlink("/proc/self/exe", path, sizeof path - 1);
    size_t length = got > 0 ? (size_t)got : 0;

    out[0] = '\0';
    path[length] = '\0';
    if (length < sizeof end
        || strcmp(path + length - (sizeof end - 1), end) != 0)
        return;
    path[length - (sizeof end - 1)] = '\0';
    if (strcmp(path, "/usr") != 0 && strcmp(path, "/usr/local") != 0)
        snprintf(out, size, " -DCMAKE_PREFIX_PATH=%s", path);
}

static void say_next(const wish_t *wish)
{
    char *whole = realpath(wish->folder, NULL);
    char prefix[PATH_MAX + 32];

    prefix_argument(prefix, sizeof prefix);
    printf("\nBuild and test it:\n"
           "    cmake -S %s -B %s/build%s\n"
           "    cmake --build %s/build\n"
           "    ctest --test-dir %s/build\n"
           "\nThen say in the profile:\n"
           "    [room %s]\n"
           "    plugin = %s/build/%s_room.so\n",
           wish->folder, wish->folder, prefix, wish->folder, wish->folder,
           wish->words[1], whole ? whole : wish->folder, wish->key.text);
    free(whole);
}

/* Nothing is written when one of the two is there. */
static int make_room(const wish_t *wish)
{
    static const char *const endings[] = {".c", "_test.jsonl"};
    static const char *const texts[] = {plugin_text, cases_text};
    char path[2][PATH_MAX];

    if (mkdir(wish->folder, FOLDER_MODE) != 0 && errno != EEXIST)
        return fail(wish->folder, strerror(errno));
    for (int i = 0; i < 2; i++) {
        if (!make_path(wish, endings[i], path[i]))
            return fail(wish->folder, moot_err_text(MOOT_ELIMIT));
        if (access(path[i], F_OK) == 0)
            return fail(path[i], "is there already; it is not overwritten");
    }
    for (int i = 0; i < 2; i++) {
        int rc = write_file(wish, path[i], texts[i]);

        if (rc != 0)
            return fail(path[i], moot_err_text(rc));
        printf("made %s\n", path[i]);
    }
    if (write_cmake(wish) != MOOT_EXIT_OK)
        return MOOT_EXIT_FAILED;
    say_next(wish);
    return MOOT_EXIT_OK;
}

/* ---- The command --------------------------------------------------------- */

static bool take_folder(void *ctx, const char *value)
{
    ((wish_t *)ctx)->folder = value;
    return true;
}

static bool take_word(void *ctx, const char *value)
{
    wish_t *wish = ctx;

    if (wish->count == 2) {
        fprintf(stderr, "moot make: one word too many: %s\n", value);
        return false;
    }
    wish->words[wish->count++] = value;
    return true;
}

int moot_make_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"dir", true, take_folder},
                                        {"", false, take_word}};
    wish_t wish = {.folder = "rooms"};
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 2, &wish, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    moot_conf_close(&conf);
    if (wish.count != 2 || strcmp(wish.words[0], "room") != 0) {
        fprintf(stderr, "usage: moot make room NAME [--dir DIR]\n");
        return MOOT_EXIT_USAGE;
    }
    if (moot_roomname_key(moot_slice_str(wish.words[1]), &wish.key) != 0) {
        fprintf(stderr,
                "moot make: %s: a room type has a name of letters, digits and "
                "_, such as ChatRoom or chat_room\n",
                wish.words[1]);
        return MOOT_EXIT_USAGE;
    }
    return make_room(&wish);
}
