// The programs as their operator sees them: start, stop, restart, the data
// folder, and the commands token, status and check-config.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { Cluster, Scene, ownCluster, runProgram } from '../lib/cluster.js';
import { Client } from '../lib/client.js';
import {
    descendants, isAlive, temporaryFolder, until,
} from '../lib/programs.js';
import { SECRET, mint } from '../lib/token.js';

const TIMEOUT = { timeout: 120_000 };

const say = (roomId, content, more = {}) => ({ type: 'ROOM_MESSAGE',
    roomId, content, ...more });

// Runs play(cluster) and removes whatever is left of it.
async function withCluster(options, play) {
    const cluster = await Cluster.start(options);
    try {
        await play(cluster);
        assert.deepEqual(cluster.sanitizerReports(), []);
    } catch (error) {
        error.message += `\n${cluster.logTail(60)}`;
        throw error;
    } finally {
        cluster.destroy();
    }
}

// A scene outside of a shared cluster; closes its clients.
async function act(cluster, scenario) {
    const scene = new Scene(cluster);
    try {
        await scenario(scene);
        scene.verify();
    } finally {
        await scene.close();
    }
}

// `moot up` that is expected to give up by itself: {exit, log}.
async function refusal(options) {
    const cluster = new Cluster(options);
    try {
        await cluster.launch();
        await until(() => cluster.exit !== null, 'the refusal', 45_000)
            .catch((error) => {
                error.message += `\n${cluster.logTail(40)}`;
                throw error;
            });
        assert.deepEqual(cluster.sanitizerReports(), [],
            cluster.logTail(60));
        return { exit: cluster.exit,
            log: cluster.log() + cluster.stdout };
    } finally {
        cluster.destroy();
    }
}

function filesUnder(folder) {
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap(
        (entry) => {
            const file = path.join(folder, entry.name);
            return entry.isDirectory() ? filesUnder(file)
                : entry.isFile() ? [file] : [];
        });
}

// The stores in the order of their workers, without LMDB's lock files.
const storeFiles = (data) => filesUnder(data)
    .filter((file) => path.basename(file) === 'data.mdb').sort();

// -- stopping -------------------------------------------------------------

for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`${signal}: SERVER_DRAINING, close 1012, exit code 0`, TIMEOUT,
        () => withCluster({}, async (cluster) => {
            const clients = [];
            for (const edge of [0, 1, 0]) {
                clients.push(await Client.connect(cluster.url(edge),
                    { token: mint('alice') }));
            }
            const [alice] = clients;
            await alice.ok({ type: 'ROOM_CREATE', roomId: 'r' },
                'ROOM_CREATED');
            const last = alice.post(say('r', 'last'));
            await alice.answer(last);
            for (const client of clients) {
                client.drop();
            }
            const stopped = cluster.stop(signal);
            for (const client of clients) {
                const frame = await client.pick(({ type }) =>
                    type === 'SERVER_DRAINING');
                assert.deepEqual(Object.keys(frame).sort(),
                    ['reconnectAfterMs', 'type']);
                assert.equal((await client.closed()).code, 1012);
                assert.equal(client.transcript.at(-1).frame.type,
                    'SERVER_DRAINING');
                assert.deepEqual(client.violations, []);
            }
            assert.deepEqual(await stopped, { code: 0, signal: null });
            assert.deepEqual(cluster.logErrors(), []);
        }));
}

test('reconnectAfterMs is the setting', TIMEOUT, () => withCluster(
    { edges: 1, workers: 1, env: { MOOT_DRAIN_RECONNECT_MS: '4321' } },
    async (cluster) => {
        const client = await Client.connect(cluster.url(),
            { token: mint('alice') });
        const stopped = cluster.stop();
        await client.expect('SERVER_DRAINING', { reconnectAfterMs: 4321 });
        assert.deepEqual(await stopped, { code: 0, signal: null });
    }));

test('one edge told to stop drains its own sockets', TIMEOUT,
    () => withCluster({}, async (cluster) => {
        const alice = await Client.connect(cluster.url(0),
            { token: mint('alice') });
        const bob = await Client.connect(cluster.url(1),
            { token: mint('bob') });
        const { pid } = await cluster.program('edge', 1);
        process.kill(pid, 'SIGTERM');
        await bob.expect('SERVER_DRAINING');
        assert.equal((await bob.closed()).code, 1012);
        await alice.silent();
        await cluster.healthy([pid]);
        const again = await Client.connect(cluster.url(1),
            { token: mint('bob') });
        await again.silent();
        assert.deepEqual(await cluster.stop(), { code: 0, signal: null });
    }));

