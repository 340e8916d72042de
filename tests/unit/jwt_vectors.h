/* Keys and tokens for jwt_test.c, made once by Node's own crypto module, so
 * that libjwt is not tested against itself. The private keys are gone. */
#ifndef MOOT_JWT_VECTORS_H
#define MOOT_JWT_VECTORS_H

/* {"sub":"alice","exp":4102444800}, signed with "0123…cdef". */
static const char SECRET[] = "0123456789abcdef0123456789abcdef";
static const char HS256_TOKEN[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDE"
    "wMjQ0NDgwMH0.DvdDttFvdgTOXtC2L5P1zfs2bIMtiEwN3al4EAHYyf8";
static const char HS256_KID_TOKEN[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImJsdWUifQ.eyJzdWIiOiJhb"
    "GljZSIsImV4cCI6NDEwMjQ0NDgwMH0.O7_feWte-5TKpUZONc6sZ4WblFHS839JwnwC_"
    "JBXLb0";
/* Two signatures of ES256: r and s with and without a leading zero byte. */
static const char RSA_PEM[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwpabf6hICrXLwn9N3NLk\n"
    "cynETgdWUjn89NTkf3Y1Otz1be7541t2p0TtJE7lHBlNX4JkhBe7j+HeO1XNcYVx\n"
    "wwld8bsVFhEyPlYj7owR5rC0H6l0vHd08F656GwXFsDFupnhELns7lIDvfgS0cTn\n"
    "sxnwWpoDNKXrH2szHj/jgVQD01ON16VpSQfCHdTGzs130Q1facQEzn7pT6GMoAFU\n"
    "TkQj1W+VE16lNnZ6G/EK/EuFvB5ckVpTSHcv7dPgRIoAW7hqNyOCOa455mMcbcZ5\n"
    "A1t64HBEudebU/xPpIutiIsnRm8gSBPo0FnAH0Kxabx0MiUM7cyWMQIlefMsnWOT\n"
    "JwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char RS256_TOKEN[] =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJlZCJ9.eyJzdWIiOiJhbGl"
    "jZSIsImV4cCI6NDEwMjQ0NDgwMH0.LJtE_sBmIcSshFu3ma-jKYxdR8MVYrGP9VqW--u"
    "mK4CmXS1654r1OK_sJNgFGvuu_1-ZE4bnYK1E-xhxKLwX9OToHZ00VNKSrio9tDb-z6G"
    "pLAZactDr127RE_j_s2YARmhcivKGd8w0tnnfpnTNnKw8wmjRICArA9nQ1kAnFRVIEHv"
    "CLquzV9PXF4WABiLnQeoRt7haT5NnWqEd8WlpkXLmA6tme8MTwCZlyqx2k3s3He-42iP"
    "mTYmxWNXgi0hcp3tFq2vKupdRjJWhuLI2VYFgiRIHHgGuLaAjYWwtP39bEv2iMq-x78X"
    "y2Dj3ljMLUTEQXHnLczb1YMRvVDhj0g";
static const char EC_PEM[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnEaWkPZxbYqGCRp2+UGTQk47kDWl\n"
    "4RTQbeLRSpqWVSdiT/mR8IYSeLJHyfwc1j4wQmWOS1vRQJgNqbxBmZAncw==\n"
    "-----END PUBLIC KEY-----\n";
static const char ES256_TOKEN[] =
    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImdyZWVuIn0.eyJzdWIiOiJh"
    "bGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.IySxuNZBITp9xvx-DMNIvANx8HI526JWHMWj"
    "7tu9NlPjDowQcwwzygKn0g-lwoLbB1VsSed5iiMmOMVupXRQsA";
static const char ES256_ZERO_TOKEN[] =
    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImdyZWVuIn0.eyJzdWIiOiJh"
    "bGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.pk9jKTH6r1An9yVPZYAwRav54wiORB5ezB_S"
    "mRa-AqIAbUBeBl05qlHrOr66qiISJFJxpxgEtjTELhNXlATdHw";
/* The same in the DER form of OpenSSL, which is wrong in a token. */
static const char ES256_DER_TOKEN[] =
    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImdyZWVuIn0.eyJzdWIiOiJh"
    "bGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.MEQCIAJBcdT_WHl8raPCbEf97IQTwaTroa_k"
    "dJaBGOnHKHh6AiBLQlWtJJcHGxdXS1_0U6HtXARkGd5rigZBKcpj9BNPUQ";
/* HS256 with the text of RSA_PEM as the secret. */
static const char SWAPPED_TOKEN[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJlZCJ9.eyJzdWIiOiJhbGl"
    "jZSIsImV4cCI6NDEwMjQ0NDgwMH0.8nrfGKc6dXOWMLNktzdCYfMeNLGsdpVL0cob_T7"
    "BUiU";
static const char HS512_TOKEN[] =
    "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDE"
    "wMjQ0NDgwMH0.Hz0NxyMZvGBZHh95KCXwRlEthQFrdoHho7zwO7un6S_DEP7KeiE3oX-"
    "PIUjQoBlMTmsnd97STFF2VrI9YFC5hg";
static const char CRIT_TOKEN[] =
    "eyJhbGciOiJIUzI1NiIsImNyaXQiOlsieCJdLCJ4IjoxfQ.eyJzdWIiOiJhbGljZSIsI"
    "mV4cCI6NDEwMjQ0NDgwMH0.Goq8SIIMXJQxokWyhnKwToy0pI9KcpZ1fm66brdxCL0";
static const char ARRAY_TOKEN[] =
    "eyJhbGciOiJIUzI1NiJ9.WzFd.Rpo2xEeZb82BajcqCRZiv6-7XSeJtl-nG9oRPwQkdw"
    "o";
/* Without a signature, and with alg none and one of HS256. */
static const char NONE_TOKEN[] =
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.";
static const char NONE_SIGNED_TOKEN[] =
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.OlFY"
    "Okc86XtF_EyXsXWKvK_Zf0ckZG3__nHNfa7gsgA";
static const char NULL_ALG_TOKEN[] =
    "eyJhbGciOm51bGx9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.b97HtMv"
    "NtZ9eJ7htX83jdDJePcMv_TM986KgBwq3NXA";
/* Keys that are refused. */
static const char WEAK_RSA_PEM[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCnt0MdeB10Olcev8hXE+LiRXb3\n"
    "NLTMrSZBALWz9ui0hs2VjOq1suqv5Hqq2oJX8O1ErhBFw+VVEjIlkpc9lzjONZdc\n"
    "+tE3r7nSHY5M0bKBCWD697WP+8BKdHGeyOwA5AiEyR3j3j/iu49PayiZ3OHMEmhF\n"
    "Us3zSxKTouZKF+z6vQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char P384_PEM[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAETyw+kiKGP9G6RA5Fcz+NyTi/8CO8CcRt\n"
    "nGfeBDovLuYtnYHhSXXw3Ul+AKZtdy4rw5RF6p80h9g3/rLQOwH24QEpuN8m1WcU\n"
    "0Lu8PmsrujP8QLw8hAZOAPtQEhXiAYzv\n"
    "-----END PUBLIC KEY-----\n";

#endif
