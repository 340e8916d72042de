// `moot tap --stats`: the full screen in a real terminal (tmux), and its
// lines of JSON.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test, { after } from 'node:test';
import { runProgram, sharedCluster } from '../lib/cluster.js';
import { findProgram, temporaryFolder, until } from '../lib/programs.js';

const scene = sharedCluster({ edges: 2, workers: 2 });
const folder = temporaryFolder();

class Terminal {
    static count = 0;

    constructor(command, columns = 80, rows = 24) {
        Terminal.count += 1;
        this.socket = path.join(folder, `t${Terminal.count}`);
        this.tmux('-f', '/dev/null', 'new-session', '-d', '-x',
            String(columns), '-y', String(rows),
            `${command}; echo "ended with $?"; read -r x`);
    }

    tmux(...args) {
        const { status, stdout, stderr } = spawnSync('tmux',
            ['-S', this.socket, ...args], { encoding: 'utf8',
                timeout: 10_000, env: { ...process.env, TERM: 'xterm',
                    LC_ALL: 'C.UTF-8' } });
        assert.equal(status, 0, `tmux ${args.join(' ')}: ${stderr}`);
        return stdout;
    }

    screen() {
        return this.tmux('capture-pane', '-p').replace(/\n+$/, '')
            .split('\n');
    }

    keys(...names) {
        this.tmux('send-keys', ...names);
    }

    resize(columns, rows) {
        this.tmux('resize-window', '-x', String(columns), '-y',
            String(rows));
    }

    // Waits for a screen that fits; its lines.
    async shows(fits, what) {
        let last = [];
        await until(() => fits(last = this.screen()), what)
            .catch((error) => {
                error.message += `\n${last.join('\n')}`;
                throw error;
            });
        return last;
    }

    close() {
        spawnSync('tmux', ['-S', this.socket, 'kill-server'],
            { timeout: 10_000 });
    }
}

const open = new Set();

function terminal(...args) {
    const made = new Terminal(...args);
    open.add(made);
    return made;
}

after(() => {
    for (const one of open) {
        one.close();
    }
});

const command = (cluster, more = '') =>
    `'${findProgram('moot')}' tap --stats --data '${cluster.data}' ${more}`;

// Messages, and one refusal for each ten, until stopped.
function traffic(client, roomId) {
    let going = true;
    const done = (async () => {
        for (let i = 0; going; i++) {
            await client.ok({ type: 'ROOM_MESSAGE', roomId,
                content: `${i}` }, 'ROOM_MESSAGE_RESPONSE');
            if (i % 10 === 0) {
                await client.refused({ type: 'ROOM_INFO',
                    roomId: `${roomId}-none` }, 'NOT_FOUND');
            }
            client.drop();
        }
    })();
    return async () => {
        going = false;
        await done;
    };
}

const has = (lines, pattern) => lines.some((line) => pattern.test(line));

