#include "broker/slotmap.h"

#include <stdlib.h>

void moot_slotmap_init(moot_slotmap_t *map)
{
    memset(map, 0, sizeof *map);
}

void moot_slotmap_close(moot_slotmap_t *map)
{
    for (size_t i = 0; i <= map->top; i++)
        free(map->workers[i]);
    memset(map, 0, sizeof *map);
}

bool moot_slotmap_adopt(moot_slotmap_t *map, uint64_t slot, uint64_t worker,
                        uint64_t epoch)
{
    if (slot >= MOOT_SLOTS || worker == 0 || worker > MOOT_WORKERS_MAX)
        return false;
    if (epoch <= map->epoch[slot])
        return false;
    map->owner[slot] = worker;
    map->epoch[slot] = epoch;
    map->changed = true;
    return true;
}

/* Reads one run [first, count, (worker,) epoch] of a list of runs. */
static int next_run(moot_list_reader_t *runs, uint64_t *first, uint64_t *count,
                    uint64_t *worker, uint64_t *epoch)
{
    moot_list_reader_t run;
    moot_slice_t raw;
    int rc = moot_list_next_list(runs, &raw);

    if (rc == 0)
        rc = moot_list_reader_init(&run, raw);
    if (rc == 0)
        rc = moot_list_next_u64(&run, first);
    if (rc == 0)
        rc = moot_list_next_u64(&run, count);
    if (rc == 0 && worker)
        rc = moot_list_next_u64(&run, worker);
    if (rc == 0)
        rc = moot_list_next_u64(&run, epoch);
    if (rc == 0 && (*first >= MOOT_SLOTS || *count > MOOT_SLOTS - *first))
        rc = MOOT_EINVAL;
    return rc;
}

/* The claims of a beat, slot by slot, into serves[MOOT_SLOTS]. */
static int read_serves(moot_slice_t list, uint64_t *serves)
{
    moot_list_reader_t runs;
    uint64_t first = 0, count = 0, epoch = 0;
    int rc = moot_list_reader_init(&runs, list);

    if (rc != 0)
        return rc;
    memset(serves, 0, MOOT_SLOTS * sizeof *serves);
    while ((rc = next_run(&runs, &first, &count, NULL, &epoch)) == 0) {
        for (uint64_t i = first; i < first + count; i++)
            serves[i] = epoch;
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* The map of a beat, adopted run by run. */
static int read_map(moot_slotmap_t *map, moot_slice_t list)
{
    moot_list_reader_t runs;
    uint64_t first = 0, count = 0, worker = 0, epoch = 0;
    int rc = moot_list_reader_init(&runs, list);

    if (rc != 0)
        return rc;
    while ((rc = next_run(&runs, &first, &count, &worker, &epoch)) == 0) {
        for (uint64_t i = first; i < first + count; i++)
            moot_slotmap_adopt(map, i, worker, epoch);
    }
    return rc == MOOT_ENOENT ? 0 : rc;
}

/* The first worker heard names the cluster; a worker of another is refused. */
static int check_cluster(moot_slotmap_t *map, moot_slice_t cluster)
{
    if (cluster.size == 0 || cluster.size > sizeof map->cluster)
        return MOOT_EINVAL;
    if (map->cluster_size == 0) {
        memcpy(map->cluster, cluster.at, cluster.size);
        map->cluster_size = cluster.size;
    }
    return moot_slice_eq(cluster, moot_slice(map->cluster, map->cluster_size))
               ? 0
               : MOOT_EFOREIGN;
}

static int check_beat(const moot_slotmap_t *map, moot_slice_t identity,
                      const moot_msg_worker_beat_t *beat)
{
    const moot_slotmap_worker_t *known;

    if (beat->worker == 0 || beat->worker > MOOT_WORKERS_MAX)
        return MOOT_EINVAL;
    known = map->workers[beat->worker];
    if (known && beat->incarnation < known->incarnation)
        return MOOT_EINVAL;
    if (identity.size == 0 || identity.size > MOOT_SESSION_BYTES_MAX
        || beat->endpoint.size >= sizeof known->endpoint
        || (beat->key.size != 0 && beat->key.size != sizeof known->key))
        return MOOT_EINVAL;
    return 0;
}

int moot_slotmap_beat(moot_slotmap_t *map, moot_slice_t identity,
                      const moot_msg_worker_beat_t *beat, uint64_t now_ms)
{
    uint64_t serves[MOOT_SLOTS];
    moot_slotmap_worker_t *worker;
    int rc = check_beat(map, identity, beat);

    if (rc == 0)
        rc = check_cluster(map, beat->cluster);
    if (rc == 0)
        rc = read_serves(beat->serves, serves);
    if (rc == 0)
        rc = read_map(map, beat->map);
    if (rc != 0)
        return rc;
    worker = map->workers[beat->worker];
    if (!worker) {
        worker = calloc(1, sizeof *worker);
        if (!worker)
            return MOOT_ENOMEM;
        worker->number = beat->worker;
        map->workers[beat->worker] = worker;
        if (beat->worker > map->top)
            map->top = beat->worker;
    }
    if (!worker->live || worker->incarnation != beat->incarnation
        || memcmp(worker->serves, serves, sizeof serves) != 0)
        map->changed = true;
    worker->live = true;
    worker->incarnation = beat->incarnation;
    worker->beat_ms = now_ms;
    worker->waiting = beat->waiting;
    worker->disk_used = beat->disk_used;
    worker->disk_max = beat->disk_max;
    memcpy(worker->identity, identity.at, identity.size);
    worker->identity_size = identity.size;
    memcpy(worker->endpoint, beat->endpoint.at, beat->endpoint.size);
    worker->endpoint[beat->endpoint.size] = '\0';
    if (beat->key.size > 0)
        memcpy(worker->key, beat->key.at, beat->key.size);
    worker->key_size = beat->key.size;
    memcpy(worker->serves, serves, sizeof serves);
    for (uint64_t i = 0; i < MOOT_SLOTS; i++)
        moot_slotmap_adopt(map, i, worker->number, serves[i]);
    worker->pid = beat->pid;
    worker->started_ms = now_ms - beat->uptime_ms;
    worker->rooms = beat->rooms;
    worker->state = beat->state;
    return 0;
}

bool moot_slotmap_disputed(const moot_slotmap_t *map, uint64_t slot)
{
    for (size_t i = 1; i <= map->top; i++) {
        const moot_slotmap_worker_t *worker = map->workers[i];

        if (worker && worker->live && i != map->owner[slot]
            && worker->serves[slot] == map->epoch[slot]
            && map->epoch[slot] != 0)
            return true;
    }
    return false;
}

moot_slotmap_worker_t *moot_slotmap_live(moot_slotmap_t *map, uint64_t number)
{
    moot_slotmap_worker_t *worker;

    if (number == 0 || number > MOOT_WORKERS_MAX)
        return NULL;
    worker = map->workers[number];
    return worker && worker->live ? worker : NULL;
}

moot_slotmap_worker_t *moot_slotmap_serving(moot_slotmap_t *map, uint64_t slot)
{
    moot_slotmap_worker_t *worker;

    if (slot >= MOOT_SLOTS)
        return NULL;
    worker = moot_slotmap_live(map, map->owner[slot]);
    if (!worker || worker->serves[slot] != map->epoch[slot])
        return NULL;
    return moot_slotmap_disputed(map, slot) ? NULL : worker;
}

void moot_slotmap_gone(moot_slotmap_t *map, moot_slotmap_worker_t *worker)
{
    if (worker->live)
        map->changed = true;
    worker->live = false;
}

void moot_slotmap_expire(moot_slotmap_t *map, uint64_t before_ms)
{
    for (size_t i = 1; i <= map->top; i++) {
        moot_slotmap_worker_t *worker = map->workers[i];

        if (worker && worker->live && worker->beat_ms < before_ms)
            moot_slotmap_gone(map, worker);
    }
}

size_t moot_slotmap_served(moot_slotmap_t *map, bool *alarm)
{
    size_t served = 0;

    *alarm = false;
    for (uint64_t i = 0; i < MOOT_SLOTS; i++) {
        if (moot_slotmap_serving(map, i))
            served++;
        else if (moot_slotmap_live(map, map->owner[i])
                 && moot_slotmap_disputed(map, i))
            *alarm = true;
    }
    return served;
}

uint64_t moot_slotmap_version(const moot_slotmap_t *map)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < MOOT_SLOTS; i++)
        sum += map->epoch[i];
    return sum;
}

