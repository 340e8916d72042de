// The bounds of Socket.IO from outside: at each of them and one past it, who
// reads too slowly, the end of an edge, new settings, wrong profiles.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { Api, KEY } from '../lib/api.js';
import {
    Cluster, ownCluster, runProgram, sharedCluster,
} from '../lib/cluster.js';
import {
    freePorts, isAlive, temporaryFolder, until,
} from '../lib/programs.js';
import {
    RawPolling, RawSocket, Sio, supportToken, withSio,
} from '../lib/sio.js';

const PROFILE = `
[namespace /]
auth = token
user = claims.user
join = "user:" + user
join = auth.rooms
remember = tag = auth.tag

[room ChatRoom]
identifier = chat_id
may_join = true

[event echo]
to = self
emit = echo
args = args

[event many]
to = payload.rooms
emit = one
ack = [len(payload.rooms)]

[event size]
ack = [chars(payload)]

[event keep]
history = kept
participants = payload.names
record = {n: payload.n}
ack = [len(payload.names)]

[history kept]

[view /kept]
history = kept
of = user
`;

const folder = temporaryFolder();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const profile = path.join(folder, 'limits.conf');
fs.writeFileSync(profile, PROFILE);

const QUEUED = 65_536;
const PAYLOAD = 20_000;
const API_PORT = await freePorts(2);
const api = new Api(API_PORT);

const scene = sharedCluster({
    args: ['--profile', profile, '--api-port', String(API_PORT)],
    env: { MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '0',
        MOOT_QUEUED_BYTES_MAX: String(QUEUED), MOOT_ROOMS_PER_SOCKET_MAX: '5',
        MOOT_SOCKETIO_MAX_PAYLOAD: String(PAYLOAD),
        MOOT_CONNECTIONS_PER_USER_MAX: '4', MOOT_PENDING_REQUESTS_MAX: '4',
        MOOT_CONNECTIONS_PER_EDGE_MAX: '12', MOOT_REQUEST_TIMEOUT_MS: '1000' },
});

function play(name, run) {
    scene(name, async (s) => {
        // The clients of the test before have left.
        await until(async () => (await s.cluster.programs('edge')).every(
            ({ connections }) => connections === 0), 'empty edges');
        await withSio(s.cluster, run);
    });
}

const connectAs = (user) => `40${JSON.stringify({
    token: supportToken(user) })}`;

function enter(s, name, options = {}) {
    return s.connect({ name, auth: { token: supportToken(s.user(name)) },
        ...options });
}

const ROOM = encodeURIComponent('user:');

async function sockets(user) {
    const { sockets: list } = await api.ok('GET',
        `/v1/namespaces/%2F/rooms/${ROOM}${user}/sockets`);
    return list.length;
}

// Broadcasts of 10,000 bytes until it is over: their number.
async function flood(user, isOver, max = 3000) {
    const payload = 'x'.repeat(10_000);
    let sent = 0;
    while (sent < max && !(sent % 20 === 0 && await isOver())) {
        await api.ok('POST', '/v1/emit', { event: 'f', payload,
            targets: [{ all: true }] });
        sent += 1;
    }
    await until(isOver, `the end of ${user}`);
    return sent;
}

async function counts(client, sent) {
    await until(() => client.all.length >= sent, 'all broadcasts');
    assert.equal(client.all.length, sent);
    assert.deepEqual(client.disconnects, []);
}

// -- those who do not read ------------------------------------------------

play('a WebSocket that does not read is closed, alone', async (s) => {
    const bob = await enter(s, 'bob');
    const eve = await enter(s, 'eve', { edge: 1, transport: 'upgrade' });
    await eve.upgraded();
    const slow = await RawSocket.enter(s.url(), connectAs(s.user('slow')));
    slow.socket.pause();
    const sent = await flood('slow', async () =>
        await sockets(s.user('slow')) === 0);
    await counts(bob, sent);
    await counts(eve, sent);
    slow.socket.resume();
    assert.ok([1006, 1008].includes(await slow.isClosed()));
});

