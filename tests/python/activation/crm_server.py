"""A system that takes objects: it applies each key once, and misbehaves as told."""

import hashlib
import json
import socketserver
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer


class CrmServer(socketserver.ThreadingMixIn, HTTPServer):
    """Listens on a port of its own while it is entered.

    Attributes:
        failure_rate: share of the requests that get no good answer, by a hash of key and attempt.
        slow_seconds: how long the slow ones among them take.
        script: path -> function of the number of requests so far, giving (status, headers).
        applied: key -> times it had an effect.
        objects: key -> object as it arrived.
        order: keys in the order of their effects.
        request_count: requests that arrived.
        headers: those of the last request.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, failure_rate=0.0, slow_seconds=0.0, script=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.failure_rate = failure_rate
        self.slow_seconds = slow_seconds
        self.script = script or {}
        self.lock = threading.Lock()
        self.applied = Counter()
        self.objects = {}
        self.order = []
        self.attempts = Counter()
        self.request_count = 0
        self.headers = {}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/objects"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A client that was killed is none of the server's business."""

    def misbehaviour(self, key):
        """One of the ways to fail, or none, drawn anew for each attempt."""
        with self.lock:
            self.attempts[key] += 1
            draw = hashlib.md5(f"{key}|{self.attempts[key]}".encode()).digest()
        share = int.from_bytes(draw[:4]) / 2**32
        if share >= self.failure_rate:
            return None
        ways = ["refuse", "lose_answer", "break_off", "ask_to_wait"] * 24 + ["be_slow"]
        return ways[int.from_bytes(draw[4:8]) % len(ways)]

    def take(self, key, body):
        """A key that is known has had its effect."""
        with self.lock:
            if key not in self.objects:
                self.objects[key] = json.loads(body)
                self.applied[key] += 1
                self.order.append(key)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers["Idempotency-Key"]
        with server.lock:
            server.request_count += 1
            count = server.request_count
            server.headers = dict(self.headers)
        if self.path in server.script:
            return self.answer(*server.script[self.path](count))
        way = server.misbehaviour(key)
        if way == "refuse":
            return self.answer(503, {})
        if way == "ask_to_wait":
            return self.answer(429, {"Retry-After": "0"})
        if way == "be_slow":
            time.sleep(server.slow_seconds)
        server.take(key, body)
        if way == "lose_answer":
            return self.answer(500, {})
        if way == "break_off":
            self.close_connection = True
            return None
        return self.answer(200, {})

    def answer(self, status, headers):
        self.send_response_only(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *arguments):
        """Nothing is to be written."""
