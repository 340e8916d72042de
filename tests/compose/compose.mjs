// Moothall in real containers: one play in steps, each on what the former
// left. Writes "passed failed skipped" to the file that MOOT_COUNTS names.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '../e2e/lib/client.js';
import { check, summary } from '../e2e/lib/history.js';
import { Sender, reconnect } from '../e2e/lib/load.js';
import { temporaryFolder, until } from '../e2e/lib/programs.js';
import { Storm } from '../e2e/lib/storm.js';
import { Sio } from '../e2e/lib/sio.js';
import { mint } from '../e2e/lib/token.js';
import { Containers, Scene, edgeOf } from './cluster.mjs';

const STEP_MS = 150_000;

const folder = temporaryFolder();
const cluster = await Containers.create(folder);
const steps = [];
const step = (name, play) => steps.push({ name, play });

// ---- The first start --------------------------------------------------------

step('first start: two workers, one edge, a balancer', async () => {
    await cluster.up();
    await cluster.healthy(1);
    const { programs } = await cluster.status();
    assert.deepEqual(programs.map(({ id }) => id)
        .filter((id) => !id.startsWith('edge-')),
    ['broker-1', 'worker-1', 'worker-2']);
});

step('a token made in a container opens a socket', async () => {
    const token = await cluster.compose('exec', '-T', 'edge', 'moot',
        'token', '--sub', 'alice');
    const alice = await Client.connect(cluster.url(), { token,
        user: 'alice' });
    assert.equal(alice.established.userId, 'alice');
    await alice.sync();
    await alice.close();
});

step('images hold no compiler; containers write nothing and are nobody',
    async () => {
        for (const service of ['broker', 'worker', 'edge', 'haproxy']) {
            const [id] = await cluster.containers(service);
            const facts = JSON.parse(await cluster.inspect(id,
                '{"read":{{.HostConfig.ReadonlyRootfs}},'
                + '"drop":{{json .HostConfig.CapDrop}},'
                + '"opt":{{json .HostConfig.SecurityOpt}},'
                + '"memory":{{.HostConfig.Memory}},'
                + '"labels":{{json .Config.Labels}}}'));
            assert.equal(facts.read, true);
            assert.deepEqual(facts.drop, ['ALL']);
            assert.match(facts.opt.join(), /no-new-privileges/);
            assert.ok(facts.memory > 0);
            assert.ok(facts.labels['org.opencontainers.image.title']);
            const inside = await cluster.docker('exec', id, 'bash', '-c',
                'id -u; for c in cc gcc clang ld make cmake; do '
                + 'type $c 2>/dev/null; done; '
                + 'touch /x 2>/dev/null && echo written; true');
            assert.ok(/^\d+$/.test(inside) && inside !== '0',
                `${service}: ${inside}`);
        }
    });

// ---- Load while edges come and go and containers die ------------------------

const scene = new Scene(cluster);
const storm = new Storm(scene);

step('edges 1 to 3 to 1, kills of each program, under a checked load',
    async () => {
        try {
            await storm.begin();
            await storm.progress();
            const steady = new Set(storm.whole.map(edgeOf));
            assert.equal(steady.size, 1);
            await cluster.up('--no-recreate', '--scale', 'edge=3');
            await cluster.healthy(3);
            // New clients go to the new edges.
            const homes = new Set();
            for (let i = 0; i < 6; i += 1) {
                homes.add(edgeOf(await scene.client('late')));
            }
            assert.ok(homes.size >= 2, [...homes].join());
            await storm.progress();
            for (const service of ['worker', 'broker', 'edge']) {
                const ids = await cluster.containers(service);
                const id = ids.find((name) => !steady.has(
                    name.slice(0, 12)));
                await cluster.crash(id);
                await cluster.healthy(3);
                await storm.progress();
            }
            await cluster.up('--no-recreate', '--scale', 'edge=1');
            await cluster.healthy(1);
            await storm.progress();
            await storm.end();
        } catch (error) {
            storm.abandon();
            error.message += `\n${await cluster.describe()}`;
            throw error;
        }
        assert.ok(await storm.judge() >= 500);
        console.log(`    ${storm.acknowledged} messages acknowledged`);
    });

// ---- Socket.IO --------------------------------------------------------------

