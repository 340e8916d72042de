// A cluster whose programs are started one by one, each on a machine of its
// own: a folder with its keys, and a network namespace where one is given. They
// meet over TCP. To scenes and storms it is a Cluster.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Cluster, environment, running, runProgram } from './cluster.js';
import { findProgram, isAlive, killQuietly, until } from './programs.js';

const STOP_MS = 20_000;

export class Machines extends Cluster {
    constructor(options = {}) {
        super({ workers: 1, ...options });
        this.children = new Map();
        this.edgeUrls = [];
        // How the person at the keyboard asks: flags, and a namespace.
        this.admin = { flags: [], netns: null };
        running.add(this);
    }

    // The folder of a machine.
    at(...parts) {
        const file = path.join(this.folder, ...parts);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        return file;
    }

    async moot(...args) {
        return runProgram('moot', args, { cwd: this.folder });
    }

    // moot, and it must go well: its output.
    async ok(...args) {
        const { code, stdout, stderr } = await this.moot(...args);
        assert.equal(code, 0, `moot ${args.join(' ')}: ${stderr}`);
        return stdout;
    }

    // A machine's own key.
    async keys(machine, role, name = machine) {
        await this.ok('keys', 'new', '--role', role, '--name', name, '--dir',
            `${machine}/keys`);
    }

    // Machine trusts these others.
    async trust(machine, ...others) {
        for (const other of others) {
            await this.ok('keys', 'add', `${other}/keys/self.pub`, '--dir',
                `${machine}/keys`);
        }
    }

    // Starts a program (its name without moot-) on a machine; the command is
    // run in the machines' folder.
    start(machine, program, args, { netns = null } = {}) {
        const log = fs.openSync(this.logFile, 'a');
        const words = [findProgram(`moot-${program}`),
            '--data-dir', `${machine}/data`, '--keys-dir', `${machine}/keys`,
            ...args];
        if (netns !== null) {
            words.unshift('ip', 'netns', 'exec', netns);
        }
        this.adopt(machine, spawn(words[0], words.slice(1), {
            cwd: this.folder, env: environment(this.env),
            stdio: ['ignore', log, log] }));
        fs.closeSync(log);
    }

    adopt(machine, child) {
        child.exited = new Promise((resolve) => {
            child.on('error', (error) => resolve({ error }));
            child.on('exit', (code, signal) => resolve({ code, signal }));
        });
        this.children.set(machine, child);
    }

    pid(machine) {
        return this.children.get(machine).pid;
    }

    // Ends one program, or waits for the end of one: its exit code.
    async end(machine, signal = 'SIGTERM') {
        const child = this.children.get(machine);
        if (signal !== null) {
            child.kill(signal);
        }
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
        const { code } = await child.exited;
        clearTimeout(timer);
        this.children.delete(machine);
        return code;
    }

    // The lines that a program wrote of an event: "broker-1", "trust_loaded".
    events(program, event) {
        return this.log().split('\n').filter((line) =>
            line.includes(` proc=${program} `)
            && line.includes(` ev=${event}`));
    }

    // The sum of a number in these lines.
    count(program, event, name) {
        return this.events(program, event).reduce((sum, line) => sum
            + Number(new RegExp(` ${name}=(\\d+)`).exec(line)?.[1] ?? 0), 0);
    }

    async logged(program, event, least = 1) {
        await until(() => this.events(program, event).length >= least,
            `${event} in the log of ${program}`);
    }

    url(edge = 0) {
        return this.edgeUrls[edge];
    }

    async status() {
        const args = ['status', '--json', ...this.admin.flags];
        let output = '';
        if (this.admin.netns === null) {
            output = (await this.moot(...args)).stdout;
        } else {
            const child = spawn('ip', ['netns', 'exec', this.admin.netns,
                findProgram('moot'), ...args], { cwd: this.folder,
                env: environment(this.env),
                stdio: ['ignore', 'pipe', 'ignore'] });
            child.stdout.on('data', (part) => { output += part; });
            await new Promise((resolve) => { child.on('close', resolve); });
        }
        return JSON.parse(output);
    }

    // In the order of their dependence, the last started first.
    async stop() {
        const names = [...this.children.keys()].reverse();
        const codes = {};
        for (const name of names) {
            codes[name] = await this.end(name);
        }
        running.delete(this);
        assert.deepEqual(Object.values(codes).filter(Boolean), [],
            JSON.stringify(codes));
        assert.deepEqual(this.logErrors(0, []), []);
    }

    killAll() {
        for (const child of this.children?.values() ?? []) {
            if (isAlive(child.pid)) {
                killQuietly(child.pid, 'SIGKILL');
            }
        }
    }
}
