// Every field of every request: missing, of every wrong type, at its bound
// and one past it; and the order of the checks.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';

const scene = sharedCluster();

const ABSENT = Symbol('absent');
const NOT_STRINGS = [null, 7, 0, true, false, [], {}, ['x'], { a: 'x' }];
const NOT_ARRAYS = [null, 7, true, 'x', {}, { 0: 'x' }];
const NOT_BOOLEANS = [null, 0, 1, 'true', '', [], {}];
const NOT_OBJECTS = [null, 7, true, 'x', [], [{ name: 'x' }]];

const BAD_IDS = ['', ' ', '\t\n', 'a'.repeat(129), 'é'.repeat(65),
    'a\u0000b', 'a\u0001b', 'a\nb', 'a\tb', 'a\u001fb', 'a\u007fb'];

const GOOD_IDS = ['a', 'a b', 'user:bob', 'admins', '../x', '"\\', '🎉',
    'Ä', '%00', '{}', 'null', '0'];

function put(frame, key, value) {
    const copy = { ...frame };
    if (value === ABSENT) {
        delete copy[key];
    } else {
        copy[key] = value;
    }
    return copy;
}

function show(value) {
    return value === ABSENT ? 'absent' : JSON.stringify(value).slice(0, 40);
}

// Sends all frames at once, checks every answer; then that nothing else
// has happened.
async function allRefused(client, frames, code = 'VALIDATION_ERROR') {
    const asked = frames.map((frame) => [client.post(frame), frame]);
    for (const [correlationId, frame] of asked) {
        const answer = await client.answer(correlationId);
        assert.equal(answer.type, 'ERROR',
            `${JSON.stringify(frame).slice(0, 200)} was answered by `
            + JSON.stringify(answer).slice(0, 200));
        assert.equal(answer.code, code,
            JSON.stringify(frame).slice(0, 200));
    }
    await client.silent();
}

// A good request of each type, as the owner of the room would send it.
function requests(roomId, userId) {
    return {
        ROOM_JOIN: { roomId },
        ROOM_LEAVE: { roomId },
        ROOM_INFO: { roomId },
        ROOM_MEMBERS: { roomId },
        ROOM_UPDATE_META: { roomId, patch: { name: 'n' } },
        ROOM_ADD_MEMBERS: { roomId, userIds: [userId] },
        ROOM_REMOVE_MEMBER: { roomId, userId },
        ROOM_SET_ROLE: { roomId, userId, role: 'ADMIN' },
        ROOM_DELETE: { roomId },
        ROOM_MESSAGE: { roomId, content: 'x' },
    };
}

async function setUp(s) {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const room = await s.roomOf(alice, [bob]);
    return { alice, bob, room };
}

async function unchanged(client, room) {
    const answer = await client.request({ type: 'ROOM_INFO',
        roomId: room.id });
    assert.deepEqual(answer.room, room);
}

scene('roomId: missing, of the wrong type, out of bounds', async (s) => {
    const { alice, bob, room } = await setUp(s);
    for (const [type, fields] of Object.entries(
        requests(room.id, bob.user))) {
        const frame = { type, ...fields };
        await allRefused(alice, [ABSENT, ...NOT_STRINGS, ...BAD_IDS]
            .map((value) => put(frame, 'roomId', value)));
    }
    await unchanged(alice, room);
    await bob.silent();
});

scene('create: roomId of the wrong type or out of bounds', async (s) => {
    const alice = await s.client('alice');
    const empty = BAD_IDS.filter((id) => id.trim() === '');
    await allRefused(alice, [...NOT_STRINGS, ...BAD_IDS]
        .filter((id) => !empty.includes(id))
        .map((roomId) => ({ type: 'ROOM_CREATE', roomId })));
    assert.equal((await alice.request({ type: 'ROOM_LIST' })).count, 0);
});

