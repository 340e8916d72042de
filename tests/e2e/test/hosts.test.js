// Two hosts, as network namespaces: broker and worker in one, the edges in the
// other, CURVE over TCP between them. The link is cut in several ways under
// load and heals; the history checker judges what all clients saw. Needs root;
// skipped, aloud, where namespaces cannot be made.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { play } from '../lib/cluster.js';
import { Machines } from '../lib/machines.js';
import { Storm } from '../lib/storm.js';

// Of the range for benchmarks (RFC 2544), so nobody's own.
const NET = `198.18.${process.pid % 256}`;
const CORE = `${NET}.1`;
const EDGE = `${NET}.2`;
const DOOR = `${NET}.6`; // of the edges, for clients
const HERE = `${NET}.5`;

const core = `mt-core-${process.pid}`;
const edge = `mt-edge-${process.pid}`;
const here = `mt${process.pid}`; // interfaces have 15 letters at most

function run(...words) {
    const { status, stderr, error } = spawnSync(words[0], words.slice(1),
        { encoding: 'utf8' });
    return status === 0 ? null : `${words.join(' ')}: ${error ?? stderr}`;
}

function must(...words) {
    assert.equal(run(...words), null);
}

function removeNetwork() {
    run('ip', 'netns', 'del', core);
    run('ip', 'netns', 'del', edge);
    run('ip', 'link', 'del', here);
}

// Null, or why it cannot be made.
function makeNetwork() {
    const steps = [
        ['ip', 'netns', 'add', core],
        ['ip', 'netns', 'add', edge],
        ['ip', 'link', 'add', 'wire', 'netns', core, 'type', 'veth', 'peer',
            'name', 'wire', 'netns', edge],
        ['ip', 'link', 'add', here, 'type', 'veth', 'peer', 'name', 'door',
            'netns', edge],
        ['ip', '-n', core, 'addr', 'add', `${CORE}/30`, 'dev', 'wire'],
        ['ip', '-n', edge, 'addr', 'add', `${EDGE}/30`, 'dev', 'wire'],
        ['ip', '-n', edge, 'addr', 'add', `${DOOR}/30`, 'dev', 'door'],
        ['ip', 'addr', 'add', `${HERE}/30`, 'dev', here],
        ['ip', '-n', core, 'link', 'set', 'lo', 'up'],
        ['ip', '-n', edge, 'link', 'set', 'lo', 'up'],
        ['ip', '-n', core, 'link', 'set', 'wire', 'up'],
        ['ip', '-n', edge, 'link', 'set', 'wire', 'up'],
        ['ip', '-n', edge, 'link', 'set', 'door', 'up'],
        ['ip', 'link', 'set', here, 'up'],
        ['ip', 'netns', 'exec', edge, 'iptables', '-L', '-n'],
    ];
    for (const step of steps) {
        const problem = run(...step);
        if (problem !== null) {
            removeNetwork();
            return problem.trim();
        }
    }
    return null;
}

const missing = makeNetwork();
process.on('exit', removeNetwork);

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

function iptables(netns, ...words) {
    must('ip', 'netns', 'exec', netns, 'iptables', '-w', ...words);
}

// The cable is pulled and put in again.
async function pull(ms) {
    must('ip', '-n', core, 'link', 'set', 'wire', 'down');
    try {
        await pause(ms);
    } finally {
        must('ip', '-n', core, 'link', 'set', 'wire', 'up');
    }
}

// Packets that come in at one side, or at both, vanish.
async function lose(sides, ms) {
    for (const netns of sides) {
        iptables(netns, '-A', 'INPUT', '-i', 'wire', '-j', 'DROP');
    }
    try {
        await pause(ms);
    } finally {
        for (const netns of sides) {
            iptables(netns, '-F', 'INPUT');
        }
    }
}

// How often the edges lost sight of all slots.
function lost(cluster) {
    return ['edge-1', 'edge-2'].reduce((sum, name) => sum
        + cluster.events(name, 'slots_reachable').filter((line) =>
            line.endsWith(' slots=0')).length, 0);
}

async function startHosts(cluster) {
    await cluster.keys('core', 'broker', 'broker-1');
    await cluster.keys('worker', 'worker', 'worker-1');
    await cluster.keys('edge', 'edge', 'edges');
    await cluster.keys('admin', 'tool');
    await cluster.trust('core', 'worker', 'edge', 'admin');
    await cluster.trust('worker', 'core', 'edge');
    await cluster.trust('edge', 'core');
    await cluster.trust('admin', 'core');
    await cluster.ok('init', '--data', 'worker/data', '--workers', '1');
    cluster.start('core', 'broker', ['--broker-front-bind', 'tcp://*:5560',
        '--broker-back-bind', `tcp://${CORE}:5561`], { netns: core });
    cluster.start('worker', 'worker', ['--broker-backs',
        `tcp://${CORE}:5561`, '--worker-pub-bind', 'tcp://*:5570',
        '--worker-pub', `tcp://${CORE}:5570`], { netns: core });
    for (const i of [0, 1]) {
        cluster.start(i === 0 ? 'edge' : 'edge-2', 'edge', ['--id',
            `edge-${i + 1}`, '--keys-dir', 'edge/keys', '--broker-fronts',
            `tcp://${CORE}:5560`, '--bind', DOOR, '--port', `${8080 + i}`],
        { netns: edge });
        cluster.edgeUrls.push(`ws://${DOOR}:${8080 + i}/ws`);
    }
    cluster.admin = { netns: core, flags: ['--keys-dir', 'admin/keys',
        '--broker-fronts', `tcp://${CORE}:5560`] };
    await cluster.healthy();
}

test('two hosts: cut and healed', { timeout: 240_000,
    skip: missing === null ? false : `no namespaces here: ${missing}` },
async () => {
    const cluster = new Machines();
    try {
        await startHosts(cluster);
        await play(cluster, async (s) => {
            const storm = new Storm(s);
            try {
                await storm.begin();
                // Each is noticed by the edges, or is over before.
                for (const [cut, noticed] of [
                    [() => pull(3500), true],
                    [() => lose([core], 1000), false],
                    [() => lose([core, edge], 12_000), true],
                    [() => lose([edge], 4000), true],
                    [() => pull(9000), true],
                ]) {
                    await storm.progress();
                    const before = lost(cluster);
                    await cut();
                    assert.ok(!noticed || lost(cluster) > before,
                        'the cut was none');
                    await cluster.healthy();
                }
                await storm.progress();
                await storm.end();
            } catch (error) {
                storm.abandon();
                throw error;
            }
            assert.ok(await storm.judge() >= 600);
        }, 0);
        await cluster.stop();
    } finally {
        cluster.destroy();
    }
});
