// Load for the chaos tests: users that send messages with ids of their
// own, come back when their socket closes and retry until acknowledged.

import { Client, WAIT_MS } from './client.js';
import { mint } from './token.js';

const CONNECT_TRIES_MS = 30_000;
const PAUSE_MS = 50;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

// Connects, again and again while the edge is away; until given() says
// that it is given up.
export async function reconnect(url, options, given = () => false) {
    const end = Date.now() + CONNECT_TRIES_MS;
    for (;;) {
        try {
            return await Client.connect(url, options);
        } catch (error) {
            if (Date.now() > end || given()) {
                throw error;
            }
            await pause(PAUSE_MS);
        }
    }
}

export class Sender {
    // clients: the list that every socket of this sender is added to.
    constructor({ user, url, rooms, clients, lanes = 2 }) {
        Object.assign(this, { user, url, rooms, clients, lanes });
        this.stopping = false;
        this.count = 0;
        this.acknowledged = 0;
        this.retries = 0;
        this.slowest = 0;
        this.client = null;
        this.connecting = null;
    }

    async #socket() {
        if (this.client?.isOpen) {
            return this.client;
        }
        this.connecting ??= reconnect(this.url, {
            token: mint(this.user), user: this.user,
            name: `${this.user}/${this.clients.length}`,
        }, () => this.abandoned).then((client) => {
            this.clients.push(client);
            this.client = client;
        }).finally(() => { this.connecting = null; });
        await this.connecting;
        return this.client;
    }

    // One message, until it is acknowledged; anything but an
    // acknowledgement, UNAVAILABLE or a closed socket is a failure.
    async #deliver(frame) {
        for (;;) {
            const client = await this.#socket();
            const begin = Date.now();
            let answer;
            try {
                answer = await client.request(frame, WAIT_MS);
            } catch (error) {
                if (client.isOpen) {
                    throw error;
                }
                this.retries += 1;
                continue;
            }
            this.slowest = Math.max(this.slowest, Date.now() - begin);
            client.drop();
            if (answer.success === true) {
                this.acknowledged += 1;
                return;
            }
            if (answer.code !== 'UNAVAILABLE') {
                throw new Error(`${this.user}: ${JSON.stringify(frame)} was `
                    + `answered by ${JSON.stringify(answer)}`);
            }
            this.retries += 1;
            await pause(PAUSE_MS);
        }
    }

    async #lane(lane) {
        while (!this.stopping) {
            this.count += 1;
            const n = this.count;
            await this.#deliver({
                type: 'ROOM_MESSAGE',
                roomId: this.rooms[(n * 7 + lane) % this.rooms.length],
                content: `${n} of ${this.user}`,
                clientMessageId: `${this.user}-${n}`,
            });
        }
    }

    run() {
        const lanes = Array.from({ length: this.lanes },
            (_, lane) => this.#lane(lane));
        this.done = Promise.all(lanes);
        // A failure shows when stop() waits for it.
        this.done.catch(() => { this.stopping = true; });
    }

    async stop() {
        this.stopping = true;
        await this.done;
    }
}
