// Every limit that is a setting, at its bound and one past it, and what a
// client is told beyond it.

import assert from 'node:assert/strict';
import net from 'node:net';
import { sharedCluster } from '../lib/cluster.js';
import { Client, upgrade } from '../lib/client.js';
import { until } from '../lib/programs.js';
import { mint } from '../lib/token.js';

const types = (frames) => frames.map(({ type }) => type);

// -- rooms ----------------------------------------------------------------

const small = sharedCluster({ env: {
    MOOT_MEMBERS_PER_ROOM_MAX: '4', MOOT_ROOMS_PER_USER_MAX: '3',
    MOOT_CONNECTIONS_PER_USER_MAX: '2', MOOT_NAME_CHARS_MAX: '5',
    MOOT_THUMBNAIL_URL_CHARS_MAX: '20', MOOT_CONTENT_CHARS_MAX: '10',
    MOOT_FRAME_BYTES_MAX: '2048', MOOT_CREATE_ON_JOIN: 'on',
} });

small('texts: at the configured bound and one past it', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice, [], { name: '12345' });
    const update = (patch) => ({ type: 'ROOM_UPDATE_META', roomId: id,
        patch });
    const say = (content) => ({ type: 'ROOM_MESSAGE', roomId: id,
        content });
    await alice.ok(update({ name: ' 🎉2345 ' }), 'ROOM_UPDATED');
    await alice.refused(update({ name: '123456' }), 'VALIDATION_ERROR');
    await alice.refused({ type: 'ROOM_CREATE', name: '123456' },
        'VALIDATION_ERROR');
    await alice.ok(update({ thumbnailUrl: 'x'.repeat(20) }),
        'ROOM_UPDATED');
    await alice.refused(update({ thumbnailUrl: 'x'.repeat(21) }),
        'VALIDATION_ERROR');
    await alice.ok(say('🎉'.repeat(10)), 'ROOM_MESSAGE_RESPONSE');
    await alice.refused(say('x'.repeat(11)), 'VALIDATION_ERROR');
});

small('frames: at the configured bound and one past it', async (s) => {
    const alice = await s.client('alice');
    const head = '{"type":"PING","x":"';
    const frame = (bytes) =>
        `${head}${'a'.repeat(bytes - head.length - 2)}"}`;
    alice.sendRaw(frame(2048));
    await alice.expect('PONG');
    alice.sendRaw(frame(2049));
    assert.equal((await alice.closed()).code, 1009);
});

small('members: create skips those beyond the limit', async (s) => {
    const alice = await s.client('alice');
    const users = ['a', 'b', 'c', 'd', 'e'].map((name) => s.user(name));
    const { room } = await alice.ok({ type: 'ROOM_CREATE',
        memberIds: [users[0], users[0], alice.user, ...users.slice(1)] },
    'ROOM_CREATED');
    assert.deepEqual(room.members, [alice.user, ...users.slice(0, 3)]);
    assert.equal(room.version, 4);
});

small('members: add skips those beyond the limit', async (s) => {
    const alice = await s.client('alice');
    const users = ['a', 'b', 'c', 'd', 'e'].map((name) => s.user(name));
    const { id } = await s.roomOf(alice, [users[0]]);
    const add = (userIds) => alice.ok({ type: 'ROOM_ADD_MEMBERS',
        roomId: id, userIds }, 'ROOM_MEMBERS_UPDATED');
    const full = await add(users);
    assert.deepEqual(full.members, [alice.user, ...users.slice(0, 3)]);
    assert.equal(full.version, 4);
    const none = await add([users[4]]);
    assert.equal(none.version, 4);
    assert.equal(none.seq, 3);
});

small('members: a full room is JOIN_FAILED', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const carol = await s.client('carol', { edge: 1 });
    const { id } = await s.roomOf(alice, [bob.user, s.user('x')]);
    await bob.expect('ROOM_MEMBERS_UPDATED');
    const join = { type: 'ROOM_JOIN', roomId: id };
    await carol.ok(join, 'ROOM_JOIN_RESPONSE');
    await (await s.client('dave')).refused(join, 'JOIN_FAILED');
    await bob.ok(join, 'ROOM_JOIN_RESPONSE', { alreadyMember: true });
    await bob.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    await (await s.client('dave')).ok(join, 'ROOM_JOIN_RESPONSE',
        { alreadyMember: false });
    await bob.refused(join, 'JOIN_FAILED');
});

