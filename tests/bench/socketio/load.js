// The load: raw Socket.IO over WebSocket, the same bytes for both servers.
// load.js PORT KIND PID…: prints one line of JSON. KIND: moothall, reference.

import fs from 'node:fs';
import { WebSocket } from 'ws';

const SOCKETS = 1000;       // in the room of the fan-out
const EVENTS = 400;
const WINDOW = 4;           // events under way
const IDLE = 8000;
const OPENING = 100;        // handshakes under way
const LIMIT_MS = 120_000;
const TICK_US = 10_000;     // of /proc/PID/stat

const [port, kind, ...pids] = process.argv.slice(2);

setTimeout(() => {
    console.error('the load did not end in time');
    process.exit(1);
}, LIMIT_MS).unref();

// User and system time of all these processes, in microseconds.
function cpu() {
    return pids.map((pid) => {
        const fields = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
            .split(') ')[1].split(' ');
        return (Number(fields[11]) + Number(fields[12])) * TICK_US;
    }).reduce((a, b) => a + b);
}

// Memory that they have to themselves and their parts of what is shared.
function memory() {
    return pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(
        fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))[1]) * 1024)
        .reduce((a, b) => a + b);
}

function open() {
    return new Promise((resolve, reject) => {
        const socket = new WebSocket(
            `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
            { perMessageDeflate: false });
        socket.on('error', reject);
        socket.on('message', function greet(data) {
            const text = data.toString();
            if (text[0] === '0') {
                socket.send('40');
            } else if (text.startsWith('40')) {
                socket.off('message', greet);
                // Heartbeats, also of those that nobody listens to.
                socket.on('message', (ping) => {
                    if (ping.length === 1 && ping[0] === 0x32) {
                        socket.send('3');
                    }
                });
                resolve(socket);
            } else {
                reject(new Error(text));
            }
        });
    });
}

async function openMany(count) {
    const sockets = [];
    let begun = 0;
    await Promise.all(Array.from({ length: OPENING }, async () => {
        while (begun < count) {
            begun += 1;
            sockets.push(await open());
        }
    }));
    return sockets;
}

// A room that is entered as each server understands it, acknowledged.
function enter(socket) {
    return new Promise((resolve) => {
        socket.on('message', function take(data) {
            if (data.toString().startsWith('430[')) {
                socket.off('message', take);
                resolve();
            }
        });
        socket.send(kind === 'moothall' ? '420["join_bench",{"id":"hall"}]'
            : '420["enter","hall"]');
    });
}

async function fanout() {
    const sockets = await openMany(SOCKETS);
    await Promise.all(sockets.map(enter));
    const text = 'x'.repeat(100);
    const packet = `42["say",{"room":"hall","text":"${text}"}]`;
    let sent = 0;
    let got = 0;
    const before = cpu();
    const began = performance.now();
    await new Promise((resolve) => {
        const send = () => {
            sent += 1;
            sockets[0].send(packet);
        };
        for (const socket of sockets) {
            socket.on('message', (data) => {
                if (data.length < 100) {
                    return;
                }
                got += 1;
                if (got === EVENTS * SOCKETS) {
                    resolve();
                } else if (got % SOCKETS === 0 && sent < EVENTS) {
                    send();
                }
            });
        }
        for (let i = 0; i < WINDOW; i += 1) {
            send();
        }
    });
    const result = {
        events: EVENTS, sockets: SOCKETS, deliveries: got,
        us_per_delivery: Number(((cpu() - before) / got).toFixed(3)),
        events_per_second: Math.round(EVENTS * 1000
            / (performance.now() - began)),
    };
    sockets.forEach((socket) => socket.terminate());
    return result;
}

async function idle() {
    const memoryBefore = memory();
    const cpuBefore = cpu();
    const began = performance.now();
    const sockets = await openMany(IDLE);
    const seconds = (performance.now() - began) / 1000;
    const used = cpu() - cpuBefore;
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
    const result = {
        connections: IDLE,
        connects_per_second: Math.round(IDLE / seconds),
        us_per_connect: Math.round(used / IDLE),
        bytes_per_connection: Math.round((memory() - memoryBefore) / IDLE),
    };
    sockets.forEach((socket) => socket.terminate());
    return result;
}

const result = { server: kind, idle: await idle(), fanout: await fanout() };
console.log(JSON.stringify(result));
process.exit(0);
