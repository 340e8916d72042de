/* Load for the figures of the README: a WebSocket client of the room protocol
 * and of Socket.IO, one thread, epoll, no library, so that it costs less than
 * what it measures.
 *
 *   load throughput|fanout|idle --port P --secret S [--port P2] [--pid PID…]
 *        [--sockets N] [--rooms N] [--window W] [--seconds T] [--bytes B]
 *   load sio-fanout|sio-idle --port P [the same]
 *
 * throughput: N sockets send messages of B bytes to R rooms of one member
 *   each, W without answer per socket; counts answers.
 * fanout: one room with N sockets; its owner sends, W without answer; counts
 *   deliveries.
 * idle: N sockets that do nothing.
 * sio-fanout: R rooms with N / R sockets of Socket.IO each; the first of each
 *   room says something to all of it, W without its own copy; counts
 *   deliveries. The events are those of tests/bench/socketio.
 * sio-idle: N sockets of Socket.IO that do nothing.
 *
 * Prints one line of JSON: what was done, the rate, and for the processes
 * named by --pid the CPU time and memory it took, all and each. Every answer
 * and delivery is counted and checked for its type; anything unexpected ends
 * it with 1. */
#include "common/clock.h"
#include "common/jwt.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PIDS_MAX = 64,
    PORTS_MAX = 16,
    SOCKETS_MAX = 18000,
    RECEIVE_BYTES = 65536,
    HANDSHAKES_MAX = 64, /* under way at once */
    WARM_UP_MS = 1000,
};

typedef struct client {
    int fd;
    unsigned number;
    bool upgraded;     /* 101 was received */
    bool open;         /* CONNECTION_ESTABLISHED was received, or CONNECT */
    unsigned waiting;  /* requests without answer */
    uint64_t sent;
    char *text;        /* received and not yet a whole frame */
    size_t size, capacity;
} client_t;

static struct options {
    const char *mode, *secret;
    bool socketio;
    unsigned ports[PORTS_MAX], ports_count;
    int pids[PIDS_MAX];
    unsigned pids_count;
    unsigned sockets, rooms, window, seconds, bytes;
} options = {.sockets = 50, .rooms = 100, .window = 16, .seconds = 5,
             .bytes = 128};

static client_t *clients;
static int poller;
static unsigned opened, connecting;
static uint64_t answers, deliveries;
static bool room_ready, sending;
static unsigned entered; /* sockets that are in their room */
static char payload[65536];

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "load: %s (errno %d)\n", what, errno);
    exit(1);
}

/* ---- What the processes used -------------------------------------------- */

static uint64_t cpu_us(int pid)
{
    char path[64], line[1024];
    unsigned long long user = 0, system = 0;
    FILE *file;
    char *rest;

    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file))
        give_up("a process that is measured has ended");
    fclose(file);
    rest = strrchr(line, ')');
    if (!rest
        || sscanf(rest + 2,
                  "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
                  &user, &system)
               != 2)
        give_up("/proc/PID/stat");
    return (user + system) * 1000000 / (unsigned long long)sysconf(_SC_CLK_TCK);
}

static uint64_t cpu_all_us(void)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < options.pids_count; i++)
        sum += cpu_us(options.pids[i]);
    return sum;
}

/* Proportional share of memory, bytes, of all measured processes. */
static uint64_t memory_bytes(void)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < options.pids_count; i++) {
        char path[64], line[256];
        unsigned long long kib;
        FILE *file;

        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", options.pids[i]);
        file = fopen(path, "r");
        if (!file)
            give_up("/proc/PID/smaps_rollup");
        while (fgets(line, sizeof line, file)) {
            if (sscanf(line, "Pss: %llu kB", &kib) == 1)
                sum += kib * 1024;
        }
        fclose(file);
    }
    return sum;
}

/* ---- Sending ------------------------------------------------------------ */

static void send_all(client_t *client, const void *bytes, size_t size)
{
    const char *at = bytes;

    /* Frames are small and few are outstanding: the kernel takes them whole
     * but for a moment's congestion. */
    while (size > 0) {
        ssize_t n = send(client->fd, at, size, MSG_NOSIGNAL);

        if (n < 0 && errno != EAGAIN && errno != EINTR)
            give_up("send");
        if (n > 0) {
            at += n;
            size -= (size_t)n;
        }
    }
}

