// Room types over Socket.IO, as the profile chat-rooms has them, with the
// real client on two edges and two workers.

import assert from 'node:assert/strict';
import { sharedCluster, runProgram } from '../lib/cluster.js';
import { accessToken, withSio } from '../lib/sio.js';
import { seconds, tokenOf } from '../lib/token.js';

const play = sharedCluster({ args: ['--profile', 'chat-rooms'] });

// Every row of the contract over both transports.
function row(name, act) {
    for (const transport of ['websocket', 'polling']) {
        play(`${name}, ${transport}`, ({ cluster }) =>
            withSio(cluster, act, transport));
    }
}

const once = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

const auth = (sub, more) => ({ token: accessToken(sub, more) });

async function emit(scene, broadcast) {
    const { code, stderr } = await runProgram('moot', ['emit', '--data',
        scene.cluster.data], { env: scene.cluster.env,
        input: JSON.stringify(broadcast) });
    assert.equal(code, 0, stderr);
}

const chat = (chats, more = {}) => ({ chats, ...more });

// Somebody in the room at that edge: what it has got, the edge has given out.
async function watcher(scene, room, edge = 0) {
    const one = await scene.connect({ name: 'watcher', edge,
        auth: auth('watcher', chat([room])) });
    one.emit('join_chat', { chat_id: room });
    await one.expect('joined');
    return one;
}

row('without a token CONNECT is refused', async (scene) => {
    assert.equal(await scene.refused(), 'No access token provided');
    assert.equal(await scene.refused({ edge: 1, auth: { token: '' } }),
        'No access token provided');
});

row('a bad, expired or other token is refused', async (scene) => {
    for (const token of ['nonsense',
        accessToken('ana', { exp: seconds(-60) }),
        tokenOf({ sub: 'ana', token_type: 'refresh', exp: seconds(60) }),
        tokenOf({ sub: 'ana', exp: seconds(60) }),
        tokenOf({ sub: 'ana', token_type: 'access' },
            { key: 'another-secret-of-at-least-32-bytes!' }),
    ]) {
        assert.equal(await scene.refused({ auth: { token } }),
            'Invalid access token', token);
    }
});

row('an unknown namespace is refused', async (scene) => {
    assert.equal(await scene.refused({
        namespace: '/nowhere', auth: auth('ana') }), 'Invalid namespace');
});

row('join: joined without payload, ack []', async (scene) => {
    const ana = await scene.connect({ name: 'ana',
        auth: auth('ana', chat(['7', '8'])) });
    assert.deepEqual(await ana.call('join_chat', { chat_id: '7' }), []);
    await ana.expect('joined');
    ana.emit('join_chat', { chat_id: '8' });
    await ana.expect('joined');
    // Again: idempotent.
    assert.deepEqual(await ana.call('join_chat', { chat_id: '8' }), []);
    await ana.expect('joined');
});

row('join: the identifier is checked before the permission', async (scene) => {
    const ana = await scene.connect({ name: 'ana',
        auth: auth('ana', chat([])) });
    for (const data of [{}, { chat_id: null }, { chat_id: '' },
        { chat_id: 0 }, { chat_id: false }]) {
        assert.deepEqual(await ana.call('join_chat', data), []);
        await ana.expect('error', { type: 'validation_error',
            msg: 'chat_id is required' });
    }
    assert.deepEqual(await ana.call('join_chat', { chat_id: '7' }), []);
    await ana.expect('error', { type: 'forbidden', room: 'chat|7' });
});

