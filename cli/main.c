/* moot: the command that runs and looks after a cluster. */
#include "cli/command.h"
#include "cli/manual.h"

#include "common/file.h"

#include <stdio.h>
#include <string.h>

static int completion(int argc, char **argv);
static int man(int argc, char **argv);

static const moot_manual_page_t commands[] = {
    {"up", moot_up_command,
     "moot up [--data DIR] [--port P] [--edges N] [--workers N] [--brokers N] "
     "[--bind ADDR] [--profile NAME|FILE] [--SETTING=VALUE…]",
     "Runs a whole cluster on this machine, in the foreground: brokers, workers\n"
     "and edges (edge i listens on port P+i-1), and starts again what dies.\n"
     "Prints `ready ws://…` for each edge once it works. SIGINT or SIGTERM stop\n"
     "everything in order. SIGHUP makes the edges read keys and settings again.\n"
     "A first start makes the data folder, for the number of workers given (2).\n"
     "--profile lets clients of Socket.IO in: support-chat, chat-rooms, or a file.\n"
     "\n"
     "    moot up --data data --port 8080 --edges 2\n"
     "    moot up --profile support-chat\n"},
    {"init", moot_init_command,
     "moot init [--data DIR] [--workers N] [--again]",
     "Makes a new cluster in a data folder, for a number of workers that stays.\n"
     "`moot up` does the same by itself at its first start. With --again a\n"
     "cluster that is there already is kept and is no error, unless it was made\n"
     "for another number of workers.\n"
     "\n"
     "    moot init --data data --workers 4\n"},
    {"token", moot_token_command,
     "moot token --sub USER [--role admin] [--ttl 1h] [--claim NAME=VALUE]… "
     "[--data DIR]",
     "Prints a token that the cluster's edges accept, signed with its secret.\n"
     "--ttl takes 90s, 15m, 1h, 7d; the value of a claim may be JSON.\n"
     "\n"
     "    moot token --sub alice --ttl 8h\n"},
    {"keys", moot_keys_command,
     "moot keys new|show|add|list [--role ROLE] [--name NAME] [--dir DIR] …",
     "Keys of programs that meet over TCP; ROLE is edge, worker, broker or tool\n"
     "(commands such as this one). --dir is the program's keys_dir.\n"
     "  new   makes a program's own key: self.key, which stays on its machine,\n"
     "        and self.pub, which is carried to the others\n"
     "  show  prints the own public key\n"
     "  add   trusts a key: a .pub file, or 64 digits with --role and --name\n"
     "  list  prints whom this program trusts; --json for programs\n"
     "Running programs read their lists again at SIGHUP. See deploy/KEYS.md.\n"
     "\n"
     "    moot keys new --role edge --name edge-1 --dir keys\n"
     "    moot keys add broker-1.pub --dir keys\n"},
    {"status", moot_status_command,
     "moot status [--watch [SECONDS]] [--json] [--data DIR]",
     "Shows the programs of the cluster and whether it is well: connections,\n"
     "rooms and slots; QUEUE, what waits in a broker for an owner or in a\n"
     "worker's outbox; REPAIRS, how often an edge asked for missed events;\n"
     "DISK, used and at most; LAG, since the last beat. --watch shows it again\n"
     "and again. Exit code 0: every slot has a live owner and every edge\n"
     "reaches all of them; else 1.\n"
     "\n"
     "    moot status --json\n"},
    {"tap", moot_tap_command,
     "moot tap [EXPR] [--all] [--bodies] [--json] [--count N] [--for 10s] "
     "[--follow ID] [--stats] [--write FILE [--rotate 100MiB] [--keep N]] "
     "[--read FILE [--replay [--to ws://…] [--speed N|max]]] [--state] "
     "[--connect tcp://HOST:PORT=NAME]… "
     "[--data DIR]",
     "Shows what passes through the programs, live, until Ctrl-C: requests,\n"
     "answers, broadcasts, commits; --all also interest, repair, outbox and\n"
     "heartbeats; --bodies also contents. EXPR chooses (proto/FILTER.md), by\n"
     "room, user, session, type, program, direction, code, latency, size.\n"
     "--write keeps it in a file instead, and begins a new one at each --rotate\n"
     "bytes; --read shows such a file. --follow shows one request through all\n"
     "programs, by its session/number or its clientMessageId, with the time at\n"
     "each hop. --stats is a full screen of rates, latencies, errors, the\n"
     "busiest rooms and users; with --json a line each second. --replay sends\n"
     "the clients' requests of a file again, as their users, to --to or the edge\n"
     "at the port of the settings, at their pace, --speed 10 times as fast, or\n"
     "max: as fast as answers come; it tells what came back differently, and a\n"
     "hash of all rooms, as --state does. --data is the cluster whose secret\n"
     "signs. The capture needs --bodies; else contents are made up.\n"
     "--connect taps these programs over TCP, at their setting tap_bind, instead\n"
     "of those of run_dir, with the key of a tool in keys_dir; NAME is that of\n"
     "the program's public key there, or ROLE/NAME (deploy/KEYS.md).\n"
     "Exit code 0: it was shown; 1: nobody answers, the file is damaged, no such\n"
     "request was seen, or an answer differed.\n"
     "\n"
     "    moot tap 'room=lobby and (type=ROOM_MESSAGE or error)'\n"
     "    moot tap 'latency>5ms' --for 10s\n"
     "    moot tap --stats room=lobby\n"
     "    moot tap --bodies --write run.tap\n"
     "    moot tap --read run.tap --replay --speed max --data fresh\n"
     "    moot tap --connect tcp://10.0.0.2:5580=worker-1 --keys-dir admin/keys\n"},
    {"room", moot_room_command,
     "moot room [create|delete|meta|add|remove|role|owner|post] ROOM … "
     "[--json] [--data DIR]",
     "Shows a room as its worker has it: name, epoch, last event, version, the\n"
     "members in join order with their roles, and at which edges each of them\n"
     "is connected. Exit code 0: it exists; 1: it does not (a room that ended\n"
     "lately is still shown), or a program does not answer. moot log shows its\n"
     "events and messages.\n"
     "\n"
     "    moot room lobby\n"
     "\n"
     "With a verb the application changes it; no right is asked for. Exit code\n"
     "0: it is done and on the disk; 1: it was refused, or nobody answers (then\n"
     "it may have been done all the same).\n"
     "\n"
     "    moot room create ROOM --owner USER [--name NAME]\n"
     "                     [--thumbnail-url URL] [MEMBER…]\n"
     "    moot room delete ROOM\n"
     "    moot room meta ROOM [--name NAME] [--thumbnail-url URL]\n"
     "    moot room add ROOM USER…\n"
     "    moot room remove ROOM USER\n"
     "    moot room role ROOM USER ADMIN|MEMBER\n"
     "    moot room owner ROOM USER\n"
     "    moot room post ROOM TEXT [--type TYPE] [--key KEY] [--as USER]\n"
     "\n"
     "owner makes a member the OWNER, and the former one an ADMIN. post sends a\n"
     "message from the user system, or from --as, who need not be a member; a\n"
     "--key makes a repeat harmless.\n"
     "\n"
     "    moot room create lobby --owner ann bob carol\n"
     "    moot room post lobby 'back at noon' --key notice-17\n"},
    {"emit", moot_emit_command,
     "moot emit --event NAME [--payload JSON] [--room NAME]… "
     "[--type TYPE --id PART…]… [--user USER]… [--socket ID]… [--all] "
     "[--namespace NS] [--except ID] [--confirm EVENT] [--if EXPR] "
     "[--key KEY] [--json] [--data DIR]",
     "Sends an event to sockets of Socket.IO, as the application: one frame for\n"
     "each target that a socket is in, in the order of the targets. --event is\n"
     "an event's name or the name of its class (UpdateChat is update_chat,\n"
     "NewMessageEvent new_message); --event-name is taken as it is. --type is a\n"
     "room type or its class, with an --id for each part of the identifier:\n"
     "ChatRoom and 7 are the room chat|7. --if is a condition over payload,\n"
     "event and namespace (proto/EXPR.md). A --key makes a repeat harmless.\n"
     "With --confirm each socket is asked for an acknowledgement, which is\n"
     "taken as its event of that name.\n"
     "Without targets, or when the condition is false, nothing is sent. Without\n"
     "flags a broadcast is read from standard input, as deploy/API.md has it.\n"
     "Exit code 0: it is on the disk and on its way to every edge, or there was\n"
     "nothing to send; 1: it was refused, or nobody answers.\n"
     "\n"
     "    moot emit --event UpdateChat --payload '{\"text\":\"hi\"}' \\\n"
     "              --room 'chat|7' --type pair --id x --id y\n"
     "    moot emit <broadcast.json\n"},
    {"user", moot_user_command, "moot user USER [--json] [--data DIR]",
     "Shows the rooms of a user with the role in each, and how often the user\n"
     "is connected at each edge. Exit code 0: there is something to show; 1:\n"
     "there is not, or a program does not answer.\n"
     "\n"
     "    moot user alice\n"},
    {"why", moot_why_command,
     "moot why USER ROOM ACTION [--target USER] [--role ROLE] [--json] "
     "[--data DIR]",
     "Says whether a request would be allowed now, and which rule of\n"
     "proto/ROOMS.md, section 5, decides it. The room's worker decides, as it\n"
     "decides requests; nothing happens. ACTION: create, join, leave, info,\n"
     "members, meta, add, remove, role, delete, message, or a request's type.\n"
     "--target names the member that remove and role are about, --role the\n"
     "role to set. Exit code 0: allowed; 1: denied, or a program does not\n"
     "answer.\n"
     "\n"
     "    moot why bob lobby remove --target alice\n"},
    {"log", moot_log_command,
     "moot log ROOM [--after SEQ] [--limit N] [--bodies] [--json] [--data DIR]",
     "Shows the events of a room as they are stored, oldest first: those above\n"
     "--after, at most --limit (1000). --bodies shows messages and names too.\n"
     "With --json each line is an object. Exit code 0: the room exists, or its\n"
     "history still does; 1: neither, or a program does not answer.\n"
     "\n"
     "    moot log lobby --after 100 --limit 20\n"},
    {"verify", moot_verify_command, "moot verify [--json] [--data DIR]",
     "Checks the folders of all workers while none of them runs, every record:\n"
     "the store's pages, checksums, the log, its index, and whether each room,\n"
     "its members and its deduplication are what its events make. Prints what\n"
     "is damaged and where; changes nothing. A folder in use is refused. Exit\n"
     "code 0: everything is whole; 1: it is not, or could not be checked.\n"
     "\n"
     "    moot verify --data data\n"},
    {"make", moot_make_command, "moot make room NAME [--dir DIR]",
     "Writes the stub of a room type as a C plugin, with its CMake target and a\n"
     "passing test, into DIR (rooms), and says what to put into the profile.\n"
     "NAME is ChatRoom or chat_room. Nothing that is there is overwritten: exit\n"
     "code 1. See worker/ROOMTYPES.md.\n"
     "\n"
     "    moot make room ChatRoom\n"},
    {"check-config", moot_check_config_command,
     "moot check-config [FILE] [--profile NAME|FILE]",
     "Reads a settings file and names the first mistake by file and line; reads\n"
     "a profile of Socket.IO (also the one that the settings name) and names all\n"
     "mistakes by file, line and column, or says what the profile does.\n"
     "\n"
     "    moot check-config deploy/moothall.conf\n"
     "    moot check-config --profile support-chat\n"},
    {"completion", completion, "moot completion bash|zsh",
     "Prints a script that completes the words of moot in a shell.\n"
     "\n"
     "    source <(moot completion bash)\n"},
    {"man", man, "moot man [COMMAND] [--list]",
     "Prints the man page of moot or of a command, in roff; --list prints the\n"
     "names of all pages.\n"
     "\n"
     "    moot man up | man -l -\n"},
};

