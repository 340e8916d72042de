// A real cluster, started through `moot up`, and the scenes that play on
// it. At the end of every scene its sockets' transcripts are held against
// the order rules and the programs' logs against `lvl=error`.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { Client, WAIT_MS } from './client.js';
import { checkSocket, summary } from './history.js';
import {
    descendants, findProgram, freePorts, isAlive, killQuietly,
    programFolders, temporaryFolder, until,
} from './programs.js';
import { SECRET, mint } from './token.js';

const READY_MS = 60_000;
const STOP_MS = 30_000;

// In the message of a failure.
const SHOWN_CLIENTS = 8;

const SANITIZER = new RegExp('ERROR: AddressSanitizer|runtime error:'
    + '|ERROR: LeakSanitizer|WARNING: ThreadSanitizer'
    + '|SUMMARY: UndefinedBehaviorSanitizer');

// Ended when this process ends.
export const running = new Set();

process.on('exit', () => {
    for (const cluster of running) {
        cluster.destroy();
    }
});
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => process.exit(1));
}

export function environment(env) {
    const clean = {};
    for (const [key, value] of Object.entries(process.env)) {
        if (!key.startsWith('MOOT_')) {
            clean[key] = value;
        }
    }
    clean.PATH = `${programFolders().join(':')}:${clean.PATH}`;
    return { ...clean, MOOT_JWT_SECRET: SECRET,
        MOOT_REQUESTS_PER_SECOND: '0', MOOT_PENDING_REQUESTS_MAX: '1024',
        ...env };
}

// Runs a program to its end: {code, signal, stdout, stderr}.
export function runProgram(name, args, options = {}) {
    return new Promise((resolve, reject) => {
        const env = environment(options.env ?? {});
        for (const key of options.unset ?? []) {
            delete env[key];
        }
        const child = spawn(findProgram(name), args, {
            env, cwd: options.cwd, stdio: [
                options.input === undefined ? 'ignore' : 'pipe',
                'pipe', 'pipe'],
        });
        // It may end before it has read everything.
        child.stdin?.on('error', () => {});
        child.stdin?.end(options.input);
        const out = { stdout: '', stderr: '' };
        const timer = setTimeout(() => {
            for (const pid of descendants(child.pid)) {
                killQuietly(pid, 'SIGKILL');
            }
            child.kill('SIGKILL');
        }, options.timeout ?? 30_000);
        child.stdout.on('data', (part) => { out.stdout += part; });
        child.stderr.on('data', (part) => { out.stderr += part; });
        child.on('error', reject);
        child.on('close', (code, signal) => {
            clearTimeout(timer);
            if (SANITIZER.test(out.stderr)) {
                reject(new Error(out.stderr));
            } else {
                resolve({ code, signal, ...out });
            }
        });
    });
}

export class Cluster {
    constructor(options = {}) {
        this.edges = options.edges ?? 2;
        this.workers = options.workers ?? 2;
        this.brokers = options.brokers ?? 1;
        this.env = options.env ?? {};
        this.unset = options.unset ?? [];
        this.args = options.args ?? [];
        this.portShared = options.portShared ?? false;
        this.ownFolder = options.data === undefined;
        this.folder = temporaryFolder();
        this.data = options.data ?? path.join(this.folder, 'd');
        this.port = options.port;
        this.logFile = path.join(this.folder, 'log');
        this.child = null;
        this.exit = null;
    }

    static async start(options) {
        const cluster = new Cluster(options);
        try {
            await cluster.start();
        } catch (error) {
            error.message += `\n${cluster.logTail(60)}`;
            cluster.destroy();
            throw error;
        }
        return cluster;
    }

    // Spawns `moot up`; does not wait for it to be ready.
    async launch() {
        this.port ??= await freePorts(this.edges);
        running.add(this);
        const env = environment(this.env);
        for (const key of this.unset) {
            delete env[key];
        }
        const log = fs.openSync(this.logFile, 'a');
        this.child = spawn(findProgram('moot'), ['up', '--data', this.data,
            '--port', String(this.port), '--edges', String(this.edges),
            '--workers', String(this.workers),
            '--brokers', String(this.brokers), '--bind', '127.0.0.1',
            ...(this.portShared ? ['--port-shared'] : []),
            ...this.args], { env, stdio: ['ignore', 'pipe', log] });
        fs.closeSync(log);
        this.stdout = '';
        this.exit = null;
        this.child.stdout.setEncoding('utf8');
        this.child.stdout.on('data', (part) => { this.stdout += part; });
        this.exited = new Promise((resolve) => {
            this.child.on('error', (error) => resolve({ error }));
            this.child.on('exit', (code, signal) => {
                this.exit = { code, signal };
                resolve(this.exit);
            });
        });
    }

