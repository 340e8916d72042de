// What every program tells its operator: /metrics, /healthz and /readyz,
// numbers that move as they should, readiness that goes and comes back.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';
import { Cluster, ownCluster } from '../lib/cluster.js';
import { upgrade } from '../lib/client.js';
import { freePorts, until } from '../lib/programs.js';
import { mint } from '../lib/token.js';

const SLOTS = 1024;

// One HTTP request: {status, headers, body}.
async function ask(port, path, method = 'GET') {
    const response = await fetch(`http://127.0.0.1:${port}${path}`,
        { method, signal: AbortSignal.timeout(10_000) });
    return { status: response.status, headers: response.headers,
        body: await response.text() };
}

const readiness = (port) => ask(port, '/readyz').catch(() => ({ status: 0 }));

// The samples of an exposition, by name and labels as they stand in it.
async function metrics(port) {
    const { status, body } = await ask(port, '/metrics');
    assert.equal(status, 200);
    return new Map(body.split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => {
            const at = line.lastIndexOf(' ');
            return [line.slice(0, at), Number(line.slice(at + 1))];
        }));
}

// Waits until the metrics of a program fulfil check(samples).
function moved(port, check, what) {
    let last;
    return until(async () => {
        last = await metrics(port);
        return check(last);
    }, what).catch((error) => {
        error.message += `\n${[...last].map((s) => s.join(' ')).join('\n')}`;
        throw error;
    });
}

const FIRST = await freePorts(5);
// The order that METRICS.md promises: brokers, workers, edges.
const [BROKER, WORKER_1, WORKER_2, EDGE_1, EDGE_2] =
    [0, 1, 2, 3, 4].map((i) => FIRST + i);
const ALL = [BROKER, WORKER_1, WORKER_2, EDGE_1, EDGE_2];
const OPTIONS = { edges: 2, workers: 2,
    args: ['--metrics-port', String(FIRST)] };

const allReady = () => until(async () => (await Promise.all(
    ALL.map(readiness))).every(({ status }) => status === 200),
'every program ready', 30_000);

