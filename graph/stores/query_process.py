"""The process that answers queries over one version; started by ``processes.QueryProcess``."""

from __future__ import annotations

import os
import queue
import tempfile
import threading
from pathlib import Path
from typing import Any, NoReturn, Protocol

from govgraph.graph.stores.processes import read_message, write_message


class _Answerer(Protocol):
    def __call__(self, query: str, parameters: dict[str, Any], limit: int | None) -> tuple[Any, ...]: ...


def _answerer(language: str, path: Path) -> _Answerer:
    if language == "sparql":
        from govgraph.graph.stores.sparql import SparqlStore

        return SparqlStore(path).answer
    from govgraph.graph.stores.arcade_query import CypherStore

    store = CypherStore(path, writable=language == "cypher-copy")
    return store.indexes if language == "cypher-indexes" else store.answer


def main() -> NoReturn:
    """Answer requests from standard input until it ends; then end, whatever is running."""
    source = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what an engine prints is no answer
    requests: queue.Queue[Any] = queue.Queue()

    def listen() -> None:
        while True:
            try:
                requests.put(read_message(source))
            except EOFError:
                os._exit(0)

    language, path = read_message(source)
    # The Java engine makes a folder for its log where it stands.
    os.chdir(tempfile.gettempdir())
    answer = _answerer(language, Path(path))
    write_message(out, "ready")
    threading.Thread(target=listen, daemon=True).start()
    while True:
        write_message(out, answer(*requests.get()))


if __name__ == "__main__":
    main()
