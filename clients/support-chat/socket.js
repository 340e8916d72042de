// A Socket.IO 5 client over WebSocket for this page: events out and in, and
// reconnecting. No acks, no binary data, one namespace. For more take
// socket.io-client, which works with the same server unchanged.

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

export class Socket extends EventTarget {
    #url;
    #web = null;
    #pause = FIRST_PAUSE_MS;
    #timer = 0;
    #silence = 0;
    #open = false;
    #ended = false;
    #patience = 0;

    /** @param {string} path of the Engine.IO server, such as /socket.io/ */
    constructor(path) {
        super();
        const url = new URL(path, location.href);
        url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
        url.search = "EIO=4&transport=websocket";
        this.#url = url;
        this.#connect();
    }

    get connected() {
        return this.#open;
    }

    /** Sends an event; false when there is no connection. */
    emit(name, data) {
        if (!this.#open)
            return false;
        this.#web.send(`42${JSON.stringify([name, data])}`);
        return true;
    }

    close() {
        this.#ended = true;
        clearTimeout(this.#timer);
        this.#web?.close();
    }

    #say(type, detail) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    #connect() {
        this.#web = new WebSocket(this.#url);
        this.#web.onmessage = (event) => this.#take(String(event.data));
        this.#web.onclose = () => this.#lost();
    }

    #lost() {
        clearTimeout(this.#silence);
        if (this.#open) {
            this.#open = false;
            this.#say("disconnect");
        }
        if (this.#ended)
            return;
        // Not all clients of a server at the same moment.
        const pause = this.#pause * (0.5 + Math.random());
        this.#timer = setTimeout(() => this.#connect(), pause);
        this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    }

    // The server pings; one that falls silent is gone.
    #hear() {
        clearTimeout(this.#silence);
        if (this.#patience > 0)
            this.#silence = setTimeout(() => this.#web.close(), this.#patience);
    }

    #take(text) {
        this.#hear();
        if (text[0] === "0") {
            const { pingInterval, pingTimeout } = JSON.parse(text.slice(1));
            this.#patience = pingInterval + pingTimeout;
            this.#web.send("40");
        } else if (text[0] === "2") {
            this.#web.send("3");
        } else if (text.startsWith("40")) {
            this.#open = true;
            this.#pause = FIRST_PAUSE_MS;
            this.#say("connect");
        } else if (text.startsWith("44")) {
            this.close();
            this.#say("refused", JSON.parse(text.slice(2)).message);
        } else if (text.startsWith("41")) {
            this.#web.close();
        } else if (text.startsWith("42")) {
            const [name, data] = JSON.parse(text.slice(text.indexOf("[")));
            this.#say(`event:${name}`, data);
        }
    }
}