/* One masked text frame; the mask is zero, which RFC 6455 allows a client of
 * its own to choose and saves the load its time. */
static void send_text(client_t *client, const char *text, size_t size)
{
    static char frame[70000];
    size_t head;

    frame[0] = (char)0x81;
    if (size < 126) {
        frame[1] = (char)(0x80 | size);
        head = 2;
    } else {
        frame[1] = (char)(0x80 | 126);
        frame[2] = (char)(size >> 8);
        frame[3] = (char)size;
        head = 4;
    }
    memset(frame + head, 0, 4);
    memcpy(frame + head + 4, text, size);
    send_all(client, frame, head + 4 + size);
}

/* What an event of Socket.IO asks for all of the client's room. */
static void send_event(client_t *client)
{
    static char text[66000];
    int size = snprintf(text, sizeof text,
                        "42[\"say\",{\"room\":\"hall-%u\",\"text\":\"%s\"}]",
                        client->number % options.rooms, payload);

    client->sent++;
    client->waiting++;
    send_text(client, text, (size_t)size);
}

static void send_message(client_t *client)
{
    static char text[66000];
    unsigned room = strcmp(options.mode, "fanout") == 0
                        ? 0
                        : client->number
                              + (unsigned)(client->sent
                                           % (options.rooms / options.sockets))
                                    * options.sockets;
    int size = snprintf(text, sizeof text,
                        "{\"type\":\"ROOM_MESSAGE\",\"roomId\":\"bench-%u\","
                        "\"content\":\"%s\"}",
                        room, payload);

    client->sent++;
    client->waiting++;
    send_text(client, text, (size_t)size);
}

static void create_room(client_t *client, unsigned room, unsigned members)
{
    size_t capacity = 256 + (size_t)members * 16;
    char *text = malloc(capacity);
    size_t size = (size_t)snprintf(
        text, capacity,
        "{\"type\":\"ROOM_CREATE\",\"roomId\":\"bench-%u\",\"memberIds\":[",
        room);

    for (unsigned i = 1; i < members; i++)
        size += (size_t)snprintf(text + size, capacity - size, "%s\"u%u\"",
                                 i > 1 ? "," : "", i);
    size += (size_t)snprintf(text + size, capacity - size, "]}");
    client->waiting++;
    send_text(client, text, size);
    free(text);
}

/* ---- Receiving ---------------------------------------------------------- */

static bool begins(const char *text, size_t size, const char *with)
{
    size_t n = strlen(with);

    return size >= n && memcmp(text, with, n) == 0;
}

/* A packet of Engine.IO. */
static void take_packet(client_t *client, const char *text, size_t size)
{
    if (begins(text, size, "42[\"said\"")) {
        deliveries++;
        if (client->number >= options.rooms)
            return;
        client->waiting--;
        answers++;
        if (sending)
            send_event(client);
    } else if (begins(text, size, "42[\"joined\"")) {
        /* Before the acknowledgement of Moothall's join_bench. */
    } else if (begins(text, size, "2") && size == 1) {
        send_text(client, "3", 1);
    } else if (begins(text, size, "0{")) {
        send_text(client, "40", 2);
    } else if (begins(text, size, "40{")) {
        client->open = true;
        opened++;
        connecting--;
    } else if (begins(text, size, "430[")) {
        entered++;
    } else {
        fprintf(stderr, "load: unexpected %.*s\n", (int)size, text);
        exit(1);
    }
}

static void take_frame(client_t *client, const char *text, size_t size)
{
    if (options.socketio)
        take_packet(client, text, size);
    else if (begins(text, size, "{\"type\":\"ROOM_MESSAGE_RESPONSE\"")) {
        if (!memmem(text, size, "\"success\":true", 14))
            give_up("a message was refused");
        client->waiting--;
        answers++;
        if (sending)
            send_message(client);
    } else if (begins(text, size, "{\"type\":\"ROOM_MESSAGE\"")) {
        deliveries++;
    } else if (begins(text, size, "{\"type\":\"CONNECTION_ESTABLISHED\"")) {
        client->open = true;
        opened++;
        connecting--;
    } else if (begins(text, size, "{\"type\":\"ROOM_CREATED\"")) {
        client->waiting--;
        room_ready = true;
    } else if (!begins(text, size, "{\"type\":\"ROOM_MEMBERS_UPDATED\"")) {
        fprintf(stderr, "load: unexpected %.*s\n", (int)size, text);
        exit(1);
    }
}

