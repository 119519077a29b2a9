"""Runs the benches named on the command line, or all of them: exit code 1 when a figure is over its limit."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
from types import ModuleType

import bench
from bench.harness import print_figures


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
    chosen: list[str] = parser.parse_args().names or list(known)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}; there are: {', '.join(known)}")
    # What else runs takes its part of the cores: times measured at a load near their number or above are too long.
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}, load {load:.1f}")
    all_within = True
    for name in chosen:
        module = known[name]
        title = (module.__doc__ or name).splitlines()[0]
        all_within &= print_figures(f"{name}: {title}", module.run())
    return 0 if all_within else 1


if __name__ == "__main__":
    sys.exit(main())
