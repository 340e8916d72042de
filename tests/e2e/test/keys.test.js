// Programs that meet over TCP: keys for each role, the page that says how to
// make them, and everybody who must not come in.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import test from 'node:test';
import { environment, play } from '../lib/cluster.js';
import { Machines } from '../lib/machines.js';
import { freePorts, programFolders, until } from '../lib/programs.js';

const PAGE = new URL('../../../deploy/KEYS.md', import.meta.url);

function withMachines(name, scenario, options = {}) {
    test(name, { timeout: 120_000, ...options }, async () => {
        const cluster = new Machines();
        try {
            await scenario(cluster);
        } catch (error) {
            error.message += `\n${cluster.logTail(60)}`;
            throw error;
        } finally {
            cluster.destroy();
        }
    });
}

// broker-1, worker-1 and edge-1 over TCP with keys, ready for clients.
async function startThree(cluster, more = () => []) {
    const port = await freePorts(4);
    const at = (i) => `tcp://127.0.0.1:${port + i}`;
    await cluster.keys('broker', 'broker', 'broker-1');
    await cluster.keys('worker', 'worker', 'worker-1');
    await cluster.keys('edge', 'edge', 'edge-1');
    await cluster.keys('admin', 'tool');
    await cluster.trust('broker', 'worker', 'edge', 'admin');
    await cluster.trust('worker', 'broker', 'edge');
    await cluster.trust('edge', 'broker');
    await cluster.trust('admin', 'broker');
    await cluster.ok('init', '--data', 'worker/data', '--workers', '1');
    cluster.start('broker', 'broker', ['--broker-front-bind', at(0),
        '--broker-back-bind', at(1), ...more('broker')]);
    cluster.start('worker', 'worker', ['--broker-backs', at(1),
        '--worker-pub-bind', at(2), ...more('worker')]);
    cluster.start('edge', 'edge', ['--broker-fronts', at(0),
        '--port', String(port + 3), ...more('edge')]);
    cluster.front = at(0);
    cluster.ports = { front: port, back: port + 1, pub: port + 2 };
    cluster.edgeUrls = [`ws://127.0.0.1:${port + 3}/ws`];
    cluster.admin.flags = ['--keys-dir', 'admin/keys',
        '--broker-fronts', at(0)];
    await cluster.healthy();
}

// A room works from end to end, events that are published included.
async function talk(cluster) {
    await play(cluster, async (s) => {
        const alice = await s.client('alice');
        const bob = await s.client('bob');
        const { id } = await s.roomOf(alice, [bob]);
        await s.marker(id, alice, [bob]);
    });
}

withMachines('the page about keys is true', async (cluster) => {
    const port = await freePorts(4);
    const blocks = [...fs.readFileSync(PAGE, 'utf8')
        .matchAll(/^ *```sh\n(.*?)^ *```$/gms)].map(([, text]) => text
        .replace(/10\.0\.0\.\d:(55\d\d)/g, '127.0.0.1:$1')
        .replace('5560', port).replace('5561', port + 1)
        .replaceAll('5570', port + 2).replace('8080', port + 3));
    assert.ok(blocks.length >= 9, `${blocks.length} blocks`);
    const env = environment({});
    env.PATH = `${programFolders().join(':')}:${env.PATH}`;
    let daemons = 0;
    let status = null;
    for (const block of blocks) {
        const daemon = /moot-(\w+)/.exec(block)?.[1];
        const log = fs.openSync(cluster.logFile, 'a');
        const shell = (text) => spawn('bash', ['-euc', text], { env,
            cwd: cluster.folder, stdio: ['ignore', 'pipe', log] });
        if (daemon) {
            cluster.adopt(daemon, shell(`exec ${block.trim()}`));
            daemons += 1;
        } else if (block.includes('moot status')) {
            status = shell;
            await until(async () => {
                const child = shell(block);
                const [code] = await once(child, 'close');
                return code === 0;
            }, 'moot status as the page says it', 30_000, 200);
        } else {
            const [code] = await once(shell(block), 'close');
            assert.equal(code, 0, block);
        }
        fs.closeSync(log);
    }
    assert.equal(daemons, 3);
    assert.ok(status);
    cluster.edgeUrls = [`ws://127.0.0.1:${port + 3}/ws`];
    await talk(cluster);
    await cluster.stop();
});

