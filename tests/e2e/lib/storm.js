// A storm: load on a cluster from several users, watched by observers, while
// the test does its damage; afterwards the history checker judges what all
// sockets saw.

import assert from 'node:assert/strict';
import { check, summary } from './history.js';
import { Sender, reconnect } from './load.js';
import { until } from './programs.js';
import { mint } from './token.js';

const ROOMS = 20;
const SENDERS = 6;

// The edge of the observers, which no test kills.
const STEADY = 0;

export class Storm {
    constructor(s) {
        this.s = s;
        this.cluster = s.cluster;
        this.clients = s.clients;
        this.rooms = [];
        this.senders = [];
        this.whole = [];
    }

    async begin() {
        // judge() looks at all sockets together instead.
        this.s.checksOrder = false;
        const users = Array.from({ length: SENDERS }, (_, i) =>
            this.s.user(`s${i}`));
        this.owner = await this.s.client('owner', { edge: STEADY });
        this.watchers = [await this.s.client('w0', { edge: STEADY }),
            await this.s.client('w1', { edge: STEADY })];
        this.whole = [this.owner, ...this.watchers];
        // Comes and goes; its other socket ends with its edge.
        this.guest = await this.s.client('guest', { edge: STEADY });
        await this.s.client('guest', { edge: 1 - STEADY });
        const others = [...users, ...this.watchers.map(({ user }) => user),
            this.s.user('late'), this.s.user('visitor')];
        for (let i = 0; i < ROOMS; i += 1) {
            const { room } = await this.owner.ok({ type: 'ROOM_CREATE',
                memberIds: others }, 'ROOM_CREATED');
            this.rooms.push(room);
        }
        const ids = this.rooms.map(({ id }) => id);
        this.members = Object.fromEntries(ids.map((id) => [id,
            [this.owner.user, this.guest.user, ...others]]));
        for (const [i, user] of users.entries()) {
            const sender = new Sender({ user, rooms: ids,
                url: this.cluster.url(i % 2), clients: this.clients });
            this.senders.push(sender);
            sender.run();
        }
        this.running = true;
        this.visiting = this.visit();
        this.visiting.catch(() => {});
        this.mutating = this.mutate();
        this.mutating.catch(() => {});
    }

    // Events of other kinds among the messages: the guest is added to all
    // rooms and removed, and rooms get new names. Outcomes may be unknown (a
    // guest that was never added cannot be removed); the observers see what
    // was done.
    async mutate() {
        const kinds = [
            () => ({ type: 'ROOM_ADD_MEMBERS', userIds: [this.guest.user] }),
            (n) => ({ type: 'ROOM_UPDATE_META',
                patch: { name: `name ${n}` } }),
            () => ({ type: 'ROOM_REMOVE_MEMBER', userId: this.guest.user }),
        ];
        for (let n = 0; this.running; n += 1) {
            const answer = await this.owner.request({
                ...kinds[Math.floor(n / ROOMS) % kinds.length](n),
                roomId: this.rooms[n % ROOMS].id });
            assert.ok(['ROOM_UPDATED', 'ROOM_MEMBERS_UPDATED'].includes(
                answer.type) || ['UNAVAILABLE', 'FORBIDDEN'].includes(
                answer.code), JSON.stringify(answer));
            this.owner.drop();
        }
    }

    // A member that comes to either edge, looks around and goes, again and
    // again.
    async visit() {
        const user = this.s.user('visitor');
        for (let n = 0; this.running; n += 1) {
            const visitor = await reconnect(this.cluster.url(n % 2), {
                token: mint(user), user, name: `visitor/${n}` },
            () => !this.running).catch(() => null);
            if (visitor === null) {
                continue;
            }
            this.clients.push(visitor);
            try {
                await visitor.request({ type: 'ROOM_LIST' });
                for (let i = 0; i < 5; i += 1) {
                    await visitor.request({ type: 'ROOM_INFO',
                        roomId: this.rooms[(n + i) % ROOMS].id });
                }
            } catch (error) {
                assert.ok(!visitor.isOpen, error);
            }
            await visitor.close();
        }
    }

    // The guest is in every room at the end.
    async welcome() {
        for (const { id } of this.rooms) {
            await this.owner.ok({ type: 'ROOM_ADD_MEMBERS', roomId: id,
                userIds: [this.guest.user] }, 'ROOM_MEMBERS_UPDATED');
        }
    }

    get acknowledged() {
        return this.senders.reduce((sum, { acknowledged }) =>
            sum + acknowledged, 0);
    }

    // The load must go on for the damage to mean anything.
    async progress(count = 100) {
        const goal = this.acknowledged + count;
        await until(() => {
            const failed = this.senders.find(({ stopping }) => stopping);
            return failed ? failed.done : this.acknowledged >= goal;
        }, `${count} more acknowledged messages`, 45_000);
    }

    // After a failure: nobody comes back.
    abandon() {
        this.running = false;
        for (const sender of this.senders) {
            sender.abandoned = true;
            sender.stopping = true;
        }
    }

    async end() {
        await Promise.all(this.senders.map((sender) => sender.stop()));
        this.running = false;
        await this.mutating;
        await this.visiting;
        await this.welcome();
    }

    // Heads by ROOM_INFO, asked by every observer last: its answer follows
    // every event that it includes.
    async judge() {
        const heads = {};
        const late = await reconnect(this.cluster.url(1), {
            token: mint(this.s.user('late')), user: this.s.user('late'),
            name: 'late' });
        this.clients.push(late);
        const { rooms } = await late.request({ type: 'ROOM_LIST' });
        for (const client of [late, this.guest, ...this.whole]) {
            for (const { id, epoch } of this.rooms) {
                const { room } = await client.ok({ type: 'ROOM_INFO',
                    roomId: id }, 'ROOM_CREATED');
                assert.equal(room.epoch, epoch);
                assert.equal(room.seq, heads[id] ?? room.seq);
                heads[id] = room.seq;
            }
        }
        for (const { id, seq } of rooms) {
            assert.equal(seq, heads[id]);
        }
        const sockets = this.clients.map((client) => ({
            name: client.name, user: client.user,
            whole: this.whole.includes(client),
            transcript: client.transcript,
        }));
        const problems = check({ sockets, members: this.members, heads,
            starts: Object.fromEntries(Object.keys(heads)
                .map((id) => [id, 1])) });
        assert.equal(problems.length, 0, summary(problems));
        const slowest = Math.max(...this.senders.map(
            ({ slowest: ms }) => ms));
        assert.ok(slowest < 10_000, `an answer took ${slowest} ms`);
        return this.acknowledged;
    }
}
