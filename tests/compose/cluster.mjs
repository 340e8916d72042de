// The cluster of deploy/docker-compose.yml, as the tests handle it: through
// docker-compose and docker, and as clients through the published port.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '../e2e/lib/client.js';
import { freePorts, until } from '../e2e/lib/programs.js';
import { SECRET, mint } from '../e2e/lib/token.js';

const COMMAND_MS = 120_000;
const READY_MS = 60_000;
const API_KEY = 'containers-of-the-tests';

// A folder of profiles that an operator mounts: rooms by a claim, and rooms
// whose back end is not there.
const PROFILE = `
[namespace /]
auth = token
user = claims.sub

[room ChatRoom]
identifier = chat_id
may_join = contains(texts(claims.chats), id.chat_id)

[room VaultRoom]
identifier = vault_id
url = http://broker:9/vaults

[event say]
to = "chat|" + text(payload.chat_id)
emit = said
with = {from: user, n: payload.n}
ack = [payload.n]
`;

// Runs a command to its end: {code, stdout, stderr, text}.
function run(command, args, env) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { env,
            stdio: ['ignore', 'pipe', 'pipe'] });
        const out = { stdout: '', stderr: '' };
        const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS);
        child.stdout.on('data', (part) => { out.stdout += part; });
        child.stderr.on('data', (part) => { out.stderr += part; });
        child.on('error', reject);
        child.on('close', (code) => {
            clearTimeout(timer);
            resolve({ code, ...out, text: out.stdout + out.stderr });
        });
    });
}

async function must(command, args, env) {
    const out = await run(command, args, env);
    if (out.code !== 0) {
        throw new Error(`${command} ${args.join(' ')} ended with `
            + `${out.code}:\n${out.text.slice(-4000)}`);
    }
    return out.stdout.trim();
}

export class Containers {
    static async create(folder) {
        const cluster = new Containers();
        const conf = path.join(folder, 'moothall.conf');
        fs.writeFileSync(conf, 'requests_per_second = 0\n'
            + 'pending_requests_max = 1024\n', { mode: 0o644 });
        fs.chmodSync(conf, 0o644);
        const profiles = path.join(folder, 'profiles');
        fs.mkdirSync(profiles);
        fs.chmodSync(profiles, 0o755);
        fs.writeFileSync(path.join(profiles, 'own.conf'), PROFILE);
        fs.chmodSync(path.join(profiles, 'own.conf'), 0o644);
        cluster.port = await freePorts(4);
        cluster.env = { ...process.env,
            MOOTHALL_PUBLISH: `127.0.0.1:${cluster.port}`,
            MOOTHALL_TLS_PUBLISH: `127.0.0.1:${cluster.port + 1}`,
            MOOTHALL_PROMETHEUS_PUBLISH: `127.0.0.1:${cluster.port + 2}`,
            MOOTHALL_API_PUBLISH: `127.0.0.1:${cluster.port + 3}`,
            MOOTHALL_CERTS: path.join(folder, 'certs'),
            MOOTHALL_PROFILES: profiles,
            MOOT_PROFILE: '/etc/moothall/profiles/own.conf',
            MOOT_API_KEY: API_KEY,
            MOOTHALL_CONF: conf,
            MOOTHALL_WORKERS: '2',
            MOOT_JWT_SECRET: SECRET };
        return cluster;
    }

