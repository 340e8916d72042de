#include "worker/checkup.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "common/file.h"
#include "common/buf.h"
#include "common/cluster.h"
#include "common/err.h"
#include "common/json_write.h"
#include "worker/audit.h"
#include "worker/datadir.h"
#include "worker/store_lmdb.h"

enum { LINE_BYTES_MAX = 65536 };

typedef struct checkup {
    uint64_t worker;
    bool json;
    uint64_t damages;
} checkup_t;

/* A line: kind is "damage", "error" or "whole". Flushed at once, because the
 * store is read in a child process that prints too. */
static void print(const checkup_t *checkup, const char *kind, const char *text)
{
    moot_json_write_t json;
    moot_buf_t buf;
    char id[32];
    snprintf(id, sizeof id, "worker-%" PRIu64, checkup->worker);
    moot_buf_init(&buf, LINE_BYTES_MAX);
    if (checkup->json) {
        moot_json_write_init(&json, &buf);
        moot_json_write_begin_object(&json);
        moot_json_write_name_string(&json, "worker", moot_slice_str(id));
        moot_json_write_name_string(&json, "result", moot_slice_str(kind));
        moot_json_write_name_string(&json, "text", moot_slice_str(text));
        moot_json_write_end_object(&json);
    } else {
        moot_buf_printf(&buf, "%s: %s: %s", id, kind, text);
    }
    moot_buf_put_str(&buf, "\n");
    moot_file_print(&buf, stdout);
    (void)fflush(stdout);
    moot_buf_close(&buf);
}

static void on_damage(void *ctx, const char *text)
{
    checkup_t *checkup = ctx;
    checkup->damages++;
    print(checkup, "damage", text);
}

static int check_store(checkup_t *checkup, const moot_conf_t *conf,
                       const moot_datadir_t *dir, moot_audit_facts_t *facts)
{
    char why[1024] = "";
    moot_store_t *store = NULL;
    const moot_store_lmdb_conf_t config = {
        .path = moot_datadir_store_path(dir),
        .bytes_max = conf->store_bytes_max,
        .identity = moot_datadir_identity(dir),
        .on_damage = on_damage,
        .ctx = checkup,
    };
    int rc = moot_store_lmdb_open(&config, &store, why, sizeof why);
    if (rc == 0)
        rc = moot_audit_store(store, on_damage, checkup, facts);
    moot_store_close(&store);
    if (rc < 0)
        print(checkup, rc == MOOT_ECORRUPT ? "damage" : "error",
              why[0] != '\0' ? why : moot_err_text(rc));
    return rc;
}

int moot_checkup_run(const moot_conf_t *conf, uint64_t worker, bool json)
{
    checkup_t checkup = {.worker = worker, .json = json};
    moot_audit_facts_t facts = {0};
    moot_cluster_t cluster;
    moot_datadir_t *dir = NULL;
    char text[256] = "";
    int rc = moot_cluster_read(conf->data_dir, &cluster);
    if (rc < 0) {
        print(&checkup, "error", "there is no cluster in the data folder");
        return 1;
    }
    rc = moot_datadir_look(conf->data_dir, (uint32_t)worker,
                           moot_slice_str(cluster.id), &dir, text,
                           sizeof text);
    if (rc < 0) {
        print(&checkup, rc == MOOT_ECORRUPT ? "damage" : "error", text);
        return 1;
    }
    if (access(moot_datadir_store_path(dir), F_OK) != 0
        && moot_datadir_incarnation(dir) == 0) {
        print(&checkup, "whole", "was never used");
        moot_datadir_close(&dir);
        return 0;
    }
    if (access(moot_datadir_store_path(dir), F_OK) != 0)
        on_damage(&checkup, "data.mdb is missing");
    else
        rc = check_store(&checkup, conf, dir, &facts);
    moot_datadir_close(&dir);
    if (rc < 0 || checkup.damages > 0)
        return 1;
    snprintf(text, sizeof text,
             "%" PRIu64 " rooms, %" PRIu64 " events, %" PRIu64
             " log records, %" PRIu64 " copies in histories",
             facts.rooms, facts.events, facts.records, facts.copies);
    print(&checkup, "whole", text);
    return 0;
}