// -- restarting -----------------------------------------------------------

// Rooms of every kind; returns what is needed to recognise them.
async function furnish(s) {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const rooms = [];
    for (let i = 0; i < 10; i += 1) {
        const { id } = await s.roomOf(alice, [bob.user], {
            name: `Room ${i} Ä🎉`, thumbnailUrl: i % 2 ? 'http://t' : null });
        await alice.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id, userIds:
            ['z', 'a', 'm'].map((name) => s.user(name)) },
        'ROOM_MEMBERS_UPDATED');
        await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id,
            userId: s.user('m'), role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
        await alice.ok({ type: 'ROOM_REMOVE_MEMBER', roomId: id,
            userId: s.user('z') }, 'ROOM_MEMBERS_UPDATED');
        for (let n = 0; n < i; n += 1) {
            await bob.ok(say(id, `${n}`, { clientMessageId: `${n}` }),
                'ROOM_MESSAGE_RESPONSE');
        }
        if (i % 3 === 0) {
            await alice.ok({ type: 'ROOM_LEAVE', roomId: id },
                'ROOM_LEAVE_RESPONSE');
        }
        rooms.push((await bob.ok({ type: 'ROOM_INFO', roomId: id },
            'ROOM_CREATED')).room);
    }
    const gone = await s.roomOf(alice, [bob.user]);
    await alice.ok({ type: 'ROOM_DELETE', roomId: gone.id },
        'ROOM_DELETED');
    const last = await bob.ok(say(rooms[9].id, 'last',
        { clientMessageId: 'last' }), 'ROOM_MESSAGE_RESPONSE');
    rooms[9].seq = last.seq;
    return { bob: bob.user, alice: alice.user, rooms, gone, last };
}

async function recognise(s, known) {
    const bob = await s.client('bob', { user: known.bob, edge: 1 });
    const alice = await s.client('alice', { user: known.alice });
    for (const room of known.rooms) {
        const answer = await bob.ok({ type: 'ROOM_INFO',
            roomId: room.id }, 'ROOM_CREATED');
        assert.deepEqual(answer.room, room);
    }
    const list = await bob.ok({ type: 'ROOM_LIST' }, 'ROOM_LIST_RESPONSE');
    assert.deepEqual(list.rooms.map(({ id }) => id).sort(),
        known.rooms.map(({ id }) => id).sort());
    await bob.refused({ type: 'ROOM_INFO', roomId: known.gone.id },
        'NOT_FOUND');
    const again = await bob.ok(say(known.rooms[9].id, 'last',
        { clientMessageId: 'last' }), 'ROOM_MESSAGE_RESPONSE',
    { duplicate: true });
    assert.equal(again.messageId, known.last.messageId);
    assert.equal(again.seq, known.last.seq);
    assert.equal(again.timestamp, known.last.timestamp);
    const room = known.rooms[1];
    await bob.ok(say(room.id, 'next'), 'ROOM_MESSAGE_RESPONSE',
        { seq: room.seq + 1 });
    await alice.expect('ROOM_MESSAGE', { seq: room.seq + 1 });
    const fresh = await s.roomOf(bob, [], { roomId: known.gone.id });
    assert.notEqual(fresh.epoch, known.gone.epoch);
    assert.equal(fresh.seq, 1);
}

