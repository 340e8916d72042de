// Section 1 of the contract: who gets in, and how the others are told.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after } from 'node:test';
import { sharedCluster } from '../lib/cluster.js';
import { Client, upgrade } from '../lib/client.js';
import { temporaryFolder, until } from '../lib/programs.js';
import { SECRET, makeKeys, mint, seconds, tokenOf } from '../lib/token.js';

// -- the default settings -------------------------------------------------

const plain = sharedCluster({ edges: 1 });

const bearer = (token) => ({ Authorization: `Bearer ${token}` });

async function accepted(url, headers, user, query = '') {
    const client = await Client.connect(url, { headers, query });
    assert.equal(client.established.userId, user);
    await client.close();
}

async function refused(url, headers = {}, query = '') {
    const answer = await upgrade(`${url}${query}`, headers);
    assert.equal(answer.status, 401, JSON.stringify({ headers, query })
        .slice(0, 200));
    assert.ok(answer.body.length > 0, 'no reason in the body');
    assert.match(answer.headers['content-type'] ?? '', /^text\/plain/);
    assert.ok(answer.closed, 'the connection stays open');
    return answer;
}

plain('no credential: 401 with a reason, closed', async (s) => {
    await refused(s.cluster.url());
    await refused(s.cluster.url(), { Cookie: 'a=b' }, '?x=y');
});

plain('a refusal never begins with a 101', async (s) => {
    const text = await new Promise((resolve, reject) => {
        const socket = net.connect(s.cluster.port, '127.0.0.1');
        let got = '';
        socket.setTimeout(10_000, () => socket.destroy(
            new Error('neither answered nor closed')));
        socket.on('data', (part) => { got += part; });
        socket.on('error', reject);
        socket.on('close', () => resolve(got));
        socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'
            + 'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
            + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
    });
    assert.match(text, /^HTTP\/1\.1 401 /);
    assert.doesNotMatch(text, / 101 /);
});

plain('bearer, cookie, query: each works', async (s) => {
    const token = mint('alice');
    await accepted(s.cluster.url(), bearer(token), 'alice');
    await accepted(s.cluster.url(), { Cookie: `token=${token}` }, 'alice');
    await accepted(s.cluster.url(), {}, 'alice', `?token=${token}`);
    await accepted(s.cluster.url(), {}, 'alice',
        `?a=b&token=${token}&c=d`);
});

plain('bearer, cookie, query: in this order', async (s) => {
    const [a, b, c] = ['alice', 'bob', 'carol'].map((sub) => mint(sub));
    const cookie = { Cookie: `token=${b}` };
    const query = `?token=${c}`;
    const url = s.cluster.url();
    await accepted(url, { ...bearer(a), ...cookie }, 'alice', query);
    await accepted(url, cookie, 'bob', query);
    await accepted(url, { Authorization: 'Basic YTpi', ...cookie }, 'bob',
        query);
    await refused(url, { ...bearer('bad'), ...cookie }, query);
    await refused(url, { Cookie: 'token=bad' }, query);
});

plain('cookies are found by their exact name', async (s) => {
    const token = mint('alice');
    const url = s.cluster.url();
    for (const cookie of [`csrftoken=x; token=${token}`,
        `token=${token}; csrftoken=x`, `xtoken=1; token=${token};a=b`,
        `a=token=x; token=${token}`, `token2=x;token=${token}`]) {
        await accepted(url, { Cookie: cookie }, 'alice');
    }
    for (const cookie of [`csrftoken=${token}`, `Token=${token}`,
        `token2=${token}`, `a=token=${token}`, `x; tokentoken=${token}`]) {
        await refused(url, { Cookie: cookie });
    }
});

plain('the query parameter is found by its exact name', async (s) => {
    const token = mint('alice');
    for (const query of [`?xtoken=${token}`, `?Token=${token}`,
        `?tokenx=${token}`, `?x=token=${token}`, '?token=', '?token']) {
        await refused(s.cluster.url(), {}, query);
    }
});