step('the image holds profiles, pages and moot-guard with its libraries',
    async () => {
        const [worker] = await cluster.containers('worker');
        const inside = await cluster.docker('exec', worker, 'bash', '-c',
            'for p in /usr/bin/moot*; do ldd $p; done | grep "not found"; '
            + 'ldd /usr/bin/moot-guard | grep -o "libcurl[^ ]*"; '
            + 'cd /etc/moothall/profiles; '
            + 'for p in support-chat chat-rooms ./own.conf; do '
            + 'moot check-config --profile $p >/dev/null || echo $p; done; '
            + 'ls /usr/share/moothall/clients');
        assert.match(inside, /^libcurl\S*(\nlibcurl\S*)*\nsupport-chat$/);
        assert.ok(!inside.includes('not found'), inside);
        // As the runbook has it, before the profile is in use.
        const shown = await cluster.compose('run', '-T', '--rm', '--no-deps',
            'worker', 'moot', 'check-config', '--profile',
            '/etc/moothall/profiles/own.conf');
        assert.match(shown, /room VaultRoom: join_vault.* asked/);
    });

// A client that comes back through the balancer.
const sio = (name, transport, claims) => Sio.connect(cluster.httpUrl(), {
    name, transport, reconnection: true,
    auth: { token: mint(scene.user(name), claims) } });

step('Socket.IO over three edges by polling and WebSocket, and the API',
    async () => {
        await cluster.up('--no-recreate', '--scale', 'edge=3');
        await cluster.compose('--profile', 'api', 'up', '-d', '--no-build',
            '--no-recreate', '--scale', 'edge=3', 'haproxy-api');
        await cluster.healthy(3);
        const clients = [];
        for (let i = 0; i < 9; i += 1) {
            clients.push(await sio(`sio${i}`,
                ['polling', 'upgrade', 'websocket'][i % 3],
                { chats: [7] }));
        }
        for (const client of clients) {
            client.emit('join_chat', { chat_id: 7 });
            await client.expect('joined');
        }
        // A poll goes to the edge with the fewest connections, not to the one
        // that holds its session.
        for (let n = 0; n < 30; n += 1) {
            const sender = clients[n % clients.length];
            assert.deepEqual(await sender.call('say', { chat_id: 7, n }), [n]);
            const said = { from: scene.user(sender.name), n };
            await Promise.all(clients.map((one) => one.expect('said', said)));
        }
        assert.ok(await cluster.sum('moot_edge_remote_polls_total') > 0,
            'no poll reached another edge');
        const held = await cluster.api('GET',
            'namespaces/%2F/rooms/chat%7C7/sockets');
        assert.equal(held.status, 200);
        assert.equal(held.body.complete, true);
        assert.equal(held.body.sockets.length, clients.length);
        // The application speaks, by HTTP and from a shell.
        const targets = [{ type: 'ChatRoom', id: 7 }];
        const sent = await cluster.api('POST', 'emit',
            { event: 'UpdateChat', payload: { by: 'api' }, targets });
        assert.equal(sent.status, 200, JSON.stringify(sent.body));
        await cluster.compose('exec', '-T', 'broker', 'moot', 'emit',
            '--event', 'UpdateChat', '--room', 'chat|7', '--payload',
            '{"by":"shell"}');
        for (const by of ['api', 'shell']) {
            await Promise.all(clients.map((one) =>
                one.expect('update_chat', { by })));
        }
        const wrong = await cluster.api('GET', 'rooms/x', null,
            'another-key-than-that-one');
        assert.equal(wrong.status, 403);
        // The back end of this type is not there, but moot-guard asked it.
        clients[0].emit('join_vault', { vault_id: 1 });
        await clients[0].expect('error', { type: 'server_error' });
        assert.match(await cluster.logs('worker'), /ev=guard_failed/);
        const page = await fetch(`${cluster.httpUrl()}/support-chat/`);
        assert.equal(page.status, 200);
        assert.match(await page.text(), /<title>/);
        for (const client of clients) {
            client.close();
        }
    });