/* Takes the whole frames at the start of the buffer. */
static void take_frames(client_t *client)
{
    size_t at = 0;

    while (client->size - at >= 2) {
        const uint8_t *head = (const uint8_t *)client->text + at;
        size_t size = head[1] & 127, skip = 2;

        if (size == 126 && client->size - at < 4)
            break;
        if (size == 127 && client->size - at < 10)
            break;
        if (size == 126) {
            size = (size_t)head[2] << 8 | head[3];
            skip = 4;
        } else if (size == 127) {
            size = 0;
            for (int i = 2; i < 10; i++)
                size = size << 8 | head[i];
            skip = 10;
        }
        if (client->size - at < skip + size)
            break;
        if ((head[0] & 15) == 1)
            take_frame(client, client->text + at + skip, size);
        else if ((head[0] & 15) == 8)
            give_up("the server closed a connection");
        at += skip + size;
    }
    memmove(client->text, client->text + at, client->size - at);
    client->size -= at;
}

static void receive(client_t *client)
{
    ssize_t n;

    if (client->capacity - client->size < RECEIVE_BYTES) {
        client->capacity = client->size + 2 * RECEIVE_BYTES;
        client->text = realloc(client->text, client->capacity);
    }
    n = recv(client->fd, client->text + client->size, RECEIVE_BYTES, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        give_up("a connection ended");
    if (n < 0)
        return;
    client->size += (size_t)n;
    if (!client->upgraded) {
        char *end = memmem(client->text, client->size, "\r\n\r\n", 4);

        if (!end)
            return;
        if (!begins(client->text, client->size, "HTTP/1.1 101")) {
            fprintf(stderr, "load: refused: %.*s\n", (int)client->size,
                    client->text);
            exit(1);
        }
        client->upgraded = true;
        client->size -= (size_t)(end + 4 - client->text);
        memmove(client->text, end + 4, client->size);
    }
    take_frames(client);
    /* Idle clients keep no buffer: thousands of them would measure ours. */
    if (client->size == 0 && options.sockets > 200) {
        free(client->text);
        client->text = NULL;
        client->capacity = 0;
    }
}

static void poll_once(int timeout_ms)
{
    struct epoll_event events[256];
    int n = epoll_wait(poller, events, 256, timeout_ms);

    for (int i = 0; i < n; i++)
        receive(events[i].data.ptr);
}

/* ---- Connecting --------------------------------------------------------- */

static void put_authorization(const client_t *client, char *out, size_t max)
{
    char sub[32], why[128];
    moot_jwt_mint_t mint = {.secret = options.secret, .sub = sub, .ttl_s = 3600};
    moot_buf_t token;

    snprintf(sub, sizeof sub, "u%u", client->number);
    mint.iat_s = (int64_t)(moot_clock_wall_ms() / 1000);
    moot_buf_init(&token, 2048);
    if (moot_jwt_mint(&mint, &token, why, sizeof why) != 0)
        give_up(why);
    snprintf(out, max, "Authorization: Bearer %.*s\r\n",
             MOOT_SLICE_ARG(moot_buf_slice(&token)));
    moot_buf_close(&token);
}

static void open_client(client_t *client)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    char authorization[3072] = "", request[4096];
    int one = 1, size;

    if (!options.socketio)
        put_authorization(client, authorization, sizeof authorization);
    to.sin_port = htons(
        (uint16_t)options.ports[client->number % options.ports_count]);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0
        || connect(client->fd, (struct sockaddr *)&to, sizeof to) != 0)
        give_up("connect");
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
    size = snprintf(request, sizeof request,
                    "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket"
                    "\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n%s\r\n",
                    options.socketio
                        ? "/socket.io/?EIO=4&transport=websocket"
                        : "/ws",
                    authorization);
    send_all(client, request, (size_t)size);
    epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &event);
    connecting++;
}