play('so is one by way of another edge', async (s) => {
    const bob = await enter(s, 'bob', { edge: 1 });
    const poll = await RawPolling.connect(s.url());
    await poll.post(connectAs(s.user('slow')));
    await poll.get();
    const slow = new RawSocket(s.url(1),
        `EIO=4&transport=websocket&sid=${poll.sid}`);
    await slow.opened;
    slow.send('2probe');
    assert.equal(await slow.next(), '3probe');
    slow.send('5');
    slow.socket.pause();
    const sent = await flood('slow', async () =>
        await sockets(s.user('slow')) === 0);
    await counts(bob, sent);
    slow.socket.resume();
    await slow.isClosed();
});

play('a polling client that does not come for what waits', async (s) => {
    const bob = await enter(s, 'bob');
    const connect = async (name) => {
        const poll = await RawPolling.connect(s.url());
        await poll.post(connectAs(s.user(name)));
        assert.match((await poll.get())[0], /^40/);
        return poll;
    };
    const early = await connect('early');
    const late = await connect('late');
    const emit = () => api.ok('POST', '/v1/emit', { event: 'f',
        payload: 'x'.repeat(10_000), targets: [{ all: true }] });
    for (let i = 0; i < 6; i += 1) {
        await emit();
    }
    const got = [];
    while (got.length < 6) {
        const packets = await early.get();
        // Several in one answer are within maxPayload.
        assert.ok(packets.length === 1
            || packets.join(' ').length <= PAYLOAD);
        got.push(...packets.filter((one) => one.startsWith('42["f"')));
    }
    await emit();
    await until(async () => await sockets(s.user('late')) === 0,
        'the end of late');
    await assert.rejects(async () => {
        for (let i = 0; i < 20; i += 1) {
            await late.get();
        }
    }, { status: 400 });
    assert.equal((await early.get()).length, 1);
    await early.post('1');
    await counts(bob, 7);
});

// -- bounds of a socket, a user, an edge ----------------------------------

play('rooms_per_socket_max, the automatic room counted', async (s) => {
    const ann = await enter(s, 'ann');
    const join = (chat_id) => ann.call('join_chat', { chat_id });
    for (let i = 0; i < 4; i += 1) {
        await join(`${i}`);
        await ann.expect('joined');
    }
    await join('5');
    await ann.expect('error', { type: 'validation_error',
        msg: 'this socket is in too many rooms' });
    await join('3');
    await ann.expect('joined');
    await ann.call('leave_chat', { chat_id: '3' });
    await ann.expect('left');
    await join('5');
    await ann.expect('joined');
});

play('automatic rooms are bound as all are', async (s) => {
    const auth = (count) => ({ token: supportToken(s.user('ann')),
        rooms: Array.from({ length: count }, (_, i) => `room ${i}`) });
    const ann = await s.connect({ name: 'ann', auth: auth(4) });
    await api.ok('POST', '/v1/emit', { event: 'e', targets: ['room 3'] });
    await ann.expect('e');
    assert.equal(await Sio.refused(s.url(), { auth: auth(5) }),
        'Too many rooms');
});

play('bytes of the name of a room, of a token, of a fact', async (s) => {
    const ann = await enter(s, 'ann');
    await ann.call('join_chat', { chat_id: 'x'.repeat(507) });
    await ann.expect('joined');
    await ann.call('join_chat', { chat_id: 'x'.repeat(508) });
    const [event, { type }] = await ann.next();
    assert.deepEqual([event, type], ['error', 'validation_error']);
    await api.ok('POST', '/v1/emit', { event: 'e',
        targets: [`chat|${'x'.repeat(507)}`] });
    await ann.expect('e');
    // Three bytes more make a token four longer.
    let claim = 'x'.repeat(12_000);
    let token = '';
    let fits;
    do {
        fits = token;
        claim += 'xxx';
        token = supportToken(s.user('big'), 'user', { x: claim });
    } while (token.length <= 16_384);
    await s.connect({ name: 'big', auth: { token: fits } });
    assert.equal(await Sio.refused(s.url(), { auth: { token } }),
        'Invalid access token');
    for (const [size, good] of [[256, true], [257, false]]) {
        const auth = { token: supportToken(s.user('fact')),
            tag: 't'.repeat(size) };
        if (good) {
            await s.connect({ name: 'fact', auth });
        } else {
            assert.equal(await Sio.refused(s.url(), { auth }),
                'Not authorized');
        }
    }
});