    async start() {
        await this.launch();
        const lines = this.urls().map((url) => `ready ${url}`);
        await until(() => {
            if (this.exit !== null) {
                throw new Error('moot up ended with '
                    + JSON.stringify(this.exit));
            }
            const printed = this.stdout.split('\n').filter((line) =>
                line.startsWith('ready '));
            return printed.length >= this.edges
                && lines.every((line) => printed.includes(line));
        }, 'every edge ready', READY_MS);
    }

    url(edge = 0) {
        const port = this.port + (this.portShared ? 0 : edge);
        return `ws://127.0.0.1:${port}/ws`;
    }

    urls() {
        return Array.from({ length: this.edges }, (_, i) => this.url(i));
    }

    async status() {
        const { code, stdout, stderr } = await runProgram('moot',
            ['status', '--data', this.data, '--json'], { env: this.env });
        try {
            return JSON.parse(stdout);
        } catch {
            throw new Error(`moot status ended with ${code} and printed `
                + `${stdout}${stderr}`);
        }
    }

    async programs(role) {
        const { programs } = await this.status();
        return programs.filter((program) => program.role === role
            && program.pid > 0);
    }

    // The process of that role and place, by status: {role, id, pid, …}.
    // One that was killed a moment ago counts when it is there again.
    async program(role, place = 0) {
        const list = await until(async () => {
            const programs = await this.programs(role);
            return programs.length > place ? programs : null;
        }, `a ${role} number ${place}`);
        list.sort((a, b) => String(a.id).localeCompare(String(b.id),
            'en', { numeric: true }));
        return list[place];
    }

    // Kills by pid, waits until it is gone.
    async kill(role, place = 0) {
        const { pid } = await this.program(role, place);
        process.kill(pid, 'SIGKILL');
        await until(() => !isAlive(pid), `the end of ${role} ${pid}`);
        return pid;
    }

    // Healthy, and none of these pids among the programs.
    async healthy(without = []) {
        await until(async () => {
            const status = await this.status().catch(() => null);
            return status?.healthy === true && status.programs.every(
                ({ pid }) => !without.includes(pid));
        }, 'a healthy cluster', READY_MS, 100);
    }

    async stop(signal = 'SIGTERM') {
        if (this.exit === null) {
            const pids = descendants(this.child.pid);
            this.child.kill(signal);
            const timer = setTimeout(() => this.killAll(), STOP_MS);
            await this.exited;
            clearTimeout(timer);
            assert.deepEqual(pids.filter(isAlive), [],
                'programs that outlive moot up');
        }
        running.delete(this);
        return this.exit;
    }

    killAll() {
        if (this.child === null || this.exit !== null) {
            return;
        }
        const pids = [this.child.pid, ...descendants(this.child.pid)];
        for (const pid of pids) {
            killQuietly(pid, 'SIGKILL');
        }
    }

    destroy() {
        this.killAll();
        running.delete(this);
        fs.rmSync(this.folder, { recursive: true, force: true });
    }

    // -- logs ------------------------------------------------------------

    log(offset = 0) {
        try {
            return fs.readFileSync(this.logFile).subarray(offset)
                .toString();
        } catch {
            return '';
        }
    }

    logSize() {
        try {
            return fs.statSync(this.logFile).size;
        } catch {
            return 0;
        }
    }

    logTail(lines, offset = 0) {
        return this.log(offset).split('\n').slice(-lines).join('\n');
    }

    // Lines that no run has, not even one that is refused or killed.
    sanitizerReports() {
        return this.log().split('\n').filter((line) =>
            SANITIZER.test(line));
    }

    // Lines that no healthy run has.
    logErrors(offset = 0, expected = []) {
        return this.log(offset).split('\n').filter((line) =>
            SANITIZER.test(line) || (/\blvl=error\b/.test(line)
                && !expected.some((rule) => rule.test(line))));
    }
}

// One test on a cluster: users and rooms with names of their own, clients
// that are closed at the end, and the checks that every test owes.
export class Scene {
    constructor(cluster) {
        this.cluster = cluster;
        this.tag = randomBytes(4).toString('hex');
        this.clients = [];
        this.logOffset = cluster.logSize();
        this.expectedErrors = [];
        this.checksOrder = true;
    }

    user(name) {
        return `${name}-${this.tag}`;
    }

    room(name = 'room') {
        this.rooms = (this.rooms ?? 0) + 1;
        return `${name}-${this.rooms}-${this.tag}`;
    }

    // A connected client. options as of Client, and edge, claims.
    async client(name, options = {}) {
        const user = options.user ?? this.user(name);
        const count = this.clients.filter((c) => c.user === user).length;
        const client = await Client.connect(
            this.cluster.url(options.edge ?? 0), {
                token: mint(user, options.claims),
                name: count > 0 ? `${name}/${count + 1}` : name,
                ...options, user,
            });
        this.clients.push(client);
        return client;
    }

