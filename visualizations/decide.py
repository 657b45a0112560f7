"""The page on which a person decides whether two actors are one: pair after pair, offline, with a file of decisions at the end.

Its policy is that of the network page: no request, no script but ours, and what comes with the data is text. The file that it saves says
what was seen of each pair, so that ``govgraph identity decide --from`` can tell whether the graph still says the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from govgraph.graph.identity.dossier import Card, seen
from govgraph.graph.identity.fold import sounds, usual
from govgraph.visualizations import assets, font
from govgraph.visualizations.errors import ViewError
from govgraph.visualizations.page import write_whole

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph
    from govgraph.graph.identity.candidates import Candidate

LANGUAGES = ("ky", "ru", "en")
_SCRIPTS = ("text", "dom", "decide")


def write_decision_page(
    graph: Graph,
    path: str | os.PathLike[str],
    *,
    kind: str = "",
    limit: int = 300,
    everything: bool = False,
    language: str = "",
) -> int:
    """Write the page for the candidates of a graph.

    Args:
        kind: only actors of this kind, as ``person``; empty: people and bodies.
        limit: the most pairs.
        everything: also pairs whose records contradict.
        language: ``ky``, ``ru`` or ``en``; empty: the graph's first of these.

    Returns:
        how many pairs are on it.

    Raises:
        GraphError: nothing has been loaded yet.
        ViewError: the page has no such language, or the file cannot be written.

    Example:
        >>> import tempfile
        >>> write_decision_page(graph, Path(tempfile.mkdtemp()) / "decide.html")
        0
    """
    pairs = graph.identity.candidates(kind=kind, limit=limit, everything=everything).pairs
    known = graph.identity.cards({iri for pair in pairs for iri in (pair.a, pair.b)})
    opening = language or next((x for x in graph.settings.languages if x in LANGUAGES), "en")
    page = render_decisions(pairs, known, language=opening)
    try:
        write_whole(Path(path), page.encode("utf-8"))
    except OSError as error:
        raise ViewError(f"cannot be written: {error.strerror}", where=str(path), hint="name another file") from error
    return len(pairs)


def render_decisions(pairs: Sequence[Candidate], known: dict[str, Card], *, language: str = "en") -> str:
    """The page for some pairs.

    Args:
        pairs: the best first.
        known: IRI -> what the graph says of the actor.
        language: in which it opens.

    Raises:
        ViewError: the page has no such language.

    Example:
        >>> render_decisions([], {}).startswith("<!doctype html>")
        True
    """
    if language not in LANGUAGES:
        raise ViewError(f"the page has no language {language!r}", expected=", ".join(LANGUAGES))
    words = assets.words_of("decide_words.json")
    data = {
        "language": language,
        "languages": LANGUAGES,
        "words": words,
        "pairs": [_pair(pair, known) for pair in pairs],
        "cards": {iri: _card(card) for iri, card in sorted(known.items())},
    }
    css = font.style_sheet("Govgraph ") + assets.text("page.css") + assets.text("decide.css")
    scripts = [assets.checked(assets.text(f"{name}.js")) for name in _SCRIPTS]
    template = (resources.files(__package__) / "decide.html").read_text(encoding="utf-8").replace("\r\n", "\n")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(template).render(
        title=words["ui"]["title"][language],
        language=language,
        policy=Markup(assets.policy(scripts, css)),
        css=Markup(css),
        data=Markup(assets.json_for_a_script(data)),
        scripts=[Markup(script) for script in scripts],
    )


def _pair(pair: Candidate, known: dict[str, Card]) -> dict[str, Any]:
    one, other = known.get(pair.a), known.get(pair.b)
    return {
        "a": pair.a,
        "b": pair.b,
        "score": pair.score,
        "names": [pair.a_name, pair.b_name],
        "parts": [
            [part, _spelt(pair.a_name, a), _spelt(pair.b_name, b), out] for part, a, b, out in pair.parts if a or b
        ],
        "facts": _facts(one or Card(pair.a), other or Card(pair.b)),
        "agrees": list(pair.agrees),
        "contradicts": pair.contradicts,
        "seen": seen(one, other),
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "kind": card.kind, "names": card.names, "offices": card.offices, "identifiers": card.identifiers, "sources": card.sources,
        "others": card.other_iris,
    }  # fmt: skip


def _spelt(name: str, part: str) -> str:
    """The word of a name that a part of sounds stands for, as the name spells it; the part itself where none does."""
    for word in name.replace("-", " ").split():
        own = usual(sounds(word.strip('.,;()«»"')))
        if part and own and (own == part or (len(part) > 1 and own.startswith(part))):
            return word.strip(',;()«»"')
    return part


def _facts(one: Card, other: Card) -> list[list[str]]:
    """What both cards say besides their names: (fact, of the one, of the other, agrees | absent | contradicts)."""
    person = "person" in (one.kind, other.kind)
    rows = [
        ["born" if person else "founded", one.start, other.start, _dates(one, other)],
        ["died" if person else "ended", one.end, other.end, _same(one.end, other.end)],
        ["country", one.country, other.country, _same(one.country, other.country)],
        ["gender", one.gender, other.gender, _same(one.gender, other.gender)],
    ]
    return [row for row in rows if row[1] or row[2]]


def _same(one: str, other: str) -> str:
    if not one or not other:
        return "absent"
    return "agrees" if one.startswith(other) or other.startswith(one) else "contradicts"


def _dates(one: Card, other: Card) -> str:
    if not all((*one.span, *other.span)):
        return _same(one.start, other.start)
    return "agrees" if one.span[0] <= other.span[1] and other.span[0] <= one.span[1] else "contradicts"