small('rooms: the limit holds for the actor alone', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const made = [];
    for (let i = 0; i < 3; i += 1) {
        made.push((await s.roomOf(alice)).id);
    }
    await alice.refused({ type: 'ROOM_CREATE' }, 'CREATE_FAILED');
    await alice.refused({ type: 'ROOM_CREATE', roomId: made[0] },
        'CREATE_FAILED');
    const bobs = await s.roomOf(bob);
    await alice.refused({ type: 'ROOM_JOIN', roomId: bobs.id },
        'JOIN_FAILED');
    await alice.ok({ type: 'ROOM_JOIN', roomId: made[0] },
        'ROOM_JOIN_RESPONSE', { alreadyMember: true });
    const fresh = await alice.request({ type: 'ROOM_JOIN',
        roomId: s.room() });
    assert.ok(['JOIN_FAILED', 'CREATE_FAILED'].includes(fresh.code));
    await bob.ok({ type: 'ROOM_ADD_MEMBERS', roomId: bobs.id,
        userIds: [alice.user] }, 'ROOM_MEMBERS_UPDATED');
    await alice.expect('ROOM_MEMBERS_UPDATED', { roomId: bobs.id });
    assert.equal((await alice.request({ type: 'ROOM_LIST' })).count, 4);
    for (const roomId of made.slice(0, 2)) {
        await alice.ok({ type: 'ROOM_LEAVE', roomId },
            'ROOM_LEAVE_RESPONSE');
    }
    await alice.ok({ type: 'ROOM_CREATE' }, 'ROOM_CREATED');
    await alice.refused({ type: 'ROOM_CREATE' }, 'CREATE_FAILED');
});

small('create on join: the joiner becomes the owner', async (s) => {
    const alice = await s.client('alice');
    const roomId = s.room();
    const { response, before } = await alice.call({ type: 'ROOM_JOIN',
        roomId });
    assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
    assert.equal(before[0].version, 1);
    assert.equal(before[0].seq, 1);
    assert.equal(response.type, 'ROOM_JOIN_RESPONSE');
    assert.equal(response.alreadyMember, false);
    assert.equal(response.roomInfo.createdBy, alice.user);
    assert.equal(response.roomInfo.name, roomId);
    assert.equal(response.roomInfo.version, 1);
    assert.equal(response.seq, 1);
    const { room } = await alice.ok({ type: 'ROOM_INFO', roomId },
        'ROOM_CREATED');
    assert.deepEqual(room.roles, { [alice.user]: 'OWNER' });
    await alice.silent();
});

small('create on join: of several at once one is the owner', async (s) => {
    const clients = [];
    for (let i = 0; i < 4; i += 1) {
        clients.push(await s.client(`u${i}`, { edge: i % 2 }));
    }
    const roomId = s.room();
    const answers = await Promise.all(clients.map((client) =>
        client.ok({ type: 'ROOM_JOIN', roomId }, 'ROOM_JOIN_RESPONSE',
            { alreadyMember: false })));
    assert.equal(new Set(answers.map(({ epoch }) => epoch)).size, 1);
    const { room } = await clients[0].ok({ type: 'ROOM_INFO', roomId },
        'ROOM_CREATED');
    assert.equal(room.members.length, 4);
    assert.equal(room.version, 4);
    assert.equal(room.seq, 7);
});

small('connections: one more of this user on this edge is 429',
    async (s) => {
        const one = await s.client('alice');
        await s.client('alice');
        const headers = { Authorization: `Bearer ${mint(one.user)}` };
        const answer = await upgrade(s.cluster.url(0), headers);
        assert.equal(answer.status, 429);
        assert.equal(answer.closed, true);
        await s.client('alice', { edge: 1 });
        await s.client('bob');
        await one.close();
        await until(async () => (await upgrade(s.cluster.url(0), headers))
            .status === 101, 'room for one more');
    });

// -- rates and times ------------------------------------------------------

const strictScene = sharedCluster({ env: {
    MOOT_REQUESTS_PER_SECOND: '10', MOOT_REQUESTS_BURST: '20',
    MOOT_CONNECTIONS_PER_EDGE_MAX: '3', MOOT_PING_INTERVAL_MS: '1000',
    MOOT_HANDSHAKE_TIMEOUT_MS: '500',
} });

// Begins once the edges have noticed that the scene before has left.
const strict = (name, scenario) => strictScene(name, async (s) => {
    await until(async () => (await s.cluster.programs('edge')).every(
        ({ connections }) => connections === 0), 'empty edges');
    await scenario(s);
});

strict('rate: beyond the burst RATE_LIMITED, and nothing done', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    const asked = [];
    for (let i = 0; i < 60; i += 1) {
        asked.push(alice.post({ type: 'ROOM_MESSAGE', roomId: id,
            content: `${i}`, clientMessageId: `${i}` }));
    }
    let limited = null;
    let stored = 0;
    for (const correlationId of asked) {
        const answer = await alice.answer(correlationId);
        if (answer.type === 'ERROR') {
            assert.equal(answer.code, 'RATE_LIMITED');
            assert.ok(answer.retryAfterMs > 0);
            assert.ok(answer.retryAfterMs <= 10_000);
            assert.ok('clientMessageId' in answer);
            limited = answer;
        } else {
            stored += 1;
        }
    }
    assert.ok(stored >= 19 && stored <= 40, `${stored} of 60 passed`);
    // What retryAfterMs promises is kept.
    await new Promise((resolve) => {
        setTimeout(resolve, limited.retryAfterMs + 50);
    });
    const { room } = await alice.ok({ type: 'ROOM_INFO', roomId: id },
        'ROOM_CREATED');
    assert.equal(room.seq, 1 + stored);
});