    async admin(name = 'root', options = {}) {
        return this.client(name, { ...options, claims: { role: 'admin' } });
    }

    // A room of this owner with these further members, and all sockets'
    // events of its creation read. Returns the snapshot.
    async roomOf(owner, members = [], more = {}) {
        const roomId = more.roomId ?? this.room();
        const { response, before: frames } = await owner.call({
            type: 'ROOM_CREATE', roomId,
            memberIds: [...new Set(members.map((c) => c.user ?? c))],
            ...more,
        });
        assert.equal(response.type, 'ROOM_CREATED',
            JSON.stringify(response));
        assert.equal(frames.at(-1)?.type, 'ROOM_MEMBERS_UPDATED');
        for (const member of new Set(members)) {
            if (member instanceof Client && member !== owner) {
                await member.expect('ROOM_MEMBERS_UPDATED', { roomId });
            }
        }
        return response.room;
    }

    // Everybody's proof of silence: a marker message in the room, which
    // every member socket must get as its next frame, so that nothing else
    // of that room came before it.
    async marker(roomId, sender, observers, expected = []) {
        const content = `marker ${randomBytes(6).toString('hex')}`;
        await sender.ok({ type: 'ROOM_MESSAGE', roomId, content },
            'ROOM_MESSAGE_RESPONSE', { success: true });
        for (const observer of observers) {
            const extra = await observer.readUntil((frame) =>
                frame.type === 'ROOM_MESSAGE' && frame.content === content,
            `the marker in ${roomId}`);
            assert.deepEqual(extra.map(({ type }) => type), expected,
                `${observer.name} got more than it should`
                + observer.tail());
        }
    }

    // An outsider has no marker of its own. Someone inside, on the same
    // edge, gets one first; then the outsider's PING proves its silence.
    async outsiderSilent(roomId, sender, insider, outsider) {
        await this.marker(roomId, sender, [insider]);
        await outsider.silent(`nothing of ${roomId}`);
    }

    verify() {
        for (const client of this.clients) {
            assert.deepEqual(client.violations, [],
                `${client.name} got frames against the contract`);
            if (this.checksOrder && client.anonymousRequests === 0) {
                const problems = checkSocket(client);
                assert.equal(problems.length, 0, summary(problems));
            }
        }
        const errors = this.cluster.logErrors(this.logOffset,
            this.expectedErrors);
        assert.deepEqual(errors, [], 'error lines in the logs');
    }

    describe() {
        const shown = this.clients.slice(0, SHOWN_CLIENTS);
        const parts = shown.map((client) =>
            `  ${client.name} (${client.user})${client.tail(16)}`);
        if (shown.length < this.clients.length) {
            parts.push(`  and ${this.clients.length - shown.length} more`);
        }
        return `${parts.join('\n')}\n  logs:\n`
            + this.cluster.logTail(40, this.logOffset);
    }

    async close() {
        await Promise.all(this.clients.map((client) => client.close()));
    }
}

export async function play(cluster, scenario, logOffset) {
    const scene = new Scene(cluster);
    scene.logOffset = logOffset ?? scene.logOffset;
    try {
        await scenario(scene);
        scene.verify();
    } catch (error) {
        error.message += `\n${scene.describe()}`;
        throw error;
    } finally {
        await scene.close();
    }
}

// For a file whose tests share one cluster: registers start and stop, and
// returns scene(name, scenario) to register tests.
export function sharedCluster(options = {}) {
    let cluster = null;
    before(async () => {
        cluster = await Cluster.start(options);
    }, { timeout: READY_MS + WAIT_MS });
    after(async () => {
        if (cluster === null) {
            return;
        }
        try {
            const exit = await cluster.stop();
            const log = cluster.logTail(40);
            assert.deepEqual(exit, { code: 0, signal: null },
                `moot up ended wrongly\n${log}`);
            assert.deepEqual(cluster.logErrors(0,
                options.expectedErrors ?? []), [], 'errors at the end');
        } finally {
            cluster.destroy();
        }
    }, { timeout: STOP_MS + WAIT_MS });
    return (name, scenario, testOptions = {}) =>
        test(name, { timeout: 60_000, ...testOptions },
            () => play(cluster, scenario));
}

// A test with a cluster of its own.
export function ownCluster(name, options, scenario, testOptions = {}) {
    test(name, { timeout: 120_000, ...testOptions }, async () => {
        const cluster = await Cluster.start(options);
        try {
            await play(cluster, (scene) => scenario(scene, cluster), 0);
            const exit = await cluster.stop();
            assert.deepEqual(exit, { code: 0, signal: null });
            assert.deepEqual(cluster.sanitizerReports(), []);
        } finally {
            cluster.destroy();
        }
    });
}
