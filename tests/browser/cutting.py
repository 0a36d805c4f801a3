"""A line between browser and site that can be cut: a proxy of bytes, not a flag in the browser.

A cut line refuses whoever comes and drops whoever is connected. A mended one listens on the same port again, so the
browser sees one site all along.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 65_536
HEAD_ENDS = b"\r\n\r\n"


class Line:
    """From its own port to the port of a site. `url` is what the browser opens."""

    def __init__(self, port: int) -> None:
        self.site_port = port
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._ends: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self._lock = threading.Lock()
        self._loses: bytes = b""
        self.lost = threading.Event()

    def mend(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        listening.listen(64)
        self._listening = listening
        threading.Thread(target=self._accept, args=[listening], daemon=True).start()

    def cut(self) -> None:
        if self._listening:
            # Closing alone would not wake the thread that accepts.
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def lead_to(self, port: int) -> None:
        """From now on to another site: a new release. Connections of the old one are dropped."""
        self.cut()
        self.site_port = port
        self.mend()

    def lose_the_answer_to(self, beginning: str) -> None:
        """The next request that begins so reaches the site; its answer is lost, and the line with it."""
        self.lost.clear()
        self._loses = beginning.encode()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.site_port))
            except OSError:
                near.close()
                continue
            with self._lock:
                self._ends |= {near, far}
                is_cut = self._listening is not listening
            if is_cut:  # while this one was on its way
                self._close(near, far)
                return
            state = {"loses": False}
            threading.Thread(target=self._there, args=[near, far, state], daemon=True).start()
            threading.Thread(target=self._back, args=[far, near, state], daemon=True).start()

    def _there(self, near: socket.socket, far: socket.socket, state: dict[str, bool]) -> None:
        with suppress(OSError):
            while chunk := near.recv(CHUNK):
                if self._loses and chunk.startswith(self._loses):
                    self._loses, state["loses"] = b"", True
                far.sendall(chunk)
        self._close(near, far)

    def _back(self, far: socket.socket, near: socket.socket, state: dict[str, bool]) -> None:
        with suppress(OSError):
            while chunk := far.recv(CHUNK):
                if state["loses"]:  # the site has answered, so it has stored what was sent
                    self.cut()
                    self.lost.set()
                    return
                near.sendall(chunk)
        self._close(near, far)

    def _close(self, *ends: socket.socket) -> None:
        with self._lock:
            self._ends -= set(ends)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    line = Line(port)
    line.mend()
    yield line
    line.cut()
