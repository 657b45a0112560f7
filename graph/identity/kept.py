"""What a version keeps of identity: which actor an IRI is now, and what sure links and decisions came to.

It is read with every query, so this module imports little.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govgraph.graph.errors import REBUILD, Damaged

if TYPE_CHECKING:
    from govgraph.graph.identity.resolve import Resolved

OTHER_IRIS = "other_iris.json"
"""In a version's folder: each IRI of the records that is not its actor's now -> the actor's IRI now."""

LINKS = "links.json"
"""In a version's folder: what links joined, and what stays apart although a decision, a link or a name would join it."""


def keep(resolved: Resolved, version: Path) -> None:
    """Keep in the folder of a version who is one."""
    told = [
        *(_outcome("linked", (x.a, x.b), x.reason, (x.reason,)) for x in resolved.found.linked),
        *(_outcome("named", (x.a, x.b), x.reason, (x.reason,)) for x in resolved.found.named),
        *(_outcome("open", x.members, x.why, x.links) for x in resolved.found.open),
        *(_outcome("contradicted", x.members, x.why, x.links) for x in resolved.found.contradicted),
        *(_outcome("refused", x.members, x.why, x.links) for x in resolved.found.refused),
    ]
    for name, content in ((OTHER_IRIS, dict(sorted(resolved.other_iris.items()))), (LINKS, told)):
        (version / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def _outcome(outcome: str, members: Sequence[str], why: str, by: Sequence[str]) -> dict[str, Any]:
    return {"outcome": outcome, "members": list(members), "why": why, "by": list(by)}


def other_iris(version: Path | None) -> dict[str, str]:
    """IRIs of records that are not their actors' now -> the IRIs of the actors. Empty for a version of an earlier govgraph, or for none.

    Example:
        >>> other_iris(Path("no-such-version"))
        {}
    """
    return dict(_read(version, OTHER_IRIS) or {})


def outcomes(version: Path | None) -> list[dict[str, Any]]:
    """What sure links and decisions came to in a version, each with ``outcome``, ``members``, ``why`` and ``by``.

    The outcome is ``linked`` (a sure link joined two actors), ``named`` (the name of the first is that of the second, an entry of the
    register), ``open`` (the register has the name, but it is not certain), ``contradicted`` (sure links did not join, because of ``why``) or
    ``refused`` (decisions did not).

    Example:
        >>> outcomes(Path("no-such-version"))
        []
    """
    return list(_read(version, LINKS) or [])


def _read(version: Path | None, name: str) -> Any:
    file = version / name if version else None
    if file is None or not file.is_file():
        return None
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Damaged(f"cannot be read: {error}", where=str(file), hint=REBUILD) from error