plain('the user id: first claim that is a non-empty string', async (s) => {
    const exp = seconds(60);
    const cases = [
        [{ sub: 'a', userId: 'b', user_id: 'c', user: 'd' }, 'a'],
        [{ userId: 'b', user_id: 'c', user: 'd' }, 'b'],
        [{ user: 'd', user_id: 'c' }, 'c'],
        [{ user: 'd' }, 'd'],
        [{ sub: '', userId: 'b' }, 'b'],
        [{ sub: 7, userId: null, user_id: {}, user: 'd' }, 'd'],
        [{ sub: 'Zoë 🎉' }, 'Zoë 🎉'],
        [{ sub: 'é'.repeat(64) }, 'é'.repeat(64)],
    ];
    for (const [claims, user] of cases) {
        await accepted(s.cluster.url(), bearer(tokenOf({ ...claims, exp })),
            user);
    }
    for (const claims of [{}, { sub: '' }, { sub: 7 }, { sub: ['a'] },
        { name: 'alice' }, { sub: 'a'.repeat(129) }, { sub: 'é'.repeat(65) },
        { sub: 'a\u0000b' }, { sub: 'a\nb' }]) {
        await refused(s.cluster.url(),
            bearer(tokenOf({ ...claims, exp })));
    }
});

plain('exp and nbf', async (s) => {
    const url = s.cluster.url();
    const token = (claims) => bearer(tokenOf({ sub: 'alice', ...claims }));
    await accepted(url, token({ exp: seconds(60), nbf: seconds(-60) }),
        'alice');
    await accepted(url, token({ exp: seconds(60), nbf: seconds(15) }),
        'alice');
    await accepted(url, token({ exp: seconds(60) + 0.5 }), 'alice');
    for (const claims of [
        { exp: seconds(-120) }, { exp: 0 }, { exp: -1 },
        { exp: String(seconds(60)) }, { exp: null }, { exp: [] },
        { exp: true }, { exp: {} },
        { exp: seconds(600), nbf: seconds(120) },
        { exp: seconds(600), nbf: 1e300 },
    ]) {
        await refused(url, token(claims));
    }
});

plain('signatures and algorithms', async (s) => {
    const url = s.cluster.url();
    const claims = { sub: 'alice', exp: seconds(60) };
    const good = tokenOf(claims);
    const [head, body, sig] = good.split('.');
    const other = tokenOf({ ...claims, sub: 'root' }).split('.')[1];
    const rsa = makeKeys('RS256');
    const bad = [
        tokenOf(claims, { alg: 'none' }),
        `${tokenOf(claims, { alg: 'none' })}${sig}`,
        tokenOf(claims, { alg: 'None', signAs: 'none' }),
        tokenOf(claims, { alg: 'none', signAs: 'HS256' }),
        tokenOf(claims, { alg: 'HS512' }),
        tokenOf(claims, { alg: 'HS256', signAs: 'HS512' }),
        tokenOf(claims, { alg: 'hs256', signAs: 'HS256' }),
        tokenOf(claims, { alg: 'RS256', signAs: 'HS256' }),
        tokenOf(claims, { alg: 'RS256', key: rsa.privateKey }),
        tokenOf(claims, { key: 'another secret of at least 32 bytes' }),
        tokenOf(claims, { key: '' }),
        `${head}.${other}.${sig}`, `${head}.${body}.`, `${head}.${body}`,
        `${head}..${sig}`, `.${body}.${sig}`, `${good}.${sig}`, `${good}x`,
        `${good.slice(0, -4)}AAAA`, 'abc', '..', '.', '', 'a.b.c',
        `${head}.${body}.!!!!`, `${head}.bm8.${sig}`,
    ];
    for (const token of bad) {
        await refused(url, bearer(token));
    }
    for (const payload of ['[]', '"x"', 'null', '{', '']) {
        await refused(url, bearer(tokenOf(payload)));
    }
    await accepted(url, bearer(good), 'alice');
});

plain('a token of 64 KiB is 401 and harms nobody', async (s) => {
    const url = s.cluster.url();
    const long = tokenOf({ sub: 'alice', exp: seconds(60),
        x: 'x'.repeat(48 * 1024) });
    assert.ok(long.length > 64 * 1024);
    await refused(url, bearer(long));
    await refused(url, { Cookie: `token=${long}` });
    await refused(url, {}, `?token=${long}`);
    await accepted(url, bearer(mint('alice')), 'alice');
});

plain('a token of 4 KiB is fine', async (s) => {
    const token = mint('alice', { x: 'x'.repeat(2800) });
    await accepted(s.cluster.url(), bearer(token), 'alice');
});

plain('other paths are 404, with and without credential', async (s) => {
    const base = s.cluster.url().replace(/\/ws$/, '');
    for (const target of ['/', '/ws/', '/wsx', '/WS', '/ws/ws', '/x/ws',
        '/nothing', '/%77s/', '/favicon.ico']) {
        for (const headers of [{}, bearer(mint('alice'))]) {
            const answer = await upgrade(`${base}${target}`, headers);
            assert.equal(answer.status, 404, target);
        }
    }
    const get = await fetch(`${base.replace('ws:', 'http:')}/nothing`);
    assert.equal(get.status, 404);
    await get.text();
});