    get #command() {
        return process.env.MOOT_COMPOSE.split(' ');
    }

    // docker-compose; tryCompose never throws.
    compose(...args) {
        const [command, ...words] = this.#command;
        return must(command, [...words, ...args], this.env);
    }

    tryCompose(args, env = {}) {
        const [command, ...words] = this.#command;
        return run(command, [...words, ...args], { ...this.env, ...env });
    }

    // What the runbook says, as it stands there; $compose is docker-compose.
    shell(script) {
        return must('sh', ['-ec', script], { ...this.env,
            compose: process.env.MOOT_COMPOSE });
    }

    docker(...args) {
        return must('docker', args, this.env);
    }

    tryDocker(...args) {
        return run('docker', args, this.env);
    }

    up(...args) {
        return this.compose('up', '-d', '--no-build', ...args);
    }

    // Ids of a service's containers, also of those that do not run.
    async containers(service) {
        const ids = await this.compose('ps', '-q', service);
        return ids.split('\n').filter(Boolean);
    }

    async inspect(id, format) {
        return this.docker('inspect', '--format', format, id);
    }

    logs(service) {
        return this.compose('logs', '--no-color', service);
    }

    // -- health ----------------------------------------------------------

    async status() {
        const { stdout, text } = await this.tryCompose(['exec', '-T',
            'broker', 'moot', 'status', '--json']);
        try {
            return JSON.parse(stdout);
        } catch {
            throw new Error(`moot status printed ${text}`);
        }
    }

    // Healthy with so many edges and two workers, and all edges get clients.
    async healthy(edges) {
        let last;
        await until(async () => {
            last = await this.status().catch(String);
            return last.healthy === true
                && last.programs.filter(({ role }) => role === 'edge')
                    .length === edges
                && await this.balanced(edges);
        }, `a healthy cluster with ${edges} edges`, READY_MS, 300)
            .catch(async (error) => {
                throw new Error(`${error.message}\n${JSON.stringify(last)}\n`
                    + await this.describe());
            });
    }

    // The balancer offers exactly so many edges.
    async balanced(edges) {
        const [id] = await this.containers('haproxy');
        const { stdout } = await this.tryDocker('exec', id, 'bash', '-c',
            'exec 3<>/dev/tcp/127.0.0.1/8404; printf "GET /metrics '
            + 'HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n" >&3;'
            + 'cat <&3');
        const found = /^haproxy_backend_active_servers\{proxy="edges"\} (\d+)/m
            .exec(stdout);
        return found !== null && Number(found[1]) === edges;
    }

    async describe() {
        const { text } = await this.tryCompose(['ps']);
        const logs = await this.tryCompose(['logs', '--no-color',
            '--tail', '15']);
        return `${text}\n${logs.text}`;
    }

    // -- damage ----------------------------------------------------------

    // Kills the program of a container, as a crash does: SIGKILL from
    // within, so that the engine starts the container again.
    async crash(id) {
        const started = await this.inspect(id, '{{.State.StartedAt}}');
        await this.tryDocker('exec', id, 'bash', '-c',
            'for f in /proc/[0-9]*/comm; do case $(<"$f") in '
            + 'moot-*|haproxy) p=${f#/proc/}; kill -9 "${p%/comm}";; '
            + 'esac; done');
        await until(async () => await this.inspect(id,
            '{{.State.StartedAt}} {{.State.Running}}')
            .then((now) => now.endsWith('true')
                && !now.startsWith(started)),
        'the engine starts the container again', READY_MS, 200);
    }

    // -- clients ---------------------------------------------------------

    url() {
        return `ws://127.0.0.1:${this.port}/ws`;
    }

    httpUrl() {
        return `http://127.0.0.1:${this.port}`;
    }

    // One request to the application's API, through the balancer.
    async api(method, where, body, key = API_KEY) {
        const answer = await fetch(
            `http://127.0.0.1:${this.port + 3}/v1/${where}`, { method,
                headers: { authorization: `Bearer ${key}` },
                ...(body ? { body: JSON.stringify(body) } : {}),
                signal: AbortSignal.timeout(5000) });
        return { status: answer.status,
            body: await answer.json().catch(() => null) };
    }

    // A counter of all edges together, as Prometheus reads it.
    async sum(metric) {
        let sum = 0;
        for (const id of await this.containers('edge')) {
            const text = await this.docker('exec', id, 'bash', '-c',
                'exec 3<>/dev/tcp/127.0.0.1/9464; printf "GET /metrics '
                + 'HTTP/1.1\\r\\nHost: h\\r\\nConnection: close\\r\\n\\r\\n" '
                + '>&3; cat <&3');
            for (const [, n] of text.matchAll(
                new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\d+)`, 'gm'))) {
                sum += Number(n);
            }
        }
        return sum;
    }
}

// Users and their sockets, in the form that Storm wants.
export class Scene {
    constructor(cluster) {
        this.cluster = cluster;
        this.tag = randomBytes(4).toString('hex');
        this.clients = [];
    }

    user(name) {
        return `${name}-${this.tag}`;
    }

    async client(name) {
        const user = this.user(name);
        const client = await Client.connect(this.cluster.url(), { user,
            token: mint(user), name: `${name}/${this.clients.length}` });
        this.clients.push(client);
        return client;
    }

    async close() {
        await Promise.all(this.clients.map((client) => client.close()));
    }
}

// The container that serves this socket, from its session's name.
export function edgeOf(client) {
    return client.established.sessionId.split(':')[0].slice('edge-'.length);
}