play('16 participants of a stored event', async (s) => {
    const ann = await enter(s, 'ann');
    const names = (count) => Array.from({ length: count }, (_, i) =>
        s.user(`n${i}`));
    assert.deepEqual(await ann.call('keep', { n: 1, names: names(16) }),
        [16]);
    ann.emit('keep', { n: 2, names: names(17) });
    assert.deepEqual(await ann.call('keep', { n: 3, names: names(1) }), [1]);
    const kept = async (name) => (await fetch(`${s.url(1)}/kept`, { headers: {
        authorization: `Bearer ${supportToken(s.user(name))}` } })).json();
    await until(async () => (await kept('n0')).length === 2, 'both');
    assert.deepEqual(await kept('n0'), [{ n: 1 }, { n: 3 }]);
    await until(async () => (await kept('n15')).length === 1, 'the first');
    assert.deepEqual(await kept('n15'), [{ n: 1 }]);
});

play('connections_per_user_max', async (s) => {
    const auth = { token: supportToken(s.user('ann')) };
    for (let i = 0; i < 4; i += 1) {
        await s.connect({ name: `${i}`, auth,
            transport: i % 2 ? 'polling' : 'websocket' });
    }
    assert.equal(await Sio.refused(s.url(), { auth }),
        'Too many connections');
    // Of each edge.
    await s.connect({ name: 'elsewhere', auth, edge: 1 });
    s.clients[0].close();
    await until(() => s.connect({ name: 'again', auth }).catch(() => null),
        'room for another');
});

play('whoever leaves, in whatever way, makes room for another', async (s) => {
    const user = s.user('ann');
    const connect = connectAs(user);
    const tooMany = `40${JSON.stringify({ token: supportToken(user),
        rooms: ['1', '2', '3', '4', '5', '6'] })}`;
    const ways = [
        (raw) => raw.close(),
        (raw) => raw.send('41'),
        (raw) => raw.send('1'),
        (raw) => raw.send('42nonsense'),
        (raw) => raw.send(connect),
        (raw) => raw.socket.close(),
        () => api.ok('POST', `/v1/users/${user}/disconnect`),
        () => api.ok('POST', `/v1/users/${user}/disconnect`,
            { close: true }),
    ];
    for (let i = 0; i < 2 * ways.length; i += 1) {
        const refused = await RawSocket.connect(s.url());
        refused.send(tooMany);
        assert.match(await refused.next(), /^44/);
        const raw = await RawSocket.enter(s.url(), connect);
        await ways[i % ways.length](raw);
        await until(async () => raw.closed !== null
            || await sockets(user) === 0, `way ${i % ways.length}`);
        refused.close();
        raw.close();
    }
    const auth = { token: supportToken(user) };
    await until(async () => await sockets(user) === 0, 'all gone');
    for (let i = 0; i < 4; i += 1) {
        await s.connect({ name: `${i}`, auth });
    }
    assert.equal(await Sio.refused(s.url(), { auth }),
        'Too many connections');
});

play('connections_per_edge_max: 503, for either transport', async (s) => {
    const clients = [];
    for (let i = 0; i < 12; i += 1) {
        clients.push(await enter(s, `c${i}`,
            { transport: i > 3 ? 'polling' : 'websocket' }));
    }
    await until(async () => (await fetch(`${s.url()}/socket.io/?EIO=4&`
        + 'transport=polling')).status === 503, '503');
    await assert.rejects(new RawSocket(s.url()).opened, /503/);
    await enter(s, 'other', { edge: 1 });
    for (const client of clients) {
        client.emit('echo', client.name);
        await client.expect('echo', client.name);
    }
    clients[0].close();
    await until(() => enter(s, 'next').catch(() => null), 'room for another');
});

play('pending_requests_max: rate_limited while nothing is answered',
    async (s) => {
        s.expectedErrors = [/.*/];
        const ann = await enter(s, 'ann');
        const workers = await s.cluster.programs('worker');
        const answers = [];
        workers.forEach(({ pid }) => process.kill(pid, 'SIGSTOP'));
        try {
            for (let i = 0; i < 6; i += 1) {
                answers.push(ann.call('many', { rooms: [`${i}`] })
                    .catch(() => null));
            }
            for (let i = 0; i < 2; i += 1) {
                const [event, { type }] = await ann.next();
                assert.deepEqual([event, type], ['error', 'rate_limited']);
            }
            // What became of the others is not known.
            for (let i = 0; i < 4; i += 1) {
                await ann.expect('error', { type: 'server_error' });
            }
        } finally {
            workers.forEach(({ pid }) => process.kill(pid, 'SIGCONT'));
        }
        await until(async () => {
            const ack = await ann.call('many', { rooms: ['x'] })
                .catch(() => null);
            return ack !== null;
        }, 'an answer again', 40_000);
        ann.emit('echo', 1);
        await until(() => ann.all.at(-1)[0] === 'echo', 'the echo');
    });