withMachines('TCP without keys does not start', async (cluster) => {
    const broker = ['--broker-front-bind', 'tcp://127.0.0.1:*'];
    cluster.start('none', 'broker', broker);
    assert.equal(await cluster.end('none', null), 2);
    assert.match(cluster.log(), /ev=program_failed what=keys .*insecure/);
    cluster.start('open', 'broker', [...broker, '--insecure']);
    await cluster.logged('broker-1', 'program_ready');
    await cluster.logged('broker-1', 'trust_off');
    assert.equal(await cluster.end('open'), 0);
    await cluster.ok('init', '--data', 'bare/data', '--workers', '1');
    for (const [program, ...args] of [
        ['edge', '--broker-fronts', 'tcp://127.0.0.1:9', '--port', '0'],
        ['worker', '--broker-backs', 'tcp://127.0.0.1:9'],
        ['worker', '--worker-pub-bind', 'tcp://127.0.0.1:*'],
        ['broker', '--tap-bind', 'tcp://127.0.0.1:*'],
        ['worker', '--tap-bind', 'tcp://127.0.0.1:*'],
        ['edge', '--tap-bind', 'tcp://127.0.0.1:*', '--port', '0']]) {
        cluster.start('bare', program, args);
        assert.equal(await cluster.end('bare', null), 2, program);
    }
    const { code, stderr } = await cluster.moot('status', '--keys-dir', 'none',
        '--broker-fronts', 'tcp://127.0.0.1:9');
    assert.equal(code, 1);
    assert.match(stderr, /TCP needs keys/);
});

withMachines('a key that is not right does not start', async (cluster) => {
    const broker = ['--broker-front-bind', 'tcp://127.0.0.1:*'];
    await cluster.keys('a', 'edge', 'edge-1');
    cluster.start('a', 'broker', broker);
    assert.equal(await cluster.end('a', null), 2);
    assert.match(cluster.log(), /is the key of edge\/edge-1/);
    await cluster.keys('b', 'broker', 'broker-1');
    fs.chmodSync(cluster.at('b/keys/self.key'), 0o640);
    cluster.start('b', 'broker', broker);
    assert.equal(await cluster.end('b', null), 2);
    assert.match(cluster.log(), /other users can read it \(mode 640\)/);
    // An edge without the broker's key knows nobody to speak to.
    cluster.start('a', 'edge', ['--broker-fronts', 'tcp://127.0.0.1:9',
        '--port', '0']);
    assert.notEqual(await cluster.end('a', null), 0);
    assert.match(cluster.log(), /the key of its server is in no list/);
});