static void open_clients(unsigned from, unsigned to)
{
    uint64_t end_ms = moot_clock_mono_ms() + 60000;

    for (unsigned i = from; i < to || connecting > 0;) {
        if (i < to && connecting < HANDSHAKES_MAX) {
            clients[i].number = i;
            open_client(&clients[i++]);
        } else {
            poll_once(100);
        }
        if (moot_clock_mono_ms() > end_ms)
            give_up("not all connections opened within 60 s");
    }
}

static void wait_room(void)
{
    uint64_t end_ms = moot_clock_mono_ms() + 10000;

    while (!room_ready) {
        poll_once(100);
        if (moot_clock_mono_ms() > end_ms)
            give_up("no answer to ROOM_CREATE within 10 s");
    }
    room_ready = false;
}

/* ---- The three loads ---------------------------------------------------- */

static void run_for(unsigned ms)
{
    uint64_t end_ms = moot_clock_mono_ms() + ms;

    while (moot_clock_mono_ms() < end_ms)
        poll_once(10);
}

static void wait_answers(void)
{
    uint64_t end_ms = moot_clock_mono_ms() + 10000;
    unsigned waiting = 1;

    sending = false;
    while (waiting > 0) {
        poll_once(10);
        waiting = 0;
        for (unsigned i = 0; i < options.sockets; i++)
            waiting += clients[i].waiting;
        if (moot_clock_mono_ms() > end_ms)
            give_up("answers are missing after 10 s");
    }
}

static void enter_rooms(void)
{
    uint64_t end_ms = moot_clock_mono_ms() + 30000;
    char text[64];

    for (unsigned i = 0; i < options.sockets; i++) {
        int size = snprintf(text, sizeof text,
                            "420[\"join_bench\",{\"id\":\"hall-%u\"}]",
                            i % options.rooms);

        send_text(&clients[i], text, (size_t)size);
        while (entered + HANDSHAKES_MAX <= i)
            poll_once(100);
    }
    while (entered < options.sockets) {
        poll_once(100);
        if (moot_clock_mono_ms() > end_ms)
            give_up("not all are in their room within 30 s");
    }
}

/* Sends from the first `senders` clients and prints the line. */
static void measure(unsigned senders)
{
    uint64_t began_ms, took_ms, cpu, answered, delivered, each[PIDS_MAX];

    sending = true;
    for (unsigned i = 0; i < senders; i++) {
        for (unsigned w = 0; w < options.window; w++) {
            if (options.socketio)
                send_event(&clients[i]);
            else
                send_message(&clients[i]);
        }
    }
    run_for(WARM_UP_MS);
    for (unsigned i = 0; i < options.pids_count; i++)
        each[i] = cpu_us(options.pids[i]);
    cpu = cpu_all_us();
    answered = answers;
    delivered = deliveries;
    began_ms = moot_clock_mono_ms();
    run_for(options.seconds * 1000);
    took_ms = moot_clock_mono_ms() - began_ms;
    cpu = cpu_all_us() - cpu;
    for (unsigned i = 0; i < options.pids_count; i++)
        each[i] = cpu_us(options.pids[i]) - each[i];
    answered = answers - answered;
    delivered = deliveries - delivered;
    wait_answers();
    printf("{\"load\":\"%s\",\"sockets\":%u,\"rooms\":%u,\"window\":%u,"
           "\"bytes\":%u,\"ms\":%" PRIu64 ",\"acknowledged\":%" PRIu64
           ",\"acknowledgedPerSecond\":%.0f,\"delivered\":%" PRIu64
           ",\"deliveredPerSecond\":%.0f,\"cpuUsPerMessage\":%.2f",
           options.mode, options.sockets, options.rooms, options.window,
           options.bytes, took_ms, answered,
           (double)answered * 1000 / (double)took_ms, delivered,
           (double)delivered * 1000 / (double)took_ms,
           (double)cpu / (double)(answered ? answered : 1));
    if (delivered)
        printf(",\"cpuUsPerDelivery\":%.2f", (double)cpu / (double)delivered);
    printf(",\"cpuMsOfEach\":[");
    for (unsigned i = 0; i < options.pids_count; i++)
        printf("%s%" PRIu64, i > 0 ? "," : "", each[i] / 1000);
    puts("]}");
}

