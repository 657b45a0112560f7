"""What the files of a graph must be: their sizes and hashes are kept when they are made, and compared before they are used.

A listing has the size and hash of each file of a folder. A JSON file of our own is sealed: it has a hash of its other values, so that a
single changed character is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govgraph.graph.errors import Damaged

Listing = dict[str, dict[str, Any]]
"""The path of a file, seen from its folder -> its size ``bytes`` and its ``sha256``."""

_SEAL = "seal"
_STORES_OWN = ("LOCK", "LOG", "LOG.old")
"""What RocksDB writes into the folder of a store even when it only reads."""


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex.

    Example:
        >>> len(file_sha256(Path(__file__)))
        64
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listing(folder: Path, files: Iterable[Path] | None = None, known: Mapping[str, Mapping[str, Any]] = {}) -> Listing:
    """The sizes and hashes of files.

    Args:
        folder: where they are.
        files: which files; None: all that are in the folder.
        known: files that are not read again, because they are links to files that were listed before.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "a").write_text("a")
        >>> listing(folder)["a"]["bytes"]
        1
    """
    if files is None:
        files = (path for path in folder.iterdir() if path.is_file() and path.name not in _STORES_OWN)
    listed: Listing = {}
    for file in sorted(files):
        name = file.relative_to(folder).as_posix()
        listed[name] = dict(known.get(name) or {"bytes": file.stat().st_size, "sha256": file_sha256(file)})
    return listed


def differences(folder: Path, listed: Mapping[str, Mapping[str, Any]], *, hashes: bool) -> Iterator[tuple[Path, str]]:
    """The files that are not what a listing says, each with words that say why.

    Args:
        folder: where they are.
        listed: from :func:`listing`.
        hashes: compare the hashes too, not only the sizes.

    Example:
        >>> [words for _, words in differences(Path("none"), {"a": {"bytes": 1, "sha256": ""}}, hashes=True)]
        ['is missing']
    """
    for name, kept in listed.items():
        file = folder / name
        if words := difference(file, kept, hashes=hashes):
            yield file, words


def difference(file: Path, kept: Mapping[str, Any], *, hashes: bool = True) -> str:
    """Why a file is not what was listed: words that follow its name. Empty if it is.

    Args:
        kept: its ``sha256``, and its ``bytes`` if its size was listed.
    """
    try:
        size = file.stat().st_size
        if size != kept.get("bytes", size):
            return f"has {size:,} bytes instead of {kept['bytes']:,}"
        if hashes and file_sha256(file) != kept["sha256"]:
            return "was changed after it was made"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return ""


def _seal(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def write_sealed(file: Path, values: Mapping[str, Any]) -> None:
    """Write values to a JSON file, with a hash of them.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "a.json"
        >>> write_sealed(file, {"a": 1})
        >>> read_sealed(file)
        {'a': 1}
    """
    # A key a line; json's own indentation costs twenty times as much for a manifest with thousands of notes.
    lines = (
        f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in {**values, _SEAL: _seal(values)}.items()
    )
    file.write_text("{\n" + ",\n".join(lines) + "\n}", "utf-8")


def read_sealed(file: Path, *, since: str = "") -> dict[str, Any]:
    """The values of a JSON file.

    Args:
        since: a key that such files have since they are sealed: files of earlier versions of govgraph have neither. Empty: all are sealed.

    Raises:
        Damaged: the file is missing or cannot be read, is no JSON object, or was changed.
    """
    try:
        values = json.loads(file.read_text("utf-8"))
        seal = values.pop(_SEAL, None)
        earlier = bool(since) and since not in values and seal is None
        unchanged = earlier or seal == _seal(values)
    except FileNotFoundError:
        raise Damaged("is missing", where=str(file)) from None
    except OSError as error:
        raise Damaged(f"cannot be read: {error.strerror}", where=str(file)) from error
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise Damaged("is no longer the JSON that was written", where=str(file)) from error
    if not unchanged:
        raise Damaged("was changed after it was made", where=str(file))
    return dict(values)