step('Socket.IO clients of an edge that goes come back by themselves',
    async () => {
        const clients = await Promise.all([0, 1, 2, 3, 4, 5].map((i) =>
            sio(`back${i}`, ['polling', 'upgrade', 'websocket'][i % 3],
                { chats: [8] })));
        await cluster.up('--no-recreate', '--scale', 'edge=1');
        await cluster.healthy(1);
        const joined = (client) => until(() => {
            client.emit('join_chat', { chat_id: 8 });
            return client.frames.some(([event]) => event === 'joined');
        }, `${client.name} is back`, 30_000, 300);
        for (const client of clients) {
            await joined(client);
            client.frames.length = 0;
        }
        assert.ok(clients.some(({ disconnects }) => disconnects.length > 0));
        await clients[0].call('say', { chat_id: 8, n: 1 });
        for (const client of clients) {
            await until(() => client.frames.some(([event]) =>
                event === 'said'), `said at ${client.name}`, 10_000);
            client.close();
        }
    });

// ---- The balancer dies; everything stops and starts -------------------------

// What is known of the rooms' heads, by a new socket of a member.
async function heads() {
    const late = await reconnect(cluster.url(), { user: scene.user('late'),
        token: mint(scene.user('late')) });
    const { rooms } = await late.request({ type: 'ROOM_LIST' });
    await late.close();
    return Object.fromEntries(rooms.map(({ id, seq }) => [id, seq]));
}

// Every acknowledged message that these sockets sent: {frame, answer}.
function acknowledged(clients) {
    const list = [];
    for (const { transcript } of clients) {
        const sent = new Map();
        for (const { dir, frame } of transcript) {
            if (dir === 'out' && frame.type === 'ROOM_MESSAGE') {
                sent.set(frame.correlationId, frame);
            } else if (dir === 'in' && frame.success === true
                && sent.has(frame.correlationId)) {
                list.push({ frame: sent.get(frame.correlationId),
                    answer: frame });
            }
        }
    }
    return list;
}

step('the balancer is killed, then everything is stopped and started',
    async () => {
        const clients = [];
        const ids = storm.rooms.map(({ id }) => id);
        const starts = await heads();
        const senders = [0, 1, 2].map((i) => new Sender({ rooms: ids,
            user: scene.user(`s${i}`), url: cluster.url(), clients }));
        // Ids of the messages differ from those of the storm.
        for (const sender of senders) {
            sender.count = 1_000_000;
            sender.run();
        }
        const progress = (count) => {
            const sum = () => senders.reduce((n, s) =>
                n + s.acknowledged, 0);
            const goal = sum() + count;
            return until(() => senders.find(({ stopping }) => stopping)?.done
                ?? sum() >= goal, `${count} more messages`, 60_000);
        };
        try {
            await progress(100);
            const [balancer] = await cluster.containers('haproxy');
            await cluster.crash(balancer);
            await cluster.healthy(1);
            await progress(100);
            await cluster.compose('stop');
            await cluster.compose('start');
            await cluster.healthy(1);
            await progress(100);
            await Promise.all(senders.map((sender) => sender.stop()));
        } catch (error) {
            for (const sender of senders) {
                sender.abandoned = true;
                sender.stopping = true;
            }
            throw error;
        }
        const ends = await heads();
        const problems = check({ heads: ends, starts,
            members: storm.members, sockets: clients.map((client) => ({
                name: client.name, user: client.user, whole: false,
                transcript: client.transcript })) });
        assert.equal(problems.length, 0, summary(problems));
        // Edges said goodbye before they went.
        assert.ok(clients.some(({ transcript }) => transcript.some(
            ({ frame }) => frame.type === 'SERVER_DRAINING')));
        // No acknowledged message was lost: sent again, it is recognised.
        const acks = acknowledged([...scene.clients, ...clients]);
        const sample = acks.filter((_, i) =>
            i % Math.ceil(acks.length / 300) === 0);
        for (const { frame, answer } of sample) {
            assert.ok(answer.seq <= ends[frame.roomId]);
        }
        for (const sender of senders) {
            const client = await reconnect(cluster.url(),
                { user: sender.user, token: mint(sender.user) });
            for (const { frame, answer } of sample.filter((entry) =>
                entry.frame.clientMessageId.startsWith(sender.user))) {
                const { type, roomId, content, clientMessageId } = frame;
                const again = await client.request({ type, roomId, content,
                    clientMessageId });
                assert.equal(again.seq, answer.seq);
                assert.equal(again.messageId, answer.messageId);
                client.drop();
            }
            await client.close();
        }
        assert.deepEqual(await heads(), ends);
        await scene.close();
    });

