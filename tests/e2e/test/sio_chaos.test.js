// Socket.IO clients of every transport, the application and its rooms, while
// programs are killed and frozen; afterwards all that they saw is judged.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Api, KEY } from '../lib/api.js';
import { Cluster } from '../lib/cluster.js';
import {
    freePorts, killQuietly, temporaryFolder,
} from '../lib/programs.js';
import { PROFILE, SioStorm } from '../lib/sio_storm.js';

// The seed says which blows fall and in which order; MOOT_STORM_SEED falls
// the same again, as far as processes and machines allow.
const seed = Number(process.env.MOOT_STORM_SEED ?? Date.now() % 1_000_000);

function dice(state) {
    let last = state;
    return (sides) => {
        last = (last * 1103515245 + 12345) % 2147483648;
        return Math.floor(last / 65536) % sides;
    };
}

async function strike({ pid }, roll) {
    if (roll(3) > 0) {
        killQuietly(pid, 'SIGKILL');
        return;
    }
    killQuietly(pid, 'SIGSTOP');
    try {
        await new Promise((resolve) => {
            setTimeout(resolve, [200, 900, 2500][roll(3)]);
        });
    } finally {
        killQuietly(pid, 'SIGCONT');
    }
}

// Kills these programs at once, and waits until all is well again.
async function fell(storm, ...places) {
    const pids = [];
    for (const [role, place] of places) {
        pids.push((await storm.cluster.program(role, place)).pid);
    }
    pids.forEach((pid) => process.kill(pid, 'SIGKILL'));
    await storm.cluster.healthy(pids);
    await storm.progress();
}

function chaos(name, options, havoc) {
    test(name, { timeout: 180_000 }, async (t) => {
        const folder = temporaryFolder();
        const profile = path.join(folder, 'storm.conf');
        fs.writeFileSync(profile, PROFILE);
        const edges = options.edges ?? 2;
        const port = await freePorts(edges);
        const cluster = await Cluster.start({ ...options, edges,
            args: ['--profile', profile, '--api-port', String(port)],
            env: { MOOT_API_KEY: KEY, MOOT_API_REQUESTS_PER_SECOND: '0' } });
        const storm = new SioStorm(cluster, { shared: options.portShared,
            apis: Array.from({ length: edges }, (_, i) =>
                new Api(port + i)) });
        try {
            await storm.begin();
            await storm.progress();
            await havoc(storm);
            await cluster.healthy();
            await storm.progress();
            await storm.end();
            t.diagnostic(storm.sum);
            assert.deepEqual(cluster.logErrors(), []);
            storm.close();
            assert.deepEqual(await cluster.stop(), { code: 0, signal: null });
            assert.deepEqual(cluster.sanitizerReports(), []);
        } catch (error) {
            error.message += `\n${storm.sum}\n${cluster.logTail(40)}`;
            throw error;
        } finally {
            storm.close();
            cluster.destroy();
            fs.rmSync(folder, { recursive: true, force: true });
        }
    });
}

chaos('killed in turn: workers, broker, edge', {}, async (storm) => {
    await fell(storm, ['worker', 0]);
    await fell(storm, ['broker', 0]);
    await fell(storm, ['edge', 1]);
    await fell(storm, ['worker', 1]);
});

chaos('killed together: worker, broker and edges of a shared port',
    { portShared: true, brokers: 2 }, async (storm) => {
        await fell(storm, ['worker', 0], ['broker', 0], ['edge', 1]);
        await fell(storm, ['edge', 0], ['worker', 1]);
    });

chaos('frozen and thawed: every program for a moment', {}, async (storm) => {
    for (const [role, place, ms] of [['edge', 0, 2500], ['worker', 0, 6000],
        ['broker', 0, 6000], ['edge', 1, 6000]]) {
        await storm.progress();
        const { pid } = await storm.cluster.program(role, place);
        process.kill(pid, 'SIGSTOP');
        try {
            await new Promise((resolve) => { setTimeout(resolve, ms); });
        } finally {
            process.kill(pid, 'SIGCONT');
        }
    }
});

const TARGETS = ['worker-1', 'worker-2', 'broker-1', 'broker-2', 'edge-2',
    'edge-3'];

chaos(`struck at random, seed ${seed}`, { edges: 3, brokers: 2 },
    async (storm) => {
        const roll = dice(seed);
        for (let blow = 0; blow < 10; blow += 1) {
            const target = TARGETS[roll(TARGETS.length)];
            // Nobody may be there to ask, or the target may be down.
            const { programs } = await storm.cluster.status()
                .catch(() => ({ programs: [] }));
            const program = programs.find(({ id, pid }) => id === target
                && pid > 0);
            if (program !== undefined) {
                await strike(program, roll);
            }
            if (roll(2) === 0) {
                await storm.progress();
            }
        }
    });
