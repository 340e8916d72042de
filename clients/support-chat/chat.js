// The support chat: a user writes to an administrator, and every
// administrator sees what users write. Events and history are those of the
// profile support-chat (deploy/profiles/support-chat.conf).

import { Socket } from "./socket.js";

const byId = (id) => document.getElementById(id);

/** Claims of the token in the cookie, for show only: the server checks it. */
function claimsOf(token) {
    try {
        if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
            return null;
        const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
        const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
        const claims = JSON.parse(new TextDecoder().decode(bytes));
        return typeof claims.user === "string" ? claims : null;
    } catch {
        return null;
    }
}

function cookie() {
    const found = document.cookie.split("; ")
        .find((one) => one.startsWith("token="));
    return found ? found.slice("token=".length) : "";
}

async function read(path) {
    const answer = await fetch(path, { credentials: "same-origin" });
    const body = await answer.json();
    if (!answer.ok)
        throw new Error(body.error ?? `HTTP ${answer.status}`);
    return body;
}

// An administrator who is written to by a user gets the message twice, as its
// recipient and as an administrator: the second comes right after the first.
const TWIN_MS = 100;

class Chat {
    constructor(claims) {
        this.me = claims.user;
        this.admin = claims.rol === "admin";
        // Peer → messages {from, text, at}; a user has one conversation, "".
        this.talks = new Map();
        this.unread = new Map();
        this.open = this.admin ? null : "";
        this.last = null;
    }

    start() {
        byId("who").textContent =
            `${this.me}${this.admin ? ", administrator" : ""}`;
        byId("entry").hidden = true;
        byId("chat").hidden = false;
        byId("leave").hidden = false;
        byId("skip").hidden = false;
        byId("people").hidden = !this.admin;
        byId("to-field").hidden = this.admin;
        byId("to").required = !this.admin;
        if (!this.admin)
            byId("title").textContent = "Your conversation with support";
        this.show(false, "Connecting");
        this.socket = new Socket("/socket.io/");
        this.socket.addEventListener("connect", () => this.connected());
        this.socket.addEventListener("disconnect", () => this.show(false,
            "Connection lost, trying again"));
        this.socket.addEventListener("refused", (event) =>
            signOut(event.detail));
        this.socket.addEventListener("event:mensaje_recibido", (event) =>
            this.received(event.detail));
        this.socket.addEventListener("event:error", () =>
            this.complain("The server could not take the last message."));
        this.draw();
        (this.admin ? byId("name") : byId("text")).focus();
    }

    show(on, text) {
        byId("state").textContent = text;
        byId("state").classList.toggle("on", on);
    }

    complain(text) {
        byId("problem").textContent = text;
    }

    // What came while there was no connection is in the history.
    async connected() {
        this.show(true, "Connected");
        this.complain("");
        try {
            if (this.admin)
                await this.loadPeople();
            else
                await this.loadTalk("");
            if (this.open)
                await this.loadTalk(this.open);
        } catch (error) {
            this.complain(`The history cannot be read: ${error.message}`);
        }
    }

    async loadPeople() {
        for (const name of await read("/api/usuarios-conversaciones"))
            this.talk(name);
        this.draw();
    }

    async loadTalk(peer) {
        const asked = new Date();
        const rows = await read(peer === "" ? "/api/mensajes/mios"
            : `/api/mensajes?con=${encodeURIComponent(peer)}`);
        this.fill(peer, rows, asked);
    }

    talk(peer) {
        if (!this.talks.has(peer))
            this.talks.set(peer, []);
        return this.talks.get(peer);
    }

    // What was sent or came while the history was asked for may be missing
    // from it: such messages stay.
    fill(peer, rows, asked) {
        const latest = rows.slice(-20);
        const late = this.talk(peer).filter((one) => one.at >= asked
            && !latest.some((row) => row.de_usuario === one.from
                && row.mensaje === one.text));
        const talk = rows.map((row) => ({
            from: row.de_usuario,
            to: row.para_usuario,
            text: row.mensaje,
            at: new Date(row.fecha),
        })).concat(late);
        this.talks.set(peer, talk);
        if (!this.admin) {
            const answer = talk.findLast((one) => one.from !== this.me);
            const asked = talk.findLast((one) => one.from === this.me);
            byId("to").value ||= answer?.from ?? asked?.to ?? "";
        }
        if (peer === this.open)
            this.draw();
    }

    isTwin(from, text) {
        const now = performance.now();
        const last = this.last;
        const twin = this.admin && last !== null && last.from === from
            && last.text === text && now - last.at < TWIN_MS;
        this.last = twin ? null : { from, text, at: now };
        return twin;
    }