test('restart on the same data folder: every room as it was', TIMEOUT,
    async () => {
        const folder = temporaryFolder();
        const data = path.join(folder, 'd');
        try {
            let known;
            await withCluster({ data }, async (cluster) => {
                await act(cluster, async (s) => {
                    known = await furnish(s);
                });
                assert.equal((await cluster.stop()).code, 0);
            });
            await withCluster({ data }, async (cluster) => {
                await act(cluster, (s) => recognise(s, known));
                assert.equal((await cluster.stop()).code, 0);
                assert.deepEqual(cluster.logErrors(), []);
            });
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

test('everything killed at once under load: nothing acknowledged is lost',
    TIMEOUT, async () => {
        const folder = temporaryFolder();
        const data = path.join(folder, 'd');
        try {
            let known;
            const acked = [];
            await withCluster({ data }, async (cluster) => {
                await act(cluster, async (s) => {
                    known = await furnish(s);
                });
                const alice = await Client.connect(cluster.url(),
                    { token: mint('load') });
                const { room } = await alice.ok({ type: 'ROOM_CREATE',
                    roomId: 'load' }, 'ROOM_CREATED');
                assert.equal(room.seq, 1);
                for (let i = 0; i < 1000; i += 1) {
                    alice.post(say('load', `${i}`,
                        { clientMessageId: `${i}` }));
                }
                await until(() => alice.transcript.length > 1400, 'load',
                    20_000, 1);
                cluster.killAll();
                await alice.closed();
                for (const { dir, frame } of alice.transcript) {
                    if (dir === 'in' && frame.success
                        && frame.type === 'ROOM_MESSAGE_RESPONSE') {
                        acked.push(frame);
                    }
                }
                await cluster.exited;
            });
            assert.ok(acked.length > 100, `${acked.length} acknowledged`);
            await withCluster({ data }, async (cluster) => {
                await act(cluster, (s) => recognise(s, known));
                const alice = await Client.connect(cluster.url(),
                    { token: mint('load') });
                const { room } = await alice.ok({ type: 'ROOM_INFO',
                    roomId: 'load' }, 'ROOM_CREATED');
                assert.ok(room.seq >= acked.at(-1).seq);
                for (const frame of acked) {
                    const { clientMessageId } = frame;
                    const again = await alice.ok(say('load', 'x',
                        { clientMessageId }), 'ROOM_MESSAGE_RESPONSE',
                    { duplicate: true, messageId: frame.messageId });
                    assert.equal(again.seq, frame.seq);
                }
                assert.equal((await cluster.stop()).code, 0);
            });
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

test('moot up killed: its programs end in good order', TIMEOUT, async () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'd');
    try {
        await withCluster({ data }, async (cluster) => {
            const alice = await Client.connect(cluster.url(),
                { token: mint('alice') });
            await alice.ok({ type: 'ROOM_CREATE', roomId: 'r' },
                'ROOM_CREATED');
            alice.drop();
            const pids = descendants(cluster.child.pid);
            cluster.child.kill('SIGKILL');
            await alice.expect('SERVER_DRAINING');
            assert.equal((await alice.closed()).code, 1012);
            await until(() => !pids.some(isAlive), 'the end of them all');
        });
        await withCluster({ data }, async (cluster) => {
            const alice = await Client.connect(cluster.url(),
                { token: mint('alice') });
            await alice.ok({ type: 'ROOM_LIST' }, 'ROOM_LIST_RESPONSE',
                { count: 1 });
            assert.equal((await cluster.stop()).code, 0);
        });
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
});

test('moot up killed and started again while its edge still drains', TIMEOUT,
    async () => {
        const folder = temporaryFolder();
        const data = path.join(folder, 'd');
        const first = await Cluster.start({ data });
        try {
            const alice = await Client.connect(first.url(),
                { token: mint('alice') });
            alice.ws.pause(); // its edge waits for the closing handshake
            const pids = descendants(first.child.pid);
            first.child.kill('SIGKILL');
            await first.exited;
            assert.ok(pids.some(isAlive), 'nothing drains');
            await withCluster({ data, port: first.port }, async (cluster) => {
                assert.deepEqual(pids.filter(isAlive), []);
                assert.deepEqual(cluster.log().split('\n').filter((line) =>
                    /in use|served by another|program_died/.test(line)), []);
                assert.equal((await cluster.stop()).code, 0);
            });
            alice.ws.terminate();
        } finally {
            first.destroy();
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

// The terminal sends SIGINT to the whole foreground group.
ownCluster('Ctrl-C is for moot up alone', {}, async (s, cluster) => {
    const group = (pid) => fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '').split(' ')[2];
    const own = group(cluster.child.pid);
    for (const pid of descendants(cluster.child.pid)) {
        assert.notEqual(group(pid), own, `${pid} would get it too`);
    }
});

ownCluster('moot up restarts whatever dies', {}, async (s, cluster) => {
    for (const [role, place] of [['edge', 0], ['broker', 0],
        ['worker', 0], ['worker', 1], ['edge', 1]]) {
        const { id } = await cluster.program(role, place);
        const pid = await cluster.kill(role, place);
        await cluster.healthy([pid]);
        const again = await cluster.program(role, place);
        assert.equal(again.id, id);
        assert.notEqual(again.pid, pid);
    }
    const alice = await s.client('alice', { edge: 1 });
    await s.roomOf(alice);
});

// -- the data folder ------------------------------------------------------

// Long messages at the end of every store: what is cut off there is missed.
// Of a store that is all but empty it might be pages that are not in use.
async function fill(client, s) {
    for (let i = 0; i < 16; i += 1) {
        const { id } = await s.roomOf(client);
        await client.ok(say(id, '🎉'.repeat(10_000)),
            'ROOM_MESSAGE_RESPONSE');
    }
}

test('a data folder in use, for other workers, or damaged is refused',
    { timeout: 240_000 }, async (t) => {
        const folder = temporaryFolder();
        const data = path.join(folder, 'd');
        let known;
        try {
            await withCluster({ data }, async (cluster) => {
                await act(cluster, async (s) => {
                    known = await furnish(s);
                    await fill(await s.client('filler'), s);
                });
                await t.test('a second cluster on it refuses', async () => {
                    const { exit, log } = await refusal({ data });
                    assert.notEqual(exit.code, 0);
                    assert.ok(log.includes(data), log);
                    await act(cluster, async (s) => {
                        await s.roomOf(await s.client('alice'));
                    });
                });
                assert.equal((await cluster.stop()).code, 0);
            });
            await t.test('another number of workers is named', async () => {
                for (const workers of [1, 3]) {
                    const { exit, log } = await refusal({ data, workers });
                    assert.notEqual(exit.code, 0);
                    assert.match(log, new RegExp(`\\b${workers}\\b`));
                    assert.match(log, /\b2\b.*worker|worker.*\b2\b/i);
                }
            });
            const copy = (name) => {
                const to = path.join(folder, name);
                fs.cpSync(data, to, { recursive: true,
                    filter: (file) => !fs.statSync(file).isSocket() });
                return to;
            };
            await t.test('a truncated store is named', async () => {
                for (const keep of [0.5, 0.9]) {
                    const damaged = copy(`t${keep * 10}`);
                    const [file] = storeFiles(damaged);
                    const { size } = fs.statSync(file);
                    fs.truncateSync(file, Math.floor(size * keep));
                    const { exit, log } = await refusal({ data: damaged });
                    assert.notEqual(exit.code, 0);
                    assert.equal(exit.signal, null);
                    assert.ok(log.includes(file), log);
                    assert.doesNotMatch(log, /signal=7|SIGBUS/);
                }
            });
            await t.test('a store with flipped bits is named', async () => {
                const damaged = copy('b');
                const file = storeFiles(damaged)[1];
                const bytes = fs.readFileSync(file);
                for (let at = 2 * 4096 + 4000; at < bytes.length;
                    at += 4096) {
                    bytes[at] ^= 0x10;
                }
                fs.writeFileSync(file, bytes);
                const { exit, log } = await refusal({ data: damaged });
                assert.notEqual(exit.code, 0);
                assert.ok(log.includes(file), log);
            });
            await t.test('an empty or overwritten store is named',
                async () => {
                    for (const bytes of [Buffer.alloc(0),
                        Buffer.alloc(100_000, 'x')]) {
                        const damaged = copy(`e${bytes.length}`);
                        const [file] = storeFiles(damaged);
                        fs.writeFileSync(file, bytes);
                        const { exit, log } = await refusal(
                            { data: damaged });
                        assert.notEqual(exit.code, 0);
                        assert.ok(log.includes(path.dirname(file)), log);
                    }
                });
            await t.test('a worker folder of another cluster is refused',
                async () => {
                    const other = path.join(folder, 'o');
                    await withCluster({ data: other }, async (cluster) => {
                        assert.equal((await cluster.stop()).code, 0);
                    });
                    const mixed = copy('m');
                    const place = path.relative(data,
                        path.dirname(storeFiles(data)[0]));
                    fs.rmSync(path.join(mixed, place),
                        { recursive: true });
                    fs.cpSync(path.join(other, place),
                        path.join(mixed, place), { recursive: true });
                    const { exit, log } = await refusal({ data: mixed });
                    assert.notEqual(exit.code, 0);
                    assert.ok(log.includes(path.join(mixed, place)), log);
                });
            await t.test('a cluster file of a newer format is refused',
                async () => {
                    const newer = copy('n');
                    const file = path.join(newer, 'cluster');
                    const text = fs.readFileSync(file, 'utf8');
                    assert.match(text, /format\D*1\b/);
                    fs.writeFileSync(file, text.replace(
                        /(format\D*)1\b/, '$12'));
                    const { exit, log } = await refusal({ data: newer });
                    assert.notEqual(exit.code, 0);
                    assert.ok(log.includes(file), log);
                });
            await t.test('and unharmed it starts again', async () => {
                await withCluster({ data }, async (cluster) => {
                    await act(cluster, (s) => recognise(s, known));
                    assert.equal((await cluster.stop()).code, 0);
                });
            });
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

test('a full store is UNAVAILABLE, and whole again with more room',
    TIMEOUT, async () => {
        const folder = temporaryFolder();
        const options = { data: path.join(folder, 'd'), edges: 1,
            workers: 1 };
        const content = '🎉'.repeat(10_000);
        const acked = [];
        let room;
        const message = (n) => say('r', content, { clientMessageId: n });
        try {
            await withCluster({ ...options,
                env: { MOOT_STORE_BYTES_MAX: '16777216' },
            }, async (cluster) => {
                const alice = await Client.connect(cluster.url(),
                    { token: mint('alice') });
                const bob = await Client.connect(cluster.url(),
                    { token: mint('bob') });
                await alice.ok({ type: 'ROOM_CREATE', roomId: 'r',
                    memberIds: ['bob'] }, 'ROOM_CREATED');
                let answer;
                for (let n = 0; n < 1000; n += 1) {
                    answer = await alice.request(message(`${n}`));
                    if (!answer.success) {
                        break;
                    }
                    acked.push(answer);
                }
                assert.equal(answer.code, 'UNAVAILABLE');
                assert.ok(acked.length > 50, `${acked.length} fit`);
                ({ room } = await alice.ok({ type: 'ROOM_INFO',
                    roomId: 'r' }, 'ROOM_CREATED'));
                assert.equal(room.seq, acked.length + 1);
                bob.drop();
                const left = await bob.request({ type: 'ROOM_LEAVE',
                    roomId: 'r' });
                assert.ok(left.code === 'LEAVE_FAILED'
                    || left.type === 'ROOM_LEAVE_RESPONSE',
                JSON.stringify(left));
                if (left.success) {
                    room = (await alice.ok({ type: 'ROOM_INFO',
                        roomId: 'r' }, 'ROOM_CREATED')).room;
                }
                assert.equal((await cluster.stop()).code, 0);
            });
            await withCluster(options, async (cluster) => {
                const alice = await Client.connect(cluster.url(),
                    { token: mint('alice') });
                assert.deepEqual((await alice.ok({ type: 'ROOM_INFO',
                    roomId: 'r' }, 'ROOM_CREATED')).room, room);
                for (const { clientMessageId, messageId } of acked) {
                    await alice.ok(message(clientMessageId),
                        'ROOM_MESSAGE_RESPONSE',
                        { duplicate: true, messageId });
                }
                await alice.ok(message('new'), 'ROOM_MESSAGE_RESPONSE',
                    { success: true, seq: room.seq + 1 });
                assert.equal((await cluster.stop()).code, 0);
            });
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

test('a port in use is refused and named', TIMEOUT, () => withCluster(
    { edges: 1, workers: 1 }, async (cluster) => {
        const { exit, log } = await refusal({ edges: 1, workers: 1,
            port: cluster.port });
        assert.notEqual(exit.code, 0);
        assert.ok(log.includes(String(cluster.port)), log);
    }));

// -- moot token, moot status ----------------------------------------------

function claimsOf(token, secret) {
    const [head, body, signature] = token.split('.');
    assert.equal(createHmac('sha256', secret).update(`${head}.${body}`)
        .digest('base64url'), signature, 'signed with the secret');
    assert.equal(JSON.parse(Buffer.from(head, 'base64url')).alg, 'HS256');
    return JSON.parse(Buffer.from(body, 'base64url'));
}

test('without MOOT_JWT_SECRET one is made and kept with mode 0600', TIMEOUT,
    async () => {
        const folder = temporaryFolder();
        const data = path.join(folder, 'd');
        const options = { data, unset: ['MOOT_JWT_SECRET'], edges: 1 };
        const tokenFor = async (...args) => {
            const { code, stdout, stderr } = await runProgram('moot',
                ['token', '--data', data, ...args],
                { unset: ['MOOT_JWT_SECRET'] });
            assert.equal(code, 0, stderr);
            return stdout.trim();
        };
        try {
            let token;
            await withCluster(options, async (cluster) => {
                token = await tokenFor('--sub', 'alice');
                const client = await Client.connect(cluster.url(),
                    { token });
                assert.equal(client.established.userId, 'alice');
                await client.close();
                await assert.rejects(Client.connect(cluster.url(),
                    { token: mint('alice') }), /401/);
                const kept = filesUnder(data).filter((file) =>
                    /secret/.test(path.basename(file)));
                assert.equal(kept.length, 1, String(kept));
                assert.equal(fs.statSync(kept[0]).mode & 0o777, 0o600);
                const secret = fs.readFileSync(kept[0], 'utf8').trim();
                assert.ok(secret.length >= 32);
                assert.equal(claimsOf(token, secret).sub, 'alice');
                assert.ok(!cluster.log().includes(secret), 'in the log');
                assert.ok(!cluster.log().includes(token.split('.')[2]),
                    'the token is in the log');
                assert.equal((await cluster.stop()).code, 0);
            });
            await withCluster(options, async (cluster) => {
                const client = await Client.connect(cluster.url(),
                    { token });
                await client.close();
                assert.equal((await cluster.stop()).code, 0);
            });
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

ownCluster('moot token and moot status', {}, async (s, cluster) => {
    const tokenFor = async (...args) => {
        const { code, stdout, stderr } = await runProgram('moot', ['token',
            '--data', cluster.data, ...args]);
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
        return stdout.trim();
    };
    const before = Math.floor(Date.now() / 1000);
    const claims = claimsOf(await tokenFor('--sub', 'alice', '--role',
        'admin', '--ttl', '1h', '--claim', 'team=blue', '--claim',
        'iss=me'), SECRET);
    assert.equal(claims.sub, 'alice');
    assert.equal(claims.role, 'admin');
    assert.equal(claims.team, 'blue');
    assert.equal(claims.iss, 'me');
    assert.ok(claims.exp >= before + 3600 && claims.exp < before + 3700);
    const short = claimsOf(await tokenFor('--sub', 'a', '--ttl', '90s'),
        SECRET);
    assert.ok(short.exp >= before + 90 && short.exp < before + 180);
    for (const args of [[], ['--sub', ''], ['--sub', 'a', '--ttl', 'x'],
        ['--sub', 'a', '--claim', 'x'], ['--sub', 'a', '--nonsense']]) {
        const { code, stderr, stdout } = await runProgram('moot', ['token',
            '--data', cluster.data, ...args]);
        assert.notEqual(code, 0, `${args}`);
        assert.ok(stderr.length > 0);
        assert.equal(stdout, '');
    }
    const root = await Client.connect(cluster.url(),
        { token: await tokenFor('--sub', 'root', '--role', 'admin') });
    s.clients.push(Object.assign(root, { user: 'root' }));
    await root.ok({ type: 'ROOM_LIST', includeAll: true },
        'ROOM_LIST_RESPONSE');
    const alice = await s.client('alice', { edge: 1 });
    for (let i = 0; i < 8; i += 1) {
        await s.roomOf(alice);
    }
    const status = await until(async () => {
        const now = await cluster.status();
        const rooms = now.programs.reduce((sum, program) =>
            sum + (program.role === 'worker' ? program.rooms : 0), 0);
        const full = now.programs.every(({ role, connections }) =>
            role !== 'edge' || connections === 1);
        return rooms === 8 && full ? now : null;
    }, 'eight rooms and two connections in the status');
    assert.equal(status.healthy, true);
    const roles = status.programs.map(({ role }) => role).sort();
    assert.deepEqual(roles,
        ['broker', 'edge', 'edge', 'worker', 'worker']);
    const ids = new Set();
    for (const program of status.programs) {
        assert.equal(typeof program.id, 'string');
        assert.ok(isAlive(program.pid));
        assert.ok(Number.isSafeInteger(program.uptimeMs));
        ids.add(`${program.role} ${program.id}`);
    }
    assert.equal(ids.size, 5);
    const plain = await runProgram('moot', ['status', '--data',
        cluster.data]);
    assert.equal(plain.code, 0);
    assert.ok(plain.stdout.split('\n').length >= 6, plain.stdout);
    // One program that stands still is not healthy.
    const { pid } = await cluster.program('worker', 1);
    process.kill(pid, 'SIGSTOP');
    try {
        await until(async () => (await cluster.status().catch(() => ({})))
            .healthy === false, 'healthy:false', 20_000, 200);
    } finally {
        process.kill(pid, 'SIGCONT');
    }
    await cluster.healthy();
});

test('moot status where nothing runs', TIMEOUT, async () => {
    const folder = temporaryFolder();
    try {
        const { code, stdout, stderr } = await runProgram('moot',
            ['status', '--data', path.join(folder, 'd'), '--json']);
        assert.notEqual(code, 0);
        if (stdout.trim() !== '') {
            assert.equal(JSON.parse(stdout).healthy, false);
        } else {
            assert.ok(stderr.length > 0);
        }
    } finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
});

// -- settings -------------------------------------------------------------

test('check-config names file and line of every error', TIMEOUT,
    async () => {
        const folder = temporaryFolder();
        const file = path.join(folder, 'm.conf');
        const checkText = (text) => {
            fs.writeFileSync(file, text);
            return runProgram('moot', ['check-config', file]);
        };
        try {
            const good = await checkText('# a comment\n\n'
                + 'name_chars_max = 100\nlog_level = debug\n'
                + 'create_on_join = on\n');
            assert.equal(good.code, 0, good.stderr);
            const bad = [
                ['nonsense = 1', 'nonsense'],
                ['name_chars_max = abc', 'name_chars_max'],
                ['name_chars_max = -1', 'name_chars_max'],
                ['name_chars_max = 0', 'name_chars_max'],
                ['name_chars_max = 10001', 'name_chars_max'],
                ['name_chars_max = 99999999999999999999',
                    'name_chars_max'],
                ['name_chars_max = 5 6', 'name_chars_max'],
                ['name_chars_max =', 'name_chars_max'],
                ['log_level = loud', 'log_level'],
                ['create_on_join = maybe', 'create_on_join'],
                ['jwt_algorithms = none', 'jwt_algorithms'],
                ['no equals sign', ''],
            ];
            for (const [line, name] of bad) {
                const { code, stdout, stderr } = await checkText(
                    `# first\n${line}\nport = 8080\n`);
                assert.notEqual(code, 0, line);
                assert.ok(`${stdout}${stderr}`.includes(`${file}:2`),
                    `${line}: ${stdout}${stderr}`);
                assert.ok(`${stdout}${stderr}`.includes(name));
            }
            const missing = await runProgram('moot', ['check-config',
                path.join(folder, 'none.conf')]);
            assert.notEqual(missing.code, 0);
            assert.ok(missing.stderr.includes('none.conf'));
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });

test('the file that is shipped is valid', TIMEOUT, async () => {
    const file = fileURLToPath(new URL('../../../deploy/moothall.conf',
        import.meta.url));
    const { code, stderr } = await runProgram('moot',
        ['check-config', file]);
    assert.equal(code, 0, stderr);
});

test('a bad value in the environment is refused and named', TIMEOUT,
    async () => {
        const { exit, log } = await refusal({ edges: 1, workers: 1,
            env: { MOOT_MEMBERS_PER_ROOM_MAX: 'many' } });
        assert.notEqual(exit.code, 0);
        assert.match(log, /members_per_room_max/i);
    });

test('wrong use of moot is told', TIMEOUT, async (t) => {
    const cwd = temporaryFolder();
    t.after(() => fs.rmSync(cwd, { recursive: true, force: true }));
    for (const args of [[], ['nonsense'], ['up', '--edges', '0'],
        ['up', '--workers', 'x'], ['up', '--port', '70000'],
        ['up', '--what']]) {
        const { code, stderr } = await runProgram('moot', args,
            { timeout: 15_000, cwd });
        assert.notEqual(code, 0, `${args}`);
        assert.notEqual(code, null, `${args} did not end`);
        assert.ok(stderr.length > 0, `${args}`);
    }
});