scene('roomId: every other string is an id', async (s) => {
    const alice = await s.client('alice', { edge: 0 });
    const bob = await s.client('bob', { edge: 1 });
    const ids = GOOD_IDS.map((id) => `${id}-${s.tag}`);
    const pad = 128 - s.tag.length;
    ids.push(s.tag + 'a'.repeat(pad), s.tag + 'é'.repeat(pad / 2),
        s.tag + '🎉'.repeat(pad / 4));
    for (const roomId of ids) {
        await alice.ok({ type: 'ROOM_CREATE',
            roomId: `  ${roomId}  ` }, 'ROOM_CREATED');
        await bob.ok({ type: 'ROOM_JOIN', roomId }, 'ROOM_JOIN_RESPONSE',
            { roomId });
        await alice.ok({ type: 'ROOM_MESSAGE', roomId, content: 'x' },
            'ROOM_MESSAGE_RESPONSE', { success: true, roomId });
        await bob.readUntil((frame) => frame.type === 'ROOM_MESSAGE');
    }
});

scene('an id is not mistaken for another kind of thing', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob');
    for (const roomId of [`user:${bob.user}`, bob.user]) {
        await alice.ok({ type: 'ROOM_CREATE', roomId }, 'ROOM_CREATED');
        await alice.ok({ type: 'ROOM_MESSAGE', roomId, content: 'x' },
            'ROOM_MESSAGE_RESPONSE', { success: true });
        await bob.refused({ type: 'ROOM_INFO', roomId }, 'FORBIDDEN');
    }
    await bob.silent();
    assert.equal((await bob.request({ type: 'ROOM_LIST' })).count, 0);
});

scene('userId: missing, of the wrong type, out of bounds', async (s) => {
    const { alice, bob, room } = await setUp(s);
    const all = requests(room.id, bob.user);
    for (const type of ['ROOM_REMOVE_MEMBER', 'ROOM_SET_ROLE']) {
        await allRefused(alice, [ABSENT, ...NOT_STRINGS, ...BAD_IDS]
            .map((value) => put({ type, ...all[type] }, 'userId', value)));
    }
    await unchanged(alice, room);
    await bob.silent();
});

scene('userIds: missing, empty, of the wrong type, bad ids', async (s) => {
    const { alice, bob, room } = await setUp(s);
    const frame = { type: 'ROOM_ADD_MEMBERS', roomId: room.id };
    const bad = [ABSENT, [], ...NOT_ARRAYS,
        ...[...NOT_STRINGS, ...BAD_IDS].map((id) => [s.user('x'), id]),
        ...[...NOT_STRINGS, ...BAD_IDS].map((id) => [id])];
    await allRefused(alice, bad.map((v) => put(frame, 'userIds', v)));
    await unchanged(alice, room);
    await bob.silent();
});

scene('memberIds: of the wrong type, bad ids', async (s) => {
    const alice = await s.client('alice');
    const bad = [...NOT_ARRAYS,
        ...[...NOT_STRINGS, ...BAD_IDS].map((id) => [s.user('x'), id])];
    await allRefused(alice, bad.map((memberIds) => ({ type: 'ROOM_CREATE',
        memberIds })));
    assert.equal((await alice.request({ type: 'ROOM_LIST' })).count, 0);
});

scene('user ids: at the bound, trimmed', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    const long = [s.tag + 'a'.repeat(128 - s.tag.length),
        s.tag + 'é'.repeat((128 - s.tag.length) / 2)];
    for (const userId of long) {
        await alice.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id,
            userIds: [` ${userId}\n`] }, 'ROOM_MEMBERS_UPDATED');
        const { roles } = await alice.ok({ type: 'ROOM_SET_ROLE',
            roomId: id, userId: `\t${userId} `, role: 'ADMIN' },
        'ROOM_MEMBERS_UPDATED');
        assert.equal(roles[userId], 'ADMIN');
        await alice.ok({ type: 'ROOM_REMOVE_MEMBER', roomId: id,
            userId: ` ${userId}` }, 'ROOM_MEMBERS_UPDATED');
    }
});

scene('role: missing or other than ADMIN and MEMBER', async (s) => {
    const { alice, bob, room } = await setUp(s);
    const frame = { type: 'ROOM_SET_ROLE', roomId: room.id,
        userId: bob.user };
    await allRefused(alice, [ABSENT, ...NOT_STRINGS, '', 'OWNER', 'admin',
        'Member', ' ADMIN', 'ADMIN ', 'GUEST']
        .map((value) => put(frame, 'role', value)));
    await unchanged(alice, room);
});

