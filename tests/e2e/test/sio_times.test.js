// The heartbeat of Engine.IO and the time to connect, by raw clients; the
// short times of the profile conformance.

import assert from 'node:assert/strict';
import { sharedCluster } from '../lib/cluster.js';
import { until } from '../lib/programs.js';
import { RawPolling, RawSocket, SIO_WAIT_MS, withSio } from '../lib/sio.js';

// As conformance.conf has them; ours begin a little later than the server's.
const PING_INTERVAL_MS = 300;
const CONNECT_MS = 1000;
const EARLIER_MS = 150;

const play = sharedCluster({ args: ['--profile', 'conformance'] });

const row = (name, act) => play(name, ({ cluster }) => withSio(cluster, act));

row('CONNECT must come in time; pongs do not stand for it', async (scene) => {
    const began = Date.now();
    const raw = await RawSocket.connect(scene.url());
    await raw.isClosed();
    assert.ok(Date.now() - began >= CONNECT_MS - EARLIER_MS, 'too early');
});

row('a refused CONNECT is none', async (scene) => {
    const raw = await RawSocket.connect(scene.url());
    raw.send('40/unknown,');
    assert.match(await raw.next(), /^44\/unknown,/);
    await raw.isClosed();
});

row('a client that answers pings stays', async (scene) => {
    const raw = await RawSocket.enter(scene.url());
    assert.equal(await raw.next(), '42["auth",{}]');
    const end = Date.now() + CONNECT_MS + 4 * PING_INTERVAL_MS;
    let pings = 0;
    await until(() => {
        while (raw.frames.length > 0) {
            assert.equal(raw.frames.shift(), '2');
            pings += 1;
            raw.send('3');
        }
        return Date.now() > end;
    }, 'pings', SIO_WAIT_MS, 10);
    assert.equal(raw.closed, null);
    assert.ok(pings >= 4, `${pings} pings`);
    raw.close();
});

row('a client that answers no ping is closed', async (scene) => {
    const raw = await RawSocket.enter(scene.url());
    await until(() => raw.closed !== null, 'the end of a silent client',
        SIO_WAIT_MS);
    assert.deepEqual(raw.frames, ['42["auth",{}]', '2']);
});

row('so is one that polls and posts no pong', async (scene) => {
    for (const edge of [0, 1]) {
        const poll = await RawPolling.connect(scene.url(0));
        poll.urls = [scene.url(edge)];
        assert.equal((await poll.post('40')).status, 200);
        const packets = [];
        await assert.rejects(async () => {
            for (;;) {
                packets.push(...await poll.get());
            }
        }, { status: 400 });
        assert.equal(packets.filter((one) => one === '2').length, 1,
            JSON.stringify(packets));
    }
});
