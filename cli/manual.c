#include "cli/manual.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { INDENT = 4 }; /* of an example */

static bool is_example(const char *line)
{
    return strncmp(line, "    ", INDENT) == 0;
}

/* ---- Roff ---------------------------------------------------------------- */

/* A piece of text with nothing in it that roff would obey. */
static void put_roff(moot_buf_t *buf, const char *text, size_t size)
{
    static const char dots[] = "…";

    if (size > 0 && (*text == '.' || *text == '\''))
        moot_buf_put_str(buf, "\\&");
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\\') {
            moot_buf_put_str(buf, "\\e");
        } else if (text[i] == '-') {
            moot_buf_put_str(buf, "\\-");
        } else if (strncmp(text + i, dots, sizeof dots - 1) == 0) {
            moot_buf_put_str(buf, "...");
            i += sizeof dots - 2;
        } else {
            moot_buf_put(buf, text + i, 1);
        }
    }
}

/* The first sentence without its full stop, in one line. */
static void put_summary(moot_buf_t *buf, const char *help, bool roff)
{
    size_t size = 0;
    char text[512];

    while (help[size] != '\0' && size + 1 < sizeof text
           && !(help[size] == '.'
                && (help[size + 1] == ' ' || help[size + 1] == '\n'))) {
        text[size] = help[size] == '\n' ? ' ' : help[size];
        size++;
    }
    text[size] = '\0';
    if (roff)
        put_roff(buf, text, size);
    else
        moot_buf_put(buf, text, size);
}

/* Where the lines of the examples begin: after an empty one. */
static const char *find_examples(const char *help)
{
    const char *at = strstr(help, "\n\n    ");

    return at ? at + 2 : help + strlen(help);
}

static void put_description(moot_buf_t *buf, const char *help)
{
    const char *examples = find_examples(help);

    moot_buf_put_str(buf, ".SH DESCRIPTION\n");
    while (*help != '\0') {
        size_t size = strcspn(help, "\n");

        if (help == examples)
            moot_buf_put_str(buf, ".SH EXAMPLES\n.nf\n");
        if (is_example(help) && help >= examples)
            put_roff(buf, help + INDENT, size - INDENT);
        else if (size > 0)
            put_roff(buf, help, size);
        else if (help + 1 != examples)
            moot_buf_put_str(buf, ".PP");
        if (size > 0 || help + 1 != examples)
            moot_buf_put_str(buf, "\n");
        help += size + (help[size] == '\n');
    }
    if (*examples != '\0')
        moot_buf_put_str(buf, ".fi\n");
}

static void put_title(moot_buf_t *buf, const char *name)
{
    moot_buf_put_str(buf, ".\\\" Made by moot man. Change cli/main.c.\n.TH ");
    for (; *name != '\0'; name++)
        moot_buf_printf(buf, "%c", toupper((unsigned char)*name));
    moot_buf_put_str(buf, " 1 \"\" Moothall \"Moothall\"\n.SH NAME\n");
}

int moot_manual_roff(const moot_manual_page_t *page, moot_buf_t *buf)
{
    char name[64];

    snprintf(name, sizeof name, "moot-%s", page->name);
    put_title(buf, name);
    put_roff(buf, name, strlen(name));
    moot_buf_put_str(buf, " \\- ");
    put_summary(buf, page->help, true);
    moot_buf_put_str(buf, "\n.SH SYNOPSIS\n");
    put_roff(buf, page->usage, strlen(page->usage));
    moot_buf_put_str(buf, "\n");
    put_description(buf, page->help);
    moot_buf_put_str(buf, ".SH SEE ALSO\n.BR moot (1)\n");
    return buf->error;
}