const TEXTS = [
    // what, its bound in code points, whether the frame is a create
    ['name', 200], ['thumbnailUrl', 2048],
];

for (const [key, bound] of TEXTS) {
    scene(`${key}: wrong types and bounds, in create and in patch`,
        async (s) => {
            const { alice, bob, room } = await setUp(s);
            const bad = [...NOT_STRINGS, 'a'.repeat(bound + 1),
                '🎉'.repeat(bound + 1), `x${'é'.repeat(bound)}`]
                .filter((v) => !(key === 'thumbnailUrl' && v === null));
            await allRefused(alice, bad.map((value) => ({
                type: 'ROOM_CREATE', [key]: value })));
            await allRefused(alice, bad.map((value) => ({
                type: 'ROOM_UPDATE_META', roomId: room.id,
                patch: { [key]: value } })));
            await unchanged(alice, room);
            await bob.silent();
            for (const value of ['a'.repeat(bound), '🎉'.repeat(bound),
                `  ${'é'.repeat(bound)}\t`]) {
                const made = await alice.ok({ type: 'ROOM_CREATE',
                    [key]: value }, 'ROOM_CREATED');
                assert.equal(made.room.meta[key], value.trim());
                const updated = await alice.ok({ type: 'ROOM_UPDATE_META',
                    roomId: room.id, patch: { [key]: value } },
                'ROOM_UPDATED');
                assert.equal(updated.patch[key], value.trim());
                await bob.expect('ROOM_UPDATED');
            }
        });
}

scene('patch: missing, of the wrong type, without a known key',
    async (s) => {
        const { alice, bob, room } = await setUp(s);
        const frame = { type: 'ROOM_UPDATE_META', roomId: room.id };
        await allRefused(alice, [ABSENT, ...NOT_OBJECTS, {}, { foo: 1 },
            { Name: 'x' }].map((value) => put(frame, 'patch', value)));
        await allRefused(alice, [{ ...frame, name: 'flat' }]);
        await unchanged(alice, room);
        await bob.silent();
    });

scene('patch: one bad key refuses the whole', async (s) => {
    const { alice, room } = await setUp(s);
    await allRefused(alice, [
        { name: 'good', thumbnailUrl: 7 },
        { name: null, thumbnailUrl: 'http://x' },
    ].map((patch) => ({ type: 'ROOM_UPDATE_META', roomId: room.id,
        patch })));
    await unchanged(alice, room);
});

scene('content: missing, of the wrong type, out of bounds', async (s) => {
    const { alice, bob, room } = await setUp(s);
    const frame = { type: 'ROOM_MESSAGE', roomId: room.id };
    await allRefused(alice, [ABSENT, ...NOT_STRINGS, '',
        'a'.repeat(10_001), '🎉'.repeat(10_001), ' '.repeat(10_001)]
        .map((value) => put(frame, 'content', value)));
    await unchanged(alice, room);
    for (const content of ['a', 'a'.repeat(10_000), '🎉'.repeat(10_000),
        ' '.repeat(10_000)]) {
        await alice.ok({ ...frame, content }, 'ROOM_MESSAGE_RESPONSE',
            { success: true });
        await bob.expect('ROOM_MESSAGE', { content });
    }
});

scene('clientMessageId and messageType: types and bounds', async (s) => {
    const { alice, bob, room } = await setUp(s);
    const frame = { type: 'ROOM_MESSAGE', roomId: room.id, content: 'x' };
    await allRefused(alice, [...NOT_STRINGS, 'a'.repeat(129),
        '🎉'.repeat(129)].map((clientMessageId) => ({ ...frame,
        clientMessageId })));
    await allRefused(alice, NOT_STRINGS.map((messageType) => ({ ...frame,
        messageType })));
    await unchanged(alice, room);
    for (const clientMessageId of ['a', 'a'.repeat(128), 'é'.repeat(128),
        '🎉'.repeat(128), ' x ']) {
        await alice.ok({ ...frame, clientMessageId },
            'ROOM_MESSAGE_RESPONSE', { success: true, clientMessageId });
        await bob.expect('ROOM_MESSAGE', { clientMessageId });
    }
});

