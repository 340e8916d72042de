#!/usr/bin/python3
"""A first session with another WebSocket client than the other tests use:
python3-websockets of Debian. Starts a cluster of its own through `moot up`
and takes its tokens from `moot token`."""

import asyncio
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

import websockets

BUILD = pathlib.Path(os.environ.get("MOOT_BUILD", "."))
WAIT_S = 15
READY_S = 60


def find_program(name):
    for folder in ("", "cli", "bin"):
        file = BUILD / folder / name
        if file.is_file():
            return str(file)
    raise FileNotFoundError(f"{name} is nowhere in {BUILD}")


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_ports(count):
    for _ in range(200):
        first = random.randrange(30000, 32000)
        if all(is_free(first + i) for i in range(count)):
            return first
    raise OSError("no free ports")


class Cluster:
    """`moot up` with two edges and two workers, and a secret that it makes
    itself."""

    def __init__(self):
        program = find_program("moot")
        self.folder = tempfile.mkdtemp(prefix="mt-")
        self.data = os.path.join(self.folder, "d")
        self.port = free_ports(2)
        self.env = {key: value for key, value in os.environ.items()
                    if not key.startswith("MOOT_")}
        folders = [str(BUILD / name) for name in
                   ("", "cli", "edge", "broker", "worker")]
        self.env["PATH"] = ":".join(folders + [self.env["PATH"]])
        self.log = open(os.path.join(self.folder, "log"), "w+b")
        self.process = subprocess.Popen(
            [program, "up", "--data", self.data,
             "--port", str(self.port), "--edges", "2", "--workers", "2",
             "--brokers", "1", "--bind", "127.0.0.1"],
            env=self.env, stdout=subprocess.PIPE, stderr=self.log)

    def wait_ready(self):
        wanted = {f"ready {self.url(0)}", f"ready {self.url(1)}"}
        watchdog = threading.Timer(READY_S, self.process.kill)
        watchdog.start()
        try:
            for line in self.process.stdout:
                wanted.discard(line.decode().rstrip("\n"))
                if not wanted:
                    return
        finally:
            watchdog.cancel()
        raise RuntimeError("never ready\n" + self.read_log())

    def url(self, edge):
        return f"ws://127.0.0.1:{self.port + edge}/ws"

    def token(self, sub, *more):
        done = subprocess.run(
            [find_program("moot"), "token", "--data", self.data,
             "--sub", sub, *more], env=self.env, check=True,
            stdout=subprocess.PIPE, timeout=WAIT_S)
        return done.stdout.decode().strip()

    def read_log(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self.process.stdout.close()

    def remove(self):
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Client:
    """One socket; receive() gives the next frame, call() the frames up to
    and including the answer."""

    def __init__(self, connection):
        self.connection = connection
        self.count = 0

    @classmethod
    async def open(cls, url, token):
        connection = await websockets.connect(
            url, extra_headers={"Authorization": f"Bearer {token}"},
            subprotocols=["moothall.json.v1"], compression=None)
        return cls(connection)

    async def receive(self):
        text = await asyncio.wait_for(self.connection.recv(), WAIT_S)
        assert isinstance(text, str)
        return json.loads(text)

    async def call(self, **frame):
        self.count += 1
        frame["correlationId"] = f"p{self.count}"
        await self.connection.send(json.dumps(frame))
        frames = []
        while True:
            frames.append(await self.receive())
            if frames[-1].get("correlationId") == frame["correlationId"]:
                return frames


class FirstSession(unittest.IsolatedAsyncioTestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        try:
            cls.cluster.wait_ready()
        except BaseException:
            cls.cluster.process.kill()
            cls.cluster.process.wait()
            cls.cluster.process.stdout.close()
            cls.cluster.remove()
            raise

    @classmethod
    def tearDownClass(cls):
        code = cls.cluster.stop()
        log = cls.cluster.read_log()
        cls.cluster.remove()
        bad = [line for line in log.splitlines()
               if "lvl=error" in line or "runtime error:" in line
               or "Sanitizer: " in line]
        assert code == 0, f"moot up ended with {code}\n{log[-4000:]}"
        assert not bad, "\n".join(bad)

    async def connect(self, user, edge):
        client = await Client.open(self.cluster.url(edge),
                                   self.cluster.token(user))
        self.addAsyncCleanup(client.connection.close)
        frame = await client.receive()
        self.assertEqual(frame["type"], "CONNECTION_ESTABLISHED")
        self.assertEqual(frame["userId"], user)
        return client

    async def test_two_users_on_two_edges_talk(self):
        alice = await self.connect("alice", 0)
        bob = await self.connect("bob", 1)
        self.assertEqual(alice.connection.subprotocol, "moothall.json.v1")

        updated, created = await alice.call(
            type="ROOM_CREATE", roomId="cafe", name="Café ☕")
        self.assertEqual(updated["type"], "ROOM_MEMBERS_UPDATED")
        self.assertNotIn("correlationId", updated)
        self.assertEqual(created["type"], "ROOM_CREATED")
        room = created["room"]
        self.assertEqual(room["members"], ["alice"])
        self.assertEqual((room["version"], room["seq"]), (1, 1))

        updated, joined = await bob.call(type="ROOM_JOIN", roomId="cafe")
        self.assertEqual(updated["type"], "ROOM_MEMBERS_UPDATED")
        self.assertEqual(joined["type"], "ROOM_JOIN_RESPONSE")
        self.assertEqual(joined["members"], ["alice", "bob"])
        self.assertEqual(joined["roomInfo"]["name"], "Café ☕")
        self.assertEqual(joined["seq"], 3)
        self.assertEqual((await alice.receive())["type"],
                         "ROOM_MEMBER_JOINED")
        self.assertEqual((await alice.receive())["type"],
                         "ROOM_MEMBERS_UPDATED")

        (sent,) = await bob.call(type="ROOM_MESSAGE", roomId="cafe",
                                 content="Grüße 🎉", clientMessageId="1")
        self.assertTrue(sent["success"])
        self.assertEqual(sent["memberCount"], 2)
        message = await alice.receive()
        self.assertEqual(message, {
            "type": "ROOM_MESSAGE", "roomId": "cafe", "senderId": "bob",
            "content": "Grüße 🎉", "messageType": "text",
            "clientMessageId": "1", "messageId": sent["messageId"],
            "timestamp": message["timestamp"], "seq": sent["seq"],
        })

        (left,) = await bob.call(type="ROOM_LEAVE", roomId="cafe")
        self.assertEqual(left["type"], "ROOM_LEAVE_RESPONSE")
        self.assertEqual((await alice.receive())["type"],
                         "ROOM_MEMBER_LEFT")
        self.assertEqual((await alice.receive())["members"], ["alice"])
        (refused,) = await bob.call(type="ROOM_INFO", roomId="cafe")
        self.assertEqual(refused["code"], "FORBIDDEN")

    async def test_no_credential_is_refused_with_401(self):
        with self.assertRaises(
                websockets.exceptions.InvalidStatusCode) as caught:
            await websockets.connect(self.cluster.url(0))
        self.assertEqual(caught.exception.status_code, 401)

    async def test_a_frame_in_many_fragments_arrives_whole(self):
        carol = await self.connect("carol", 0)
        text = json.dumps({"type": "PING", "correlationId": "é" * 64},
                          ensure_ascii=False)
        await carol.connection.send(list(text))
        pong = await carol.receive()
        self.assertEqual(pong["type"], "PONG")
        self.assertEqual(pong["correlationId"], "é" * 64)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(
        sys.modules[__name__])
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors)
    skipped = len(result.skipped)
    passed = max(0, result.testsRun - failed - skipped)
    counts = os.environ.get("MOOT_E2E_COUNTS")
    if counts:
        pathlib.Path(counts).write_text(f"{passed} {failed} {skipped}")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
