// Rooms: every request of section 3 that makes, changes or ends one, its
// direct response, its broadcasts and their order, over two edges.
// alice is on edge 0 unless said otherwise, bob on edge 1.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { until } from '../lib/programs.js';

const scene = sharedCluster();

const types = (frames) => frames.map(({ type }) => type);

async function pair(s) {
    return Promise.all([
        s.client('alice', { edge: 0 }), s.client('bob', { edge: 1 }),
    ]);
}

async function trio(s) {
    const [alice, bob] = await pair(s);
    return [alice, bob, await s.client('carol', { edge: 1 })];
}

async function info(client, roomId) {
    const { room } = await client.ok({ type: 'ROOM_INFO', roomId },
        'ROOM_CREATED');
    return room;
}

const roster = (...pairs) => ({
    members: pairs.map(([user]) => user),
    roles: Object.fromEntries(pairs),
});

// -- ROOM_CREATE ----------------------------------------------------------

scene('create: the broadcast precedes the response', async (s) => {
    const alice = await s.client('alice');
    const roomId = s.room();
    const { response, before } = await alice.call({
        type: 'ROOM_CREATE', roomId, name: 'Lobby',
        thumbnailUrl: 'https://example.org/a.png', correlationId: 'c1',
    });
    assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
    const [event] = before;
    assert.ok(!('correlationId' in event));
    const { room } = response;
    assert.deepEqual(event, {
        type: 'ROOM_MEMBERS_UPDATED', roomId,
        ...roster([alice.user, 'OWNER']), version: 1, seq: 1,
        updatedAt: room.updatedAt, name: 'Lobby',
        thumbnailUrl: 'https://example.org/a.png',
    });
    assert.deepEqual(response, {
        type: 'ROOM_CREATED', correlationId: 'c1', room: {
            id: roomId, meta: {
                name: 'Lobby', thumbnailUrl: 'https://example.org/a.png',
                createdAt: room.meta.createdAt, createdBy: alice.user,
            },
            version: 1, updatedAt: room.updatedAt,
            ...roster([alice.user, 'OWNER']), epoch: room.epoch, seq: 1,
        },
    });
    assert.ok(Math.abs(room.meta.createdAt - Date.now()) < 60_000);
    await alice.silent();
});

scene('create: members get the broadcast on every edge', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const alice2 = await s.client('alice', { edge: 1 });
    const roomId = s.room();
    const { response, before } = await alice.call({
        type: 'ROOM_CREATE', roomId, memberIds: [bob.user, carol.user],
    });
    assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
    assert.equal(before[0].version, 3);
    assert.equal(before[0].seq, 1);
    assert.deepEqual(response.room.members,
        [alice.user, bob.user, carol.user]);
    assert.deepEqual(response.room.roles, {
        [alice.user]: 'OWNER', [bob.user]: 'MEMBER',
        [carol.user]: 'MEMBER',
    });
    assert.equal(response.room.version, 3);
    for (const client of [alice2, bob, carol]) {
        assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
            before[0]);
    }
    await s.marker(roomId, alice, [alice2, bob, carol]);
});

scene('create: an id is generated when absent or empty', async (s) => {
    const alice = await s.client('alice');
    const earliest = Date.now() - 60_000;
    for (const frame of [{}, { roomId: '' }, { roomId: '  ' }]) {
        const { room } = await alice.ok({ type: 'ROOM_CREATE', ...frame },
            'ROOM_CREATED');
        const parts = /^room_([0-9a-z]+)_([0-9a-f]{12})$/.exec(room.id);
        assert.ok(parts, room.id);
        const made = parseInt(parts[1], 36);
        assert.ok(made > earliest && made < Date.now() + 60_000, room.id);
        assert.equal(room.meta.name, room.id);
    }
});

scene('create: name and thumbnail are trimmed, empty ones fall back',
    async (s) => {
        const alice = await s.client('alice');
        const cases = [
            [{}, null, null],
            [{ name: '', thumbnailUrl: '' }, null, null],
            [{ name: ' \t\n ', thumbnailUrl: ' \t ' }, null, null],
            [{ thumbnailUrl: null }, null, null],
            [{ name: ' a b ', thumbnailUrl: ' http://x ' }, 'a b',
                'http://x'],
        ];
        for (const [fields, name, thumbnailUrl] of cases) {
            const roomId = s.room();
            const { response, before } = await alice.call({
                type: 'ROOM_CREATE', roomId, ...fields });
            assert.equal(response.room.meta.name, name ?? roomId);
            assert.equal(response.room.meta.thumbnailUrl, thumbnailUrl);
            assert.equal(before[0].name, name ?? roomId);
            assert.equal(before[0].thumbnailUrl, thumbnailUrl);
        }
    });

scene('create: the room id is trimmed', async (s) => {
    const alice = await s.client('alice');
    const roomId = s.room();
    const { room } = await alice.ok({ type: 'ROOM_CREATE',
        roomId: `\t ${roomId} \n` }, 'ROOM_CREATED');
    assert.equal(room.id, roomId);
    assert.equal((await info(alice, ` ${roomId} `)).id, roomId);
});

scene('create: memberIds are deduplicated and skip the creator',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const { room } = await alice.ok({ type: 'ROOM_CREATE',
            memberIds: [bob.user, alice.user, ` ${bob.user} `, carol.user,
                bob.user] }, 'ROOM_CREATED');
        assert.deepEqual(room.members,
            [alice.user, bob.user, carol.user]);
        assert.equal(room.roles[alice.user], 'OWNER');
        assert.equal(room.version, 3);
        assert.equal(room.seq, 1);
    });