// ---- Backup, keys -----------------------------------------------------------

step('a backup that is put back gives the rooms of its time', async () => {
    const user = scene.user('keeper');
    const connect = () => reconnect(cluster.url(), { user,
        token: mint(user) });
    const roomId = `kept-${scene.tag}`;
    const post = async (client, content) => (await client.ok(
        { type: 'ROOM_MESSAGE', roomId, content },
        'ROOM_MESSAGE_RESPONSE', { success: true })).seq;
    let client = await connect();
    await client.ok({ type: 'ROOM_CREATE', roomId }, 'ROOM_CREATED');
    const before = await post(client, 'kept');
    await client.close();
    await cluster.shell('$compose stop worker; '
        + '$compose run -T --rm --no-deps init tar -C /var/lib/moothall '
        + `-czf - data broker worker edge tool >${folder}/backup; `
        + '$compose start worker');
    await cluster.healthy(1);
    client = await connect();
    assert.equal(await post(client, 'lost'), before + 1);
    await client.close();
    await cluster.shell('$compose stop; '
        + '$compose run -T --rm --no-deps init find /var/lib/moothall/data '
        + '-mindepth 1 -delete; '
        + '$compose run -T --rm --no-deps init tar -C /var/lib/moothall '
        + `-xzf - <${folder}/backup; $compose up -d --no-build`);
    await cluster.healthy(1);
    client = await connect();
    const { rooms } = await client.request({ type: 'ROOM_LIST' });
    assert.deepEqual(rooms.map(({ id, seq }) => ({ id, seq })),
        [{ id: roomId, seq: before }]);
    await client.close();
});

step('new keys for the edges, after the runbook', async () => {
    const key = () => cluster.compose('exec', '-T', 'edge', 'moot', 'keys',
        'show');
    const old = await key();
    await cluster.shell('$compose run -T --rm --no-deps init rm -r '
        + '/var/lib/moothall/edge/keys; '
        + '$compose run -T --rm --no-deps init; '
        + '$compose restart broker worker edge');
    await cluster.healthy(1);
    assert.notEqual(await key(), old);
});

// ---- What an operator sees --------------------------------------------------

// What moot tap printed of a room: the kinds of programs that spoke.
function tapped({ stdout, text }, roomId) {
    const records = stdout.split('\n').filter((line) =>
        line.startsWith('{')).map((line) => JSON.parse(line));
    assert.ok(!stdout.includes('"tapped"'), 'a body');
    const seen = new Set(records.filter(({ room }) => room === roomId)
        .map(({ program }) => program.split('-')[0]));
    assert.deepEqual([...seen].sort(), ['broker', 'edge', 'worker'],
        text.slice(0, 2000));
}

