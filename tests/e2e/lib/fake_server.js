// A WebSocket server of a few lines that answers as it is told, so that the
// client library can be tested before and without the real programs.

import { WebSocketServer } from 'ws';

// answer(frame, send, socket) is called for each text frame.
export async function fakeServer(answer, options = {}) {
    const server = new WebSocketServer({
        port: 0, host: '127.0.0.1', perMessageDeflate: false, ...options,
    });
    server.on('connection', (socket) => {
        const send = (frame) => socket.send(JSON.stringify(frame));
        send({ type: 'CONNECTION_ESTABLISHED', userId: 'alice',
            sessionId: 's1', timestamp: Date.now() });
        socket.on('message', (data) => {
            const frame = JSON.parse(data.toString());
            if (frame.type === 'PING') {
                send({ type: 'PONG', timestamp: Date.now(),
                    ...(frame.correlationId !== undefined
                        && { correlationId: frame.correlationId }) });
            } else {
                answer?.(frame, send, socket);
            }
        });
    });
    await new Promise((resolve) => { server.on('listening', resolve); });
    return {
        url: `ws://127.0.0.1:${server.address().port}/ws`,
        close: () => {
            server.clients.forEach((socket) => socket.terminate());
            return new Promise((resolve) => { server.close(resolve); });
        },
    };
}
