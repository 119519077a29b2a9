"""Starts the real server as a process of its own, for measurements and screenshots, on a database of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

LONGEST_START_S = 120.0


@dataclass(frozen=True)
class RunningServer:
    """A server that answers: its URL without end slash, its first process, and the seconds until it first answered."""

    url: str
    process: subprocess.Popen[bytes]
    start_s: float

    @property
    def process_id(self) -> int:
        """The process that the workers are children of."""
        return self.process.pid

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer requests."""
        found: list[psutil.Process] = psutil.Process(self.process_id).children()
        return found


@contextlib.contextmanager
def demo_database() -> Iterator[str]:
    """URL of a new SQLite file; `metas serve --prepare` on it creates the tables and the demonstration plan."""
    with tempfile.TemporaryDirectory(prefix="metas-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'metas.db'}"


@contextlib.contextmanager
def running_server(database_url: str, *, workers: int = 1, command: tuple[str, ...] = ()) -> Iterator[RunningServer]:
    """Serve `database_url` on a free port until the block ends.

    `command` is what starts it (default: `metas serve --prepare`). Raises RuntimeError when it ends or says nothing for
    LONGEST_START_S seconds.
    """
    port = _free_port()
    environment = os.environ | {"METAS_DATABASE_URL": database_url, "PORT": str(port), "METAS_WORKERS": str(workers)}
    arguments = command or (str(Path(sys.executable).with_name("metas")), "serve", "--prepare")
    start = time.perf_counter()
    process = subprocess.Popen(arguments, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for_answer(url, process)
        yield RunningServer(url, process, time.perf_counter() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + LONGEST_START_S
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with exit code {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            # Not listening yet, or not answering well yet.
            time.sleep(0.02)
    raise RuntimeError(f"the server did not answer in {LONGEST_START_S:.0f} s")