static void throughput(void)
{
    open_clients(0, options.sockets);
    for (unsigned room = 0; room < options.rooms; room++) {
        create_room(&clients[room % options.sockets], room, 1);
        wait_room();
    }
    measure(options.sockets);
}

/* Every message that was sent must have reached so many. */
static void check_deliveries(unsigned sockets)
{
    uint64_t expected = 0;

    run_for(500);
    for (unsigned i = 0; i < options.sockets; i++)
        expected += clients[i].sent * sockets;
    if (deliveries != expected) {
        fprintf(stderr, "load: %" PRIu64 " deliveries, expected %" PRIu64 "\n",
                deliveries, expected);
        exit(1);
    }
}

static void sio_fanout(void)
{
    open_clients(0, options.sockets);
    enter_rooms();
    measure(options.rooms);
    check_deliveries(options.sockets / options.rooms);
}

static void fanout(void)
{
    open_clients(0, 1);
    create_room(&clients[0], 0, options.sockets);
    wait_room();
    open_clients(1, options.sockets);
    measure(1);
    check_deliveries(options.sockets - 1); /* all but the sender's */
}

static void idle(void)
{
    uint64_t before, began_ms, cpu, took_ms;

    open_clients(0, 1); /* what the first one costs is not counted */
    run_for(500);
    before = memory_bytes();
    cpu = cpu_all_us();
    began_ms = moot_clock_mono_ms();
    open_clients(1, options.sockets);
    took_ms = moot_clock_mono_ms() - began_ms;
    cpu = cpu_all_us() - cpu;
    run_for(1000);
    printf("{\"load\":\"%s\",\"sockets\":%u,\"connectMs\":%" PRIu64
           ",\"cpuUsPerConnection\":%.1f,\"memoryBytesPerConnection\":%.0f}\n",
           options.mode, options.sockets, took_ms,
           (double)cpu / (double)(options.sockets - 1),
           ((double)memory_bytes() - (double)before)
               / (double)(options.sockets - 1));
}

static void read_options(int argc, char **argv)
{
    if (argc < 2)
        give_up("usage: see the top of load.c");
    options.mode = argv[1];
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *name = argv[i], *value = argv[i + 1];
        unsigned number = (unsigned)strtoul(value, NULL, 10);

        if (strcmp(name, "--secret") == 0)
            options.secret = value;
        else if (strcmp(name, "--port") == 0 && options.ports_count < PORTS_MAX)
            options.ports[options.ports_count++] = number;
        else if (strcmp(name, "--pid") == 0 && options.pids_count < PIDS_MAX)
            options.pids[options.pids_count++] = (int)number;
        else if (strcmp(name, "--sockets") == 0)
            options.sockets = number;
        else if (strcmp(name, "--rooms") == 0)
            options.rooms = number;
        else if (strcmp(name, "--window") == 0)
            options.window = number;
        else if (strcmp(name, "--seconds") == 0)
            options.seconds = number;
        else if (strcmp(name, "--bytes") == 0)
            options.bytes = number;
        else
            give_up(name);
    }
    options.socketio = strncmp(options.mode, "sio-", 4) == 0;
    if ((!options.secret && !options.socketio) || options.ports_count == 0
        || options.sockets == 0 || options.sockets > SOCKETS_MAX
        || options.bytes >= sizeof payload
        || (strcmp(options.mode, "throughput") == 0
            && (options.rooms < options.sockets
                || options.rooms % options.sockets != 0))
        || (strcmp(options.mode, "sio-fanout") == 0
            && (options.rooms == 0 || options.sockets % options.rooms != 0)))
        give_up("--secret, --port, --sockets to 18000, rooms a multiple of "
                "sockets, or of sio-fanout the other way around");
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    memset(payload, 'x', options.bytes);
    clients = calloc(options.sockets, sizeof *clients);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (!clients || poller < 0)
        give_up("epoll");
    if (strcmp(options.mode, "throughput") == 0)
        throughput();
    else if (strcmp(options.mode, "fanout") == 0)
        fanout();
    else if (strcmp(options.mode, "sio-fanout") == 0)
        sio_fanout();
    else if (strcmp(options.mode, "idle") == 0
             || strcmp(options.mode, "sio-idle") == 0)
        idle();
    else
        give_up("mode: throughput, fanout, idle, sio-fanout or sio-idle");
    return 0;
}