int moot_manual_roff_all(const moot_manual_page_t *pages, size_t count,
                         moot_buf_t *buf)
{
    put_title(buf, "moot");
    moot_buf_put_str(buf, "moot \\- runs and looks after a Moothall cluster\n"
                          ".SH SYNOPSIS\nmoot COMMAND [ARGUMENTS]\n"
                          ".SH COMMANDS\n");
    for (size_t i = 0; i < count; i++) {
        moot_buf_printf(buf, ".TP\n.BR moot-%s (1)\n", pages[i].name);
        put_summary(buf, pages[i].help, true);
        moot_buf_put_str(buf, ".\n");
    }
    moot_buf_put_str(
        buf, ".SH SETTINGS\nThey come from \\-\\-conf FILE, MOOT_... variables "
             "and flags; moothall.conf says what each means.\n"
             ".SH EXIT STATUS\n0: done, found, well; 1: tried and not done, "
             "not found, not well; 2: wrong words or settings.\n");
    return buf->error;
}

/* ---- Completion ---------------------------------------------------------- */

/* The options of a usage line, each with a space in front. */
static void put_options(moot_buf_t *buf, const char *usage)
{
    const char *at = usage;

    while ((at = strstr(at, "--")) != NULL) {
        size_t size = 2;

        while (islower((unsigned char)at[size]) || at[size] == '-')
            size++;
        if (size > 2) {
            moot_buf_put_str(buf, " ");
            moot_buf_put(buf, at, size);
        }
        at += size;
        while (isupper((unsigned char)*at)) /* --SETTING */
            at++;
    }
}

int moot_manual_bash(const moot_manual_page_t *pages, size_t count,
                     moot_buf_t *buf)
{
    moot_buf_put_str(buf,
                     "# Words of moot for bash: source <(moot completion bash)\n"
                     "_moot() {\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
                     "    case ${COMP_WORDS[1]}:$COMP_CWORD in\n"
                     "    *:1 | help:2) words='help");
    for (size_t i = 0; i < count; i++)
        moot_buf_printf(buf, " %s", pages[i].name);
    moot_buf_put_str(buf, "' ;;\n");
    for (size_t i = 0; i < count; i++) {
        moot_buf_printf(buf, "    %s:*) words='--help", pages[i].name);
        put_options(buf, pages[i].usage);
        moot_buf_put_str(buf, "' ;;\n");
    }
    moot_buf_put_str(buf, "    esac\n"
                          "    mapfile -t COMPREPLY < <(compgen -W \"$words\" "
                          "-- \"$cur\")\n"
                          "}\n"
                          "complete -o default -F _moot moot\n");
    return buf->error;
}

/* The summary with nothing in it that ends a quoted word or a name. */
static void put_plain_summary(moot_buf_t *buf, const char *help)
{
    size_t from = buf->size;

    put_summary(buf, help, false);
    for (size_t i = from; buf->error == 0 && i < buf->size; i++) {
        if (buf->at[i] == '\'' || buf->at[i] == ':')
            buf->at[i] = ' ';
    }
}

int moot_manual_zsh(const moot_manual_page_t *pages, size_t count,
                    moot_buf_t *buf)
{
    moot_buf_put_str(buf, "#compdef moot\n"
                          "# Words of moot for zsh: source <(moot completion "
                          "zsh)\n"
                          "_moot() {\n    local -a commands=(\n");
    for (size_t i = 0; i < count; i++) {
        moot_buf_printf(buf, "        '%s:", pages[i].name);
        put_plain_summary(buf, pages[i].help);
        moot_buf_put_str(buf, "'\n");
    }
    moot_buf_put_str(buf, "    )\n"
                          "    if (( CURRENT == 2 )); then\n"
                          "        _describe command commands\n"
                          "        return\n    fi\n"
                          "    case ${words[2]} in\n"
                          "    help) _describe command commands ;;\n");
    for (size_t i = 0; i < count; i++) {
        moot_buf_printf(buf, "    %s) compadd -- --help", pages[i].name);
        put_options(buf, pages[i].usage);
        moot_buf_put_str(buf, " ;;\n");
    }
    moot_buf_put_str(buf, "    esac\n    _files\n}\ncompdef _moot moot\n");
    return buf->error;
}
