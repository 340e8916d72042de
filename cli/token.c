/* moot token: makes a token that the edges of this cluster accept. */
#include "cli/command.h"
#include "common/secret.h"
#include "common/clock.h"
#include "common/err.h"
#include "common/jwt.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    CLAIMS_MAX = 64,
    TTL_S = 3600, /* when --ttl is not given */
    TTL_S_MAX = 10 * 366 * 86400,
};

typedef struct wish {
    moot_jwt_mint_t mint;
    const char *claims[CLAIMS_MAX];
} wish_t;

static bool take_sub(void *ctx, const char *value)
{
    ((wish_t *)ctx)->mint.sub = value;
    return true;
}

static bool take_role(void *ctx, const char *value)
{
    ((wish_t *)ctx)->mint.role = value;
    return true;
}

static bool take_claim(void *ctx, const char *value)
{
    wish_t *wish = ctx;

    if (!strchr(value, '=') || wish->mint.claims_count == CLAIMS_MAX) {
        fprintf(stderr, "moot token: --claim: expected name=value, at most %d "
                        "of them\n",
                CLAIMS_MAX);
        return false;
    }
    wish->claims[wish->mint.claims_count++] = value;
    return true;
}

/* "90", "90s", "15m", "1h", "7d": seconds. */
static bool take_ttl(void *ctx, const char *value)
{
    static const struct {
        char unit;
        unsigned long long seconds;
    } units[] = {{'\0', 1}, {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    wish_t *wish = ctx;
    char *end;
    unsigned long long number = strtoull(value, &end, 10);

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (*value < '0' || *value > '9' || *end != units[i].unit
            || (*end && end[1]) || number == 0
            || number > TTL_S_MAX / units[i].seconds)
            continue;
        wish->mint.ttl_s = (int64_t)(number * units[i].seconds);
        return true;
    }
    fprintf(stderr, "moot token: --ttl: expected a time such as 90s, 15m, 1h "
                    "or 7d, at most 10 years\n");
    return false;
}

static int mint(const moot_conf_t *conf, wish_t *wish)
{
    char why[256] = "";
    moot_buf_t secret, token;
    int rc;

    moot_buf_init(&secret, 8192);
    moot_buf_init(&token, 65536);
    rc = moot_secret_read(conf, &secret);
    if (rc == 0)
        rc = moot_buf_put(&secret, "", 1);
    if (rc != 0) {
        fprintf(stderr,
                "moot token: no secret in %s (%s): start the cluster once, or "
                "set MOOT_JWT_SECRET\n",
                conf->data_dir, moot_err_text(rc));
    } else {
        wish->mint.secret = (const char *)secret.at;
        wish->mint.iat_s = (int64_t)(moot_clock_wall_ms() / 1000);
        wish->mint.claims = wish->claims;
        rc = moot_jwt_mint(&wish->mint, &token, why, sizeof why);
        if (rc == 0)
            printf("%.*s\n", MOOT_SLICE_ARG(moot_buf_slice(&token)));
        else
            fprintf(stderr, "moot token: %s\n", why);
    }
    moot_buf_close(&secret);
    moot_buf_close(&token);
    return rc == 0 ? MOOT_EXIT_OK : MOOT_EXIT_FAILED;
}

int moot_token_command(int argc, char **argv)
{
    static const moot_option_t own[] = {{"sub", true, take_sub},
                                        {"role", true, take_role},
                                        {"ttl", true, take_ttl},
                                        {"claim", true, take_claim}};
    wish_t wish = {.mint = {.ttl_s = TTL_S}};
    moot_conf_t conf;
    int code = moot_command_options(argc, argv, own, 4, &wish, &conf);

    if (code != MOOT_EXIT_OK)
        return code;
    if (wish.mint.sub ? *wish.mint.sub == '\0'
                      : wish.mint.claims_count == 0) {
        fprintf(stderr, "moot token: --sub USER is missing\n");
        code = MOOT_EXIT_USAGE;
    } else {
        code = mint(&conf, &wish);
    }
    moot_conf_close(&conf);
    return code;
}
