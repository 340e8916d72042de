// Messages: delivery, order, idempotence, refusals.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { check, summary } from '../lib/history.js';

const scene = sharedCluster();

async function pair(s) {
    return Promise.all([
        s.client('alice', { edge: 0 }), s.client('bob', { edge: 1 }),
    ]);
}

const say = (roomId, content, more = {}) => ({ type: 'ROOM_MESSAGE',
    roomId, content, ...more });

scene('message: response and broadcast, field by field', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    const { response, before } = await alice.call(say(id, ' hi ', {
        clientMessageId: 'k1', messageType: 'note', correlationId: 'c' }));
    assert.deepEqual(before, []);
    assert.deepEqual(response, {
        type: 'ROOM_MESSAGE_RESPONSE', correlationId: 'c', success: true,
        roomId: id, messageId: response.messageId, seq: 2, memberCount: 2,
        timestamp: response.timestamp, clientMessageId: 'k1',
    });
    assert.deepEqual(await bob.expect('ROOM_MESSAGE'), {
        type: 'ROOM_MESSAGE', roomId: id, messageId: response.messageId,
        senderId: alice.user, content: ' hi ', messageType: 'note',
        timestamp: response.timestamp, seq: 2, clientMessageId: 'k1',
    });
});

scene('message: defaults without clientMessageId and type', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    const response = await alice.ok(say(id, 'hi'),
        'ROOM_MESSAGE_RESPONSE', { clientMessageId: undefined });
    await bob.expect('ROOM_MESSAGE', { messageType: 'text',
        clientMessageId: undefined, messageId: response.messageId });
});

scene('message: to every socket but the sending one', async (s) => {
    const [alice, bob] = await pair(s);
    const alice2 = await s.client('alice', { edge: 0 });
    const alice3 = await s.client('alice', { edge: 1 });
    const bob2 = await s.client('bob', { edge: 1 });
    const { id } = await s.roomOf(alice, [bob]);
    const all = [alice2, alice3, bob, bob2];
    for (const client of [alice2, alice3, bob2]) {
        await client.expect('ROOM_MEMBERS_UPDATED');
    }
    await alice.ok(say(id, 'one'), 'ROOM_MESSAGE_RESPONSE');
    const frames = [];
    for (const client of all) {
        frames.push(await client.expect('ROOM_MESSAGE',
            { content: 'one' }));
    }
    for (const frame of frames) {
        assert.deepEqual(frame, frames[0]);
    }
    await s.marker(id, bob, [alice, alice2, alice3, bob2]);
});

scene('message: whitespace is content, text arrives unchanged',
    async (s) => {
        const [alice, bob] = await pair(s);
        const { id } = await s.roomOf(alice, [bob]);
        const texts = [' ', '\n\t', 'Zoë 🎉 \u{10FFFF}', '\u0000\u0001',
            '"\\/\b\f\n\r\t', '\u2028\u2029\u200d', '</script>',
            '\ufeffbom', '\uffff\ufdd0', 'a'.repeat(10_000)];
        for (const content of texts) {
            await alice.ok(say(id, content), 'ROOM_MESSAGE_RESPONSE',
                { success: true });
            await bob.expect('ROOM_MESSAGE', { content });
        }
    });

scene('message: escaped and raw JSON are the same text', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    alice.sendRaw('{"type":"ROOM_MESSAGE","roomId":"'
        + `${id}","content":"\\u0041\\ud83c\\udf89\\/\\u00e9"}`);
    await bob.expect('ROOM_MESSAGE', { content: 'A🎉/é' });
});

scene('message: refused to non-members and in unknown rooms', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice);
    for (const roomId of [id, s.room()]) {
        const response = await bob.request(say(roomId, 'x', {
            clientMessageId: 'k', correlationId: 'c' }));
        assert.deepEqual(response, {
            type: 'ROOM_MESSAGE_RESPONSE', correlationId: 'c',
            success: false, code: 'NOT_A_MEMBER', error: response.error,
            roomId, clientMessageId: 'k',
        });
        const bare = await bob.request(say(roomId, 'x'));
        assert.equal(bare.code, 'NOT_A_MEMBER');
        assert.ok(!('clientMessageId' in bare));
    }
    await s.marker(id, alice, []);
    await alice.silent();
});