ownCluster('each program has its three pages', OPTIONS, async () => {
    await allReady();
    const owners = new Map([[BROKER, 'broker'], [WORKER_1, 'worker'],
        [WORKER_2, 'worker'], [EDGE_1, 'edge'], [EDGE_2, 'edge']]);
    const promtool = spawnSync('promtool', ['--version']).status === 0;
    for (const [port, role] of owners) {
        assert.equal((await ask(port, '/healthz')).body, 'ok\n');
        assert.equal((await ask(port, '/readyz')).body, 'ready\n');
        const { headers, body } = await ask(port, '/metrics');
        assert.match(headers.get('content-type'),
            /^text\/plain; version=0\.0\.4/);
        assert.match(body, /^moot_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
        assert.deepEqual(new Set(body.match(/^moot_(edge|broker|worker)_/gm)),
            new Set([`moot_${role}_`]));
        const started = Number(body.match(
            /^process_start_time_seconds (.*)$/m)[1]);
        assert.ok(Math.abs(Date.now() / 1000 - started) < 300);
        if (promtool) {
            const check = spawnSync('promtool', ['check', 'metrics'],
                { input: body, encoding: 'utf8' });
            assert.equal(check.status, 0, check.stdout + check.stderr);
            assert.equal(check.stderr, '');
        }
        assert.equal((await ask(port, '/nothing')).status, 404);
        const refused = await ask(port, '/metrics', 'POST');
        assert.equal(refused.status, 405);
        assert.equal(refused.headers.get('allow'), 'GET, HEAD');
        const head = await ask(port, '/healthz', 'HEAD');
        assert.equal(head.status, 200);
        assert.equal(head.body, '');
    }
    if (!promtool) {
        console.log('promtool is not installed: expositions not checked');
    }
});

ownCluster('the numbers move with what happens', OPTIONS,
    async (s, cluster) => {
        await allReady();
        const before = await metrics(EDGE_1);
        const alice = await s.client('alice');
        const bob = await s.client('bob');
        const carol = await s.client('carol', { edge: 1 });
        const { id } = await s.roomOf(alice, [bob, carol]);
        for (let i = 0; i < 10; i += 1) {
            await alice.ok({ type: 'ROOM_MESSAGE', roomId: id,
                content: `m${i}` }, 'ROOM_MESSAGE_RESPONSE');
        }
        for (const client of [bob, carol]) {
            for (let i = 0; i < 10; i += 1) {
                await client.expect('ROOM_MESSAGE', { content: `m${i}` });
            }
        }
        await alice.refused({ type: 'ROOM_JOIN', roomId: 'none' },
            'NOT_FOUND');
        await alice.refused({ type: 'ROOM_MESSAGE', roomId: id,
            content: 7 }, 'VALIDATION_ERROR');
        const requests = (type, code) =>
            `moot_edge_requests_total{type="${type}",code="${code}"}`;
        const edge = await moved(EDGE_1, (m) =>
            m.get('moot_edge_connections') === 2
            && m.get(requests('message', 'OK')) === 10
            && m.get('moot_edge_deliveries_total') >= 10
            // These are shown a moment later than requests are counted.
            && m.get('moot_edge_frames_sent_total') >= 24
            && m.get('moot_edge_received_bytes_total') > 500
            && m.get('moot_edge_rooms_followed') >= 1 && m,
        'the edge to have counted');
        assert.equal(edge.get(requests('create', 'OK')), 1);
        assert.equal(edge.get(requests('join', 'NOT_FOUND')), 1);
        assert.equal(edge.get(requests('message', 'VALIDATION_ERROR')), 1);
        const took = 'moot_edge_request_duration_seconds';
        assert.equal(edge.get(`${took}_count{type="message"}`), 10);
        assert.equal(edge.get(`${took}_bucket{type="message",le="+Inf"}`), 10);
        assert.ok(edge.get(`${took}_sum{type="message"}`) < 60);
        assert.equal(edge.get('moot_edge_connections_opened_total')
            - before.get('moot_edge_connections_opened_total'), 2);
        assert.ok(edge.get('moot_loop_turn_seconds_count') > 10);
        assert.equal(edge.get('moot_edge_slots_reachable'), SLOTS);
        assert.equal(edge.get('moot_bus_connects_total{peer="worker"}'), 2);

        // Both workers together: each one has some of the users and rooms.
        const sum = async (name) =>
            (await metrics(WORKER_1)).get(name)
            + (await metrics(WORKER_2)).get(name);
        const reaches = (name, least) => until(async () =>
            await sum(`moot_worker_${name}`) >= least, `${least} ${name}`);
        await reaches('requests_total', 11);
        await reaches('records_total', 11);
        await reaches('published_total', 11);
        await reaches('commit_duration_seconds_count', 11);
        await reaches('batch_messages_sum', 11);
        assert.equal(await sum('moot_worker_rooms'), 1);
        assert.equal(await sum('moot_worker_edges'), 4);
        const store = await metrics(WORKER_1);
        assert.ok(store.get('moot_worker_store_used_bytes') > 0);
        assert.ok(store.get('moot_worker_store_max_bytes')
            > store.get('moot_worker_store_used_bytes'));

        const broker = await metrics(BROKER);
        assert.equal(broker.get('moot_broker_edges'), 2);
        assert.equal(broker.get('moot_broker_workers'), 2);
        assert.equal(broker.get('moot_broker_slots_served'), SLOTS);
        assert.ok(broker.get('moot_broker_routed_total') >= 24);

        // Ends and refusals, by reason.
        await bob.close();
        alice.terminate();
        assert.equal((await upgrade(cluster.url())).status, 401);
        await moved(EDGE_1, (m) => m.get('moot_edge_connections') === 0
            && m.get('moot_edge_refused_total{status="401"}') === 1
            && m.get('moot_edge_connections_closed_total{reason="normal"}')
                === 1
            && m.get('moot_edge_connections_closed_total{reason="lost"}')
                === 1, 'ends and refusals by reason');
    });

ownCluster('connections that say nothing keep nobody out for long', OPTIONS,
    async () => {
        await allReady();
        const idle = await Promise.all(Array.from({ length: 24 }, () =>
            new Promise((resolve) => {
                const socket = net.connect(EDGE_1, '127.0.0.1', () =>
                    resolve(socket));
                socket.on('error', () => resolve(socket));
            })));
        await until(async () => (await readiness(EDGE_1)).status === 200,
            'an answer beside idle connections');
        idle.forEach((socket) => socket.destroy());
        assert.equal((await ask(EDGE_1, '/healthz')).status, 200);
    });

ownCluster('strangers at the sockets between the programs are counted',
    OPTIONS, async (s, cluster) => {
        await allReady();
        const folder = path.join(cluster.data, 'run');
        // What the broker binds for edges and for workers, and a worker.
        const doors = [['broker-1.front', BROKER, 'edge'],
            ['broker-1.back', BROKER, 'worker'],
            ['worker-1.pub', WORKER_1, 'edge']];
        const greeting = Buffer.concat([Buffer.from('ff', 'hex'),
            Buffer.alloc(8), Buffer.from('7f03', 'hex')]);
        const junk = [randomBytes(4096), Buffer.from('GET / HTTP/1.1\r\n\r\n'),
            Buffer.alloc(64, 0xff),
            // A greeting, then a frame of 2^63 bytes.
            Buffer.concat([greeting, Buffer.from('4e554c4c', 'hex'),
                Buffer.alloc(48), Buffer.from('06', 'hex'),
                Buffer.alloc(8, 0x7f)])];
        for (const [name, port, peer] of doors) {
            const counter = `moot_bus_handshakes_failed_total{peer="${peer}"}`;
            const before = (await metrics(port)).get(counter);
            for (const bytes of junk) {
                const socket = net.connect(path.join(folder, name));
                socket.on('error', () => {});
                socket.end(bytes);
            }
            await moved(port, (m) => m.get(counter) > before,
                `strangers at ${name}`);
        }
        await allReady();
        const alice = await s.client('alice');
        await s.roomOf(alice);
    });

ownCluster('readiness goes with a worker that stands still, and comes back',
    OPTIONS, async (s, cluster) => {
        await allReady();
        const { pid } = await cluster.program('worker', 0);
        process.kill(pid, 'SIGSTOP');
        try {
            for (const port of [BROKER, EDGE_1, EDGE_2]) {
                const answer = await until(async () => {
                    const now = await readiness(port);
                    return now.status === 503 && now;
                }, '503');
                assert.match(answer.body, /\b512 of 1024 slots\b/);
                assert.equal((await ask(port, '/healthz')).status, 200);
                assert.equal((await metrics(port)).get('moot_ready'), 0);
            }
            assert.equal((await metrics(BROKER))
                .get('moot_broker_slots_served'), SLOTS / 2);
            // The other one is as ready as before.
            assert.equal((await readiness(WORKER_2)).status, 200);
        } finally {
            process.kill(pid, 'SIGCONT');
        }
        await allReady();
        await cluster.healthy();
    });

ownCluster('a program that is killed comes back with numbers of its own',
    OPTIONS, async (s, cluster) => {
        await allReady();
        const started = 'process_start_time_seconds';
        const before = await metrics(WORKER_2);
        await cluster.kill('worker', 1);
        await moved(EDGE_1, (m) => m.get(
            'moot_bus_disconnects_total{peer="worker"}') >= 1,
        'the edge to see the end');
        await until(async () => {
            const now = await metrics(WORKER_2).catch(() => new Map());
            return now.get(started) > before.get(started);
        }, 'the new worker');
        await allReady();
        // Without its only broker a worker serves nobody.
        await cluster.kill('broker');
        await moved(WORKER_1, (m) => m.get(
            'moot_bus_disconnects_total{peer="broker"}') >= 1,
        'the worker to see the end');
        await allReady();
        await cluster.healthy();
    });

ownCluster('an edge that drains is not ready', { ...OPTIONS, edges: 1 },
    async (s, cluster) => {
        const port = FIRST + 3;
        await until(async () => (await readiness(port)).status === 200,
            'ready');
        const { pid } = await cluster.program('edge');
        // A client that does not answer the close frame keeps it for 2 s.
        const socket = net.connect(cluster.port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write('GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n'
            + 'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
            + 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
            + `Authorization: Bearer ${mint(s.user('slow'))}\r\n\r\n`);
        await moved(port, (m) => m.get('moot_edge_connections') === 1,
            'the client');
        process.kill(pid, 'SIGTERM');
        const answer = await until(async () => {
            const now = await readiness(port);
            assert.notEqual(now.status, 0, 'it ended too soon');
            return now.status === 503 && now;
        }, '503', 20_000, 5);
        assert.equal(answer.body, 'stopping\n');
        assert.equal((await ask(port, '/healthz')).status, 200);
        socket.destroy();
        await cluster.healthy([pid]);
    });

test('a metrics port that is taken is refused and named',
    { timeout: 60_000 }, async () => {
        const server = net.createServer();
        await new Promise((resolve) => {
            server.listen(FIRST, '127.0.0.1', resolve);
        });
        const cluster = new Cluster({ ...OPTIONS, edges: 1, workers: 1 });
        try {
            await cluster.launch();
            await until(() => cluster.exit !== null, 'the refusal', 45_000);
            assert.notEqual(cluster.exit.code, 0);
            assert.ok(cluster.log().includes(`port ${FIRST}`), cluster.log());
        } finally {
            cluster.destroy();
            server.close();
        }
    });
