// What a connecting member gets, and what becomes of requests, sockets and
// rooms while programs stand still, die and come back.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { Client, HandshakeRefused, upgrade } from '../lib/client.js';
import { until } from '../lib/programs.js';
import { mint } from '../lib/token.js';

const scene = sharedCluster();

const say = (roomId, content, more = {}) => ({ type: 'ROOM_MESSAGE',
    roomId, content, ...more });

async function frozen(program, play) {
    process.kill(program.pid, 'SIGSTOP');
    try {
        return await play();
    } finally {
        process.kill(program.pid, 'SIGCONT');
    }
}

// Retries what was UNAVAILABLE, with the same frame, until it is not.
async function persist(client, frame) {
    return until(async () => {
        const answer = await client.request(frame);
        return answer.code === 'UNAVAILABLE' ? null : answer;
    }, `an answer to ${frame.type}`);
}

scene('CONNECTION_ESTABLISHED is first, earlier frames come after it',
    async (s) => {
        const alice = await s.client('alice');
        const { id } = await s.roomOf(alice);
        for (let round = 0; round < 5; round += 1) {
            const early = new Client(s.cluster.url(round % 2), {
                token: mint(alice.user), user: alice.user, name: 'early' });
            s.clients.push(early);
            await early.opened;
            const asked = [
                early.post({ type: 'PING' }),
                early.post({ type: 'ROOM_INFO', roomId: id }),
                early.post({ type: 'NEWS' }),
                early.post({ type: 'ROOM_LIST' }),
                early.post(say(id, 'x')),
            ];
            await early.expect('CONNECTION_ESTABLISHED',
                { userId: alice.user });
            const got = new Map();
            for (let i = 0; i < asked.length; i += 1) {
                const frame = await early.next();
                got.set(frame.correlationId, frame);
            }
            assert.deepEqual([...got.keys()], asked);
            assert.equal(got.get(asked[3]).count, 1);
            await early.close();
        }
    });

scene('a connecting member misses nothing, on any edge', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = s.user('bob');
    const rooms = [];
    for (let i = 0; i < 6; i += 1) {
        rooms.push((await s.roomOf(alice, [bob])).id);
    }
    let running = true;
    let sent = 0;
    const sender = (async () => {
        while (running) {
            const roomId = rooms[sent % rooms.length];
            sent += 1;
            await alice.ok(say(roomId, `${sent}`), 'ROOM_MESSAGE_RESPONSE');
        }
    })();
    try {
        for (let round = 0; round < 20; round += 1) {
            const client = await s.client('bob', { edge: round % 2 });
            const from = sent + 1;
            await until(() => sent >= from + 20, 'more messages');
            // Every message that was sent after CONNECTION_ESTABLISHED.
            const wanted = new Set();
            for (let n = from; n < from + 12; n += 1) {
                wanted.add(`${n}`);
            }
            while (wanted.size > 0) {
                const { content } = await client.expect('ROOM_MESSAGE');
                wanted.delete(content);
            }
            await client.request({ type: 'ROOM_LIST' });
            await client.close();
        }
    } finally {
        running = false;
        await sender;
    }
});

scene('added while connecting: nothing is missed', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    for (let round = 0; round < 12; round += 1) {
        const { id } = await s.roomOf(alice);
        const user = s.user(`new${round}`);
        const [client] = await Promise.all([
            s.client('new', { user, edge: round % 2 }),
            alice.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id,
                userIds: [user] }, 'ROOM_MEMBERS_UPDATED'),
        ]);
        // The addition came as an event, or was there before the start.
        await alice.ok(say(id, 'now'), 'ROOM_MESSAGE_RESPONSE');
        const early = await client.readUntil((frame) =>
            frame.type === 'ROOM_MESSAGE', 'the message');
        assert.ok(early.length <= 1, JSON.stringify(early));
        assert.equal((await client.request({ type: 'ROOM_LIST' })).count,
            1);
    }
});

