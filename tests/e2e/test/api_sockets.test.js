// What the application's API does to the sockets of Socket.IO clients, on two
// edges and two workers.

import assert from 'node:assert/strict';
import { Api, KEY } from '../lib/api.js';
import { runProgram, sharedCluster } from '../lib/cluster.js';
import { freePorts, until } from '../lib/programs.js';
import { accessToken, withSio } from '../lib/sio.js';

const API_PORT = await freePorts(2);

const scene = sharedCluster({
    args: ['--profile', 'chat-rooms', '--api-port', String(API_PORT)],
    env: { MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '0' },
});

const apis = [new Api(API_PORT), new Api(API_PORT + 1)];
const [api] = apis;

function play(name, run) {
    scene(name, (s) => withSio(s.cluster, run));
}

// A socket of a user at an edge, in these chats.
function enter(s, name, edge, chats = [], options = {}) {
    return s.connect({ name, edge, auth: { token: accessToken(s.user(name),
        { chats }) }, ...options });
}

async function join(client, chat) {
    client.emit('join_chat', { chat_id: chat });
    await client.expect('joined');
}

// All sockets have got everything before this.
async function mark(...clients) {
    await api.ok('POST', '/v1/emit', { event: 'mark', targets: clients.map(
        (client) => ({ socket: client.socket.id })) });
    for (const client of clients) {
        await client.expect('mark');
    }
}

function where(room) {
    return `/v1/namespaces/%2F/rooms/${encodeURIComponent(room)}/sockets`;
}

play('targets: each an emit of its own, in their order, on every edge',
    async (s) => {
        const ann = await enter(s, 'ann', 0, ['7']);
        const bob = await enter(s, 'bob', 1, ['7']);
        const eve = await enter(s, 'eve', 1);
        const chat = `7`;
        await join(ann, chat);
        await join(bob, chat);
        await api.ok('POST', '/v1/emit', { event: 'UpdateChat',
            payload: { n: 1 }, targets: ['chat|7', { user: s.user('ann') },
                { type: 'ChatRoom', id: 7 }] });
        for (const [client, times] of [[ann, 3], [bob, 2]]) {
            for (let i = 0; i < times; i++) {
                await client.expect('update_chat', { n: 1 });
            }
        }
        await apis[1].ok('POST', '/v1/emit', { event: 'x', targets:
            [{ all: true }], except: bob.socket.id });
        await ann.expect('x');
        await eve.expect('x');
        await api.ok('POST', '/v1/emit', { eventName: 'Raw', payload: null,
            targets: [{ socket: eve.socket.id }] });
        await eve.expect('Raw', null);
        await api.ok('POST', '/v1/emit', { event: 'never',
            targets: ['chat|7'], if: false });
        await mark(ann, bob, eve);
    });

play('moot emit reaches sockets too', async (s) => {
    const ann = await enter(s, 'ann', 1);
    const result = await runProgram('moot', ['emit', '--event',
        'NewMessageEvent', '--payload', '{"a":"é"}', '--user',
        s.user('ann'), '--data', s.cluster.data], { env: s.cluster.env });
    assert.equal(result.code, 0, result.stderr);
    await ann.expect('new_message', { a: 'é' });
});

play('one order for all, whichever edge took it', async (s) => {
    const clients = [await enter(s, 'ann', 0), await enter(s, 'bob', 1),
        await enter(s, 'carol', 1, [], { transport: 'polling' })];
    const sent = await Promise.all(Array.from({ length: 60 }, (_, i) =>
        apis[i % 2].ok('POST', '/v1/emit', { event: 'n', payload: i,
            targets: clients.map(({ name }) => ({ user: s.user(name) })) })
            .then(({ seq }) => ({ seq, i }))));
    sent.sort((a, b) => a.seq - b.seq);
    for (const client of clients) {
        for (const { i } of sent) {
            await client.expect('n', i);
        }
    }
});

