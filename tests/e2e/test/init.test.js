// `moot init`, and workers that find their number themselves (id auto), as
// containers do: each takes the lowest folder that no other holds.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { runProgram } from '../lib/cluster.js';
import {
    findProgram, killQuietly, temporaryFolder, until,
} from '../lib/programs.js';

const TIMEOUT = { timeout: 60_000 };

// Runs play(folder) with started(name, …args): a program that runs until
// the end, as {child, log()}.
async function withFolder(play) {
    const folder = temporaryFolder();
    const children = [];
    const started = (name, ...args) => {
        const child = spawn(findProgram(name), args,
            { stdio: ['ignore', 'ignore', 'pipe'] });
        let text = '';
        child.stderr.on('data', (part) => { text += part; });
        children.push(child);
        return { child, log: () => text };
    };
    try {
        await play(path.join(folder, 'd'), started);
    } finally {
        for (const child of children) {
            killQuietly(child.pid, 'SIGKILL');
        }
        fs.rmSync(folder, { recursive: true, force: true });
    }
}

const init = (data, ...args) => runProgram('moot',
    ['init', '--data', data, ...args], { unset: ['MOOT_JWT_SECRET'] });

async function ready(program, id) {
    const line = new RegExp(`proc=${id} ev=program_ready `);
    await until(() => line.test(program.log()), `${id} ready`)
        .catch((error) => {
            error.message += `\n${program.log()}`;
            throw error;
        });
}

test('init makes a cluster once, for a number that stays', TIMEOUT,
    () => withFolder(async (data) => {
        const made = await init(data, '--workers', '3');
        assert.equal(made.code, 0, made.stderr);
        assert.match(made.stdout, /^made cluster [0-9a-f]{16} for 3 workers/);
        for (const name of ['worker-1', 'worker-2', 'worker-3']) {
            const { mode } = fs.statSync(path.join(data, name));
            assert.equal(mode & 0o777, 0o700);
        }
        const secret = fs.readFileSync(path.join(data, 'jwt_secret'));
        const cluster = fs.readFileSync(path.join(data, 'cluster'));
        const twice = await init(data, '--workers', '3');
        assert.equal(twice.code, 1);
        assert.match(twice.stderr, /holds a cluster already/);
        for (const args of [[], ['--workers', '3']]) {
            const again = await init(data, '--again', ...args);
            assert.equal(again.code, 0, again.stderr);
            assert.match(again.stdout, /for 3 workers is in/);
        }
        const other = await init(data, '--again', '--workers', '4');
        assert.equal(other.code, 1);
        assert.match(other.stderr, /was made for 3 workers, not for 4/);
        assert.deepEqual(fs.readFileSync(path.join(data, 'jwt_secret')),
            secret);
        assert.deepEqual(fs.readFileSync(path.join(data, 'cluster')),
            cluster);
        assert.ok(!fs.existsSync(path.join(data, 'worker-4')));
    }));

test('each worker takes the lowest free folder; one too many is refused',
    TIMEOUT, () => withFolder(async (data, started) => {
        assert.equal((await init(data, '--workers', '2')).code, 0);
        const args = ['--data-dir', data, '--id', 'auto'];
        const first = started('moot-worker', ...args);
        await ready(first, 'worker-1');
        await ready(started('moot-worker', ...args), 'worker-2');
        const third = await runProgram('moot-worker', args);
        assert.equal(third.code, 2);
        assert.match(third.stderr, /all 2 worker folders are in use: this /);
        first.child.kill('SIGKILL');
        await new Promise((resolve) => { first.child.on('exit', resolve); });
        await ready(started('moot-worker', ...args), 'worker-1');
    }));

test('a lost worker folder is not made again', TIMEOUT,
    () => withFolder(async (data) => {
        assert.equal((await init(data, '--workers', '2')).code, 0);
        fs.rmSync(path.join(data, 'worker-2'), { recursive: true });
        const { code, stderr } = await runProgram('moot-worker',
            ['--data-dir', data, '--id', 'auto']);
        assert.equal(code, 2);
        assert.match(stderr, /worker-2: No such file.*from a backup/);
        assert.ok(!fs.existsSync(path.join(data, 'worker-2')));
    }));

test('an edge names itself after its machine', TIMEOUT,
    () => withFolder(async (data, started) => {
        assert.equal((await init(data)).code, 0);
        await ready(started('moot-edge', '--data-dir', data, '--port', '0',
            '--id', 'auto'), `edge-${os.hostname()}`);
    }));