withMachines('moot keys', async (cluster) => {
    await cluster.keys('a', 'edge', 'edge-1');
    await cluster.keys('b', 'worker', 'worker-1');
    const shown = await cluster.ok('keys', 'show', '--dir', 'a/keys');
    const key = /^edge {4}edge-1 +([0-9a-f]{64})\n$/.exec(shown)?.[1];
    assert.ok(key, shown);
    assert.equal(fs.statSync(cluster.at('a/keys/self.key')).mode & 0o777,
        0o600);
    const secret = /secret = (\w{64})/.exec(
        fs.readFileSync(cluster.at('a/keys/self.key'), 'utf8'))[1];
    const again = await cluster.moot('keys', 'new', '--role', 'edge',
        '--name', 'x', '--dir', 'a/keys');
    assert.equal(again.code, 1);
    assert.match(again.stderr, /is there already/);
    await cluster.ok('keys', 'add', key, '--role', 'edge', '--name', 'e',
        '--dir', 'b/keys');
    const list = JSON.parse(await cluster.ok('keys', 'list', '--json', '--dir',
        'b/keys'));
    assert.equal(list.self.role, 'worker');
    assert.deepEqual(list.keys, [{ role: 'edge', name: 'e', key }]);
    const twice = await cluster.moot('keys', 'add', key, '--role', 'worker',
        '--name', 'w', '--dir', 'b/keys');
    assert.equal(twice.code, 1);
    assert.match(twice.stderr, /this key is edge\/e already/);
    for (const args of [[], ['burn'], ['new'], ['new', '--role', 'king',
        '--name', 'x'], ['new', '--role', 'edge', '--name', '../x'],
    ['add'], ['add', 'nothing.pub'], ['add', key], ['add', key.slice(1),
        '--role', 'edge', '--name', 'x']]) {
        const { code, stdout } = await cluster.moot('keys', ...args,
            ...(args.length > 0 ? ['--dir', 'c/keys'] : []));
        assert.equal(code, 2, args.join(' '));
        assert.equal(stdout, '');
    }
    for (const dir of ['a', 'b']) {
        for (const what of ['show', 'list']) {
            assert.ok(!(await cluster.ok('keys', what, '--dir',
                `${dir}/keys`)).includes(secret));
        }
    }
});

withMachines('strangers and wrong roles stay out, and are counted',
    async (cluster) => {
        await startThree(cluster);
        await talk(cluster);
        const ask = (machine, ...more) => cluster.moot('status',
            '--keys-dir', `${machine}/keys`, '--broker-fronts', cluster.front,
            ...more);
        await cluster.keys('thief', 'tool');
        await cluster.trust('thief', 'broker');
        assert.equal((await ask('thief')).code, 1);
        await until(() => cluster.count('broker-1', 'handshakes_failed',
            'unknown_key') > 0, 'unknown keys in the log');
        const thief = (await cluster.ok('keys', 'show', '--dir',
            'thief/keys')).trim().split(/ +/)[2];
        assert.ok(cluster.events('broker-1', 'handshakes_failed').some(
            (line) => line.includes(`last_key=${thief.slice(0, 16)}`)));
        // The worker's key opens the back, not the front.
        assert.equal((await ask('worker')).code, 1);
        await until(() => cluster.count('broker-1', 'handshakes_failed',
            'wrong_role') > 0, 'wrong roles in the log');
        assert.ok(cluster.events('broker-1', 'handshakes_failed').some(
            (line) => line.includes('last_key=worker/worker-1')));
        // An edge's key at the back: another worker that has it.
        fs.mkdirSync(cluster.at('spy/keys'), { recursive: true });
        fs.writeFileSync(cluster.at('spy/keys/self.key'),
            fs.readFileSync(cluster.at('edge/keys/self.key'), 'utf8')
                .replace('role = edge', 'role = worker'), { mode: 0o600 });
        await cluster.trust('spy', 'broker');
        await cluster.ok('init', '--data', 'spy/data', '--workers', '1');
        const wrong = cluster.count('broker-1', 'handshakes_failed',
            'wrong_role');
        cluster.start('spy', 'worker', ['--broker-backs',
            `tcp://127.0.0.1:${cluster.ports.back}`]);
        await until(() => cluster.count('broker-1', 'handshakes_failed',
            'wrong_role') > wrong, 'the spy in the log');
        assert.equal(await cluster.end('spy'), 0);
        // No CURVE at all.
        const before = cluster.count('broker-1', 'handshakes_failed', 'count');
        assert.equal((await ask('admin', '--insecure')).code, 1);
        await until(() => cluster.count('broker-1', 'handshakes_failed',
            'count') > before, 'plain ZeroMQ in the log');
        assert.equal((await ask('admin')).code, 0);
        await talk(cluster);
        await cluster.stop();
    });

