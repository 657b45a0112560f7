"""Which loads a person means who names them: by the load's name, a unique beginning of it, or the name or path of its file.

It reads no more than manifests, and does without one that is damaged: such a load can still be unloaded.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.errors import Damaged, GraphError
from govgraph.graph.folder import Folder
from govgraph.ontology.errors import nearest


def load_called(folder: Folder, name: str) -> Manifest:
    """The load with this name.

    Raises:
        GraphError: there is no such load, or there are several.
        Damaged: its manifest is damaged.

    Example:
        >>> load_called(Folder(Path("none")), "actors.csv")
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: no load 'actors.csv'; try: govgraph loads
    """
    words, _ = _named(folder)
    return read_manifest(folder.records / _one(name, words))


def loads_called(folder: Folder, names: Sequence[str]) -> list[str]:
    """The names of the loads that are meant, followed by those of their mended rows, which go with them.

    Raises:
        GraphError: there is no such load, or there are several.
    """
    words, manifests = _named(folder)
    loads = [_one(name, words) for name in names]
    return loads + [load for load in mending(manifests, loads) if load not in loads]


def mending(manifests: Iterable[Manifest], loads: Collection[str]) -> list[str]:
    """The loads that hold mended rows of some loads, and go with them.

    Example:
        >>> mending([], ["records-1"])
        []
    """
    return [manifest.load for manifest in manifests if manifest.mends in loads]


def _named(folder: Folder) -> tuple[dict[str, set[str]], list[Manifest]]:
    """All words by which each load is known, and the manifests that can be read."""
    with folder.reading() as version:
        facts = folder.facts(version) if version else {"loads": []}
    paths = facts.get("paths", {})
    words: dict[str, set[str]] = {}
    manifests = []
    for load in sorted(facts["loads"]):
        words[load] = {load, paths.get(load, load)}
        with contextlib.suppress(Damaged):
            manifest = read_manifest(folder.records / load)
            manifests.append(manifest)
            words[load] |= {manifest.file, manifest.path}
    return words, manifests


def _one(name: str, words: Mapping[str, set[str]]) -> str:
    named = {name, str(Path(name).resolve())}
    match = [load for load in words if named & words[load]] or [load for load in words if load.startswith(name)]
    if len(match) != 1:
        raise GraphError(
            f"{'no' if not match else 'more than one'} load {name!r}",
            expected=", ".join(match) or nearest(name, list(words)),
            hint="govgraph loads",
        )
    return match[0]
