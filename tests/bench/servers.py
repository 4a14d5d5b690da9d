"""Servers as other programs see them: started, asked over the loopback, measured in memory, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 600
DROPPED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)


@dataclass
class Answer:
    """One answer, read to its end: seconds to its first byte and to its last, bytes and lines; a page's text."""

    status: int
    first: float
    seconds: float
    size: int
    lines: int
    text: str


class Client:
    """A reader who keeps the connection open between requests, as browsers do."""

    def __init__(self, port):
        """Ask the server at this port."""
        self.connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    def get(self, path, *, keeps=True):
        """Return the Answer; without its text where it is a file that nobody `keeps`."""
        try:
            return self._get(path, keeps)
        except DROPPED:
            # Servers close connections that were idle for a while; a browser opens another one.
            self.close()
            return self._get(path, keeps)

    def close(self):
        """Ask no more."""
        self.connection.close()

    def _get(self, path, keeps):
        began = time.perf_counter()
        self.connection.request("GET", path)
        response = self.connection.getresponse()
        chunk = response.read(1)
        first = time.perf_counter() - began
        size = lines = 0
        text = []
        while chunk:
            size += len(chunk)
            lines += chunk.count(b"\n")
            if keeps:
                text.append(chunk)
            chunk = response.read(1 << 16)
        return Answer(
            response.status, first, time.perf_counter() - began, size, lines, b"".join(text).decode(errors="replace")
        )


@dataclass
class Server:
    """A server that runs: its port and its first process."""

    port: int
    pid: int

    def client(self):
        """Give a new reader, until the block ends."""
        return closing(Client(self.port))

    @property
    def processes(self):
        """The process and all that it started, by number; none where the system has no /proc."""
        found = [self.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    found += map(int, children.read_text().split())
        return [pid for pid in found if Path(f"/proc/{pid}/status").exists()]

    def memory(self, measure="VmRSS"):
        """The bytes of each process in memory now, or at most since `forget_peaks` (VmHWM), by its number."""
        return {pid: size for pid in self.processes if (size := _memory(pid, measure)) is not None}

    def forget_peaks(self):
        """Let the peaks of memory begin anew with what is in memory now."""
        for pid in self.processes:
            Path(f"/proc/{pid}/clear_refs").write_text("5")


def _memory(pid, measure):
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{measure}:"):
                return int(line.split()[1]) * 1024
    return None


@contextmanager
def running(command, environment, log, path="/"):
    """A Server of the command, "{port}" in which is a free port, from when it answers at `path`; stopped at the end.

    What it says goes to the file `log`. Raises RuntimeError with that where it does not start within a minute.
    """
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [str(word).format(port=port) for word in command]
    with log.open("w") as said:
        # In a session of its own, so that its workers can be stopped with it.
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        _await_answer(process, port, path, log)
        yield Server(port, process.pid)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await_answer(process, port, path, log, seconds=60):
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            with closing(Client(port)) as client:
                client.get(path)
            return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start:\n{log.read_text()}")