    received({ de, mensaje }) {
        if (this.isTwin(de, mensaje))
            return;
        const peer = this.admin ? de : "";
        this.talk(peer).push({ from: de, text: mensaje, at: new Date() });
        if (!this.admin)
            byId("to").value ||= de;
        if (peer !== this.open)
            this.unread.set(peer, (this.unread.get(peer) ?? 0) + 1);
        this.draw();
    }

    send(to, text) {
        if (!this.socket.emit("mensaje_privado", { para: to, mensaje: text })) {
            this.complain("Not connected: the message was not sent.");
            return false;
        }
        this.complain("");
        this.talk(this.admin ? to : "")
            .push({ from: this.me, to, text, at: new Date() });
        this.draw();
        return true;
    }

    async choose(peer) {
        this.open = peer;
        this.unread.delete(peer);
        this.talk(peer);
        this.draw();
        byId("text").focus();
        try {
            await this.loadTalk(peer);
        } catch (error) {
            this.complain(`The history cannot be read: ${error.message}`);
        }
    }

    draw() {
        if (this.admin)
            this.drawPeople();
        byId("hint").hidden = this.open !== null;
        byId("write").hidden = this.open === null;
        if (this.open === null)
            return;
        if (this.admin)
            byId("title").textContent = `Conversation with ${this.open}`;
        this.drawLog(this.talk(this.open));
    }

    // Only what is new is added, so that it alone is read out.
    drawLog(talk) {
        const log = byId("log");
        if (this.drawn !== talk) {
            log.replaceChildren();
            this.drawn = talk;
        }
        for (const message of talk.slice(log.children.length))
            log.append(this.item(message));
        log.scrollTop = log.scrollHeight;
    }

    item(message) {
        const item = document.createElement("li");
        const from = document.createElement("p");
        const text = document.createElement("p");
        const time = document.createElement("time");
        const own = message.from === this.me;
        item.classList.toggle("own", own);
        from.className = "from";
        time.dateTime = message.at.toISOString();
        time.textContent = message.at.toLocaleString([], {
            dateStyle: "short", timeStyle: "short",
        });
        const to = message.to && !this.admin && own ? ` to ${message.to}` : "";
        from.append(own ? `You${to}` : message.from, ", ", time);
        text.textContent = message.text;
        item.append(from, text);
        return item;
    }

    drawPeople() {
        const items = [...this.talks.keys()].sort().map((peer) => {
            const item = document.createElement("li");
            const button = document.createElement("button");
            const count = this.unread.get(peer) ?? 0;
            button.type = "button";
            button.textContent = peer;
            button.setAttribute("aria-current", String(peer === this.open));
            if (count > 0) {
                const badge = document.createElement("span");
                badge.className = "count";
                badge.textContent = String(count);
                badge.setAttribute("aria-label", `${count} unread`);
                button.append(badge);
            }
            button.addEventListener("click", () => this.choose(peer));
            item.append(button);
            return item;
        });
        byId("list").replaceChildren(...items);
    }
}

let chat = null;

function setCookie(value, seconds) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
        `token=${value}; Path=/; SameSite=Strict; Max-Age=${seconds}${secure}`;
}

function signOut(why) {
    chat?.socket.close();
    chat = null;
    setCookie("", 0);
    byId("chat").hidden = true;
    byId("leave").hidden = true;
    byId("skip").hidden = true;
    byId("entry").hidden = false;
    byId("who").textContent = "";
    byId("state").textContent = "";
    byId("state").classList.remove("on");
    byId("refusal").textContent = why ? `Refused: ${why}` : "";
    byId("token").focus();
}

function signIn(token) {
    const claims = claimsOf(token);
    byId("refusal").textContent = claims ? ""
        : "This is not a token with the claim user.";
    if (!claims)
        return false;
    chat = new Chat(claims);
    chat.start();
    return true;
}

byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const token = byId("token").value.trim();
    if (claimsOf(token))
        setCookie(token, 86_400);
    if (signIn(token))
        byId("token").value = "";
});

byId("leave").addEventListener("click", () => signOut(""));

byId("begin").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = byId("name").value.trim();
    byId("name").value = "";
    if (name !== "")
        chat.choose(name);
});

byId("write").addEventListener("submit", (event) => {
    event.preventDefault();
    const to = chat.admin ? chat.open : byId("to").value.trim();
    const text = byId("text").value;
    if (to === "" || text.trim() === "")
        return;
    if (chat.send(to, text))
        byId("text").value = "";
});

// Enter sends, Shift and Enter begins a line.
byId("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        byId("write").requestSubmit();
    }
});

if (cookie() !== "")
    signIn(cookie());