// moot tap over TCP, from a container that has nothing but keys: of a tool,
// unless another folder is named.
async function tapFromOutside(folder) {
    const project = process.env.COMPOSE_PROJECT_NAME;
    const targets = [];
    for (const [service, key] of [['edge', 'edge/edge'],
        ['broker', 'broker/broker-1'], ['worker', 'worker/worker']]) {
        for (const id of await cluster.containers(service)) {
            const address = await cluster.inspect(id,
                '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
            targets.push(`tcp://${address}:5580=${key}`);
        }
    }
    const [broker] = await cluster.containers('broker');
    return cluster.tryDocker('run', '--rm', '--network',
        `${project}_cluster`, '--read-only', '-v',
        `${project}_${folder}:/var/lib/moothall/${folder}:ro`,
        await cluster.inspect(broker, '{{.Config.Image}}'), 'moot', 'tap',
        '--json', '--for', '6s', '--keys-dir',
        `/var/lib/moothall/${folder}/keys`, '--connect', targets.join());
}

step('moot tap shows the whole cluster, inside and with a key from outside',
    async () => {
        const user = scene.user('tapped');
        const client = await Client.connect(cluster.url(), { user,
            token: mint(user) });
        const taps = Promise.all([cluster.tryCompose(['exec', '-T',
            'broker', 'moot', 'tap', '--json', '--for', '6s']),
        tapFromOutside('tool'), tapFromOutside('worker')]);
        let over = false;
        taps.finally(() => { over = true; }).catch(() => {});
        const roomId = `tapped-${scene.tag}`;
        await client.ok({ type: 'ROOM_CREATE', roomId }, 'ROOM_CREATED');
        while (!over) {
            await client.ok({ type: 'ROOM_MESSAGE', roomId,
                content: 'tapped' }, 'ROOM_MESSAGE_RESPONSE');
            await new Promise((resolve) => { setTimeout(resolve, 100); });
        }
        await client.close();
        const [inside, outside, stranger] = await taps;
        tapped(inside, roomId);
        tapped(outside, roomId);
        // A worker's key is no tool's.
        assert.equal(stranger.stdout, '', stranger.text);
        assert.notEqual(stranger.code, 0, stranger.text);
    });

step('with the profile tls clients come in encrypted', async () => {
    const file = path.join(folder, 'certs');
    fs.mkdirSync(file);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
        'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj',
        '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
        '-keyout', path.join(file, 'key'), '-out', path.join(file, 'crt')],
    { stdio: 'ignore' });
    const ca = fs.readFileSync(path.join(file, 'crt'));
    fs.writeFileSync(path.join(file, 'localhost.pem'), Buffer.concat([ca,
        fs.readFileSync(path.join(file, 'key'))]));
    fs.rmSync(path.join(file, 'key'));
    fs.rmSync(path.join(file, 'crt'));
    for (const [place, mode] of [[folder, 0o755], [file, 0o755],
        [path.join(file, 'localhost.pem'), 0o644]]) {
        fs.chmodSync(place, mode);
    }
    await cluster.compose('--profile', 'tls', 'up', '-d', '--no-build',
        'haproxy-tls');
    const user = scene.user('secret');
    const client = await reconnect(
        `wss://localhost:${cluster.port + 1}/ws`,
        { user, token: mint(user), ws: { ca } });
    await client.sync();
    await client.close();
    await assert.rejects(Client.connect(
        `wss://localhost:${cluster.port + 1}/ws`,
        { user, token: mint(user) }), /self.signed/);
});

step('with the profile metrics Prometheus finds every program', async () => {
    await cluster.compose('--profile', 'metrics', 'up', '-d', '--no-build',
        'prometheus');
    const ask = async (what) => (await fetch(`http://127.0.0.1:${
        cluster.port + 2}/api/v1/${what}`,
    { signal: AbortSignal.timeout(3000) })).json();
    let jobs;
    await until(async () => {
        const answer = await ask('targets').catch(() => null);
        jobs = (answer?.data.activeTargets ?? []).filter(({ health }) =>
            health === 'up').map(({ labels }) => labels.job).sort().join();
        return jobs === 'broker,edge,haproxy,worker,worker';
    }, 'all targets', 60_000, 500).catch((error) => {
        throw new Error(`${error.message}: ${jobs}`);
    });
    const { data } = await ask('rules');
    assert.ok(data.groups[0].rules.some(({ name }) =>
        name === 'MoothallSlotsUnserved'));
    const { data: { result } } = await ask(
        'query?query=moot_broker_slots_served');
    assert.equal(result[0].value[1], '1024');
});

// ---- What is refused --------------------------------------------------------

step('another number of workers than the cluster was made for is refused',
    async () => {
        const { code } = await cluster.tryCompose(['up', '-d', '--no-build'],
            { MOOTHALL_WORKERS: '3' });
        assert.notEqual(code, 0);
        assert.match(await cluster.logs('init'),
            /was made for 2 workers, not for 3/);
        await cluster.up();
        await cluster.healthy(1);
    });

// A further container of a service that is expected to end by itself.
const refused = (...args) => cluster.tryCompose(['run', '-T', '--rm',
    '--no-deps', ...args]);