scene('many sockets of many users, one room', async (s) => {
    const users = Array.from({ length: 20 }, (_, i) => s.user(`u${i}`));
    const clients = await Promise.all(users.map((user, i) =>
        s.client(`u${i}`, { user, edge: i % 2 })));
    const { id } = await s.roomOf(clients[0], clients.slice(1));
    await Promise.all(clients.map((client, i) => client.ok(
        say(id, `hello ${i}`), 'ROOM_MESSAGE_RESPONSE',
        { memberCount: 20 })));
    for (const client of clients) {
        await client.ok({ type: 'ROOM_INFO', roomId: id }, 'ROOM_CREATED');
        const seqs = client.unread.map(({ seq }) => seq);
        assert.equal(seqs.length, 19);
        assert.deepEqual(seqs, [...seqs].sort((a, b) => a - b));
    }
});

// -- a worker that stands still -------------------------------------------

scene('a frozen worker: UNAVAILABLE, pendingRooms, ROOM_ATTACHED',
    async (s) => {
        const alice = await s.client('alice', { edge: 0 });
        const users = Array.from({ length: 16 }, (_, i) =>
            s.user(`u${i}`));
        const rooms = new Map();
        for (let i = 0; i < 16; i += 1) {
            const room = await s.roomOf(alice, users);
            rooms.set(room.id, room);
        }
        const worker = await s.cluster.program('worker', 1);
        const root = await s.admin();
        const waiting = [];
        const dark = [];
        await frozen(worker, async () => {
            const begin = Date.now();
            const asked = [...rooms.keys()].map((id) => [id, alice.post(
                say(id, 'one', { clientMessageId: 'k' }))]);
            for (const [id, correlationId] of asked) {
                const answer = await alice.answer(correlationId);
                if (answer.type === 'ERROR') {
                    assert.equal(answer.code, 'UNAVAILABLE');
                    dark.push(id);
                }
            }
            const took = Date.now() - begin;
            assert.ok(took < 7000, `answered after ${took} ms`);
            assert.ok(dark.length > 0 && dark.length < rooms.size,
                'rooms on both workers');
            // On the other edge than alice: hers follows the rooms already,
            // and a room that is followed needs no worker to attach to.
            const tries = await Promise.all(users.map((user, i) =>
                Client.connect(s.cluster.url(1), {
                    token: mint(user), user, name: `u${i}` })
                    .catch((error) => error)));
            for (const client of tries) {
                if (client instanceof Client) {
                    waiting.push(client);
                    s.clients.push(client);
                    assert.deepEqual([...client.established.pendingRooms]
                        .sort(), [...dark].sort());
                } else {
                    assert.ok(client instanceof HandshakeRefused
                        || /closed with/.test(client.message), client);
                }
            }
            assert.ok(waiting.length > 0, 'someone gets in');
            const live = [...rooms.keys()].find((id) =>
                !dark.includes(id));
            await s.marker(live, alice, waiting);
            await waiting[0].refused({ type: 'ROOM_LIST' }, 'UNAVAILABLE');
            await root.refused({ type: 'ROOM_LIST', includeAll: true },
                'UNAVAILABLE');
            for (const client of waiting) {
                await client.silent();
            }
        });
        // What was UNAVAILABLE is retried and stored once.
        for (const id of dark) {
            const answer = await persist(alice, say(id, 'one',
                { clientMessageId: 'k' }));
            assert.equal(answer.success, true);
        }
        for (const client of waiting) {
            const left = new Map(dark.map((id) => [id, rooms.get(id)]));
            let messages = dark.length;
            while (left.size > 0 || messages > 0) {
                const frame = await client.next('ROOM_ATTACHED');
                if (frame.type === 'ROOM_ATTACHED') {
                    const room = left.get(frame.roomId);
                    assert.ok(room, `${frame.roomId} attached twice`);
                    assert.equal(frame.epoch, room.epoch);
                    left.delete(frame.roomId);
                    // The message may lie below the attached position.
                    messages -= frame.seq >= 2 ? 1 : 0;
                } else {
                    assert.equal(frame.type, 'ROOM_MESSAGE');
                    assert.ok(!left.has(frame.roomId), 'before attached');
                    messages -= 1;
                }
            }
            assert.equal(messages, 0);
        }
        for (const id of dark) {
            const { room } = await alice.ok({ type: 'ROOM_INFO',
                roomId: id }, 'ROOM_CREATED');
            assert.equal(room.seq, 2);
            await s.marker(id, alice, waiting);
        }
    });