scene('create: empty memberIds are fine', async (s) => {
    const alice = await s.client('alice');
    const { room } = await alice.ok({ type: 'ROOM_CREATE', memberIds: [] },
        'ROOM_CREATED');
    assert.equal(room.version, 1);
});

scene('create: a taken id is CREATE_FAILED for everyone', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice);
    await alice.refused({ type: 'ROOM_CREATE', roomId: id },
        'CREATE_FAILED');
    await bob.refused({ type: 'ROOM_CREATE', roomId: id,
        memberIds: [alice.user] }, 'CREATE_FAILED');
    await s.marker(id, alice, []);
    await alice.silent();
    await bob.silent();
    assert.equal((await info(alice, id)).version, 1);
});

scene('create: the same correlationId twice makes two rooms', async (s) => {
    const alice = await s.client('alice');
    const request = { type: 'ROOM_CREATE', correlationId: 'same' };
    const one = await alice.ok(request, 'ROOM_CREATED');
    const two = await alice.ok(request, 'ROOM_CREATED');
    assert.notEqual(one.room.id, two.room.id);
});

scene('rooms are spread over both workers', async (s) => {
    const alice = await s.client('alice');
    const asked = [];
    for (let i = 0; i < 24; i += 1) {
        asked.push(alice.post({ type: 'ROOM_CREATE' }));
    }
    for (const correlationId of asked) {
        await alice.answer(correlationId);
    }
    const rooms = await alice.ok({ type: 'ROOM_LIST' },
        'ROOM_LIST_RESPONSE');
    assert.equal(rooms.count, 24);
    // The status lags behind by a beat.
    const workers = await until(async () => {
        const now = await s.cluster.programs('worker');
        return now.every(({ rooms: count }) => count > 0) ? now : null;
    }, 'rooms on every worker');
    assert.equal(workers.length, 2);
    assert.ok(workers.every(({ slots }) => slots > 0), 'slots on both');
    assert.equal(workers.reduce((sum, { slots }) => sum + slots, 0), 1024);
});

// -- ROOM_JOIN ------------------------------------------------------------

scene('join: JOINED to the others, then MEMBERS_UPDATED to all',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const room = await s.roomOf(alice, [carol], { name: 'N' });
        const { response, before } = await bob.call({ type: 'ROOM_JOIN',
            roomId: room.id, correlationId: 'j' });
        assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
        const members = [alice.user, carol.user, bob.user];
        const roles = { [alice.user]: 'OWNER', [carol.user]: 'MEMBER',
            [bob.user]: 'MEMBER' };
        assert.deepEqual(before[0], {
            type: 'ROOM_MEMBERS_UPDATED', roomId: room.id, members, roles,
            version: 3, updatedAt: before[0].updatedAt, name: 'N',
            thumbnailUrl: null, seq: 3,
        });
        assert.deepEqual(response, {
            type: 'ROOM_JOIN_RESPONSE', correlationId: 'j', success: true,
            roomId: room.id, members, alreadyMember: false,
            epoch: room.epoch, seq: 3, timestamp: response.timestamp,
            roomInfo: {
                roomId: room.id, name: 'N', thumbnailUrl: null,
                createdAt: room.meta.createdAt, createdBy: alice.user,
                memberCount: 3, version: 3,
                updatedAt: before[0].updatedAt, epoch: room.epoch, seq: 3,
            },
        });
        for (const client of [alice, carol]) {
            const joined = await client.expect('ROOM_MEMBER_JOINED');
            assert.deepEqual(joined, {
                type: 'ROOM_MEMBER_JOINED', roomId: room.id,
                userId: bob.user, timestamp: joined.timestamp, seq: 2,
            });
            assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
                before[0]);
        }
        await s.marker(room.id, bob, [alice, carol]);
    });

scene('join: the joiner\'s other sockets get MEMBERS_UPDATED alone',
    async (s) => {
        const [alice, bob] = await pair(s);
        const bob2 = await s.client('bob', { edge: 0 });
        const { id } = await s.roomOf(alice);
        await bob.ok({ type: 'ROOM_JOIN', roomId: id },
            'ROOM_JOIN_RESPONSE');
        await bob2.expect('ROOM_MEMBERS_UPDATED', { seq: 3, roomId: id });
        await s.marker(id, alice, [bob2]);
    });

scene('join: again is a success without any event', async (s) => {
    const [alice, bob] = await pair(s);
    const room = await s.roomOf(alice, [bob]);
    for (const client of [alice, bob]) {
        const { response, before } = await client.call({
            type: 'ROOM_JOIN', roomId: room.id });
        assert.deepEqual(before, []);
        assert.equal(response.type, 'ROOM_JOIN_RESPONSE');
        assert.equal(response.alreadyMember, true);
        assert.equal(response.seq, 1);
        assert.equal(response.roomInfo.version, 2);
        assert.deepEqual(response.members, room.members);
    }
    await s.marker(room.id, alice, [bob]);
    assert.equal((await info(alice, room.id)).seq, 2);
});

scene('join: an unknown room is NOT_FOUND', async (s) => {
    const alice = await s.client('alice');
    await alice.refused({ type: 'ROOM_JOIN', roomId: s.room() },
        'NOT_FOUND');
    await alice.silent();
});

// -- ROOM_LEAVE -----------------------------------------------------------

scene('leave: LEFT, then MEMBERS_UPDATED, to those who remain',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const bob2 = await s.client('bob', { edge: 0 });
        s.checksOrder = false;
        const { id } = await s.roomOf(alice, [bob, carol]);
        await bob2.expect('ROOM_MEMBERS_UPDATED');
        const { response, before } = await bob.call({ type: 'ROOM_LEAVE',
            roomId: id, correlationId: 'l' });
        assert.deepEqual(before, []);
        assert.deepEqual(response, { type: 'ROOM_LEAVE_RESPONSE',
            correlationId: 'l', success: true, roomId: id,
            timestamp: response.timestamp });
        for (const client of [alice, carol]) {
            const left = await client.expect('ROOM_MEMBER_LEFT');
            assert.deepEqual(left, { type: 'ROOM_MEMBER_LEFT', roomId: id,
                userId: bob.user, timestamp: left.timestamp, seq: 2 });
            await client.expect('ROOM_MEMBERS_UPDATED', {
                ...roster([alice.user, 'OWNER'], [carol.user, 'MEMBER']),
                version: 4, seq: 3,
            });
        }
        await s.marker(id, alice, [carol]);
        await s.outsiderSilent(id, carol, alice, bob2);
        await s.outsiderSilent(id, alice, carol, bob);
        await bob.refused({ type: 'ROOM_INFO', roomId: id }, 'FORBIDDEN');
    });

scene('leave: not a member and unknown room are both NOT_FOUND',
    async (s) => {
        const [alice, bob] = await pair(s);
        const { id } = await s.roomOf(alice);
        await bob.refused({ type: 'ROOM_LEAVE', roomId: id }, 'NOT_FOUND');
        await bob.refused({ type: 'ROOM_LEAVE', roomId: s.room() },
            'NOT_FOUND');
        await s.marker(id, alice, []);
        await alice.silent();
    });

scene('leave: of the owner, the earliest ADMIN follows', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob, carol]);
    await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id,
        userId: carol.user, role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
    bob.drop();
    await alice.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    await carol.readUntil(({ type }) => type === 'ROOM_MEMBER_LEFT');
    const event = await carol.expect('ROOM_MEMBERS_UPDATED', {
        ...roster([bob.user, 'MEMBER'], [carol.user, 'OWNER']),
        version: 6, seq: 4,
    });
    await bob.readUntil((frame) => frame.seq === 4);
    assert.equal((await info(bob, id)).updatedAt, event.updatedAt);
    await s.marker(id, bob, [carol]);
});

scene('leave: of two ADMINs the one who joined first follows',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const dave = await s.client('dave');
        const { id } = await s.roomOf(alice, [bob, carol, dave]);
        for (const { user } of [dave, carol]) {
            await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id,
                userId: user, role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
        }
        await alice.ok({ type: 'ROOM_LEAVE', roomId: id },
            'ROOM_LEAVE_RESPONSE');
        const room = await info(bob, id);
        assert.deepEqual(room.roles, { [bob.user]: 'MEMBER',
            [carol.user]: 'OWNER', [dave.user]: 'ADMIN' });
    });

scene('leave: without an ADMIN the earliest MEMBER follows', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice);
    for (const client of [carol, bob]) {
        await client.ok({ type: 'ROOM_JOIN', roomId: id },
            'ROOM_JOIN_RESPONSE');
    }
    await alice.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    const room = await info(bob, id);
    assert.deepEqual(room.members, [carol.user, bob.user]);
    assert.deepEqual(room.roles,
        { [carol.user]: 'OWNER', [bob.user]: 'MEMBER' });
    assert.equal(room.version, 5);
    assert.equal(room.seq, 7);
});

scene('leave: coming back means joining last', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob, carol]);
    await bob.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    const again = await bob.ok({ type: 'ROOM_JOIN', roomId: id },
        'ROOM_JOIN_RESPONSE', { alreadyMember: false });
    assert.deepEqual(again.members, [alice.user, carol.user, bob.user]);
});

scene('leave: the last one ends the room without ROOM_DELETED',
    async (s) => {
        const alice = await s.client('alice');
        const alice2 = await s.client('alice', { edge: 1 });
        const bob = await s.client('bob');
        const room = await s.roomOf(alice);
        await alice2.expect('ROOM_MEMBERS_UPDATED');
        const { response, before } = await alice.call({
            type: 'ROOM_LEAVE', roomId: room.id });
        assert.equal(response.type, 'ROOM_LEAVE_RESPONSE');
        assert.deepEqual(before, []);
        for (const client of [alice, bob]) {
            await client.refused({ type: 'ROOM_INFO', roomId: room.id },
                'NOT_FOUND');
        }
        await alice2.silent();
        const again = await s.roomOf(bob, [], { roomId: room.id });
        assert.notEqual(again.epoch, room.epoch);
        assert.equal(again.version, 1);
        assert.equal(again.seq, 1);
        await s.marker(room.id, bob, []);
        await alice.silent();
        await alice2.silent();
    });

// -- ROOM_INFO, ROOM_MEMBERS ----------------------------------------------

scene('info and members: the same snapshot, on every edge', async (s) => {
    const [alice, bob] = await pair(s);
    const room = await s.roomOf(alice, [bob], { name: 'Same' });
    for (const client of [alice, bob]) {
        for (const type of ['ROOM_INFO', 'ROOM_MEMBERS']) {
            const { response, before } = await client.call({ type,
                roomId: room.id, correlationId: 'i' });
            assert.deepEqual(before, []);
            assert.deepEqual(response, { type: 'ROOM_CREATED',
                correlationId: 'i', room });
        }
    }
});

scene('info and members: NOT_FOUND and FORBIDDEN', async (s) => {
    const [alice, bob] = await pair(s);
    const root = await s.admin();
    const { id } = await s.roomOf(alice);
    for (const type of ['ROOM_INFO', 'ROOM_MEMBERS']) {
        await bob.refused({ type, roomId: s.room() }, 'NOT_FOUND');
        await bob.refused({ type, roomId: id }, 'FORBIDDEN');
        await root.refused({ type, roomId: id }, 'FORBIDDEN');
    }
});

// -- ROOM_LIST ------------------------------------------------------------

scene('list: own rooms with own role, complete', async (s) => {
    const [alice, bob] = await pair(s);
    const one = await s.roomOf(alice, [bob], { name: 'One' });
    const two = await s.roomOf(bob, [], { thumbnailUrl: 'http://t' });
    await s.roomOf(alice);
    const list = await bob.ok({ type: 'ROOM_LIST', correlationId: 'l' },
        'ROOM_LIST_RESPONSE', { count: 2, nextCursor: undefined });
    const entry = (room, myRole) => ({
        id: room.id, name: room.meta.name,
        thumbnailUrl: room.meta.thumbnailUrl,
        memberCount: room.members.length, myRole, version: room.version,
        updatedAt: room.updatedAt, epoch: room.epoch, seq: room.seq,
    });
    const byId = (a, b) => (a.id < b.id ? -1 : 1);
    assert.deepEqual([...list.rooms].sort(byId),
        [entry(one, 'MEMBER'), entry(two, 'OWNER')].sort(byId));
    const none = await (await s.client('carol')).ok({ type: 'ROOM_LIST',
        includeAll: false }, 'ROOM_LIST_RESPONSE');
    assert.deepEqual(none.rooms, []);
});

scene('list: never lags behind its own socket\'s changes', async (s) => {
    const [alice, bob] = await pair(s);
    const ids = (list) => list.rooms.map(({ id }) => id).sort();
    const { id: other } = await s.roomOf(bob);
    const id = s.room();
    await alice.ok({ type: 'ROOM_CREATE', roomId: id }, 'ROOM_CREATED');
    assert.deepEqual(ids(await alice.request({ type: 'ROOM_LIST' })), [id]);
    await alice.ok({ type: 'ROOM_JOIN', roomId: other },
        'ROOM_JOIN_RESPONSE');
    const both = await alice.request({ type: 'ROOM_LIST' });
    assert.deepEqual(ids(both), [id, other].sort());
    assert.equal(both.rooms.find((room) => room.id === other).seq, 3);
    await alice.ok({ type: 'ROOM_LEAVE', roomId: other },
        'ROOM_LEAVE_RESPONSE');
    assert.deepEqual(ids(await alice.request({ type: 'ROOM_LIST' })), [id]);
    await alice.ok({ type: 'ROOM_DELETE', roomId: id }, 'ROOM_DELETED');
    assert.deepEqual(ids(await alice.request({ type: 'ROOM_LIST' })), []);
});

scene('list: of who was added a moment ago is not UNAVAILABLE', async (s) => {
    const [alice, bob] = await pair(s);
    for (let i = 0; i < 30; i += 1) {
        await alice.ok({ type: 'ROOM_CREATE', memberIds: [bob.user] },
            'ROOM_CREATED');
        await bob.ok({ type: 'ROOM_LIST' }, 'ROOM_LIST_RESPONSE');
    }
});

scene('list: shows messages in seq, not in version', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice, [bob]);
    await s.marker(id, bob, [alice]);
    const { rooms: [entry] } = await alice.request({ type: 'ROOM_LIST' });
    assert.equal(entry.seq, 2);
    assert.equal(entry.version, 2);
});

scene('list: limit and cursor page an own list', async (s) => {
    const alice = await s.client('alice');
    const made = [];
    for (let i = 0; i < 7; i += 1) {
        made.push((await s.roomOf(alice)).id);
    }
    const got = [];
    let cursor;
    for (let page = 0; page < 10; page += 1) {
        const list = await alice.ok({ type: 'ROOM_LIST', limit: 3,
            ...(cursor !== undefined && { cursor }) },
        'ROOM_LIST_RESPONSE');
        assert.ok(list.count <= 3);
        got.push(...list.rooms.map(({ id }) => id));
        cursor = list.nextCursor;
        if (cursor === undefined) {
            break;
        }
        assert.equal(list.count, 3);
    }
    assert.deepEqual(got.sort(), made.sort());
    const whole = await alice.request({ type: 'ROOM_LIST' });
    assert.equal(whole.count, 7);
    assert.ok(!('nextCursor' in whole));
});

scene('list: includeAll is for global administrators', async (s) => {
    const [alice, bob] = await pair(s);
    const room = await s.roomOf(alice, [bob], { name: 'Seen' });
    await alice.refused({ type: 'ROOM_LIST', includeAll: true },
        'FORBIDDEN');
    for (const claims of [{ role: 'admin' }, { role: 'ADMIN' },
        { rol: 'admin' }, { role: 'ADMIN', rol: 'user' }]) {
        const root = await s.client('root', { claims, edge: 1 });
        const found = [];
        let cursor;
        do {
            const list = await root.ok({ type: 'ROOM_LIST',
                includeAll: true, ...(cursor && { cursor }) },
            'ROOM_LIST_RESPONSE');
            found.push(...list.rooms);
            cursor = list.nextCursor;
        } while (cursor !== undefined);
        assert.deepEqual(found.find(({ roomId }) => roomId === room.id), {
            roomId: room.id, name: 'Seen', thumbnailUrl: null,
            createdAt: room.meta.createdAt, createdBy: alice.user,
            memberCount: 2, version: 2, updatedAt: room.updatedAt,
            epoch: room.epoch, seq: 1,
        });
        await root.refused({ type: 'ROOM_INFO', roomId: room.id },
            'FORBIDDEN');
        await root.refused({ type: 'ROOM_DELETE', roomId: room.id },
            'FORBIDDEN');
    }
    for (const claims of [{ role: 'Admin' }, { role: 'user', rol: 'admin' },
        { role: ['admin'] }, { admin: true }]) {
        const user = await s.client('user', { claims });
        await user.refused({ type: 'ROOM_LIST', includeAll: true },
            'FORBIDDEN');
    }
});

scene('list: includeAll pages through every room once', async (s) => {
    const [alice, bob] = await pair(s);
    const root = await s.admin();
    const made = [];
    for (let i = 0; i < 12; i += 1) {
        made.push((await s.roomOf(i % 2 ? alice : bob)).id);
    }
    const got = [];
    let cursor;
    for (let page = 0; page < 100; page += 1) {
        const list = await root.ok({ type: 'ROOM_LIST', includeAll: true,
            limit: 5, ...(cursor !== undefined && { cursor }) },
        'ROOM_LIST_RESPONSE');
        assert.ok(list.count <= 5);
        got.push(...list.rooms.map(({ roomId }) => roomId));
        cursor = list.nextCursor;
        if (cursor === undefined) {
            break;
        }
    }
    assert.equal(cursor, undefined);
    assert.equal(new Set(got).size, got.length, 'a room came twice');
    assert.deepEqual(made.filter((id) => !got.includes(id)), []);
});

// -- ROOM_UPDATE_META -----------------------------------------------------

scene('update: the patch goes to all, then to the response', async (s) => {
    const [alice, bob] = await pair(s);
    const alice2 = await s.client('alice', { edge: 1 });
    const room = await s.roomOf(alice, [bob]);
    await alice2.expect('ROOM_MEMBERS_UPDATED');
    const { response, before } = await alice.call({
        type: 'ROOM_UPDATE_META', roomId: room.id, correlationId: 'u',
        patch: { name: '  New  ', other: 1 },
    });
    const event = {
        type: 'ROOM_UPDATED', roomId: room.id, patch: { name: 'New' },
        version: 3, updatedAt: response.updatedAt, seq: 2,
    };
    assert.deepEqual(before, [event]);
    assert.deepEqual(response, { ...event, correlationId: 'u' });
    assert.ok(response.updatedAt >= room.updatedAt);
    for (const client of [alice2, bob]) {
        assert.deepEqual(await client.expect('ROOM_UPDATED'), event);
    }
    await s.marker(room.id, alice, [alice2, bob]);
    const now = await info(bob, room.id);
    assert.equal(now.meta.name, 'New');
    assert.equal(now.updatedAt, response.updatedAt);
    assert.equal(now.version, 3);
});

scene('update: sanitised like in create, only the keys sent', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice, [], { name: 'Old',
        thumbnailUrl: 'http://old' });
    const cases = [
        [{ name: ' ' }, { name: id }],
        [{ thumbnailUrl: ' http://new ' }, { thumbnailUrl: 'http://new' }],
        [{ thumbnailUrl: '  ' }, { thumbnailUrl: null }],
        [{ thumbnailUrl: null }, { thumbnailUrl: null }],
        [{ name: ' N ', thumbnailUrl: 'http://x' },
            { name: 'N', thumbnailUrl: 'http://x' }],
    ];
    let version = 1;
    for (const [patch, wanted] of cases) {
        version += 1;
        const { response, before } = await alice.call({
            type: 'ROOM_UPDATE_META', roomId: id, patch });
        assert.deepEqual(response.patch, wanted);
        assert.deepEqual(before[0].patch, wanted);
        assert.equal(response.version, version);
    }
    assert.deepEqual((await info(alice, id)).meta.name, 'N');
});

scene('update: a patch that changes nothing raises the version',
    async (s) => {
        const alice = await s.client('alice');
        const { id } = await s.roomOf(alice, [], { name: 'N' });
        for (const version of [2, 3]) {
            await alice.ok({ type: 'ROOM_UPDATE_META', roomId: id,
                patch: { name: 'N' } }, 'ROOM_UPDATED',
            { version, seq: version });
        }
    });

scene('update: OWNER and ADMIN only', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob]);
    const request = { type: 'ROOM_UPDATE_META', roomId: id,
        patch: { name: 'x' } };
    await bob.refused(request, 'FORBIDDEN');
    await carol.refused(request, 'FORBIDDEN');
    await carol.refused({ ...request, roomId: s.room() }, 'NOT_FOUND');
    await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id, userId: bob.user,
        role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
    await bob.ok(request, 'ROOM_UPDATED');
});

// -- ROOM_ADD_MEMBERS -----------------------------------------------------

scene('add: MEMBERS_UPDATED to all, the added included, no JOINED',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const room = await s.roomOf(alice, [bob]);
        const { response, before } = await alice.call({
            type: 'ROOM_ADD_MEMBERS', roomId: room.id,
            userIds: [carol.user, s.user('offline')], correlationId: 'a',
        });
        const event = {
            type: 'ROOM_MEMBERS_UPDATED', roomId: room.id,
            ...roster([alice.user, 'OWNER'], [bob.user, 'MEMBER'],
                [carol.user, 'MEMBER'], [s.user('offline'), 'MEMBER']),
            version: 4, updatedAt: response.updatedAt, name: room.id,
            thumbnailUrl: null, seq: 2,
        };
        assert.deepEqual(before, [event]);
        assert.deepEqual(response, { ...event, correlationId: 'a' });
        for (const client of [bob, carol]) {
            assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
                event);
        }
        await s.marker(room.id, carol, [alice, bob]);
        const late = await s.client('offline', { edge: 0 });
        const { rooms } = await late.request({ type: 'ROOM_LIST' });
        assert.deepEqual(rooms.map(({ id }) => id), [room.id]);
    });