withMachines('a tap from outside needs the key of a tool', async (cluster) => {
    const ports = await freePorts(3);
    const binds = { broker: ports, worker: ports + 1, edge: ports + 2 };
    const at = (machine) => `tcp://127.0.0.1:${binds[machine]}`;
    const names = Object.keys(binds);
    await cluster.keys('thief', 'tool');
    await startThree(cluster, (machine) => ['--tap-bind', at(machine)]);
    for (const name of ['worker', 'edge']) {
        await cluster.trust(name, 'admin');
        const loaded = cluster.events(`${name}-1`, 'trust_loaded').length;
        process.kill(cluster.pid(name), 'SIGHUP');
        await cluster.logged(`${name}-1`, 'trust_loaded', loaded + 1);
    }
    for (const machine of ['admin', 'thief', 'edge']) {
        for (const name of names.filter((other) => other !== machine)) {
            await cluster.trust(machine, name);
        }
    }
    const all = names.map((name) => `${at(name)}=${name}-1`);
    const tap = (machine, ...args) => cluster.moot('tap', '--keys-dir',
        `${machine}/keys`, '--run-dir', 'nothing', '--json', ...args);
    const failed = (name, what = 'count') => cluster.count(`${name}-1`,
        'handshakes_failed', what);
    // Ends by itself once it saw all three; talk goes on until then.
    let done = false;
    const seen = tap('admin', '--connect', all.slice(0, 2).join(','),
        '--connect', `${at('edge')}=edge/edge-1`, '--count', '60')
        .finally(() => { done = true; });
    await until(() => names.every((name) =>
        cluster.events(`${name}-1`, 'taps taps=1').length === 1),
    'the tap at all three');
    for (let i = 0; i < 20 && !done; i += 1) {
        await talk(cluster);
    }
    const { code, stdout, stderr } = await seen;
    assert.equal(code, 0, stderr);
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual([...new Set(lines.map((line) => line.program))].sort(),
        ['broker-1', 'edge-1', 'worker-1'], stderr);
    // Everybody else sees nothing while much passes, and is counted.
    const connect = ['--connect', `${at('worker')}=worker-1`, '--all'];
    const insecure = ['--connect', at('worker'), '--all', '--insecure'];
    for (const [machine, args, what] of [['thief', connect, 'unknown_key'],
        ['edge', connect, 'wrong_role'], ['admin', insecure, 'count']]) {
        const before = failed('worker', what);
        const nothing = tap(machine, ...args, '--for', '2s');
        await talk(cluster);
        const result = await nothing;
        assert.equal(result.code, 1, machine);
        assert.equal(result.stdout, '', machine);
        assert.match(result.stderr, /no program answers/);
        await until(() => failed('worker', what) > before,
            `${machine} in the log`);
    }
    assert.equal(cluster.events('worker-1', 'taps taps=1').length, 1);
    // The edge's door has the keys of its own bus.
    const strangers = failed('edge', 'unknown_key');
    assert.equal((await tap('thief', '--connect', all[2], '--for', '1s')).code,
        1);
    await until(() => failed('edge', 'unknown_key') > strangers,
        'the thief in the log of the edge');
    for (const [text, expected, message] of [
        [at('worker'), 1, /whose key/], [`${at('worker')}=nobody`, 1,
            /in no list/], ['10.0.0.1:1=a', 2, /expected tcp/],
        [`${at('worker')}=king/a`, 2, /a role is/],
        [`${at('worker')}=`, 2, /name of its key/]]) {
        const result = await tap('admin', '--connect', text, '--for', '1s');
        assert.equal(result.code, expected, text);
        assert.match(result.stderr, message);
    }
    await cluster.stop();
});