scene('a short freeze: requests are answered once, in order', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const rooms = [];
    for (let i = 0; i < 6; i += 1) {
        rooms.push((await s.roomOf(alice, [bob])).id);
    }
    for (const role of ['worker', 'broker']) {
        const program = await s.cluster.program(role);
        const asked = [];
        await frozen(program, async () => {
            for (let i = 0; i < 30; i += 1) {
                asked.push(alice.post(say(rooms[i % 6], `${role} ${i}`)));
            }
            await new Promise((resolve) => { setTimeout(resolve, 1500); });
        });
        const seqs = new Map();
        for (const [i, correlationId] of asked.entries()) {
            const answer = await alice.answer(correlationId);
            assert.equal(answer.success, true, JSON.stringify(answer));
            const last = seqs.get(rooms[i % 6]);
            assert.ok(last === undefined || answer.seq === last + 1);
            seqs.set(rooms[i % 6], answer.seq);
        }
        const seen = new Set();
        while (seen.size < 30) {
            const { content } = await bob.expect('ROOM_MESSAGE');
            assert.ok(!seen.has(content), `${content} twice`);
            seen.add(content);
        }
    }
    await bob.silent();
});

scene('a long freeze of the broker: UNAVAILABLE is never done later',
    async (s) => {
        const alice = await s.client('alice', { edge: 0 });
        const bob = await s.client('bob', { edge: 1 });
        const { id } = await s.roomOf(alice, [bob]);
        const broker = await s.cluster.program('broker');
        const answers = await frozen(broker, async () => {
            const asked = ['a', 'b', 'c'].map((k) => alice.post(say(id, k,
                { clientMessageId: k })));
            const list = [];
            for (const correlationId of asked) {
                list.push(await alice.answer(correlationId));
            }
            return list;
        });
        for (const answer of answers) {
            assert.equal(answer.code, 'UNAVAILABLE');
        }
        // The next request ends all doubt about those before it.
        const next = await persist(alice, say(id, 'next',
            { clientMessageId: 'next' }));
        const before = [];
        for (;;) {
            const frame = await bob.expect('ROOM_MESSAGE');
            if (frame.content === 'next') {
                break;
            }
            before.push(frame.content);
        }
        assert.equal(next.seq, 2 + before.length);
        assert.deepEqual(before, [...before].sort());
        for (const k of ['a', 'b', 'c']) {
            const answer = await persist(alice, say(id, k,
                { clientMessageId: k }));
            assert.equal(answer.duplicate,
                before.includes(k) ? true : undefined);
            if (!before.includes(k)) {
                await bob.expect('ROOM_MESSAGE', { content: k });
            }
        }
        await s.marker(id, alice, [bob]);
    });

// -- programs that die ----------------------------------------------------

scene('a killed worker: its rooms are as they were', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const rooms = [];
    for (let i = 0; i < 8; i += 1) {
        const { id } = await s.roomOf(alice, [bob], { name: `n${i}` });
        await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id,
            userId: bob.user, role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
        await bob.expect('ROOM_MEMBERS_UPDATED');
        rooms.push((await alice.request({ type: 'ROOM_INFO',
            roomId: id })).room);
    }
    alice.drop();
    for (const place of [0, 1]) {
        const pid = await s.cluster.kill('worker', place);
        // Asked while it is down: answered within the limit either way.
        const begin = Date.now();
        await Promise.all(rooms.map(({ id }) => alice.request({
            type: 'ROOM_INFO', roomId: id })));
        assert.ok(Date.now() - begin < 8000, 'answered within 5 s');
        await s.cluster.healthy([pid]);
        for (const room of rooms) {
            const answer = await persist(alice, { type: 'ROOM_INFO',
                roomId: room.id });
            assert.deepEqual(answer.room, room);
        }
    }
    for (const { id } of rooms) {
        await s.marker(id, alice, [bob]);
        await s.marker(id, bob, [alice]);
    }
    assert.ok(alice.isOpen && bob.isOpen, 'nobody was disconnected');
});

