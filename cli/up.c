/* moot up: a whole cluster on one machine, in the foreground. Makes what a
 * first start needs, starts brokers, workers and edges, starts again the ones
 * that die, and stops all of them in order. */
#include "cli/command.h"
#include "cli/health.h"
#include "common/secret.h"
#include "cli/supervisor.h"
#include "common/clock.h"
#include "common/cluster.h"
#include "common/err.h"
#include "common/file.h"
#include "common/log.h"
#include "proto/profile_file.h"
#include "proto/rules.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    EDGES_MAX = 64,
    LOOK_MS = 50,          /* between two looks while not all is ready */
    ASK_MS = 200,          /* for the brokers' answers at each */
    GRACE_MS = 3000,       /* to stop, beyond drain_timeout_ms */
    MISTAKES_BYTES_MAX = 65536, /* said of a profile */
    EXIT_REFUSED = 2,      /* a program's exit code: it will never start so */
    EXIT_MISSING = 127,    /* the program is not there */
};

/* Ranks: what is stopped first has the highest. */
enum { RANK_BROKER, RANK_WORKER, RANK_EDGE };

typedef struct up {
    moot_conf_t conf;
    uint64_t edges, workers; /* workers 0: not said */
    moot_supervisor_t supervisor;
    moot_ask_t ask;
    moot_status_t status;
    bool shown[EDGES_MAX + 1];
    uint64_t programs;       /* added so far */
    uint64_t ready;          /* edges shown as ready */
    bool failed;             /* a program refused to start */
    int lock, programs_lock; /* -1: not open */
} up_t;

/* ---- Options ------------------------------------------------------------ */

static bool take_edges(void *ctx, const char *value)
{
    return moot_command_number("edges", value, 1, EDGES_MAX,
                               &((up_t *)ctx)->edges);
}

static bool take_workers(void *ctx, const char *value)
{
    return moot_command_number("workers", value, 1, MOOT_CLUSTER_WORKERS_MAX,
                               &((up_t *)ctx)->workers);
}

/* Gives a setting of the command line to the programs, as environment. */
static void export_setting(const char *name, size_t size, const char *value)
{
    char variable[128] = "MOOT_";

    MOOT_CHECK(size < sizeof variable - 6);
    for (size_t i = 0; i < size; i++)
        variable[5 + i] =
            name[i] == '-' ? '_' : (char)toupper((unsigned char)name[i]);
    MOOT_CHECK(setenv(variable, value, 1) == 0);
}

/* All flags that are settings were checked before; --data and up's own are no
 * settings and are passed over. */
static void export_flags(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool flag = strncmp(argv[i], "--", 2) == 0;
        const char *name = flag ? argv[i] + 2 : "";
        const char *equals = strchr(name, '=');
        size_t size = equals ? (size_t)(equals - name) : strlen(name);
        char plain[128];
        const moot_conf_setting_t *setting;

        if (!flag || size >= sizeof plain)
            continue;
        for (size_t j = 0; j < size; j++)
            plain[j] = name[j] == '-' ? '_' : name[j];
        setting = moot_conf_find(moot_slice(plain, size));
        if (size == 4 && memcmp(plain, "conf", 4) == 0)
            export_setting("conf", 4, equals ? equals + 1 : argv[++i]);
        else if (!setting)
            continue;
        else if (equals)
            export_setting(name, size, equals + 1);
        else if (i + 1 < argc && strncmp(argv[i + 1], "--", 2) != 0)
            export_setting(name, size, argv[++i]);
        else
            export_setting(name, size, "on");
    }
}

/* ---- What a start needs ------------------------------------------------- */

/* Locks a file of the data folder. Errors: MOOT_EIO (said), MOOT_ELOCKED. */
static int lock_file(const up_t *up, const char *name, int flags, int *fd)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s/%s", up->conf.data_dir, name);
    if (*fd < 0)
        *fd = open(path, O_RDWR | O_CREAT | flags, 0600);
    if (*fd < 0) {
        fprintf(stderr, "moot up: %s: %s\n", path, strerror(errno));
        return MOOT_EIO;
    }
    return flock(*fd, LOCK_EX | LOCK_NB) == 0 ? 0 : MOOT_ELOCKED;
}

/* One `moot up` per data folder. */
static int lock_folder(up_t *up)
{
    int rc = lock_file(up, "up.lock", O_CLOEXEC, &up->lock);

    if (rc == MOOT_ELOCKED)
        fprintf(stderr, "moot up: %s is in use by another moot up\n",
                up->conf.data_dir);
    return rc;
}