step('a third worker, and one with a taken folder, are refused', async () => {
    const third = await refused('worker');
    assert.equal(third.code, 2, third.text);
    assert.match(third.text, /all 2 worker folders are in use/);
    const taken = await refused('worker', 'moot-worker', '--id=worker-2');
    assert.equal(taken.code, 1, taken.text);
    assert.match(taken.text, /worker-2: in use by another worker \(pid /);
    await cluster.healthy(1);
});

step('programs without a key, or with that of another role, are refused',
    async () => {
        const home = '/var/lib/moothall';
        const none = await refused('edge', 'moot-edge',
            `--keys-dir=${home}/none`);
        assert.equal(none.code, 2, none.text);
        assert.match(none.text, /TCP needs keys and .*\/none has none/);
        const wrong = await refused('broker', 'moot-broker',
            `--keys-dir=${home}/tool/keys`,
            '--broker-front-bind=tcp://*:5560');
        assert.equal(wrong.code, 2, wrong.text);
        assert.match(wrong.text, /is the key of tool\/tool: broker needs/);
    });

step('an edge with a key that nobody knows stays outside', async () => {
    const name = `${process.env.COMPOSE_PROJECT_NAME}-stranger`;
    const keys = '/run/moothall/stranger';
    await cluster.compose('run', '-T', '-d', '--name', name, '--no-deps',
        'edge', 'bash', '-c',
        `moot keys new --role edge --name stranger --dir ${keys} && `
        + 'moot keys add /var/lib/moothall/edge/keys/broker/broker-1.pub '
        + `--dir ${keys} && exec moot-edge --id=stranger --keys-dir=${keys}`);
    try {
        await until(async () => /ev=handshakes_failed .*unknown/.test(
            await cluster.logs('broker')), 'the broker speaks of it', 20_000,
        300);
        const ready = await cluster.tryDocker('exec', name,
            '/usr/lib/moothall/healthcheck', '/readyz');
        assert.equal(ready.code, 1, ready.text);
        const { programs } = await cluster.status();
        assert.ok(!programs.some(({ id }) => id === 'stranger'));
        await cluster.healthy(1);
    } finally {
        await cluster.tryDocker('rm', '-f', name);
    }
});

step('with fewer workers than the cluster has the status says so',
    async () => {
        await cluster.up('--no-recreate', '--scale', 'worker=1');
        await until(async () => {
            const { code, text } = await cluster.tryCompose(['exec', '-T',
                'broker', 'moot', 'status']);
            return code === 1
                && /NOT HEALTHY: 512 of 1024 slots/.test(text);
        }, 'the status of half a cluster', 30_000, 300);
        // No edge is ready, but users of the worker that is left get in.
        await until(() => cluster.balanced(0), 'no edge ready', 20_000, 300);
        let served = 0;
        let refusals = 0;
        for (let i = 0; i < 30; i += 1) {
            const user = scene.user(`half${i}`);
            await Client.connect(cluster.url(), { user, token: mint(user) })
                .then((client) => {
                    served += 1;
                    return client.close();
                }, ({ status }) => {
                    assert.equal(status, 503);
                    refusals += 1;
                });
        }
        assert.ok(served > 0 && refusals > 0, `${served} ${refusals}`);
        await cluster.up('--no-recreate');
        await cluster.healthy(1);
    });

step('no program had an error', async () => {
    const text = (await cluster.logs('broker'))
        + (await cluster.logs('worker')) + (await cluster.logs('edge'));
    const lines = text.split('\n').filter((line) => /lvl=error/.test(line));
    assert.deepEqual(lines, []);
});

// ---- Running it -------------------------------------------------------------

let passed = 0;
let failed = 0;
for (const [i, { name, play }] of steps.entries()) {
    const begin = Date.now();
    let timer;
    try {
        await Promise.race([play(), new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(
                `not done in ${STEP_MS} ms`)), STEP_MS);
        })]);
        passed += 1;
        console.log(`ok: ${name} (${((Date.now() - begin) / 1000)
            .toFixed(1)} s)`);
    } catch (error) {
        // What follows builds on this step.
        failed = steps.length - i;
        console.log(`FAILED: ${name}: ${error.stack}`);
        if (failed > 1) {
            console.log(`not run: ${failed - 1} further steps`);
        }
        break;
    } finally {
        clearTimeout(timer);
    }
}
fs.rmSync(folder, { recursive: true, force: true });
fs.writeFileSync(process.env.MOOT_COUNTS, `${passed} ${failed} 0\n`);
process.exit(failed === 0 ? 0 : 1);
