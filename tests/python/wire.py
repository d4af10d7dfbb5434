"""Frames, requests and events as PROTOCOL.md has them: a client's connection, and nothing of what is tested with it."""

import os
import socket
import struct
import time

import msgpack

PATIENCE = 10.0
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid():
    """A key: 48 bits of milliseconds and 80 random ones in Crockford's base 32."""
    number = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return "".join(BASE32[(number >> shift) & 31] for shift in range(125, -1, -5))


class Refused(Exception):
    """The answer to a request was an error."""

    def __init__(self, error):
        super().__init__(error["text"])
        self.code = error["code"]
        self.text = error["text"]
        self.detail = error.get("detail", {})


class Closed(Exception):
    """The server has closed the connection."""


class Connection:
    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.last_id = 0
        self.answers = {}
        self.events = []

    def send(self, request, /, **params):
        """Sends without waiting; the id is for `answer`."""
        self.last_id += 1
        body = msgpack.packb({"id": self.last_id, "request": request, **params}, use_bin_type=True)
        self.socket.sendall(struct.pack(">I", len(body)) + body)
        return self.last_id

    def answer(self, id):
        """The result of a request that was sent; raises Refused when it is an error."""
        self._read_until(lambda: id in self.answers)
        answer = self.answers.pop(id)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def ask(self, request, /, **params):
        return self.answer(self.send(request, **params))

    def event(self, name, /, **fields):
        """The first event of that name with those fields that came since the last one taken; others stay."""

        def matches(event):
            return event["event"] == name and all(event[key] == value for key, value in fields.items())

        self._read_until(lambda: any(map(matches, self.events)))
        found = next(filter(matches, self.events))
        self.events.remove(found)
        return found

    def close(self):
        self.socket.close()

    def write(self, data):
        """Bytes as they are, for what no client should send."""
        self.socket.sendall(data)

    def _read_until(self, done):
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                raise TimeoutError(f"nothing fitting came; waiting are {self.events} and {self.answers}")
            self._receive(self._read_frame())

    def _receive(self, value):
        if "event" in value:
            self.events.append(value)
        else:
            assert value["id"] not in self.answers, f"two answers to {value['id']}"
            self.answers[value["id"]] = value

    def _read_frame(self):
        (length,) = struct.unpack(">I", self._read_bytes(4))
        return msgpack.unpackb(self._read_bytes(length), raw=False, strict_map_key=True)

    def _read_bytes(self, count):
        while len(self.buffer) < count:
            chunk = self.socket.recv(65536)
            if not chunk:
                raise Closed()
            self.buffer += chunk
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken
