// The application's API: every endpoint, every answer as deploy/openapi.json
// describes it; keys, bad input, repeats, a worker that dies; the same through
// `moot emit` and `moot room`.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after } from 'node:test';
import { Api, KEY, called, operations } from '../lib/api.js';
import { ownCluster, runProgram, sharedCluster } from '../lib/cluster.js';
import { freePorts, temporaryFolder, until } from '../lib/programs.js';

const API_PORT = await freePorts(2);

const scene = sharedCluster({
    args: ['--api-port', String(API_PORT)],
    env: { MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '0' },
});

const api = new Api(API_PORT);
const other = new Api(API_PORT + 1); // of the second edge

function moot(s, words, options = {}) {
    return runProgram('moot', [...words, '--data', s.cluster.data],
        { env: s.cluster.env, ...options });
}

// A room of the API with its owner's socket.
async function roomWith(s, name = 'ann') {
    const ann = await s.client(name);
    const roomId = s.room();
    const made = await api.ok('POST', '/v1/rooms',
        { roomId, ownerId: ann.user });
    await ann.expect('ROOM_MEMBERS_UPDATED', { roomId });
    return { ann, roomId, made, path: `/v1/rooms/${roomId}` };
}

// -- Who may ask -------------------------------------------------------------

scene('keys: none is 401, a wrong one 403, whatever the path', async () => {
    for (const where of ['/v1/emit', '/v1/rooms/x', '/v1/none']) {
        const none = await api.refused(401, 'UNAUTHORIZED', 'POST', where,
            {}, { key: null });
        assert.equal(none.headers.get('www-authenticate'), 'Bearer');
        await api.refused(403, 'FORBIDDEN', 'POST', where, {},
            { key: `${KEY}x` });
    }
    await api.refused(404, 'NOT_FOUND', 'GET', '/v1/none');
    const wrong = await api.refused(405, 'METHOD_NOT_ALLOWED', 'PUT',
        '/v1/rooms/x');
    assert.equal(wrong.headers.get('allow'), 'GET, PATCH, DELETE');
});

scene('the description is served to everybody', async () => {
    const served = await api.ok('GET', '/v1/openapi.json', undefined,
        { key: null });
    assert.deepEqual(served, JSON.parse(fs.readFileSync(new URL(
        '../../../deploy/openapi.json', import.meta.url))));
});

for (const port of [await freePorts(1), 0]) {
    ownCluster(port ? 'without a key there is no API'
        : 'without a port there is no API', { edges: 1, workers: 1,
        args: ['--api-port', String(port)],
        env: port ? {} : { MOOT_API_KEY: KEY } }, async (s) => {
        assert.equal(s.cluster.log().includes('ev=api_without_key'),
            port !== 0);
        assert.ok(!s.cluster.log().includes('ev=api_served'));
        if (port !== 0) {
            await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
        }
    });
}

const keyPort = await freePorts(1);
const folder = temporaryFolder();
const keyFile = path.join(folder, 'key');
const first = new Api(keyPort, 'the first key, long enough');
const second = new Api(keyPort, 'the second key, long enough');
fs.writeFileSync(keyFile, `${first.key}\n`);
after(() => fs.rmSync(folder, { recursive: true }));

ownCluster('a key of a file; SIGHUP changes it', { edges: 1, workers: 1,
    args: ['--api-port', String(keyPort), '--api-key-file', keyFile] },
async (s) => {
    await first.refused(404, 'NOT_FOUND', 'GET', '/v1/rooms/x');
    fs.writeFileSync(keyFile, `${second.key}\n`);
    s.cluster.child.kill('SIGHUP');
    await until(async () => (await second.call('GET', '/v1/rooms/x'))
        .status === 404, 'the new key');
    await first.refused(403, 'FORBIDDEN', 'GET', '/v1/rooms/x');
});

// -- Bad input -----------------------------------------------------------------

scene('bad JSON, members that are none, values of a wrong kind', async () => {
    for (const body of ['', '{', '[]', 'null', '{"event":"e"}',
        { event: 'e', targets: 'x' }, { event: 'e', targets: [{}] },
        { event: 'e', targets: [], more: 1 }, { event: 1, targets: [] },
        { event: 'connect', targets: [] },
        { event: 'e', targets: [{ type: 'chat', id: null }] },
        { event: 'e', targets: ['x'], if: 'payload.' },
        `{"event":"e","targets":[],"payload":${'['.repeat(40)}`
        + `${']'.repeat(40)}}`]) {
        const answer = await api.refused(400, 'VALIDATION_ERROR', 'POST',
            '/v1/emit', body);
        assert.ok(answer.body.error.message.length > 5);
    }
    await api.refused(400, 'VALIDATION_ERROR', 'GET', '/v1/rooms/%zz');
    await api.refused(400, 'VALIDATION_ERROR', 'GET', '/v1/rooms/%00');
    await api.refused(400, 'VALIDATION_ERROR', 'GET', '/v1/rooms/%ff');
    await api.refused(400, 'VALIDATION_ERROR', 'POST',
        '/v1/rooms/x%22%2C/messages', { content: '' });
    await api.refused(400, 'VALIDATION_ERROR', 'GET',
        '/v1/rooms/x/history?limit=1001');
});

scene('a body above 2 MiB is 413', async () => {
    const answer = await api.call('POST', '/v1/emit',
        'x'.repeat(2 * 1024 * 1024 + 1));
    assert.equal(answer.status, 413);
});

const ratePort = await freePorts(1);

ownCluster('more requests than the settings say are 429', { edges: 1,
    workers: 1, args: ['--api-port', String(ratePort)],
    env: { MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '5' } },
async () => {
    const slow = new Api(ratePort);
    const answers = await Promise.all(Array.from({ length: 30 }, () =>
        slow.call('GET', '/v1/rooms/x')));
    const refused = answers.filter(({ status }) => status === 429);
    assert.ok(refused.length >= 10 && refused.length < 30);
    assert.equal(refused[0].headers.get('retry-after'), '1');
});

// -- Rooms -----------------------------------------------------------------------

scene('a room: made, shown, changed, deleted', async (s) => {
    const { ann, roomId, made, path: room } = await roomWith(s);
    const bob = await s.client('bob', { edge: 1 });
    assert.equal(made.version, 1);
    assert.deepEqual(made.room.roles, { [ann.user]: 'OWNER' });
    await api.refused(409, 'CREATE_FAILED', 'POST', '/v1/rooms',
        { roomId, ownerId: 'x' });

    const added = await other.ok('POST', `${room}/members`,
        { userIds: [bob.user, bob.user] });
    assert.equal(added.memberCount, 2);
    assert.equal((await bob.expect('ROOM_MEMBERS_UPDATED')).roomId, roomId);
    await ann.expect('ROOM_MEMBERS_UPDATED');

    await api.ok('PUT', `${room}/members/${bob.user}/role`,
        { role: 'ADMIN' });
    for (const client of [ann, bob]) {
        const { roles } = await client.expect('ROOM_MEMBERS_UPDATED');
        assert.equal(roles[bob.user], 'ADMIN');
    }
    await api.refused(409, 'FORBIDDEN', 'PUT',
        `${room}/members/nobody/role`, { role: 'ADMIN' });
    await api.refused(400, 'VALIDATION_ERROR', 'PUT',
        `${room}/members/${bob.user}/role`, { role: 'OWNER' });

    await api.ok('PUT', `${room}/owner`, { userId: bob.user });
    for (const client of [ann, bob]) {
        const { roles } = await client.expect('ROOM_MEMBERS_UPDATED');
        assert.deepEqual(roles, { [ann.user]: 'ADMIN',
            [bob.user]: 'OWNER' });
    }
    await api.refused(409, 'FORBIDDEN', 'PUT', `${room}/owner`,
        { userId: 'nobody' });

    await api.ok('PATCH', room, { name: ' Lobby ', thumbnailUrl: null });
    assert.equal((await ann.expect('ROOM_UPDATED')).patch.name, 'Lobby');
    await bob.expect('ROOM_UPDATED');
    await api.refused(400, 'VALIDATION_ERROR', 'PATCH', room, {});

    const { room: shown } = await other.ok('GET', room);
    assert.equal(shown.meta.name, 'Lobby');
    assert.deepEqual((await other.ok('GET', `${room}/members`)).members, [
        { userId: ann.user, role: 'ADMIN' },
        { userId: bob.user, role: 'OWNER' }]);

    await api.ok('DELETE', `${room}/members/${ann.user}`);
    await ann.expect('ROOM_MEMBERS_UPDATED');
    await bob.expect('ROOM_MEMBERS_UPDATED');
    await api.refused(409, 'FORBIDDEN', 'DELETE',
        `${room}/members/${ann.user}`);

    await api.ok('DELETE', room);
    await bob.expect('ROOM_DELETED');
    for (const [method, where, body] of [['GET', room], ['DELETE', room],
        ['GET', `${room}/members`], ['PATCH', room, { name: 'x' }],
        ['POST', `${room}/members`, { userIds: ['x'] }],
        ['POST', `${room}/messages`, { content: 'x' }],
        ['GET', '/v1/rooms/never-there/history']]) {
        await api.refused(404, 'NOT_FOUND', method, where, body);
    }
});

scene('messages of the system, once for each key', async (s) => {
    const { ann, roomId, path: room } = await roomWith(s);
    const first = await api.ok('POST', `${room}/messages`,
        { content: 'hi', messageType: 'notice' },
        { headers: { 'Idempotency-Key': 'k1' } });
    const frame = await ann.expect('ROOM_MESSAGE');
    assert.equal(frame.senderId, 'system');
    assert.equal(frame.content, 'hi');
    assert.equal(frame.messageType, 'notice');
    assert.equal(frame.messageId, first.messageId);
    const again = await other.ok('POST', `${room}/messages`,
        { content: 'hi', clientMessageId: 'k1' });
    assert.equal(again.repeated, true);
    assert.equal(again.messageId, first.messageId);
    assert.equal(again.seq, first.seq);
    await api.ok('POST', `${room}/messages`,
        { content: 'as bob', userId: 'bob' });
    const second = await ann.expect('ROOM_MESSAGE');
    assert.equal(second.senderId, 'bob');
    assert.equal(second.seq, first.seq + 1);
    assert.equal(second.roomId, roomId);
});

scene('history in pages', async (s) => {
    const { ann, path: room, made } = await roomWith(s);
    for (let i = 0; i < 25; i++) {
        await api.ok('POST', `${room}/messages`, { content: `m${i}` });
        await ann.expect('ROOM_MESSAGE');
    }
    const all = [];
    let after = 0;
    while (after !== null) {
        const page = await other.ok('GET', `${room}/history?limit=10`
            + `&after=${after}&epoch=${made.epoch}`);
        assert.ok(page.events.length <= 10);
        assert.equal(page.head, 26);
        all.push(...page.events);
        after = page.next;
    }
    assert.deepEqual(all.map(({ seq }) => seq),
        Array.from({ length: 26 }, (_, i) => i + 1));
    assert.equal(all[0].event, 'created');
    assert.deepEqual(all.slice(1).map(({ content }) => content),
        Array.from({ length: 25 }, (_, i) => `m${i}`));
    await api.refused(404, 'NOT_FOUND', 'GET', `${room}/history?epoch=1`);
    assert.deepEqual((await api.ok('GET', `${room}/history?after=99`))
        .events, []);
});

// -- Emissions --------------------------------------------------------------------

scene('emissions: counted, once for each key, nothing without targets',
    async (s) => {
        const key = s.room('key');
        const body = { event: 'UpdateChat', payload: { a: 1 },
            targets: ['chat|7', { type: 'pair', id: ['x', 'y'] },
                { user: 'ann' }, { socket: 'x' }, { all: true }] };
        const first = await api.ok('POST', '/v1/emit', body,
            { headers: { 'Idempotency-Key': key } });
        assert.equal(first.sent, true);
        assert.equal(first.targets, 5);
        assert.equal(first.repeated, false);
        const again = await other.ok('POST', '/v1/emit',
            { ...body, idempotencyKey: key });
        assert.equal(again.repeated, true);
        assert.equal(again.seq, first.seq);
        const next = await other.ok('POST', '/v1/emit', body);
        assert.ok(next.seq > first.seq);
        assert.deepEqual(await api.ok('POST', '/v1/emit',
            { event: 'e', targets: [] }),
        { sent: false, targets: 0, reason: 'no_targets' });
        for (const guard of [false, 'payload.a > 1']) {
            assert.deepEqual(await api.ok('POST', '/v1/emit',
                { ...body, if: guard }),
            { sent: false, targets: 5, reason: 'guard' });
        }
    });

scene('what a user\'s sockets are told to do', async (s) => {
    const user = s.user('ann');
    for (const what of ['join', 'leave']) {
        const done = await api.ok('POST', `/v1/users/${user}/${what}`,
            { type: 'ChatRoom', id: 7 });
        assert.equal(done.sent, true);
        await api.refused(400, 'VALIDATION_ERROR', 'POST',
            `/v1/users/${user}/${what}`, {});
    }
    await api.ok('POST', `/v1/users/${user}/disconnect`);
    await api.ok('POST', `/v1/users/${user}/disconnect`,
        { namespace: '/x', close: true });
});

scene('the sockets of a room nobody is in', async () => {
    assert.deepEqual(await api.ok('GET',
        '/v1/namespaces/%2F/rooms/chat%7C7/sockets'),
    { sockets: [], complete: true });
    await api.refused(400, 'VALIDATION_ERROR', 'GET',
        '/v1/namespaces/x/rooms/y/sockets');
});

// -- Failure ------------------------------------------------------------------------

const gonePort = await freePorts(1);

ownCluster('a worker that is gone: 503, and the repeat is done once',
    { edges: 1, workers: 1, args: ['--api-port', String(gonePort)],
        env: { MOOT_API_KEY: KEY, MOOT_REQUEST_TIMEOUT_MS: '1000' } },
    async (s) => {
        const one = new Api(gonePort);
        s.expectedErrors = [/.*/];
        const { pid } = await s.cluster.program('worker');
        await one.ok('POST', '/v1/rooms', { roomId: 'r', ownerId: 'ann' });
        process.kill(pid, 'SIGSTOP');
        const body = { content: 'once', clientMessageId: 'k' };
        const first = await one.refused(503, 'UNAVAILABLE', 'POST',
            '/v1/rooms/r/messages', body);
        assert.equal(first.headers.get('retry-after'), '1');
        await one.refused(503, 'UNAVAILABLE', 'GET', '/v1/rooms/r');
        await one.refused(503, 'UNAVAILABLE', 'POST', '/v1/emit',
            { event: 'e', targets: ['x'], idempotencyKey: 'k' });
        process.kill(pid, 'SIGKILL');
        await s.cluster.healthy([pid]);
        await one.ok('POST', '/v1/rooms/r/messages', body);
        assert.equal((await one.ok('POST', '/v1/rooms/r/messages', body))
            .repeated, true);
        const { events } = await one.ok('GET', '/v1/rooms/r/history');
        assert.deepEqual(events.map(({ content }) => content),
            [undefined, 'once']);
        const sent = await one.ok('POST', '/v1/emit',
            { event: 'e', targets: ['x'], idempotencyKey: 'k' });
        assert.equal(sent.seq, 1);
    });

