// The reference: a server of the socket.io package that does what
// bench.conf tells Moothall to do. Prints its port.

import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { serveClient: false });

io.on('connection', (socket) => {
    socket.on('join_bench', ({ id }, done) => {
        socket.join(`bench|${id}`);
        done({});
    });
    socket.on('say', ({ room, text }) => {
        io.to(`bench|${room}`).emit('said', { text });
    });
});

http.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ port: http.address().port }));
});