int moot_slotmap_put_workers(const moot_slotmap_t *map, moot_buf_t *buf,
                             moot_slice_t *list)
{
    moot_list_writer_t writer;

    moot_list_begin_open(&writer, buf);
    for (size_t i = 1; i <= map->top; i++) {
        const moot_slotmap_worker_t *worker = map->workers[i];

        if (!worker)
            continue;
        moot_list_put_list(&writer, 5);
        moot_list_put_u64(&writer, worker->number);
        moot_list_put_u64(&writer, worker->incarnation);
        moot_list_put_str(&writer, moot_slice_str(worker->endpoint));
        moot_list_put_flag(&writer, worker->live);
        moot_list_put_bin(&writer, moot_slice(worker->key, worker->key_size));
    }
    return moot_list_end(&writer, list);
}

int moot_slotmap_put_map(moot_slotmap_t *map, moot_buf_t *buf,
                         moot_slice_t *list)
{
    moot_list_writer_t writer;
    uint64_t first = 0;

    moot_list_begin_open(&writer, buf);
    while (first < MOOT_SLOTS) {
        bool serving = moot_slotmap_serving(map, first) != NULL;
        uint64_t end = first + 1;

        /* One run: the same owner, epoch and state. */
        while (end < MOOT_SLOTS && map->owner[end] == map->owner[first]
               && map->epoch[end] == map->epoch[first]
               && (moot_slotmap_serving(map, end) != NULL) == serving)
            end++;
        moot_list_put_list(&writer, 5);
        moot_list_put_u64(&writer, first);
        moot_list_put_u64(&writer, end - first);
        moot_list_put_u64(&writer, map->owner[first]);
        moot_list_put_u64(&writer, map->epoch[first]);
        moot_list_put_flag(&writer, serving);
        first = end;
    }
    return moot_list_end(&writer, list);
}