scene('add: nobody new is still an event, with the same version',
    async (s) => {
        const [alice, bob] = await pair(s);
        const room = await s.roomOf(alice, [bob]);
        const { response, before } = await alice.call({
            type: 'ROOM_ADD_MEMBERS', roomId: room.id,
            userIds: [bob.user, bob.user, alice.user] });
        assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
        assert.equal(response.version, 2);
        assert.equal(response.seq, 2);
        assert.equal(response.updatedAt, room.updatedAt);
        assert.equal(response.roles[alice.user], 'OWNER');
        await bob.expect('ROOM_MEMBERS_UPDATED', { seq: 2, version: 2 });
        await s.marker(room.id, alice, [bob]);
    });

scene('add: ids are deduplicated', async (s) => {
    const [alice, bob] = await pair(s);
    const { id } = await s.roomOf(alice);
    const response = await alice.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id,
        userIds: [bob.user, ` ${bob.user}`, bob.user] },
    'ROOM_MEMBERS_UPDATED');
    assert.deepEqual(response.members, [alice.user, bob.user]);
    assert.equal(response.version, 2);
    await bob.expect('ROOM_MEMBERS_UPDATED', { seq: 2 });
});

scene('add: OWNER and ADMIN only', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob]);
    const request = { type: 'ROOM_ADD_MEMBERS', roomId: id,
        userIds: [carol.user] };
    await bob.refused(request, 'FORBIDDEN');
    await carol.refused(request, 'FORBIDDEN');
    await carol.refused({ ...request, roomId: s.room() }, 'NOT_FOUND');
    await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id, userId: bob.user,
        role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
    await bob.ok(request, 'ROOM_MEMBERS_UPDATED', { version: 4 });
    await carol.expect('ROOM_MEMBERS_UPDATED');
});

// -- ROOM_REMOVE_MEMBER ---------------------------------------------------

scene('remove: the removed one sees it and nothing more', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const bob2 = await s.client('bob', { edge: 0 });
    const { id } = await s.roomOf(alice, [bob, carol]);
    await bob2.expect('ROOM_MEMBERS_UPDATED');
    const { response, before } = await alice.call({
        type: 'ROOM_REMOVE_MEMBER', roomId: id, userId: bob.user,
        correlationId: 'r' });
    const event = {
        type: 'ROOM_MEMBERS_UPDATED', roomId: id,
        ...roster([alice.user, 'OWNER'], [carol.user, 'MEMBER']),
        version: 4, updatedAt: response.updatedAt, name: id,
        thumbnailUrl: null, seq: 2,
    };
    assert.deepEqual(before, [event]);
    assert.deepEqual(response, { ...event, correlationId: 'r' });
    for (const client of [bob, bob2, carol]) {
        assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
            event);
    }
    await s.outsiderSilent(id, alice, carol, bob);
    await s.outsiderSilent(id, carol, alice, bob2);
    await bob.refused({ type: 'ROOM_INFO', roomId: id }, 'FORBIDDEN');
    assert.equal((await bob.request({ type: 'ROOM_LIST' })).count, 0);
    assert.equal((await bob2.request({ type: 'ROOM_LIST' })).count, 0);
});

scene('remove: a message sent right after is not seen', async (s) => {
    const [alice, bob, carol] = await trio(s);
    for (let round = 0; round < 10; round += 1) {
        const { id } = await s.roomOf(alice, [bob, carol]);
        const removal = alice.post({ type: 'ROOM_REMOVE_MEMBER',
            roomId: id, userId: bob.user });
        const secret = alice.post({ type: 'ROOM_MESSAGE', roomId: id,
            content: 'secret' });
        await alice.answer(removal);
        await alice.answer(secret);
        await carol.expect('ROOM_MEMBERS_UPDATED', { roomId: id });
        await carol.expect('ROOM_MESSAGE', { roomId: id });
        await bob.expect('ROOM_MEMBERS_UPDATED', { roomId: id, seq: 2 });
        await bob.silent();
    }
});

scene('remove: who may remove whom', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const dave = await s.client('dave');
    const eve = await s.client('eve', { edge: 1 });
    const { id } = await s.roomOf(alice, [bob, carol, dave, eve]);
    const remove = (userId) => ({ type: 'ROOM_REMOVE_MEMBER', roomId: id,
        userId });
    for (const { user } of [bob, carol]) {
        await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id, userId: user,
            role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
    }
    await dave.refused(remove(eve.user), 'FORBIDDEN');
    await dave.refused(remove(dave.user), 'FORBIDDEN');
    await bob.refused(remove(bob.user), 'FORBIDDEN');
    await bob.refused(remove(carol.user), 'FORBIDDEN');
    await bob.refused(remove(alice.user), 'FORBIDDEN');
    await bob.refused(remove(s.user('nobody')), 'FORBIDDEN');
    await alice.refused(remove(s.user('nobody')), 'FORBIDDEN');
    const stranger = await s.client('stranger');
    await stranger.refused(remove(eve.user), 'FORBIDDEN');
    await stranger.refused({ ...remove(eve.user), roomId: s.room() },
        'NOT_FOUND');
    await bob.ok(remove(eve.user), 'ROOM_MEMBERS_UPDATED',
        { version: 8 });
    await alice.ok(remove(bob.user), 'ROOM_MEMBERS_UPDATED',
        { version: 9 });
    await alice.ok(remove(dave.user), 'ROOM_MEMBERS_UPDATED',
        { version: 10, members: [alice.user, carol.user] });
});