plain('every session has an id of its own', async (s) => {
    const ids = new Set();
    for (let i = 0; i < 5; i += 1) {
        const client = await s.client('alice');
        assert.equal(client.established.userId, client.user);
        assert.ok(!('pendingRooms' in client.established));
        ids.add(client.established.sessionId);
    }
    assert.equal(ids.size, 5);
});

// -- keys, issuer, audience, origins --------------------------------------

const folder = temporaryFolder();
after(() => fs.rmSync(folder, { recursive: true, force: true }));
const keys = { rs1: makeKeys('RS256'), es1: makeKeys('ES256'),
    es2: makeKeys('ES256') };
const HMAC = 'the second secret of the end-to-end tests';

fs.writeFileSync(path.join(folder, 'rs1.rs256.pem'), keys.rs1.pem);
fs.writeFileSync(path.join(folder, 'es1.es256.pem'), keys.es1.pem);
fs.writeFileSync(path.join(folder, 'hs1.hs256'), `${HMAC}\n`);

const keyed = sharedCluster({
    edges: 1,
    env: {
        MOOT_JWT_KEYS_DIR: folder, MOOT_JWT_ISSUER: 'https://issuer',
        MOOT_JWT_AUDIENCE: 'rooms', MOOT_JWT_COOKIE: 'session',
        MOOT_JWT_QUERY_PARAM: 'off',
        MOOT_ORIGINS: 'https://good.example,http://localhost:3000',
    },
    expectedErrors: [/ev=conf_refused/, /key/],
});

const CLAIMS = () => ({ sub: 'alice', exp: seconds(60),
    iss: 'https://issuer', aud: 'rooms' });

const signed = (alg, key, kid, claims = CLAIMS()) =>
    bearer(tokenOf(claims, { alg, key, kid }));

keyed('each kid has its key and its algorithm', async (s) => {
    const url = s.cluster.url();
    const { rs1, es1 } = keys;
    const yes = (headers) => accepted(url, headers, 'alice');
    const no = (headers) => refused(url, headers);
    await yes(signed('RS256', rs1.privateKey, 'rs1'));
    await yes(signed('ES256', es1.privateKey, 'es1'));
    await yes(signed('HS256', HMAC, 'hs1'));
    await yes(signed('HS256', SECRET, undefined));
    await no(signed('RS256', rs1.privateKey, 'es1'));
    await no(signed('ES256', es1.privateKey, 'rs1'));
    await no(signed('HS256', SECRET, 'hs1'));
    await no(signed('HS256', HMAC, undefined));
    await no(signed('HS256', SECRET, 'unknown'));
    await no(signed('HS256', SECRET, 'rs1'));
    await no(signed('HS256', HMAC, '../hs1'));
    await no(signed('HS256', HMAC, 'hs1.hs256'));
    await no(signed('HS256', SECRET, 7));
    await no(signed('ES256', keys.es2.privateKey, 'es1'));
});

keyed('a public key is never an HMAC secret', async (s) => {
    const { pem, publicKey } = keys.rs1;
    const der = publicKey.export({ type: 'spki', format: 'der' });
    for (const key of [pem, pem.trim(), der]) {
        for (const kid of ['rs1', undefined, 'hs1', '']) {
            await refused(s.cluster.url(), signed('HS256', key, kid));
        }
    }
});

keyed('iss and aud are checked', async (s) => {
    const url = s.cluster.url();
    const token = (claims) => {
        const all = { ...CLAIMS(), ...claims };
        return bearer(tokenOf(all));
    };
    await accepted(url, token({}), 'alice');
    await accepted(url, token({ aud: ['other', 'rooms'] }), 'alice');
    for (const claims of [
        { iss: 'https://other' }, { iss: undefined }, { iss: 7 },
        { iss: ['https://issuer'] }, { iss: 'https://issuer/' },
        { aud: 'other' }, { aud: undefined }, { aud: [] },
        { aud: ['other'] }, { aud: 'rooms2' }, { aud: { rooms: 1 } },
        { aud: 'x rooms' },
    ]) {
        await refused(url, token(claims));
    }
});

keyed('the cookie has the name of the setting, the query is off',
    async (s) => {
        const token = tokenOf(CLAIMS());
        const url = s.cluster.url();
        await accepted(url, { Cookie: `token=x; session=${token}` },
            'alice');
        await refused(url, { Cookie: `token=${token}` });
        await refused(url, {}, `?token=${token}`);
        await refused(url, {}, `?session=${token}`);
    });

