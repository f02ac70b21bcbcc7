"""A web server on loopback for tests, with answers that go wrong in the ways answers do."""

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread

Answer = Callable[[BaseHTTPRequestHandler], None]


class Web:
    """Answers by path, and the requests that came in, without those for a robots.txt that no test has written."""

    def __init__(self, base: str, answers: dict[str, Answer]) -> None:
        self.base = base
        self.answers = answers
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.times: list[float] = []

    def url(self, path: str) -> str:
        """Give the address of a path."""
        return self.base + path


@contextmanager
def web_server(tls: SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Web]:
    """Serve on a free port of a host on loopback until the block ends, under TLS where a context is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            # Every request counts when it comes to the pause between two.
            web.times.append(time.monotonic())
            if self.path != "/robots.txt" or self.path in web.answers:
                web.requests.append((self.path, dict(self.headers)))
            answer = web.answers.get(self.path.partition("?")[0], status(404))
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def handle(self) -> None:
            # What a client that hangs up does to its own thread is not the test's concern.
            with suppress(OSError):
                super().handle()

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has in the base class
            pass

    class Server(ThreadingHTTPServer):
        # A full queue makes a client try again only after a second.
        request_queue_size = 128
        # A handler that still drips must not hold up the end of the test.
        daemon_threads = True
        block_on_close = False

    server = Server((host, 0), Handler)
    web = Web(f"http://{host}:{server.server_port}", {})
    if tls:
        web.base = web.base.replace("http:", "https:")
        # The handshake belongs to the thread of its request: one client that fails at it must not stop the others.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(content: bytes, content_type: str = "text/html", **headers: str) -> Answer:
    """Answer 200 with a body."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", content_type)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    """Answer a status without a body."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def raw_bytes(content: bytes) -> Answer:
    """Send bytes as they are, status line and all, and hang up."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(content)
        request.close_connection = True

    return answer


def drip(opening: bytes, piece: bytes, seconds: float) -> Answer:
    """Send a piece again and again with a pause before each."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(opening)
        for _ in range(int(10 / seconds)):
            time.sleep(seconds)
            request.wfile.write(piece)
        request.close_connection = True

    return answer


def bomb(size: int) -> Answer:
    """Answer with zeros of this size, packed to next to nothing."""
    return page(gzip.compress(bytes(size)), "text/plain", Content_Encoding="gzip")


MONDAY, TUESDAY = "Mon, 05 May 2031 12:00:00 GMT", "Tue, 06 May 2031 12:00:00 GMT"


class Changing:
    """A page with validators that answers 304 as RFC 9110 tells it to."""

    def __init__(self, content: bytes, etag: str | None, last_modified: str | None) -> None:
        self.content = content
        self.etag = etag
        self.last_modified = last_modified
        self.statuses: list[int] = []

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        """Answer."""
        matches = request.headers.get("If-None-Match")
        since = request.headers.get("If-Modified-Since")
        same = matches == self.etag if matches is not None else since is not None and since == self.last_modified
        self.statuses.append(304 if same else 200)
        request.send_response(self.statuses[-1])
        for name, value in (("ETag", self.etag), ("Last-Modified", self.last_modified)):
            if value:
                request.send_header(name, value)
        request.send_header("Content-Length", str(0 if same else len(self.content)))
        request.end_headers()
        request.wfile.write(b"" if same else self.content)
