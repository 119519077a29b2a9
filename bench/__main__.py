"""Runs the benches named on the command line, or all of them: exit code 1 when a figure is over its limit."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import bench
from bench.harness import Figure, print_figures

TABLE = Path(__file__).resolve().parent.parent / "docs" / "mediciones.md"


def benches() -> dict[str, ModuleType]:
    """Return the modules of this package that have a `run() -> Iterable[Figure]`, by name."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]
    modules = {name: importlib.import_module(f"bench.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def main() -> int:
    """Run and print; returns the exit code."""
    known = benches()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--write", action="store_true", help=f"write the figures of these benches to {TABLE}")
    arguments = parser.parse_args()
    chosen: list[str] = arguments.names or list(known)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}; there are: {', '.join(known)}")
    # What else runs takes its part of the cores: times measured at a load near their number or above are too long.
    load = os.getloadavg()[0]
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}, load {load:.1f}"
    print(machine)
    told: dict[str, list[Figure]] = {}
    for name in chosen:
        module = known[name]
        title = (module.__doc__ or name).splitlines()[0]
        told[title] = print_figures(f"{name}: {title}", module.run())
    if arguments.write:
        TABLE.write_text(table_of(machine, arguments.names, told), encoding="utf-8")
    return 0 if all(figure.is_within for figures in told.values() for figure in figures) else 1


def table_of(machine: str, names: Sequence[str], told: Mapping[str, Sequence[Figure]]) -> str:
    """Return the page of figures: a table for each bench of `names` (none: all), what misses its goal in bold."""
    command = f"make bench ARGS='{' '.join([*names, '--write'])}'"
    lines = [
        "# Measurements",
        "",
        f"Written by `{command}` on {dt.date.today():%d/%m/%Y}: {machine}.",
        "",
        "Every figure is of one run on one machine. Those of plain Dash (the same board as one writes it in Dash, in",
        "`bench/compared/plain_dash.py`) and of a static page (the same page as a compressed file) were measured in it",
        "by the same code. What misses its goal is in bold.",
    ]
    for title, figures in told.items():
        lines += ["", f"## {title}", "", "| measure | goal | ours | plain Dash | static page | compared with |"]
        lines += ["|---|---|---|---|---|---|", *(figure.row for figure in figures)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
