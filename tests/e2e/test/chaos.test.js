// Load on two edges while programs are killed in turn; afterwards the
// history checker judges what all sockets saw.

import assert from 'node:assert/strict';
import { ownCluster } from '../lib/cluster.js';
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
