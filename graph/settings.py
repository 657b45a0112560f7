"""The settings of a graph, and the file ``govgraph.toml`` that holds them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from govgraph.graph.errors import REBUILD, Damaged, GraphError
from govgraph.ontology.terms import BASE

SETTINGS = "govgraph.toml"
"""The name of the file, in the graph's folder."""

FORMAT = 1
"""The number of the folder's layout; increased when older versions of govgraph cannot read the new layout."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``govgraph.toml`` holds.

    Attributes:
        base: the IRI that every minted IRI begins with.
        languages: in the order in which the name to show is chosen.
    """

    base: str = BASE
    languages: tuple[str, ...] = ("ky", "ru", "en")

    def text(self) -> str:
        """The content of the file.

        Example:
            >>> Settings("https://example.org/", ("ky",)).text().splitlines()[1]
            'base = "https://example.org/"'
        """
        languages = ", ".join(json.dumps(x) for x in self.languages)
        return f"format = {FORMAT}\nbase = {json.dumps(self.base)}\nlanguages = [{languages}]\n"


def read_settings(file: Path) -> Settings:
    """The settings in a file.

    Raises:
        Damaged: the file is missing, cannot be read, or does not hold all settings.
        GraphError: it is of a later format.
    """
    try:
        values = tomllib.loads(file.read_text("utf-8"))
        form, base, languages = int(values["format"]), str(values["base"]), tuple(map(str, values["languages"]))
    except FileNotFoundError:
        raise Damaged("is missing", where=str(file), hint=REBUILD) from None
    except OSError as error:
        raise Damaged(f"cannot be read: {error.strerror}", where=str(file)) from error
    except (ValueError, TypeError) as error:
        raise Damaged(f"cannot be read: {error}", where=str(file), hint=REBUILD) from error
    except KeyError as error:
        raise Damaged(f"does not say {error}", where=str(file), hint=REBUILD) from error
    if form > FORMAT:
        raise GraphError(
            f"was made by a later version of govgraph (format {form})",
            where=str(file.parent),
            expected=f"format {FORMAT} or earlier",
            hint="pip install --upgrade govgraph",
        )
    return Settings(base, languages)


def only_begun(folder: Path) -> bool:
    """Whether a folder is empty, or holds only what a process leaves that is killed while it makes a graph there.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> (folder / "records").mkdir()
        >>> only_begun(folder)
        True
        >>> _ = (folder / "mine.txt").write_text("mine")
        >>> only_begun(folder)
        False
    """
    empty = {path.name for path in folder.iterdir() if path.is_dir() and not any(path.iterdir())}
    return {path.name for path in folder.iterdir()} <= (empty & {"records", "versions"}) | {f"{SETTINGS}.tmp"}
