"""A page saved as a file without its scripts, served by the smallest server there is, to compare with.

The file is compressed, as every host of static pages sends it.

python -m bench.compared.static_page FOLDER      (at PORT)
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import urllib.request
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Say how the page is compressed."""
        if self.path == "/":
            self.send_header("Content-Encoding", "gzip")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    # The clients of a bench come all at once, and leave without a word.
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def save(url: str, folder: Path) -> None:
    """Save the page at a URL as the index of a folder, with nothing that it loads afterwards."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        page = answer.read().decode()
    page = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="preload"[^>]*>', "", page)
    (folder / "index.html").write_bytes(gzip.compress(page.encode()))


def main(folder: str) -> None:
    """Serve a folder at the port that PORT says."""
    handler = partial(_Handler, directory=folder)
    _Server(("127.0.0.1", int(os.environ["PORT"])), handler).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