row('join: malformed identifiers and data', async (scene) => {
    const ana = await scene.connect({ name: 'ana',
        auth: auth('ana', chat(['7'], { role: 'admin' })) });
    for (const args of [[], [null], ['7'], [[1]], [7],
        [{ chat_id: { a: 1 } }], [{ chat_id: ['7'] }], [{ chat_id: true }],
        [{ chat_id: 1.5 }]]) {
        assert.deepEqual(await ana.call('join_chat', ...args), []);
        const [event, error] = await ana.next();
        assert.equal(event, 'error', JSON.stringify(args));
        assert.equal(error.type, 'validation_error', JSON.stringify(args));
        assert.equal(typeof error.msg, 'string');
    }
    // Only where parts are joined the sign between them is forbidden.
    ana.emit('join_pair', { a: 'x|y', b: 'z' });
    assert.equal((await ana.next())[1].type, 'validation_error');
    ana.emit('join_chat', { chat_id: 'a|b' });
    await ana.expect('joined');
});

row('integers and strings name the same room', async (scene) => {
    const id = Math.floor(Math.random() * 1e9);
    const ana = await scene.connect({ name: 'ana', edge: 0,
        auth: auth('ana', chat([id])) });
    const bob = await scene.connect({ name: 'bob', edge: 1,
        auth: auth('bob', chat([String(id)])) });
    ana.emit('join_chat', { chat_id: id });
    await ana.expect('joined');
    bob.emit('join_chat', { chat_id: String(id) });
    await bob.expect('joined');
    await emit(scene, { event: 'update_chat', payload: { n: 1 },
        targets: [`chat|${id}`] });
    await ana.expect('update_chat', { n: 1 });
    await bob.expect('update_chat', { n: 1 });
});

row('an administrator may join every chat', async (scene) => {
    const root = await scene.connect({ name: 'root',
        auth: auth('root', { role: 'admin' }) });
    root.emit('join_chat', { chat_id: 'whatever' });
    await root.expect('joined');
});

row('leave: left, also when it was not in; can_join is not asked',
    async (scene) => {
        const room = scene.user('room');
        const ana = await scene.connect({ name: 'ana',
            auth: auth('ana', chat([room])) });
        const eve = await scene.connect({ name: 'eve', edge: 1,
            auth: auth('eve', chat([])) });
        assert.deepEqual(await eve.call('leave_chat', { chat_id: room }), []);
        await eve.expect('left');
        eve.emit('leave_chat', {});
        await eve.expect('error', { type: 'validation_error',
            msg: 'chat_id is required' });
        ana.emit('join_chat', { chat_id: room });
        await ana.expect('joined');
        const seen = await watcher(scene, room);
        assert.deepEqual(await ana.call('leave_chat', { chat_id: room }), []);
        await ana.expect('left');
        await emit(scene, { event: 'update_chat', payload: 1,
            targets: [`chat|${room}`] });
        await seen.expect('update_chat', 1);
        ana.emit('join_chat', { chat_id: room });
        await ana.expect('joined');
        await emit(scene, { event: 'update_chat', payload: 2,
            targets: [`chat|${room}`] });
        await ana.expect('update_chat', 2);
    });

row('a room of two parts', async (scene) => {
    const ana = await scene.connect({ name: 'ana', auth: auth('ana') });
    const bob = await scene.connect({ name: 'bob', edge: 1,
        auth: auth('bob') });
    ana.emit('join_pair', { a: 'x' });
    await ana.expect('error', { type: 'validation_error',
        msg: 'b is required' });
    for (const one of [ana, bob]) {
        one.emit('join_pair', { a: scene.tag, b: 9 });
        await one.expect('joined');
    }
    await emit(scene, { namespace: '/', event: 'update_chat',
        payload: { hello: 'ñ€😀' },
        targets: [{ type: 'pair', id: [scene.tag, 9] }] });
    await ana.expect('update_chat', { hello: 'ñ€😀' });
    await bob.expect('update_chat', { hello: 'ñ€😀' });
});

