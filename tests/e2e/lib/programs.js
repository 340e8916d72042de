// Finds the programs under test, free ports and short temporary folders,
// and ends what the tests have started, by process id.

import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const FOLDERS = ['', 'cli', 'edge', 'broker', 'worker', 'bin'];

export const BUILD = process.env.MOOT_BUILD
    ? path.resolve(process.env.MOOT_BUILD) : null;

// The folders of the build that hold programs, the root first.
export function programFolders() {
    return FOLDERS.map((folder) => path.join(BUILD, folder))
        .filter((folder) => fs.existsSync(folder));
}

export function findProgram(name) {
    if (BUILD === null) {
        throw new Error('MOOT_BUILD must name the build folder');
    }
    for (const folder of programFolders()) {
        const file = path.join(folder, name);
        if (fs.existsSync(file) && fs.statSync(file).isFile()) {
            return file;
        }
    }
    throw new Error(`${name} is nowhere in ${BUILD}`);
}

// Unix socket paths are limited to 107 bytes, so the folder is short.
export function temporaryFolder() {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'mt-'));
}

function portIsFree(port) {
    return new Promise((resolve) => {
        const server = net.createServer();
        server.once('error', () => resolve(false));
        server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
            server.close(() => resolve(true));
        });
    });
}

// The first of `count` consecutive free ports. Below the range that the
// kernel gives to clients, so that no outgoing connection takes one.
export async function freePorts(count) {
    for (let attempt = 0; attempt < 200; attempt += 1) {
        const first = 10_000 + Math.floor(Math.random() * 20_000);
        let free = true;
        for (let i = 0; i < count && free; i += 1) {
            free = await portIsFree(first + i);
        }
        if (free) {
            return first;
        }
    }
    throw new Error(`no ${count} consecutive free ports`);
}

function childrenOf(pid) {
    try {
        return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
            .split(' ').filter(Boolean).map(Number);
    } catch {
        return [];
    }
}

export function descendants(pid) {
    const children = childrenOf(pid);
    return children.concat(...children.map(descendants));
}

export function isAlive(pid) {
    try {
        process.kill(pid, 0);
    } catch {
        return false;
    }
    try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
    } catch {
        return false;
    }
}

export function killQuietly(pid, signal) {
    try {
        process.kill(pid, signal);
    } catch {
        // It is gone already, which is what was wanted.
    }
}

// Polls until probe() is true. The only place of the tests that looks at
// a clock to wait, because programs outside have no event to give.
export async function until(probe, what, timeout = 20_000, step = 50) {
    const end = Date.now() + timeout;
    for (;;) {
        const value = await probe();
        if (value) {
            return value;
        }
        if (Date.now() > end) {
            throw new Error(`${what}: not within ${timeout} ms`);
        }
        await new Promise((resolve) => { setTimeout(resolve, step); });
    }
}