scene('a killed broker: nobody is disconnected, nothing is lost',
    async (s) => {
        const alice = await s.client('alice', { edge: 0 });
        const bob = await s.client('bob', { edge: 1 });
        const { id } = await s.roomOf(alice, [bob]);
        const pid = await s.cluster.kill('broker');
        const first = alice.post(say(id, 'one', { clientMessageId: '1' }));
        const answer = await alice.answer(first);
        assert.ok(answer.success || answer.code === 'UNAVAILABLE');
        await s.cluster.healthy([pid]);
        const again = await persist(alice, say(id, 'one',
            { clientMessageId: '1' }));
        assert.equal(again.seq, 2);
        await bob.expect('ROOM_MESSAGE', { seq: 2 });
        await s.marker(id, bob, [alice]);
        await s.marker(id, alice, [bob]);
    });

scene('a killed edge: its sockets close, the others go on', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const carol = await s.client('carol', { edge: 0 });
    const room = await s.roomOf(alice, [bob, carol]);
    const pid = await s.cluster.kill('edge', 1);
    assert.equal((await bob.closed()).code, 1006);
    await s.marker(room.id, alice, [carol]);
    await s.cluster.healthy([pid]);
    const again = await s.client('bob', { edge: 1 });
    const { rooms } = await again.request({ type: 'ROOM_LIST' });
    assert.deepEqual(rooms.map(({ id, seq }) => [id, seq]),
        [[room.id, 2]]);
    await s.marker(room.id, carol, [alice, again]);
    await s.marker(room.id, again, [alice, carol]);
});

scene('removed while its edge is away: it is not attached', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const one = await s.roomOf(alice, [bob]);
    const two = await s.roomOf(alice, [bob]);
    const pid = await s.cluster.kill('edge', 1);
    await bob.closed();
    await alice.ok({ type: 'ROOM_REMOVE_MEMBER', roomId: one.id,
        userId: bob.user }, 'ROOM_MEMBERS_UPDATED');
    await s.cluster.healthy([pid]);
    const again = await s.client('bob', { edge: 1 });
    await s.marker(one.id, alice, []);
    await s.marker(two.id, alice, [again]);
    await again.silent();
    const { rooms } = await again.request({ type: 'ROOM_LIST' });
    assert.deepEqual(rooms.map(({ id }) => id), [two.id]);
});

scene('a room deleted while a worker was away stays deleted', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const rooms = [];
    for (let i = 0; i < 6; i += 1) {
        rooms.push(await s.roomOf(alice, [bob]));
    }
    for (const { id } of rooms) {
        await alice.ok({ type: 'ROOM_DELETE', roomId: id },
            'ROOM_DELETED');
    }
    const pid = await s.cluster.kill('worker', 0);
    await s.cluster.healthy([pid]);
    for (const { id, epoch } of rooms) {
        const answer = await persist(bob, { type: 'ROOM_INFO',
            roomId: id });
        assert.equal(answer.code, 'NOT_FOUND');
        const again = await persist(alice, { type: 'ROOM_CREATE',
            roomId: id });
        assert.notEqual(again.room.epoch, epoch);
        assert.equal(again.room.seq, 1);
    }
});

scene('upgrades are answered while a worker is frozen', async (s) => {
    const worker = await s.cluster.program('worker', 0);
    await frozen(worker, async () => {
        const begin = Date.now();
        const answer = await upgrade(s.cluster.url(0));
        assert.equal(answer.status, 401);
        assert.ok(Date.now() - begin < 3000);
    });
});
