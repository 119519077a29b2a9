"""The production server: warm before its first visitor, several workers, a stop that lets requests end."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.running import running_server

# A small application that tells which process answered and which requests that process had answered before.
PROGRAM = """
import os, time
from flask import Flask
from serving import Server, Settings

application = Flask("stub")
answered = []

@application.get("/")
@application.get("/<path:path>")
def answer(path=""):
    before = list(answered)
    answered.append((os.getpid(), path))
    if path == "slow":
        time.sleep(1)
    return {"process": os.getpid(), "before": before, "parent": os.getppid()}

Server(build=lambda: application, warm=lambda: application.test_client().get("/warm"), release=lambda: None,
       settings=Settings.from_environment(), when_ready=lambda: None, in_worker=lambda: None).run()
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """The command that starts the stub."""
    path = tmp_path / "stub.py"
    path.write_text(PROGRAM, encoding="utf-8")
    yield (sys.executable, str(path))


def _answer(url: str) -> dict[str, object]:
    import json

    with urllib.request.urlopen(url, timeout=10) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def test_each_worker_has_answered_itself_once_before_its_first_visitor(program: tuple[str, ...]) -> None:
    with running_server("sqlite://", workers=2, command=program) as server:
        first_of_each: dict[object, dict[str, object]] = {}
        end = time.monotonic() + 10
        while len(first_of_each) < 2 and time.monotonic() < end:
            answer = _answer(server.url + "/visit")
            first_of_each.setdefault(answer["process"], answer)
        assert len(first_of_each) == 2
        assert {answer["parent"] for answer in first_of_each.values()} == {server.process_id}
        for process, answer in first_of_each.items():
            # Once in the parent, whose memory it shares, and once itself.
            assert answer["before"][:2] == [[server.process_id, "warm"], [process, "warm"]]  # type: ignore[index]


def test_a_request_under_way_ends_well_when_the_server_is_told_to_stop(program: tuple[str, ...]) -> None:
    answers: list[dict[str, object]] = []
    with running_server("sqlite://", workers=1, command=program) as server:
        visitor = threading.Thread(target=lambda: answers.append(_answer(server.url + "/slow")))
        visitor.start()
        time.sleep(0.3)
        subprocess.run(["kill", f"-{signal.SIGTERM.value}", str(server.process_id)], check=True)
        visitor.join()
    assert len(answers) == 1
    assert server.process.returncode == 0


def test_connections_that_say_nothing_keep_nobody_waiting(program: tuple[str, ...]) -> None:
    with running_server("sqlite://", workers=1, command=program) as server, ExitStack() as spare:
        address = urlsplit(server.url)
        for _ in range(40):
            spare.enter_context(socket.create_connection((address.hostname, address.port or 0)))
        start = time.monotonic()
        _answer(server.url + "/visit")
        assert time.monotonic() - start < 4


def test_the_first_visitors_all_at_once_are_all_answered(own_demo_url: str) -> None:
    """Dash as shipped answers some of them with errors: its callbacks are not registered yet."""
    addresses = ["/diccionario", "/reglas", "/salud", "/_board/reglas", "/_dash-layout", "/_dash-dependencies"] * 10
    with running_server(own_demo_url, workers=2) as server, ThreadPoolExecutor(20) as visitors:

        def visit(address: str) -> int:
            with urllib.request.urlopen(server.url + address, timeout=20) as answer:
                answer.read()
                return int(answer.status)

        assert set(visitors.map(visit, addresses)) == {200}
