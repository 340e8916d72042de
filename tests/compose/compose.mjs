// Moothall in real containers: one play in steps, each on what the former
// left. Writes "passed failed skipped" to the file that MOOT_COUNTS names.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Client } from '../e2e/lib/client.js';
import { check, summary } from '../e2e/lib/history.js';
import { Sender, reconnect } from '../e2e/lib/load.js';
import { temporaryFolder, until } from '../e2e/lib/programs.js';
import { Storm } from '../e2e/lib/storm.js';
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

step('a third worker, and one with a taken folder, are refused', async () => {
    const [worker] = await cluster.containers('worker');
    const image = await cluster.inspect(worker, '{{.Config.Image}}');
    const refused = (...args) => cluster.tryDocker('run', '--rm',
        '--network', 'none', '--read-only', '--cap-drop', 'ALL',
        '--volumes-from', worker, '--tmpfs',
        '/run/moothall:uid=10001,mode=0700', '-e',
        'MOOT_DATA_DIR=/var/lib/moothall/data', '-e', 'MOOT_RUN_DIR=',
        image, 'moot-worker', ...args);
    const third = await refused('--id=auto');
    assert.equal(third.code, 2, third.text);
    assert.match(third.text, /all 2 worker folders are in use/);
    const taken = await refused('--id=worker-2');
    assert.equal(taken.code, 1, taken.text);
    assert.match(taken.text, /worker-2: in use by another worker \(pid /);
    await cluster.healthy(1);
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