enum {
    COMMANDS = sizeof commands / sizeof *commands,
    TEXT_BYTES_MAX = 1 << 20,
};

static const moot_manual_page_t *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static void overview(FILE *to)
{
    fprintf(to, "moot " MOOT_VERSION ": runs and looks after a Moothall "
                "cluster\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(to, "    %s\n", commands[i].usage);
    fprintf(to, "\nmoot help COMMAND tells more. Settings come from --conf "
                "FILE, MOOT_… variables and flags.\n");
}

static int help(const char *name)
{
    const moot_manual_page_t *command = find(name);

    if (!command) {
        fprintf(stderr, "moot: no command %s\n", name);
        overview(stderr);
        return MOOT_EXIT_USAGE;
    }
    printf("usage: %s\n\n%s", command->usage, command->help);
    return MOOT_EXIT_OK;
}

static bool is_help(const char *word)
{
    return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0
           || strcmp(word, "-h") == 0;
}

/* ---- What is made from the table ----------------------------------------- */

static int print(moot_buf_t *buf)
{
    int code = buf->error == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;

    moot_file_print(buf, stdout);
    moot_buf_close(buf);
    return code;
}

static int completion(int argc, char **argv)
{
    bool zsh = argc == 2 && strcmp(argv[1], "zsh") == 0;
    moot_buf_t buf;

    if (argc != 2 || (!zsh && strcmp(argv[1], "bash") != 0)) {
        fprintf(stderr, "usage: moot completion bash|zsh\n");
        return MOOT_EXIT_USAGE;
    }
    moot_buf_init(&buf, TEXT_BYTES_MAX);
    (void)(zsh ? moot_manual_zsh : moot_manual_bash)(commands, COMMANDS, &buf);
    return print(&buf);
}

static int list_pages(void)
{
    puts("moot");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("moot-%s\n", commands[i].name);
    return MOOT_EXIT_OK;
}

/* A page is named with or without "moot-". */
static int man(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "moot";
    const moot_manual_page_t *page =
        find(strncmp(name, "moot-", 5) == 0 ? name + 5 : name);
    moot_buf_t buf;

    if (strcmp(name, "--list") == 0)
        return list_pages();
    if (argc > 2 || (!page && strcmp(name, "moot") != 0)) {
        fprintf(stderr, "usage: moot man [COMMAND] [--list]\n");
        return MOOT_EXIT_USAGE;
    }
    moot_buf_init(&buf, TEXT_BYTES_MAX);
    if (page)
        (void)moot_manual_roff(page, &buf);
    else
        (void)moot_manual_roff_all(commands, COMMANDS, &buf);
    return print(&buf);
}

int main(int argc, char **argv)
{
    const moot_manual_page_t *command;

    if (argc < 2) {
        overview(stderr);
        return MOOT_EXIT_USAGE;
    }
    if (is_help(argv[1])) {
        if (argc > 2)
            return help(argv[2]);
        overview(stdout);
        return MOOT_EXIT_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("moot " MOOT_VERSION);
        return MOOT_EXIT_OK;
    }
    command = find(argv[1]);
    if (!command || (argc > 2 && is_help(argv[2])))
        return help(argv[1]);
    return command->run(argc - 1, argv + 1);
}