scene('list: includeAll, cursor and limit of the wrong type', async (s) => {
    const alice = await s.client('alice');
    const root = await s.admin();
    const list = { type: 'ROOM_LIST' };
    for (const client of [alice, root]) {
        await allRefused(client, [
            ...NOT_BOOLEANS.map((includeAll) => ({ ...list, includeAll })),
            ...NOT_STRINGS.map((cursor) => ({ ...list, cursor })),
            ...[null, '1', true, [], {}].map((limit) => ({ ...list,
                limit })),
        ]);
    }
});

scene('list: limit out of range', async (s) => {
    const alice = await s.client('alice');
    await allRefused(alice, [0, -1, 1.5, -1e300, 1e300].map((limit) => ({
        type: 'ROOM_LIST', limit })));
});

scene('list: a cursor that no answer gave', async (s) => {
    const alice = await s.client('alice');
    await s.roomOf(alice);
    for (const cursor of ['', 'x', '\u0000🎉', 'z'.repeat(100_000)]) {
        const answer = await alice.request({ type: 'ROOM_LIST', cursor });
        assert.ok(answer.type === 'ROOM_LIST_RESPONSE'
            || answer.code === 'VALIDATION_ERROR', JSON.stringify(answer));
    }
});

// -- the order of the checks ----------------------------------------------

scene('a bad field comes before an unknown room', async (s) => {
    const alice = await s.client('alice');
    const roomId = s.room();
    await allRefused(alice, [
        { type: 'ROOM_UPDATE_META', roomId, patch: {} },
        { type: 'ROOM_UPDATE_META', roomId, patch: { name: 7 } },
        { type: 'ROOM_ADD_MEMBERS', roomId, userIds: [] },
        { type: 'ROOM_REMOVE_MEMBER', roomId },
        { type: 'ROOM_SET_ROLE', roomId, userId: 'x', role: 'OWNER' },
        { type: 'ROOM_MESSAGE', roomId, content: '' },
        { type: 'ROOM_MESSAGE', roomId, content: 'x', toUserId: 'y' },
    ]);
});

scene('a bad field comes before a missing membership or role',
    async (s) => {
        const { bob, room } = await setUp(s);
        const carol = await s.client('carol');
        for (const client of [bob, carol]) {
            await allRefused(client, [
                { type: 'ROOM_UPDATE_META', roomId: room.id, patch: {} },
                { type: 'ROOM_ADD_MEMBERS', roomId: room.id, userIds: [] },
                { type: 'ROOM_SET_ROLE', roomId: room.id,
                    userId: bob.user, role: 'OWNER' },
                { type: 'ROOM_MESSAGE', roomId: room.id, content: '' },
            ]);
        }
    });

scene('an unknown room comes before a missing membership', async (s) => {
    const alice = await s.client('alice');
    const all = requests(s.room(), s.user('bob'));
    delete all.ROOM_MESSAGE;
    await allRefused(alice, Object.entries(all).map(([type, fields]) => ({
        type, ...fields })), 'NOT_FOUND');
});

scene('a missing membership is FORBIDDEN, for leave NOT_FOUND',
    async (s) => {
        const { room, bob } = await setUp(s);
        const carol = await s.client('carol');
        const all = requests(room.id, bob.user);
        delete all.ROOM_MESSAGE;
        delete all.ROOM_JOIN;
        delete all.ROOM_LEAVE;
        await allRefused(carol, Object.entries(all).map(
            ([type, fields]) => ({ type, ...fields })), 'FORBIDDEN');
        await allRefused(carol, [{ type: 'ROOM_LEAVE',
            roomId: room.id }], 'NOT_FOUND');
        await bob.silent();
    });

scene('list: includeAll is validated before the role', async (s) => {
    const alice = await s.client('alice');
    await allRefused(alice, [{ type: 'ROOM_LIST', includeAll: true,
        limit: '7' }]);
});