scene('message: addressed to a person is VALIDATION_ERROR', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    for (const key of ['recipientId', 'toUserId', 'peerUserId']) {
        for (const value of [bob.user, '', 7, {}]) {
            await alice.refused(say(id, 'x', { [key]: value,
                clientMessageId: 'k' }), 'VALIDATION_ERROR',
            { clientMessageId: 'k' });
        }
    }
    await s.marker(id, alice, [bob]);
});

scene('message: an ERROR echoes clientMessageId too', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    await alice.refused(say(id, '', { clientMessageId: 'k' }),
        'VALIDATION_ERROR', { clientMessageId: 'k' });
    await alice.refused(say(s.room(), 7, { clientMessageId: 'k' }),
        'VALIDATION_ERROR', { clientMessageId: 'k' });
    await alice.refused(say(id, ''), 'VALIDATION_ERROR',
        { clientMessageId: undefined });
});

scene('message: the same clientMessageId again is a duplicate',
    async (s) => {
        const [alice, bob] = await pair(s);
        const alice2 = await s.client('alice', { edge: 1 });
        const { id } = await s.roomOf(alice, [bob]);
        await alice2.expect('ROOM_MEMBERS_UPDATED');
        const first = await alice.ok(say(id, 'one',
            { clientMessageId: 'k' }), 'ROOM_MESSAGE_RESPONSE',
        { duplicate: undefined });
        await bob.expect('ROOM_MESSAGE');
        await alice2.expect('ROOM_MESSAGE');
        await s.marker(id, bob, [alice, alice2]);
        for (const [client, content] of [[alice, 'one'], [alice, 'other'],
            [alice2, 'one']]) {
            const { response, before } = await client.call(say(id, content,
                { clientMessageId: 'k', correlationId: 'again' }));
            assert.deepEqual(before, []);
            assert.deepEqual(response, { ...first, duplicate: true,
                correlationId: 'again' });
        }
        await s.marker(id, alice, [bob, alice2]);
        const { room } = await bob.request({ type: 'ROOM_INFO',
            roomId: id });
        assert.equal(room.seq, 4);
    });

scene('message: clientMessageId is per sender and per room', async (s) => {
    const [alice, bob] = await pair(s);
    const one = await s.roomOf(alice, [bob]);
    const two = await s.roomOf(alice, [bob]);
    const ids = new Set();
    for (const [client, room] of [[alice, one], [alice, two], [bob, one],
        [bob, two]]) {
        const { messageId } = await client.ok(say(room.id, 'x',
            { clientMessageId: 'k' }), 'ROOM_MESSAGE_RESPONSE',
        { duplicate: undefined });
        ids.add(messageId);
    }
    assert.equal(ids.size, 4);
});

scene('message: a duplicate sent in one burst is stored once', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    const asked = [];
    for (let i = 0; i < 20; i += 1) {
        asked.push(alice.post(say(id, 'x', { clientMessageId: 'k' })));
    }
    const answers = [];
    for (const correlationId of asked) {
        answers.push(await alice.answer(correlationId));
    }
    assert.equal(new Set(answers.map(({ messageId }) => messageId)).size,
        1);
    assert.deepEqual(answers.map(({ duplicate }) => duplicate),
        [undefined, ...Array(19).fill(true)]);
    await bob.expect('ROOM_MESSAGE');
    await s.marker(id, alice, [bob]);
});

scene('message: a burst keeps its order and its answers', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    const asked = [];
    for (let i = 0; i < 1000; i += 1) {
        asked.push(alice.post(say(id, `n${i}`)));
    }
    for (let i = 0; i < 1000; i += 1) {
        const answer = await alice.next();
        assert.equal(answer.correlationId, asked[i]);
        assert.equal(answer.seq, i + 2);
        const event = await bob.expect('ROOM_MESSAGE',
            { content: `n${i}`, seq: i + 2 });
        assert.equal(event.messageId, answer.messageId);
        assert.ok(event.timestamp >= (bob.last ?? 0), 'time went back');
        bob.last = event.timestamp;
    }
});