scene('remove: the owner removing itself hands over, without LEFT',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const { id } = await s.roomOf(alice, [bob, carol]);
        await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id,
            userId: carol.user, role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
        alice.drop();
        const { response, before } = await alice.call({
            type: 'ROOM_REMOVE_MEMBER', roomId: id, userId: alice.user });
        assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
        assert.deepEqual(response.roles,
            { [bob.user]: 'MEMBER', [carol.user]: 'OWNER' });
        assert.equal(response.version, 6);
        assert.equal(response.seq, 3);
        for (const client of [bob, carol]) {
            await client.expect('ROOM_MEMBERS_UPDATED', { seq: 2 });
            assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
                before[0]);
        }
        await s.marker(id, bob, [carol]);
        await alice.silent();
    });

scene('remove: the last one removing itself ends the room', async (s) => {
    const alice = await s.client('alice');
    const { id } = await s.roomOf(alice);
    const { response, before } = await alice.call({
        type: 'ROOM_REMOVE_MEMBER', roomId: id, userId: alice.user });
    assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
    assert.equal(response.type, 'ROOM_MEMBERS_UPDATED');
    assert.deepEqual(response.members, []);
    assert.deepEqual(response.roles, {});
    assert.equal(response.version, 2);
    await alice.refused({ type: 'ROOM_INFO', roomId: id }, 'NOT_FOUND');
    assert.equal((await s.roomOf(alice, [], { roomId: id })).version, 1);
});

scene('remove: and add again, on other sockets nothing is missed',
    async (s) => {
        const [alice, bob] = await pair(s);
        const { id } = await s.roomOf(alice, [bob]);
        for (let round = 0; round < 5; round += 1) {
            await alice.ok({ type: 'ROOM_REMOVE_MEMBER', roomId: id,
                userId: bob.user }, 'ROOM_MEMBERS_UPDATED');
            await alice.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id,
                userIds: [bob.user] }, 'ROOM_MEMBERS_UPDATED');
            alice.drop();
            await bob.expect('ROOM_MEMBERS_UPDATED',
                { members: [alice.user] });
            await bob.expect('ROOM_MEMBERS_UPDATED',
                { members: [alice.user, bob.user] });
            await s.marker(id, alice, [bob]);
        }
    });

// -- ROOM_SET_ROLE --------------------------------------------------------

scene('role: MEMBERS_UPDATED to all', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob, carol]);
    let version = 3;
    let seq = 1;
    for (const role of ['ADMIN', 'ADMIN', 'MEMBER', 'MEMBER']) {
        version += 1;
        seq += 1;
        const { response, before } = await alice.call({
            type: 'ROOM_SET_ROLE', roomId: id, userId: bob.user, role,
            correlationId: 's' });
        assert.deepEqual(types(before), ['ROOM_MEMBERS_UPDATED']);
        assert.deepEqual({ ...before[0], correlationId: 's' }, response);
        assert.equal(response.version, version);
        assert.equal(response.seq, seq);
        assert.deepEqual(response.roles, { [alice.user]: 'OWNER',
            [bob.user]: role, [carol.user]: 'MEMBER' });
        for (const client of [bob, carol]) {
            assert.deepEqual(await client.expect('ROOM_MEMBERS_UPDATED'),
                before[0]);
        }
    }
    await s.marker(id, carol, [alice, bob]);
});

scene('role: OWNER only, and never of the owner', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob, carol]);
    const set = (userId, role = 'MEMBER') => ({ type: 'ROOM_SET_ROLE',
        roomId: id, userId, role });
    await bob.refused(set(carol.user), 'FORBIDDEN');
    await alice.ok(set(bob.user, 'ADMIN'), 'ROOM_MEMBERS_UPDATED');
    await bob.refused(set(carol.user, 'ADMIN'), 'FORBIDDEN');
    await bob.refused(set(bob.user), 'FORBIDDEN');
    await alice.refused(set(alice.user), 'FORBIDDEN');
    await alice.refused(set(s.user('nobody')), 'FORBIDDEN');
    const stranger = await s.client('stranger');
    await stranger.refused(set(bob.user), 'FORBIDDEN');
    await stranger.refused({ ...set(bob.user), roomId: s.room() },
        'NOT_FOUND');
});

// -- ROOM_DELETE ----------------------------------------------------------

scene('delete: ROOM_DELETED to all members, then the response',
    async (s) => {
        const [alice, bob, carol] = await trio(s);
        const alice2 = await s.client('alice', { edge: 1 });
        const { id } = await s.roomOf(alice, [bob, carol]);
        await alice2.expect('ROOM_MEMBERS_UPDATED');
        const { response, before } = await alice.call({
            type: 'ROOM_DELETE', roomId: id, correlationId: 'd' });
        const event = { type: 'ROOM_DELETED', roomId: id, version: 4,
            updatedAt: response.updatedAt, seq: 2 };
        assert.deepEqual(before, [event]);
        assert.deepEqual(response, { ...event, correlationId: 'd' });
        for (const client of [alice2, bob, carol]) {
            assert.deepEqual(await client.expect('ROOM_DELETED'), event);
            await client.silent();
        }
        for (const type of ['ROOM_INFO', 'ROOM_DELETE', 'ROOM_JOIN',
            'ROOM_LEAVE']) {
            await alice.refused({ type, roomId: id }, 'NOT_FOUND');
            await bob.refused({ type, roomId: id }, 'NOT_FOUND');
        }
        assert.equal((await bob.request({ type: 'ROOM_LIST' })).count, 0);
    });

scene('delete: OWNER only', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice, [bob]);
    const request = { type: 'ROOM_DELETE', roomId: id };
    await bob.refused(request, 'FORBIDDEN');
    await carol.refused(request, 'FORBIDDEN');
    await alice.ok({ type: 'ROOM_SET_ROLE', roomId: id, userId: bob.user,
        role: 'ADMIN' }, 'ROOM_MEMBERS_UPDATED');
    await bob.refused(request, 'FORBIDDEN');
    await carol.refused({ ...request, roomId: s.room() }, 'NOT_FOUND');
});