/* The programs inherit a lock of their own. Those of a `moot up` that was
 * killed hold it until the last of them has ended, which is soon. */
static int await_former(up_t *up)
{
    const struct timespec moment = {.tv_nsec = LOOK_MS * 1000000};
    uint64_t end_ms =
        moot_clock_mono_ms() + up->conf.drain_timeout_ms + GRACE_MS;
    int rc = lock_file(up, "programs.lock", 0, &up->programs_lock);

    while (rc == MOOT_ELOCKED && moot_clock_mono_ms() < end_ms) {
        (void)nanosleep(&moment, NULL);
        rc = lock_file(up, "programs.lock", 0, &up->programs_lock);
    }
    if (rc == MOOT_ELOCKED)
        fprintf(stderr,
                "moot up: %s is in use by programs of a moot up that was "
                "killed, and they do not end\n",
                up->conf.data_dir);
    return rc;
}

static int find_cluster(up_t *up)
{
    const char *folder = up->conf.data_dir;
    moot_cluster_t cluster;
    int rc = moot_cluster_read(folder, &cluster);

    if (rc == MOOT_ENOENT)
        rc = moot_cluster_make(folder, up->workers ? up->workers : 2,
                               &cluster);
    if (rc != 0) {
        fprintf(stderr, "moot up: %s/cluster: %s\n", folder,
                moot_err_text(rc));
        return rc;
    }
    if (up->workers != 0 && up->workers != cluster.workers) {
        fprintf(stderr,
                "moot up: %s was made for %" PRIu64 " worker%s, not for "
                "%" PRIu64 ": its rooms are divided among them; start it "
                "without --workers, or with another --data\n",
                folder, cluster.workers, cluster.workers == 1 ? "" : "s",
                up->workers);
        return MOOT_EINVAL;
    }
    up->workers = cluster.workers;
    return 0;
}

/* Every socket's path must fit into a unix socket's name (unix(7)). */
static int check_run_dir(const moot_conf_t *conf)
{
    moot_endpoint_t longest;
    int rc = moot_endpoints_pub_bind(conf, MOOT_CLUSTER_WORKERS_MAX, &longest);

    if (rc != 0)
        fprintf(stderr,
                "moot up: %s: too long for the unix sockets in it: choose a "
                "shorter --run-dir (for moot status too)\n",
                conf->run_dir);
    return rc;
}

/* Each program has a port of its own for its metrics, each edge one for the
 * application's API. */
static int check_ports(const up_t *up)
{
    uint64_t programs = up->conf.brokers + up->workers + up->edges;

    if (up->conf.api_port + up->edges - 1 > UINT16_MAX) {
        fprintf(stderr,
                "moot up: api_port: the %" PRIu64 " edges need as many ports "
                "from %" PRIu64 " on, and 65535 is the last\n",
                up->edges, up->conf.api_port);
        return MOOT_EINVAL;
    }

    if (up->conf.metrics_port == 0
        || up->conf.metrics_port + programs - 1 <= UINT16_MAX)
        return 0;
    fprintf(stderr,
            "moot up: metrics_port: the %" PRIu64 " programs need as many "
            "ports from %" PRIu64 " on, and 65535 is the last\n",
            programs, up->conf.metrics_port);
    return MOOT_EINVAL;
}

/* The programs would refuse it, too, each for itself. */
static int check_profile(const moot_conf_t *conf)
{
    moot_profile_t *profile = NULL;
    moot_buf_t mistakes;
    int rc = 0;

    if (conf->profile[0] == '\0')
        return 0;
    moot_buf_init(&mistakes, MISTAKES_BYTES_MAX);
    rc = moot_profile_load(conf->profile, &mistakes, &profile);
    if (rc != 0) {
        fprintf(stderr, "moot up: the profile cannot be used\n");
        (void)moot_file_print(&mistakes, stderr);
    }
    moot_profile_destroy(&profile);
    moot_buf_close(&mistakes);
    return rc;
}