strict('rate: each connection has its own', async (s) => {
    const alice = await s.client('alice');
    const other = await s.client('alice');
    for (let i = 0; i < 40; i += 1) {
        alice.post({ type: 'ROOM_LIST' });
    }
    await alice.pick(({ code }) => code === 'RATE_LIMITED');
    await other.ok({ type: 'ROOM_LIST' }, 'ROOM_LIST_RESPONSE');
    alice.anonymousRequests = 1;
});

strict('connections: a full edge is 503', async (s) => {
    const clients = [];
    for (let i = 0; i < 3; i += 1) {
        clients.push(await s.client(`u${i}`));
    }
    const headers = { Authorization: `Bearer ${mint(s.user('x'))}` };
    const answer = await upgrade(s.cluster.url(0), headers);
    assert.equal(answer.status, 503);
    await s.client('x', { edge: 1 });
    await clients[0].close();
    await until(async () => (await upgrade(s.cluster.url(0), headers))
        .status === 101, 'room for one more');
});

strict('liveness: who answers pings stays, who does not is closed',
    async (s) => {
        const live = await s.client('alice', { edge: 1 });
        const dead = await s.client('bob', { edge: 1,
            ws: { autoPong: false } });
        let pings = 0;
        live.ws.on('ping', () => { pings += 1; });
        await dead.closed(10_000);
        await until(() => pings >= 3, 'three pings');
        assert.ok(live.isOpen);
        await live.silent();
    });

strict('handshake: who does not finish it is closed', async (s) => {
    for (const text of ['', 'GET /ws HTTP/1.1\r\nHost: x\r\nUpgr']) {
        await new Promise((resolve, reject) => {
            const socket = net.connect(s.cluster.port, '127.0.0.1');
            socket.setTimeout(10_000, () => reject(
                new Error('still open')));
            socket.on('error', resolve);
            socket.on('close', resolve);
            socket.resume();
            socket.write(text);
        });
    }
});

// -- queues ---------------------------------------------------------------

const tight = sharedCluster({ edges: 1, workers: 1, env: {
    MOOT_QUEUED_BYTES_MAX: '65536', MOOT_PENDING_REQUESTS_MAX: '4',
    MOOT_REQUEST_TIMEOUT_MS: '1000', MOOT_ATTACH_TIMEOUT_MS: '500',
} });

tight('a reader that is too slow is closed with 1008, alone', async (s) => {
    const alice = await s.client('alice');
    const slow = await s.client('slow');
    const bob = await s.client('bob');
    const { id } = await s.roomOf(alice, [slow, bob]);
    slow.ws.pause();
    const content = '🎉'.repeat(10_000);
    let sent = 0;
    const gone = async () => (await s.cluster.program('edge'))
        .connections === 2;
    // The kernel takes some megabytes before anything waits in the edge.
    while (sent < 1500 && !(sent % 100 === 0 && await gone())) {
        await alice.ok({ type: 'ROOM_MESSAGE', roomId: id, content },
            'ROOM_MESSAGE_RESPONSE');
        await bob.expect('ROOM_MESSAGE', { content });
        sent += 1;
    }
    await until(gone, 'the end of the slow socket');
    slow.ws.resume();
    const { code } = await slow.closed();
    assert.ok(code === 1008 || code === 1006, `closed with ${code}`);
    await s.marker(id, alice, [bob]);
}, { timeout: 90_000 });

tight('requests beyond pending_requests_max are RATE_LIMITED', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    const { pid } = await s.cluster.program('worker');
    process.kill(pid, 'SIGSTOP');
    const asked = [];
    try {
        for (let i = 0; i < 10; i += 1) {
            asked.push(alice.post({ type: 'ROOM_MESSAGE', roomId: id,
                content: `${i}`, clientMessageId: `${i}` }));
        }
        for (const [i, correlationId] of asked.entries()) {
            const answer = await alice.answer(correlationId);
            assert.equal(answer.code,
                i < 4 ? 'UNAVAILABLE' : 'RATE_LIMITED', `request ${i}`);
            assert.equal(answer.clientMessageId, `${i}`);
        }
    } finally {
        process.kill(pid, 'SIGCONT');
    }
    for (let i = 0; i < 4; i += 1) {
        await until(async () => (await alice.request({
            type: 'ROOM_MESSAGE', roomId: id, content: `${i}`,
            clientMessageId: `${i}` })).success, 'the retry');
    }
    const { room } = await alice.ok({ type: 'ROOM_INFO', roomId: id },
        'ROOM_CREATED');
    assert.equal(room.seq, 5);
});

tight('a user whose worker is unreachable is 503, or told soon after',
    async (s) => {
        const { pid } = await s.cluster.program('worker');
        process.kill(pid, 'SIGSTOP');
        try {
            await until(async () => (await upgrade(s.cluster.url(0), {
                Authorization: `Bearer ${mint(s.user('x'))}`,
            })).status === 503, 'a 503');
        } finally {
            process.kill(pid, 'SIGCONT');
        }
        await until(() => Client.connect(s.cluster.url(0), {
            token: mint(s.user('x')) }).then((client) => client.close()
            .then(() => true), () => false), 'a connection again');
    });