scene('delete: the id may be made again as a new room', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id, epoch } = await s.roomOf(alice, [bob]);
    const first = await alice.ok({ type: 'ROOM_MESSAGE', roomId: id,
        content: 'x', clientMessageId: 'm' }, 'ROOM_MESSAGE_RESPONSE');
    await alice.ok({ type: 'ROOM_DELETE', roomId: id }, 'ROOM_DELETED');
    await bob.readUntil(({ type }) => type === 'ROOM_DELETED');
    alice.drop();
    const room = await s.roomOf(carol, [alice], { roomId: id });
    assert.notEqual(room.epoch, epoch);
    assert.equal(room.version, 2);
    assert.equal(room.seq, 1);
    assert.deepEqual(room.members, [carol.user, alice.user]);
    assert.equal(room.meta.createdBy, carol.user);
    const again = await alice.ok({ type: 'ROOM_MESSAGE', roomId: id,
        content: 'x', clientMessageId: 'm' }, 'ROOM_MESSAGE_RESPONSE',
    { duplicate: undefined, seq: 2 });
    assert.notEqual(again.messageId, first.messageId);
    await carol.expect('ROOM_MESSAGE');
    await s.outsiderSilent(id, alice, carol, bob);
    await bob.refused({ type: 'ROOM_INFO', roomId: id }, 'FORBIDDEN');
});

scene('delete and create again many times in a row', async (s) => {
    const [alice, bob] = await pair(s);
    const roomId = s.room();
    const epochs = new Set();
    for (let round = 0; round < 15; round += 1) {
        alice.post({ type: 'ROOM_CREATE', roomId, memberIds: [bob.user] });
        const message = alice.post({ type: 'ROOM_MESSAGE', roomId,
            content: `round ${round}` });
        const end = alice.post({ type: 'ROOM_DELETE', roomId });
        assert.equal((await alice.answer(message)).seq, 2);
        assert.equal((await alice.answer(end)).seq, 3);
        await bob.expect('ROOM_MEMBERS_UPDATED', { seq: 1, version: 2 });
        await bob.expect('ROOM_MESSAGE', { content: `round ${round}` });
        await bob.expect('ROOM_DELETED', { seq: 3, version: 3 });
        const created = alice.unread.find(({ room }) => room);
        epochs.add(created.room.epoch);
        alice.drop();
    }
    assert.equal(epochs.size, 15);
    await bob.silent();
});

// -- who gets what --------------------------------------------------------

scene('a non-member gets nothing of a room', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const stranger0 = await s.client('stranger', { edge: 0 });
    const stranger1 = await s.client('stranger', { edge: 1 });
    const { id } = await s.roomOf(alice, [bob]);
    await alice.ok({ type: 'ROOM_UPDATE_META', roomId: id,
        patch: { name: 'x' } }, 'ROOM_UPDATED');
    await carol.ok({ type: 'ROOM_JOIN', roomId: id },
        'ROOM_JOIN_RESPONSE');
    await carol.ok({ type: 'ROOM_LEAVE', roomId: id },
        'ROOM_LEAVE_RESPONSE');
    for (const client of [alice, bob]) {
        await client.readUntil((frame) => frame.version === 5
            && frame.type === 'ROOM_MEMBERS_UPDATED');
    }
    await bob.silent();
    await s.marker(id, bob, [alice]);
    await s.marker(id, alice, [bob]);
    await stranger0.silent();
    await stranger1.silent();
});

scene('a disconnect changes no membership', async (s) => {
    const [alice, bob] = await pair(s);
    const room = await s.roomOf(alice, [bob]);
    bob.terminate();
    await bob.closed();
    const again = await s.client('bob', { edge: 0 });
    assert.deepEqual(await info(again, room.id), room);
    await s.marker(room.id, alice, [again]);
});

scene('version and seq over a long life', async (s) => {
    const [alice, bob, carol] = await trio(s);
    const { id } = await s.roomOf(alice);
    let version = 1;
    let seq = 1;
    const step = async (client, frame, versions, seqs) => {
        const response = await client.request({ roomId: id, ...frame });
        assert.notEqual(response.type, 'ERROR', JSON.stringify(response));
        version += versions;
        seq += seqs;
        const room = await info(alice, id);
        assert.deepEqual([room.version, room.seq], [version, seq],
            JSON.stringify(frame));
    };
    const users = ['u1', 'u2', 'u3'].map((name) => s.user(name));
    await step(bob, { type: 'ROOM_JOIN' }, 1, 2);
    await step(bob, { type: 'ROOM_JOIN' }, 0, 0);
    await step(alice, { type: 'ROOM_ADD_MEMBERS', userIds: users }, 3, 1);
    await step(alice, { type: 'ROOM_ADD_MEMBERS', userIds: users }, 0, 1);
    await step(bob, { type: 'ROOM_MESSAGE', content: 'x' }, 0, 1);
    await step(alice, { type: 'ROOM_SET_ROLE', userId: users[0],
        role: 'ADMIN' }, 1, 1);
    await step(alice, { type: 'ROOM_UPDATE_META', patch: { name: 'n' } },
        1, 1);
    await step(alice, { type: 'ROOM_REMOVE_MEMBER', userId: users[1] },
        1, 1);
    await step(bob, { type: 'ROOM_LEAVE' }, 1, 2);
    await step(carol, { type: 'ROOM_JOIN' }, 1, 2);
    const { type } = await carol.request({ type: 'ROOM_SET_ROLE',
        roomId: id, userId: users[0], role: 'MEMBER' });
    assert.equal(type, 'ERROR');
    await step(alice, { type: 'ROOM_INFO' }, 0, 0);
});