play('bytes of a message, over either transport', async (s) => {
    const text = (size) => {
        const frame = (n) => `420["size","${'x'.repeat(n)}"]`;
        return frame(size - frame(0).length);
    };
    const raw = await RawSocket.enter(s.url(), connectAs(s.user('ann')));
    raw.send(text(PAYLOAD));
    assert.equal(await raw.next(), `430[${PAYLOAD - 14}]`);
    raw.send(text(PAYLOAD + 1));
    await raw.isClosed();
    const poll = await RawPolling.connect([s.url(), s.url(1)]);
    await poll.post(connectAs(s.user('bob')));
    await poll.get();
    assert.equal((await poll.post(text(PAYLOAD))).status, 200);
    assert.deepEqual(await poll.get(), [`430[${PAYLOAD - 14}]`]);
    for (let i = 0; i < 2; i += 1) {
        assert.equal((await poll.post(text(PAYLOAD + 1))).status, 413);
    }
    await poll.post('1');
});

play('256 targets of an event, 1,000 of a broadcast', async (s) => {
    const ann = await enter(s, 'ann');
    const own = `user:${s.user('ann')}`;
    const many = (count) => [...Array(count - 1).fill('r'), own];
    assert.deepEqual(await ann.call('many', { rooms: many(256) }), [256]);
    await ann.expect('one');
    ann.emit('many', { rooms: many(257) });
    const broadcast = (count) => api.call('POST', '/v1/emit',
        { event: 'b', targets: many(count) });
    assert.equal((await broadcast(1000)).status, 200);
    await ann.expect('b');
    assert.equal((await broadcast(1001)).status, 400);
    ann.emit('echo', 'last');
    await ann.expect('echo', 'last');
});