withMachines('lists are read again at SIGHUP', async (cluster) => {
    await startThree(cluster);
    const ask = async () => (await cluster.moot('status',
        ...cluster.admin.flags)).code;
    const reload = async () => {
        const count = cluster.events('broker-1', 'trust_').length;
        process.kill(cluster.pid('broker'), 'SIGHUP');
        await cluster.logged('broker-1', 'trust_', count + 1);
        return cluster.events('broker-1', 'trust_').at(-1);
    };
    assert.equal(await ask(), 0);
    fs.rmSync(cluster.at('broker/keys/tool/admin.pub'));
    assert.equal(await ask(), 0);
    assert.match(await reload(), /ev=trust_loaded .*tools=0 removed=1/);
    assert.equal(await ask(), 1);
    await cluster.trust('broker', 'admin');
    assert.match(await reload(), /tools=1 removed=0/);
    assert.equal(await ask(), 0);
    // Damaged lists change nothing.
    fs.writeFileSync(cluster.at('broker/keys/edge/edge-1.pub'), 'rubbish');
    assert.match(await reload(), /lvl=error .*ev=trust_refused/);
    assert.equal(await ask(), 0);
    await cluster.trust('broker', 'edge');
    assert.match(await reload(), /ev=trust_loaded/);
    // Who was removed stays until the connection ends, then stays out.
    fs.rmSync(cluster.at('broker/keys/edge/edge-1.pub'));
    assert.match(await reload(), /edges=0 .*removed=1/);
    await talk(cluster);
    await cluster.end('edge');
    cluster.start('edge', 'edge', ['--broker-fronts', cluster.front,
        '--port', '0']);
    await until(() => cluster.count('broker-1', 'handshakes_failed',
        'unknown_key') > 0, 'the former edge in the log');
});

// A connection that says nothing, or what no program of ours says.
function connect(port, bytes) {
    return new Promise((resolve, reject) => {
        const socket = net.connect({ port, host: '127.0.0.1' }, () => {
            if (bytes) {
                socket.write(bytes);
            }
            socket.off('error', reject);
            socket.on('error', () => {});
            resolve(socket);
        });
        socket.on('error', reject);
    });
}

withMachines('rubbish and silence at the ports', async (cluster) => {
    await startThree(cluster);
    const greeting = Buffer.alloc(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
    greeting.write('CURVE', 12);
    const header = (...bytes) => Buffer.concat([greeting,
        Buffer.from(bytes)]);
    const rubbish = [
        Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
        header(6, 0x7f, 255, 255, 255, 255, 255, 255, 255),
        header(2, 255, 255, 255, 255, 255, 255, 255, 255),
        header(4, 0),
        header(4, 200, 5, ...Buffer.from('HELLO'), ...Buffer.alloc(194)),
        header(7, 0, 0, 0, 0, 5, 0, 0, 0),
        ...Array.from({ length: 30 }, (_, i) => Buffer.from(
            Array.from({ length: 10 + i * 7 }, (__, j) =>
                (i * 131 + j * 89 + j * j) & 255))),
    ];
    const sockets = [];
    try {
        for (const port of Object.values(cluster.ports)) {
            for (const bytes of rubbish) {
                sockets.push(await connect(port, bytes));
            }
        }
        await talk(cluster);
        // Each is counted, those that only fell silent after 5 s.
        for (const [program, doors] of [['broker-1', 2], ['worker-1', 1]]) {
            await until(() => cluster.count(program, 'handshakes_failed',
                'count') >= doors * rubbish.length,
            `rubbish in the log of ${program}`, 30_000);
        }
        const began = Date.now();
        const lines = cluster.events('broker-1', 'handshakes_failed').length;
        const counted = cluster.count('broker-1', 'handshakes_failed',
            'count');
        for (let i = 0; i < 3000; i += 1) {
            sockets.push(await connect(i % 2 === 0 ? cluster.ports.front
                : cluster.ports.back, null));
        }
        await talk(cluster);
        assert.equal((await cluster.moot('status',
            ...cluster.admin.flags)).code, 0);
        await until(() => cluster.count('broker-1', 'handshakes_failed',
            'count') >= counted + 3000, '3000 silent ones in the log', 30_000);
        const seconds = (Date.now() - began) / 1000;
        assert.ok(cluster.events('broker-1', 'handshakes_failed').length
            - lines <= seconds + 2, 'at most one line a second');
        await talk(cluster);
    } finally {
        for (const socket of sockets) {
            socket.destroy();
        }
    }
    await cluster.stop();
});