// -- The same as commands --------------------------------------------------------------

scene('moot emit: flags and standard input', async (s) => {
    const key = s.room('key');
    const flags = await moot(s, ['emit', '--event', 'UpdateChat',
        '--payload', '{"a":1}', '--room', 'chat|7', '--type', 'pair',
        '--id', 'x', '--id', 'y', '--key', key, '--json']);
    assert.equal(flags.code, 0, flags.stderr);
    const first = JSON.parse(flags.stdout);
    assert.equal(first.sent, true);
    assert.equal(first.targets, 2);
    const input = await moot(s, ['emit', '--json'], { input: JSON.stringify({
        namespace: '/', event: 'update_chat', payload: {},
        targets: ['chat|7', { type: 'pair', id: ['x', 'y'] }],
        idempotencyKey: key }) });
    assert.deepEqual(JSON.parse(input.stdout), { ...first, repeated: true });
    for (const [words, text] of [
        [['--event', 'e'], /no targets/],
        [['--event', 'e', '--all', '--if', 'event != "e"'],
            /guard is false/]]) {
        const nothing = await moot(s, ['emit', ...words]);
        assert.equal(nothing.code, 0);
        assert.match(nothing.stdout, text);
    }
    for (const words of [['--event', 'e', '--id', 'x'], ['--all'],
        ['--event', 'connect', '--all'],
        ['--event', 'e', '--all', '--payload', '{'],
        ['--event', 'e', '--all', '--if', '(']]) {
        assert.equal((await moot(s, ['emit', ...words])).code, 2);
    }
    const bad = await moot(s, ['emit'], { input: 'x' });
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, /not JSON/);
});

scene('moot room: create, add, role, owner, post, remove, delete',
    async (s) => {
        const ann = await s.client('ann');
        const bob = s.user('bob');
        const room = s.room();
        async function run(...words) {
            const result = await moot(s, ['room', ...words]);
            assert.equal(result.code, 0, result.stderr);
            return result.stdout;
        }
        assert.match(await run('create', room, '--owner', ann.user, '--name',
            'Lobby', bob), /^created .* 2 members$/m);
        await ann.expect('ROOM_MEMBERS_UPDATED');
        await run('add', room, 'carol', 'dan');
        await ann.expect('ROOM_MEMBERS_UPDATED');
        await run('role', room, bob, 'ADMIN');
        await ann.expect('ROOM_MEMBERS_UPDATED');
        await run('owner', room, 'carol');
        const { roles } = await ann.expect('ROOM_MEMBERS_UPDATED');
        assert.equal(roles.carol, 'OWNER');
        await run('meta', room, '--name', 'New');
        await ann.expect('ROOM_UPDATED');
        assert.match(await run('post', room, 'hello', '--key', 'k'),
            /^posted/);
        assert.equal((await ann.expect('ROOM_MESSAGE')).content, 'hello');
        assert.match(await run('post', room, 'hello', '--key', 'k'),
            /^was posted before/);
        await run('remove', room, 'dan');
        await ann.expect('ROOM_MEMBERS_UPDATED');
        const { room: shown } = await api.ok('GET', `/v1/rooms/${room}`);
        assert.deepEqual(shown.members, [ann.user, bob, 'carol']);
        await run('delete', room);
        await ann.expect('ROOM_DELETED');
        const gone = await moot(s, ['room', 'delete', room]);
        assert.equal(gone.code, 1);
        assert.match(gone.stderr, /NOT_FOUND/);
        assert.equal((await moot(s, ['room', 'role', room, bob, 'KING']))
            .code, 2);
        assert.equal((await moot(s, ['room', 'create', room])).code, 2);
    });

test('every described operation was called', () => {
    assert.deepEqual(operations().filter((one) => !called.has(one)), []);
});