row('one emit per target, in their order', async (scene) => {
    const [r1, r2] = [scene.user('r1'), scene.user('r2')];
    const ana = await scene.connect({ name: 'ana', edge: 1,
        auth: auth('ana', chat([r1, r2])) });
    for (const chat_id of [r1, r2]) {
        ana.emit('join_chat', { chat_id });
        await ana.expect('joined');
    }
    await emit(scene, { event: 'both', payload: 1,
        targets: [`chat|${r1}`, { type: 'chat', id: r2 }] });
    await ana.expect('both', 1);
    await ana.expect('both', 1);
    await emit(scene, { event: 'none', payload: 1, targets: [] });
    await emit(scene, { event: 'none', payload: 1, if: false,
        targets: [`chat|${r1}`] });
    await emit(scene, { event: 'last', payload: 2, targets: [`chat|${r2}`] });
    await ana.expect('last', 2);
});

row('membership is of the socket and ends with it', async (scene) => {
    const room = scene.user('room');
    const first = await scene.connect({ name: 'first',
        auth: auth('ana', chat([room])) });
    const second = await scene.connect({ name: 'second', edge: 1,
        auth: auth('ana', chat([room])) });
    first.emit('join_chat', { chat_id: room });
    await first.expect('joined');
    const seen = await watcher(scene, room, 1);
    await emit(scene, { event: 'one', payload: 1, targets: [`chat|${room}`] });
    await first.expect('one', 1);
    await seen.expect('one', 1);
    first.close();
    second.emit('join_chat', { chat_id: room });
    await second.expect('joined');
    await emit(scene, { event: 'two', payload: 2, targets: [`chat|${room}`] });
    await second.expect('two', 2);
    assert.deepEqual(second.all.map(([event]) => event), ['joined', 'two']);
});

row('a socket in thousands of rooms', async (scene) => {
    const root = await scene.connect({ name: 'root', edge: 1,
        auth: auth('root', { role: 'admin' }) });
    const ROOMS = 3000;
    for (let i = 0; i < ROOMS; i += 1) {
        root.emit('join_chat', { chat_id: `${scene.tag}-${i}` });
        if (i % 100 === 99) {
            for (let k = 0; k < 100; k += 1) {
                await root.expect('joined');
            }
        }
    }
    for (const i of [0, 1, 1500, ROOMS - 1]) {
        await emit(scene, { event: 'at', payload: i,
            targets: [`chat|${scene.tag}-${i}`] });
        await root.expect('at', i);
    }
});

once('over the upgrade: join, events, leave', async (scene) => {
    const room = scene.user('room');
    const ana = await scene.connect({ name: 'ana', transport: 'upgrade',
        auth: auth('ana', chat([room])) });
    await ana.upgraded();
    assert.deepEqual(await ana.call('join_chat', { chat_id: room }), []);
    await ana.expect('joined');
    for (let i = 0; i < 20; i += 1) {
        await emit(scene, { event: 'tick', payload: i,
            targets: [`chat|${room}`] });
    }
    for (let i = 0; i < 20; i += 1) {
        await ana.expect('tick', i);
    }
    assert.deepEqual(await ana.call('leave_chat', { chat_id: room }), []);
    await ana.expect('left');
});

row('a disconnected namespace gets nothing more and may come again',
    async (scene) => {
        const room = scene.user('room');
        const ana = await scene.connect({ name: 'ana',
            auth: auth('ana', chat([room])) });
        ana.emit('join_chat', { chat_id: room });
        await ana.expect('joined');
        const before = ana.socket.id;
        ana.socket.disconnect();
        ana.socket.connect();
        await new Promise((resolve) => ana.socket.once('connect', resolve));
        assert.notEqual(ana.socket.id, before);
        const seen = await watcher(scene, room);
        await emit(scene, { event: 'gone', payload: 1,
            targets: [`chat|${room}`] });
        await seen.expect('gone', 1);
        ana.emit('join_chat', { chat_id: room });
        await ana.expect('joined');
        await emit(scene, { event: 'here', payload: 2,
            targets: [`chat|${room}`] });
        await ana.expect('here', 2);
    });