play('64 attachments, a namespace of 256 bytes', async (s) => {
    const places = (n) => Array.from({ length: n }, (_, num) =>
        ({ _placeholder: true, num }));
    for (const [count, good] of [[64, true], [65, false]]) {
        const raw = await RawSocket.enter(s.url(), connectAs(s.user('ann')));
        raw.send(`45${count}-["echo",${JSON.stringify(places(count))}]`);
        for (let i = 0; i < count; i += 1) {
            raw.send(Buffer.from([i]));
        }
        if (good) {
            assert.match(await raw.next(), /^4564-\["echo",/);
            for (let i = 0; i < count; i += 1) {
                assert.deepEqual(await raw.next(), Buffer.from([i]));
            }
            raw.close();
        } else {
            await raw.isClosed();
        }
    }
    for (const [size, good] of [[256, true], [257, false]]) {
        const raw = await RawSocket.connect(s.url());
        const name = `/${'n'.repeat(size - 1)}`;
        raw.send(`40${name}`);
        if (good) {
            assert.equal(await raw.next(),
                `44${name},{"message":"Invalid namespace"}`);
            raw.close();
        } else {
            await raw.isClosed();
        }
    }
});

// -- packets that wait for a verdict, rates ------------------------------

// A back end that answers when it is told to.
async function slowBackEnd() {
    const held = [];
    const server = http.createServer((request, answer) => {
        request.resume();
        held.push(() => {
            answer.setHeader('content-type', 'application/json');
            answer.end('{"allow":true}');
        });
    });
    await new Promise((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
    });
    return { server, held, url: `http://127.0.0.1:${server.address().port}/` };
}

async function withBackEnd(env, run) {
    const { server, held, url } = await slowBackEnd();
    const file = path.join(folder, 'asked.conf');
    fs.writeFileSync(file, `${PROFILE}\n[room AskedRoom]\nurl = ${url}\n`
        + 'identifier = id\ntimeout_ms = 20000\n');
    const cluster = await Cluster.start({ edges: 1, workers: 1, env,
        args: ['--profile', file] });
    try {
        await withSio(cluster, (s) => run(s, held));
        assert.deepEqual(await cluster.stop(), { code: 0, signal: null });
    } finally {
        cluster.destroy();
        server.closeAllConnections();
        server.close();
    }
}

test('pending_requests_max packets wait behind a verdict, one more closes',
    { timeout: 60_000 }, () => withBackEnd({ MOOT_PENDING_REQUESTS_MAX: '4' },
        async (s, held) => {
            const enterRaw = async (name) => {
                const raw = await RawSocket.enter(s.url(),
                    connectAs(s.user(name)));
                raw.send('42["join_asked",{"id":1}]');
                for (let i = 0; i < 4; i += 1) {
                    raw.send(`42["echo",${i}]`);
                }
                return raw;
            };
            const good = await enterRaw('good');
            const bad = await enterRaw('bad');
            bad.send('42["echo",4]');
            await bad.isClosed();
            await until(() => held.length >= 2, 'both questions');
            held.splice(0).forEach((answer) => answer());
            assert.equal(await good.next(), '42["joined"]');
            for (let i = 0; i < 4; i += 1) {
                assert.equal(await good.next(), `42["echo",${i}]`);
            }
            good.close();
        }));

test('requests_per_second: what is above is refused, the rest served',
    { timeout: 60_000 }, () => withBackEnd({ MOOT_REQUESTS_PER_SECOND: '10',
        MOOT_REQUESTS_BURST: '20' }, async (s) => {
        const raw = await RawSocket.enter(s.url(), connectAs(s.user('ann')));
        for (let i = 0; i < 40; i += 1) {
            raw.send(`42["echo",${i}]`);
        }
        const kinds = [];
        for (let i = 0; i < 40; i += 1) {
            kinds.push(JSON.parse((await raw.next()).slice(2))[0]);
        }
        // CONNECT was one, too; and some time passes meanwhile.
        const served = kinds.filter((one) => one === 'echo').length;
        assert.ok(served >= 19 && served < 30, `${served}`);
        assert.deepEqual(kinds.slice(0, 19), Array(19).fill('echo'));
        assert.equal(kinds.filter((one) => one === 'error').length,
            40 - served);
        await until(() => {
            raw.send('42["echo","again"]');
            return raw.frames.includes('42["echo","again"]');
        }, 'served again', 5000, 300);
        raw.close();
    }));

test('SIGTERM does not wait for verdicts, nor for answers that never come',
    { timeout: 60_000 }, () => withBackEnd({ MOOT_DRAIN_TIMEOUT_MS: '3000' },
        async (s, held) => {
            const ann = await enter(s, 'ann');
            ann.emit('join_asked', { id: 1 });
            ann.emit('echo', 'behind it');
            await until(() => held.length > 0, 'the question');
            const bob = await enter(s, 'bob', { transport: 'polling' });
            const [worker] = await s.cluster.programs('worker');
            const [edge] = await s.cluster.programs('edge');
            process.kill(worker.pid, 'SIGSTOP');
            try {
                bob.emit('many', { rooms: ['x'] });
                await new Promise((resolve) => { setTimeout(resolve, 200); });
                process.kill(edge.pid, 'SIGTERM');
                const began = Date.now();
                await until(() => !isAlive(edge.pid), 'its end', 10_000);
                assert.ok(Date.now() - began < 6000);
            } finally {
                process.kill(worker.pid, 'SIGCONT');
            }
            for (const client of [ann, bob]) {
                await until(() => client.disconnects.length === 1,
                    `the end of ${client.name}`);
            }
            await s.cluster.healthy([edge.pid]);
        }));

// -- the end of an edge, new settings -------------------------------------

test('SIGTERM with clients of every transport', { timeout: 60_000 },
    async () => {
        const cluster = await Cluster.start({ args: ['--profile', profile],
            env: { MOOT_DRAIN_TIMEOUT_MS: '3000' } });
        try {
            await withSio(cluster, async (s) => {
                for (let i = 0; i < 12; i += 1) {
                    await enter(s, `c${i}`, { edge: i % 2, transport:
                        ['websocket', 'polling', 'upgrade'][i % 3] });
                }
                const raw = await RawSocket.enter(s.url(),
                    connectAs(s.user('raw')));
                // Not in any namespace, and one that does not read.
                const silent = await RawSocket.connect(s.url(1));
                const deaf = await RawSocket.enter(s.url(1),
                    connectAs(s.user('deaf')));
                deaf.socket.pause();
                const began = Date.now();
                assert.deepEqual(await cluster.stop(),
                    { code: 0, signal: null });
                assert.ok(Date.now() - began < 10_000,
                    `it took ${Date.now() - began} ms`);
                for (const client of s.clients) {
                    await until(() => client.disconnects.length === 1,
                        `the end of ${client.name}`);
                    assert.match(client.disconnects[0],
                        /^transport (close|error)$/);
                }
                for (const one of [raw, silent]) {
                    assert.ok([1000, 1001, 1005].includes(
                        await one.isClosed()), `${one.closed}`);
                }
                deaf.close();
            });
            assert.deepEqual(cluster.logErrors(), []);
        } finally {
            cluster.destroy();
        }
    });

test('an edge that stops is left for another, by the client itself',
    { timeout: 60_000 }, async () => {
        const cluster = await Cluster.start({ args: ['--profile', profile] });
        try {
            await withSio(cluster, async (s) => {
                const clients = [];
                for (const transport of ['websocket', 'polling', 'upgrade']) {
                    clients.push(await enter(s, transport, { transport,
                        edge: 1, reconnection: true }));
                }
                const before = clients.map(({ socket }) => socket.id);
                const { pid } = await cluster.program('edge', 1);
                process.kill(pid, 'SIGTERM');
                await until(() => !isAlive(pid), 'the end of the edge');
                await until(() => clients.every(({ socket }, i) =>
                    socket.connected && socket.id !== before[i]),
                'all again', 30_000);
                for (const client of clients) {
                    client.emit('echo', 1);
                    await client.expect('echo', 1);
                }
            });
        } finally {
            cluster.destroy();
        }
    });

const settings = path.join(folder, 'moot.conf');
fs.writeFileSync(settings, 'rooms_per_socket_max = 2\n');

ownCluster('SIGHUP: a new bound for sockets that are there already',
    { edges: 1, workers: 1, args: ['--profile', profile, '--conf',
        settings] }, async ({ cluster }) => withSio(cluster, async (s) => {
        const ann = await enter(s, 'ann');
        const join = async (chat_id) => {
            await ann.call('join_chat', { chat_id });
            return (await ann.next())[0];
        };
        assert.equal(await join('1'), 'joined');
        assert.equal(await join('2'), 'error');
        fs.writeFileSync(settings, 'rooms_per_socket_max = 3\n');
        cluster.child.kill('SIGHUP');
        await until(async () => await join('2') === 'joined', 'the new bound');
        assert.equal(await join('3'), 'error');
        // Fewer than it is in: it stays where it is.
        fs.writeFileSync(settings, 'rooms_per_socket_max = 1\n');
        cluster.child.kill('SIGHUP');
        await until(async () => {
            await ann.call('leave_chat', { chat_id: '2' });
            await ann.expect('left');
            return await join('2') === 'error';
        }, 'the bound after');
        assert.equal(await join('1'), 'joined');
        assert.deepEqual(ann.disconnects, []);
    }));

// -- profiles that cannot be used -----------------------------------------

test('a wrong profile: exit code 2, each mistake in its place',
    { timeout: 60_000 }, async () => {
        const file = path.join(folder, 'wrong.conf');
        fs.writeFileSync(file, '[namespace /]\nauth = cokie token\n'
            + 'join = "user:" + 7\n\n[event x]\nto = self\nemit = \n'
            + 'what = 1\n');
        const data = path.join(folder, 'd');
        const missing = path.join(folder, 'none.conf');
        for (const [name, ...texts] of [
            [file, `${file}:2:`, `${file}:3:`, `${file}:8:`],
            [missing, missing], ['no-such-profile', 'no-such-profile']]) {
            for (const [program, wanted, ...args] of [
                ['moot', 2, 'up', '--data', data],
                ['moot-edge', 2, '--data-dir', `${data}e`],
                ['moot', 1, 'check-config']]) {
                const { code, stdout, stderr } = await runProgram(program,
                    [...args, '--profile', name],
                    { timeout: 15_000, cwd: folder });
                assert.equal(code, wanted, `${program} ${args}: ${stderr}`);
                // A line of a log has room for the first.
                for (const text of texts.slice(0, program === 'moot-edge'
                    ? 1 : texts.length)) {
                    assert.ok(`${stdout}${stderr}`.includes(text),
                        `${text}: ${stdout}${stderr}`);
                }
            }
        }
        assert.ok(!fs.existsSync(data));
    });