scene('message: requests of one socket to one room keep their order',
    async (s) => {
        const [alice, bob] = await pair(s);
        const { id } = await s.roomOf(alice, [bob]);
        const asked = [];
        const wanted = [];
        for (let i = 0; i < 40; i += 1) {
            const frame = [
                say(id, `n${i}`),
                { type: 'ROOM_UPDATE_META', roomId: id,
                    patch: { name: `n${i}` } },
                { type: 'ROOM_ADD_MEMBERS', roomId: id,
                    userIds: [s.user(`u${i}`)] },
                { type: 'ROOM_INFO', roomId: id },
            ][i % 4];
            asked.push(alice.post(frame));
            if (i % 4 < 3) {
                wanted.push(['ROOM_MESSAGE', 'ROOM_UPDATED',
                    'ROOM_MEMBERS_UPDATED'][i % 4]);
            }
        }
        let seq = 1;
        for (let i = 0; i < 40; i += 1) {
            const answer = await alice.answer(asked[i]);
            seq += i % 4 < 3 ? 1 : 0;
            assert.equal(answer.seq ?? answer.room.seq, seq);
        }
        for (let i = 0; i < wanted.length; i += 1) {
            await bob.expect(wanted[i], { seq: i + 2 });
        }
    });

scene('message: all observers of a busy room see one history', async (s) => {
    const clients = [];
    const names = ['a', 'b', 'c', 'd'];
    for (const [i, name] of names.entries()) {
        clients.push(await s.client(name, { edge: i % 2 }));
    }
    const watcher = await s.client('a', { edge: 1 });
    const { id } = await s.roomOf(clients[0], clients.slice(1));
    await watcher.expect('ROOM_MEMBERS_UPDATED');
    const asked = [];
    for (let i = 0; i < 100; i += 1) {
        for (const client of clients) {
            asked.push([client, client.post(say(id, `${client.name}${i}`,
                { clientMessageId: `${i}` }))]);
        }
    }
    for (const [client, correlationId] of asked) {
        const answer = await client.answer(correlationId);
        assert.equal(answer.success, true);
    }
    const head = (await watcher.request({ type: 'ROOM_INFO',
        roomId: id })).room.seq;
    assert.equal(head, 1 + 4 * 100);
    for (const client of clients) {
        await client.request({ type: 'ROOM_INFO', roomId: id });
    }
    const sockets = [...clients, watcher].map((client) => ({
        name: client.name, user: client.user, whole: true,
        transcript: client.transcript,
    }));
    const problems = check({ sockets, starts: { [id]: 0 },
        members: { [id]: clients.map(({ user }) => user) },
        heads: { [id]: head } });
    assert.equal(problems.length, 0, summary(problems));
});

scene('message: memberCount counts members, not sockets', async (s) => {
    const [alice, bob] = await pair(s);
    await s.client('bob', { edge: 0 });
    const { id } = await s.roomOf(alice, [bob.user, s.user('offline')]);
    await alice.ok(say(id, 'x'), 'ROOM_MESSAGE_RESPONSE',
        { memberCount: 3 });
    await bob.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    await alice.ok(say(id, 'x'), 'ROOM_MESSAGE_RESPONSE',
        { memberCount: 2 });
});

scene('message: many rooms on both workers at once', async (s) => {
    const [alice, bob] = await pair(s);
    const rooms = [];
    for (let i = 0; i < 20; i += 1) {
        rooms.push((await s.roomOf(alice, [bob])).id);
    }
    const asked = [];
    for (let i = 0; i < 200; i += 1) {
        asked.push(alice.post(say(rooms[i % 20], `${i}`)));
    }
    for (let i = 0; i < 200; i += 1) {
        const answer = await alice.answer(asked[i]);
        assert.equal(answer.seq, 2 + Math.floor(i / 20));
    }
    const next = new Map();
    for (let i = 0; i < 200; i += 1) {
        const event = await bob.expect('ROOM_MESSAGE');
        const wanted = next.get(event.roomId)
            ?? rooms.indexOf(event.roomId);
        assert.equal(event.content, `${wanted}`);
        next.set(event.roomId, wanted + 20);
    }
    await bob.silent();
});
