"""The production server: gunicorn with threads, a graceful stop, and workers that are warm before they take traffic.

The application is built once in the parent and shared by the workers it forks: they start at once and share its memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers import gthread

DEFAULT_DATABASE_URL = f"sqlite:///{Path(__file__).resolve().parent / 'var' / 'metas.db'}"
# Longest a request may still run after the stop signal, in seconds.
GRACEFUL_STOP_S = 10
# The C library (glibc) gives each thread a place of its own to take memory from, and what a thread once took stays with
# it: a worker that had made boards of 90 days held 234 MB; with two places for all its threads, 198 MB.
MEMORY_ARENAS = 2
_M_ARENA_MAX = -8
# Longest a new connection may hold a thread before its request comes, in seconds; afterwards it waits without one.
# Browsers open spare connections: at gunicorn's five seconds, as many of these as threads would make everybody wait.
SILENT_CONNECTION_S = 0.05


class SettingError(ValueError):
    """A setting in the environment that cannot be used; its text is one Spanish sentence."""


@dataclass(frozen=True)
class Settings:
    """What the environment may change: METAS_DATABASE_URL, PORT, METAS_HOST, METAS_WORKERS and METAS_THREADS."""

    database_url: str = DEFAULT_DATABASE_URL
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2
    threads: int = 4

    @property
    def address(self) -> str:
        """Host and port as URLs write them (an IPv6 host in brackets)."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def from_environment(cls, environment: dict[str, str] | None = None) -> Settings:
        """Read the settings; blank means not set. Raises SettingError for a number that is none or out of range."""
        found = dict(os.environ) if environment is None else environment
        given = {name: text.strip() for name, text in found.items() if text.strip()}
        return cls(
            database_url=given.get("METAS_DATABASE_URL", DEFAULT_DATABASE_URL),
            host=given.get("METAS_HOST", "127.0.0.1"),
            port=_whole_number(given, "PORT", default=8050, lowest=1, highest=65_535),
            workers=_whole_number(given, "METAS_WORKERS", default=2, lowest=1, highest=256),
            threads=_whole_number(given, "METAS_THREADS", default=4, lowest=1, highest=256),
        )


def _whole_number(given: dict[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
    if not is_number or not lowest <= int(text) <= highest:
        raise SettingError(f"{name} debe ser un número entero de {lowest} a {highest}; se recibió «{text}».")
    return int(text)


def refuse_a_taken_port(settings: Settings) -> None:
    """Say at once that the port is taken; gunicorn would try again for seconds first."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingError(
                f"no se puede servir en {settings.address} ({error.strerror}); elija otro puerto con PORT."
            ) from error


def worker_options(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's options for these settings."""
    return {
        "bind": settings.address,
        "workers": settings.workers,
        "worker_class": "gthread",
        "threads": settings.threads,
        "preload_app": True,
        "graceful_timeout": GRACEFUL_STOP_S,
        "timeout": 60,
        "keepalive": 5,
        # A heartbeat file on a slow disk can stall a worker; memory cannot.
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "metas",
    }


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn around one Flask application.

    `build` makes the application; `warm` makes it ready for its first visitor (Dash registers libraries and callbacks
    at the first request, which several at once would race for); `release` closes what must not cross a fork.
    The parent warms once, so that workers share what that made, and each worker warms again before it takes traffic and
    then starts `in_worker`, what it does beside it.
    """

    def __init__(
        self,
        *,
        build: Callable[[], Flask],
        warm: Callable[[], None],
        release: Callable[[], None],
        settings: Settings,
        when_ready: Callable[[], None],
        in_worker: Callable[[], object],
    ) -> None:
        self._build = build
        self._warm = warm
        self._release = release
        self._settings = settings
        self._when_ready = when_ready
        self._in_worker = in_worker
        # No setting of gunicorn's says it.
        gthread.DEFAULT_WORKER_DATA_TIMEOUT = SILENT_CONNECTION_S
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings to gunicorn, which calls this."""
        for name, value in worker_options(self._settings).items():
            self.cfg.set(name, value)
        self.cfg.set("post_worker_init", lambda worker: self._begin_work())
        self.cfg.set("when_ready", lambda arbiter: self._when_ready())

    def _begin_work(self) -> None:
        self._warm()
        _set_aside_what_stays()
        self._in_worker()

    def load(self) -> Flask:
        """Build and warm the application in the parent; gunicorn calls this before it forks."""
        _share_memory_arenas()
        application = self._build()
        self._warm()
        self._release()
        _set_aside_what_stays()
        return application


def start_without_searching_for_garbage() -> None:
    """Put the search for garbage off until the server is ready: what a start makes stays, and it is a fifth of it."""
    gc.disable()


def _set_aside_what_stays() -> None:
    """Keep the search for garbage from going through what lives as long as the process: 40 ms each time otherwise.

    Before a fork it also keeps workers from copying the memory they share. The little that is garbage by then stays: to
    look for it takes as long as to read a plan.
    """
    gc.freeze()
    gc.enable()


def _share_memory_arenas() -> None:
    """Let all threads take memory from the same few places; said before there are threads, and workers inherit it."""
    # Other C libraries have nothing to set.
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, MEMORY_ARENAS)