static int prepare(up_t *up)
{
    int rc = check_run_dir(&up->conf);

    if (rc != 0)
        return rc;
    rc = moot_file_make_folder(up->conf.data_dir);
    if (rc == 0)
        rc = moot_file_make_folder(up->conf.run_dir);
    if (rc != 0) {
        fprintf(stderr, "moot up: %s: %s\n", up->conf.data_dir,
                moot_err_text(rc));
        return rc;
    }
    rc = lock_folder(up);
    if (rc == 0)
        rc = await_former(up);
    if (rc == 0)
        rc = find_cluster(up);
    if (rc == 0)
        rc = check_ports(up);
    if (rc != 0)
        return rc;
    rc = moot_secret_make(&up->conf);
    if (rc != 0)
        fprintf(stderr, "moot up: %s/jwt_secret: %s\n", up->conf.data_dir,
                moot_err_text(rc));
    return rc;
}

/* ---- The programs ------------------------------------------------------- */

/* Folder of this program: the others are beside it. */
static void own_folder(char *path, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", path, size - 1);

    MOOT_CHECK(n > 0);
    path[n] = '\0';
    *strrchr(path, '/') = '\0';
}

/* The place of a program among all, from 0, says its metrics_port. */
static void add_program(up_t *up, const char *role, int rank, uint64_t number,
                        const char *port, const char *api_port)
{
    char folder[PATH_MAX], program[PATH_MAX + 32], id[48], id_flag[64];
    char data_flag[PATH_MAX], run_flag[PATH_MAX], brokers_flag[32];
    char metrics_flag[32];
    const char *args[] = {program,      id_flag,      data_flag, run_flag,
                          brokers_flag, metrics_flag, port,      api_port,
                          NULL};
    uint64_t metrics = up->conf.metrics_port;

    own_folder(folder, sizeof folder);
    snprintf(program, sizeof program, "%s/moot-%s", folder, role);
    snprintf(id, sizeof id, "%s-%" PRIu64, role, number);
    snprintf(id_flag, sizeof id_flag, "--id=%s", id);
    snprintf(data_flag, sizeof data_flag, "--data-dir=%s", up->conf.data_dir);
    snprintf(run_flag, sizeof run_flag, "--run-dir=%s", up->conf.run_dir);
    snprintf(brokers_flag, sizeof brokers_flag, "--brokers=%" PRIu64,
             up->conf.brokers);
    snprintf(metrics_flag, sizeof metrics_flag, "--metrics-port=%" PRIu64,
             metrics != 0 ? metrics + up->programs : 0);
    up->programs++;
    moot_supervisor_add(&up->supervisor, id, rank, args);
}

static void add_programs(up_t *up)
{
    for (uint64_t i = 1; i <= up->conf.brokers; i++)
        add_program(up, "broker", RANK_BROKER, i, NULL, NULL);
    for (uint64_t i = 1; i <= up->workers; i++)
        add_program(up, "worker", RANK_WORKER, i, NULL, NULL);
    for (uint64_t i = 1; i <= up->edges; i++) {
        char port[32], api_port[32];
        uint64_t number = up->conf.port == 0 ? 0 : up->conf.port + i - 1;

        if (up->conf.port_shared)
            number = up->conf.port;

        snprintf(port, sizeof port, "--port=%" PRIu64, number);
        snprintf(api_port, sizeof api_port, "--api-port=%" PRIu64,
                 up->conf.api_port == 0 ? 0 : up->conf.api_port + i - 1);
        add_program(up, "edge", RANK_EDGE, i, port, api_port);
    }
}

static void on_death(void *ctx, const moot_child_t *child)
{
    up_t *up = ctx;

    if (WIFEXITED(child->status))
        moot_log(MOOT_EV_PROGRAM_DIED, "id=%s exit=%d restart_ms=%" PRIu64,
                 child->id, WEXITSTATUS(child->status),
                 child->start_due_ms - moot_clock_mono_ms());
    else
        moot_log(MOOT_EV_PROGRAM_DIED, "id=%s signal=%d restart_ms=%" PRIu64,
                 child->id, WTERMSIG(child->status),
                 child->start_due_ms - moot_clock_mono_ms());
    /* Before the first readiness a program that refuses its settings or its
     * data ends the start: it said why. Later it is tried again, since the
     * others still serve. */
    if (up->ready < up->edges && WIFEXITED(child->status)
        && (WEXITSTATUS(child->status) == EXIT_REFUSED
            || WEXITSTATUS(child->status) == EXIT_MISSING))
        up->failed = true;
}

/* ---- Readiness ---------------------------------------------------------- */

static void show_address(const char *begin, const char *scheme,
                         const char *bind, uint64_t port, const char *path,
                         const char *what)
{
    const bool v6 = strchr(bind, ':') != NULL;

    printf("%s%s://%s%s%s:%" PRIu64 "%s%s\n", begin, scheme, v6 ? "[" : "",
           bind, v6 ? "]" : "", port, path, what);
}