keyed('an Origin outside the allow-list is 403', async (s) => {
    const url = s.cluster.url();
    const token = bearer(tokenOf(CLAIMS()));
    await accepted(url, token, 'alice');
    for (const origin of ['https://good.example',
        'http://localhost:3000']) {
        await accepted(url, { ...token, Origin: origin }, 'alice');
    }
    for (const origin of ['https://bad.example', 'http://good.example',
        'https://good.example.bad', 'https://xgood.example', 'null',
        'http://localhost:3001', 'https://good.example:8443',
        'http://localhost']) {
        const answer = await upgrade(url, { ...token, Origin: origin });
        assert.equal(answer.status, 403, origin);
    }
});

keyed('keys are read again on SIGHUP', async (s) => {
    const url = s.cluster.url();
    const status = async (headers) =>
        (await upgrade(url, headers)).status;
    const reload = async () => {
        for (const { pid } of await s.cluster.programs('edge')) {
            process.kill(pid, 'SIGHUP');
        }
    };
    const token = signed('ES256', keys.es2.privateKey, 'es2');
    const old = signed('HS256', HMAC, 'hs1');
    const stays = await Client.connect(url, { headers: old });
    assert.equal(await status(token), 401);
    fs.writeFileSync(path.join(folder, 'es2.es256.pem'), keys.es2.pem);
    assert.equal(await status(token), 401);
    await reload();
    await until(async () => await status(token) === 101, 'the new key');
    fs.rmSync(path.join(folder, 'hs1.hs256'));
    await reload();
    await until(async () => await status(old) === 401, 'the end of a key');
    await stays.silent();
    // A broken key changes nothing: those that were read before stay.
    s.expectedErrors.push(/./);
    fs.writeFileSync(path.join(folder, 'broken.rs256.pem'), 'no key');
    fs.rmSync(path.join(folder, 'es1.es256.pem'));
    const size = s.cluster.logSize();
    await reload();
    await until(() => s.cluster.log(size).includes('broken'),
        'a line about the broken key');
    assert.equal(await status(signed('ES256', keys.es1.privateKey, 'es1')),
        101);
    fs.rmSync(path.join(folder, 'broken.rs256.pem'));
    fs.writeFileSync(path.join(folder, 'es1.es256.pem'), keys.es1.pem);
    fs.writeFileSync(path.join(folder, 'hs1.hs256'), HMAC);
    await reload();
    await until(async () => await status(old) === 101, 'the key again');
    await stays.close();
});

// -- anonymous mode, fewer algorithms -------------------------------------

const open = sharedCluster({
    edges: 1, env: { MOOT_ANONYMOUS: 'on', MOOT_JWT_KEYS_DIR: folder,
        MOOT_JWT_ALGORITHMS: 'RS256' },
});

open('an algorithm outside the set is refused', async (s) => {
    const url = s.cluster.url();
    await accepted(url, signed('RS256', keys.rs1.privateKey, 'rs1'),
        'alice');
    await refused(url, signed('HS256', SECRET, undefined));
    await refused(url, signed('ES256', keys.es1.privateKey, 'es1'));
});

open('anonymous: every ROOM_* frame is UNAUTHORIZED', async (s) => {
    const client = await Client.connect(s.cluster.url(),
        { established: false, name: 'nobody' });
    assert.equal((await client.next()).type, 'CONNECTION_ESTABLISHED');
    client.violations.length = 0;
    for (const type of ['ROOM_CREATE', 'ROOM_JOIN', 'ROOM_LEAVE',
        'ROOM_INFO', 'ROOM_MEMBERS', 'ROOM_LIST', 'ROOM_UPDATE_META',
        'ROOM_ADD_MEMBERS', 'ROOM_REMOVE_MEMBER', 'ROOM_SET_ROLE',
        'ROOM_DELETE', 'ROOM_MESSAGE']) {
        await client.refused({ type }, 'UNAUTHORIZED');
        await client.refused({ type, roomId: 'r', content: 'x',
            userId: 'u', userIds: ['u'], role: 'ADMIN',
            patch: { name: 'x' } }, 'UNAUTHORIZED');
    }
    await client.ok({ type: 'HELLO', version: 1 }, 'HELLO_ACK');
    await client.ok({ type: 'PING' }, 'PONG');
    await client.refused({ type: 'NEWS' }, 'UNKNOWN_TYPE');
    assert.deepEqual(client.violations, []);
    await client.close();
});

open('anonymous: a credential that is bad is still refused', async (s) => {
    await refused(s.cluster.url(), bearer('bad'));
    await refused(s.cluster.url(), { Cookie: 'token=bad' });
    await refused(s.cluster.url(), {}, '?token=bad');
});