play('a user\'s sockets join and leave, are listed and disconnected',
    async (s) => {
        const ann = await enter(s, 'ann', 0);
        const ann2 = await enter(s, 'ann', 1);
        const bob = await enter(s, 'bob', 1);
        const user = `/v1/users/${s.user('ann')}`;
        const room = `vip-${s.tag}`;
        await api.ok('POST', `${user}/join`, { room });
        const { sockets, complete } = await apis[1].ok('GET', where(room));
        assert.equal(complete, true);
        assert.deepEqual(sockets.sort((a, b) => (a.edge < b.edge ? -1 : 1)), [
            { id: ann.socket.id, user: s.user('ann'), edge: 'edge-1' },
            { id: ann2.socket.id, user: s.user('ann'), edge: 'edge-2' }]);
        await apis[1].ok('POST', '/v1/emit', { event: 'v', targets: [room] });
        await ann.expect('v');
        await ann2.expect('v');
        await api.ok('POST', `${user}/leave`, { room });
        await api.ok('POST', '/v1/emit', { event: 'v', targets: [room] });
        await mark(ann, ann2, bob);
        assert.deepEqual((await api.ok('GET', where(room))).sockets, []);

        await api.ok('POST', `${user}/disconnect`);
        for (const client of [ann, ann2]) {
            await until(() => client.disconnects.length > 0, 'the end');
            assert.equal(client.disconnects[0], 'io server disconnect');
        }
        await api.ok('POST', `/v1/users/${s.user('bob')}/disconnect`,
            { close: true });
        await until(() => bob.disconnects.length > 0, 'the end');
    });

play('an edge that dies takes its sockets along, and no others',
    async (s) => {
        s.expectedErrors = [/.*/];
        const chat = s.tag;
        const ann = await enter(s, 'ann', 0, [chat]);
        const bob = await enter(s, 'bob', 1, [chat]);
        await join(ann, chat);
        await join(bob, chat);
        const room = `chat|${chat}`;
        const inside = async () => {
            const { sockets, complete } = await api.ok('GET', where(room));
            return { ids: sockets.map(({ id }) => id).sort(), complete };
        };
        assert.deepEqual(await inside(), { complete: true,
            ids: [ann.socket.id, bob.socket.id].sort() });
        const pid = await s.cluster.kill('edge', 1);
        await until(async () => {
            const { ids, complete } = await inside();
            return complete && ids.length === 1 && ids[0] === ann.socket.id;
        }, 'the room without the dead edge');
        await api.ok('POST', '/v1/emit', { event: 'v', targets: [room] });
        await ann.expect('v');
        assert.deepEqual(ann.disconnects, []);
        await s.cluster.healthy([pid]);
        const again = await enter(s, 'bob', 1, [chat]);
        await api.ok('POST', '/v1/emit', { event: 'w', targets: [room] });
        await ann.expect('w');
        await mark(again);
        assert.deepEqual(again.all.map(([event]) => event), ['mark']);
    });

play('a worker dies under emissions: each once, in order', async (s) => {
    s.expectedErrors = [/.*/];
    const clients = [await enter(s, 'ann', 0), await enter(s, 'bob', 1)];
    const targets = clients.map(({ name }) => ({ user: s.user(name) }));
    const pids = [];
    for (let i = 0; i < 40; i++) {
        const body = { event: 'n', payload: i, targets,
            idempotencyKey: `${s.tag}-${i}` };
        let answer = await apis[i % 2].call('POST', '/v1/emit', body);
        for (let again = 0; answer.status === 503 && again < 50; again++) {
            await new Promise((resolve) => setTimeout(resolve, 100));
            answer = await apis[i % 2].call('POST', '/v1/emit', body);
        }
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        if (i === 10 || i === 25) {
            for (const { pid } of await s.cluster.programs('worker')) {
                process.kill(pid, 'SIGKILL');
                pids.push(pid);
            }
        }
    }
    for (const client of clients) {
        for (let i = 0; i < 40; i++) {
            await client.expect('n', i);
        }
    }
    await s.cluster.healthy(pids);
    await mark(...clients);
});