/* The first line is the one that scripts wait for. */
static void show_edge(const moot_conf_t *conf, unsigned number, uint64_t port)
{
    const bool has_key =
        conf->api_key[0] != '\0' || conf->api_key_file[0] != '\0';

    show_address("ready ", "ws", conf->bind, port, "/ws", "");
    if (conf->profile[0] != '\0')
        show_address("      ", "http", conf->bind, port, conf->socketio_path,
                     "  (Socket.IO)");
    if (conf->api_port > 0 && has_key)
        show_address("      ", "http", conf->api_bind,
                     conf->api_port + number - 1, "/v1/", "  (API)");
    else if (conf->api_port > 0)
        printf("      no API: api_port is set, but neither api_key nor "
               "api_key_file\n");
    fflush(stdout);
}

static void show_ready(up_t *up)
{
    for (size_t i = 0; i < up->status.count; i++) {
        const moot_program_t *program = &up->status.programs[i];
        unsigned number = 0;

        if (sscanf(program->id, "edge-%u", &number) != 1 || number == 0
            || number > up->edges || up->shown[number]
            || program->state != MOOT_STATE_READY || program->port == 0
            || program->slots != MOOT_SLOTS)
            continue;
        show_edge(&up->conf, number, program->port);
        up->shown[number] = true;
        up->ready++;
    }
}

static void look(up_t *up)
{
    if (up->ready == up->edges)
        return;
    if (moot_ask_status(&up->ask, ASK_MS, &up->status) == 0)
        show_ready(up);
}

/* ---- The loop ----------------------------------------------------------- */

static volatile sig_atomic_t stops;

static void on_stop(int number)
{
    (void)number;
    stops++;
}

static bool hurry(void *ctx)
{
    (void)ctx;
    return stops > 1;
}

/* SIGCHLD and SIGHUP are waited for; SIGINT and SIGTERM interrupt the wait. */
static void take_signals(sigset_t *waited)
{
    struct sigaction stop = {.sa_handler = on_stop};

    sigemptyset(&stop.sa_mask);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    sigemptyset(waited);
    sigaddset(waited, SIGCHLD);
    sigaddset(waited, SIGHUP);
    sigprocmask(SIG_BLOCK, waited, NULL);
}

static void loop(up_t *up)
{
    const struct timespec moment = {.tv_nsec = LOOK_MS * 1000000};
    sigset_t waited;

    take_signals(&waited);
    while (stops == 0 && !up->failed) {
        int number;

        moot_supervisor_run(&up->supervisor, moot_clock_mono_ms());
        look(up);
        number = sigtimedwait(&waited, NULL, &moment);
        if (number == SIGHUP)
            moot_supervisor_signal(&up->supervisor, SIGHUP);
    }
    moot_log(MOOT_EV_PROGRAM_DRAINING, "why=%s",
             up->failed ? "refused" : "signal");
    moot_supervisor_stop(&up->supervisor, up->conf.drain_timeout_ms + GRACE_MS,
                         hurry, NULL);
}

int moot_up_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"edges", true, take_edges},
                                        {"workers", true, take_workers}};
    up_t *up = calloc(1, sizeof *up);
    bool usable;
    int code, rc;

    MOOT_CHECK(up);
    up->edges = 1;
    up->lock = up->programs_lock = -1;
    code = moot_command_options(argc, argv, own, 2, up, &up->conf);
    if (code != MOOT_EXIT_OK) {
        free(up);
        return code;
    }
    moot_log_open("up", (moot_log_level_t)up->conf.log_level);
    export_flags(argc, argv);
    moot_supervisor_init(&up->supervisor, on_death, up);
    usable = check_profile(&up->conf) == 0;
    rc = usable ? prepare(up) : MOOT_EINVAL;
    if (rc == 0)
        rc = moot_ask_open(&up->ask, &up->conf);
    if (rc == 0) {
        add_programs(up);
        loop(up);
        moot_ask_close(&up->ask);
    }
    moot_supervisor_close(&up->supervisor);
    code = rc != 0 || up->failed ? MOOT_EXIT_FAILED : MOOT_EXIT_OK;
    if (!usable)
        code = MOOT_EXIT_USAGE;
    moot_conf_close(&up->conf);
    free(up);
    return code;
}