scene('a full screen of what happens', async (s) => {
    const alice = await s.client('alice');
    const bob = await s.client('bob', { edge: 1 });
    const { id: roomId } = await s.roomOf(alice, [bob]);
    const stop = traffic(alice, roomId);
    const term = terminal(command(s.cluster));
    try {
        const lines = await term.shows((l) => has(l, /^ROOM_MESSAGE +\d/)
            && has(l, /^NOT_FOUND +\d/)
            && has(l, new RegExp(`^${roomId} +\\d`)), 'the tables');
        assert.match(lines[0], /5 programs, 0 lost/);
        assert.match(lines.at(-1), /q quit.*sort: rate/);
        assert.equal(lines.length, 24);
        // in/s, err/s, p50, p95, p99, out/s
        const row = lines.find((l) => /^ROOM_MESSAGE +\d/.test(l));
        const [, rate, errors, p50, p95, p99, out] = row.split(/ +/);
        assert.ok(Number(rate) > 1 && Number(out) > 1, row);
        assert.equal(errors, '-', row);
        for (const span of [p50, p95, p99]) {
            assert.match(span, /^[\d.]+(us|ms|s)$/, row);
        }

        term.keys('s');
        await term.shows((l) => /sort: errors/.test(l.at(-1)), 'sort');
        await term.shows((l) => l.findIndex((x) => /^ROOM_INFO/.test(x))
            < l.findIndex((x) => /^ROOM_MESSAGE/.test(x)), 'errors first');

        term.resize(80, 12);
        await term.shows((l) => l.length === 12 && /^ALL /.test(l[1]),
            'few lines');
        term.keys('End');
        const end = await term.shows((l) => has(l, /^worker-\d /),
            'the end of the tables');
        assert.ok(!has(end, /^ALL /), 'it has scrolled');
        term.keys('Home');
        await term.shows((l) => /^ALL /.test(l[1]), 'the beginning');

        term.resize(20, 12);
        const narrow = await term.shows((l) => l.length === 12
            && has(l, /^ROOM_INFO? +\d/i), '20 columns');
        assert.ok(narrow.every((line) => line.length <= 20));
        term.resize(120, 40);
        await term.shows((l) => l.length === 40
            && has(l, /^ROOM_MESSAGE +[\d.]+ .*s /), '120 columns');

        term.keys('p');
        await term.shows((l) => /PAUSED/.test(l[0]), 'the pause');
        term.keys('p');
        await term.shows((l) => !/PAUSED/.test(l[0]), 'its end');
        term.keys('q');
        await term.shows((l) => has(l, /ended with 0/), 'the end');
    } finally {
        await stop();
        bob.drop();
        term.close();
    }
});

scene('the screen with a filter, ended by a signal', async (s) => {
    const alice = await s.client('alice');
    const { id: roomId } = await s.roomOf(alice);
    const bob = await s.client('bob');
    const other = await s.roomOf(bob);
    const stops = [traffic(alice, roomId), traffic(bob, other.id)];
    const term = terminal(command(s.cluster, `'room=${roomId}' --for 4s`));
    try {
        await term.shows((l) => has(l, new RegExp(`^${roomId} +\\d`)),
            'the room');
        const lines = term.screen();
        assert.ok(!has(lines, new RegExp(`^${other.id} `)));
        await term.shows((l) => has(l, /ended with 0/), 'the end');
    } finally {
        await Promise.all(stops.map((stop) => stop()));
        term.close();
    }
});

scene('without a terminal: an error, or JSON', async (s) => {
    const refused = await runProgram('moot',
        ['tap', '--stats', '--data', s.cluster.data]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /needs a terminal.*--json/);

    const mixed = await runProgram('moot', ['tap', '--stats', '--write', 'x',
        '--data', s.cluster.data]);
    assert.equal(mixed.code, 2);

    const alice = await s.client('alice');
    const { id: roomId } = await s.roomOf(alice);
    const stop = traffic(alice, roomId);
    const { code, stdout } = await runProgram('moot', ['tap', '--stats',
        '--json', '--for', '4s', '--data', s.cluster.data]);
    await stop();
    assert.equal(code, 0);
    const lines = stdout.trim().split('\n').map(JSON.parse);
    assert.ok(lines.length >= 2 && lines.length <= 4);
    const last = lines.at(-1);
    assert.equal(last.answering, 5);
    assert.equal(last.lost, 0);
    const type = last.types.find((row) => row.name === 'ROOM_MESSAGE');
    assert.ok(type.in > 1 && type.p50Us > 0 && type.p50Us <= type.p99Us,
        JSON.stringify(type));
    assert.ok(last.codes.find((row) => row.name === 'NOT_FOUND'));
    assert.ok(last.rooms.find((row) => row.name === roomId));
    assert.equal(last.users[0].name, alice.user);
    assert.ok(last.programs.find((row) => /^worker-\d/.test(row.name)));
});

test('without a cluster', async () => {
    const { code } = await runProgram('moot', ['tap', '--stats', '--json',
        '--for', '1s', '--data', path.join(folder, 'none')]);
    assert.equal(code, 1);
});
