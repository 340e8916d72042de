// Load on two edges while programs are killed in turn; afterwards the
// history checker judges what all sockets saw.

import assert from 'node:assert/strict';
import { ownCluster } from '../lib/cluster.js';
import { killQuietly } from '../lib/programs.js';
import { Storm } from '../lib/storm.js';

async function killAndHeal(weather, role, place) {
    await weather.progress();
    const pid = await weather.cluster.kill(role, place);
    await weather.cluster.healthy([pid]);
    await weather.progress();
}

// Load begins, havoc(storm, cluster) does its damage, load ends, judgement.
function storm(name, options, havoc) {
    ownCluster(name, options, async (s, cluster) => {
        const weather = new Storm(s);
        try {
            await weather.begin();
            await havoc(weather, cluster);
            await weather.progress();
            await weather.end();
        } catch (error) {
            weather.abandon();
            throw error;
        }
        assert.ok(await weather.judge() >= 300);
    }, { timeout: 180_000 });
}

storm('killed in turn: workers, broker, edge', { }, async (weather) => {
    await killAndHeal(weather, 'worker', 0);
    await killAndHeal(weather, 'broker', 0);
    await killAndHeal(weather, 'worker', 1);
    await killAndHeal(weather, 'edge', 1);
});

storm('killed together, with two brokers', { brokers: 2 },
    async (weather, cluster) => {
        await weather.progress();
        const pids = [];
        for (const [role, place] of [['broker', 0], ['worker', 0],
            ['worker', 1], ['edge', 1]]) {
            pids.push((await cluster.program(role, place)).pid);
        }
        for (const pid of pids) {
            process.kill(pid, 'SIGKILL');
        }
        await cluster.healthy(pids);
        await weather.progress();
        await killAndHeal(weather, 'broker', 1);
    });

storm('frozen and thawed: every program for a moment', { },
    async (weather, cluster) => {
        for (const [role, place, ms] of [['worker', 0, 2500],
            ['broker', 0, 1000], ['edge', 1, 2500], ['worker', 1, 7000],
            ['broker', 0, 7000]]) {
            await weather.progress();
            const { pid } = await cluster.program(role, place);
            process.kill(pid, 'SIGSTOP');
            try {
                await new Promise((resolve) => {
                    setTimeout(resolve, ms);
                });
            } finally {
                process.kill(pid, 'SIGCONT');
            }
        }
    });

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
    if (roll(2) === 0) {
        killQuietly(pid, 'SIGKILL');
        return;
    }
    killQuietly(pid, 'SIGSTOP');
    try {
        const ms = [200, 700, 2200, 4000][roll(4)];
        await new Promise((resolve) => { setTimeout(resolve, ms); });
    } finally {
        killQuietly(pid, 'SIGCONT');
    }
}

const TARGETS = ['worker-1', 'worker-2', 'broker-1', 'broker-2', 'edge-2'];

storm(`struck at random, seed ${seed}`, { brokers: 2 },
    async (weather, cluster) => {
        const roll = dice(seed);
        for (let blow = 0; blow < 10; blow += 1) {
            const target = TARGETS[roll(TARGETS.length)];
            // Nobody may be there to ask, or the target may be down.
            const { programs } = await cluster.status()
                .catch(() => ({ programs: [] }));
            const program = programs.find(({ id, pid }) => id === target
                && pid > 0);
            if (program !== undefined) {
                await strike(program, roll);
            }
            if (roll(2) === 0) {
                await weather.progress();
            }
        }
        await cluster.healthy();
    });
