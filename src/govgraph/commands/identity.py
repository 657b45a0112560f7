"""The commands ``govgraph identity decide | undo | log | explain | rule``: who is the same as whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

import govgraph
from govgraph.commands.options import GraphOption, JsonOption, examples
from govgraph.commands.output import note, progress, say, show_json, show_table
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.graph.identity.proposed import Taken

app = typer.Typer(
    name="identity",
    no_args_is_help=True,
    help="Say who is the same as whom. Decisions are kept in a log, take effect at once, and can be undone; records are never changed.",
)

WhoOption = Annotated[
    str, typer.Option(envvar="GOVGRAPH_WHO", help="Who decides. Without this option: the name of the computer's user.")
]
ReasonOption = Annotated[str, typer.Option(help="Why, in words.")]


@app.command(
    epilog=examples(
        "govgraph identity decide wikidata:Q1 https://w3id.org/govgraph/id/person/kenesh/7 same --reason 'same birth and seat'",
        "govgraph identity decide A B 'not same'",
        "govgraph identity decide --from judgements.csv --json",
    )
)
def decide(
    a: Annotated[str, typer.Argument(help="An actor: an IRI, or an identifier as wikidata:Q1.")] = "",
    b: Annotated[str, typer.Argument(help="The other actor.")] = "",
    judgement: Annotated[str, typer.Argument(help="same, 'not same' or unsure.")] = "same",
    reason: ReasonOption = "",
    score: Annotated[float | None, typer.Option(help="How sure it is, 0 to 1.")] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="What it rests on: an IRI or a web address. Repeat for more.")] = None,
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take the decisions in a file: from the page of decisions, CSV, TSV, JSON, SSSOM, or judgements of nomenklatura."),
    ] = None,
    who: WhoOption = "",
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Decide whether two actors are one."""
    if bool(file) == bool(a or b) or bool(a) != bool(b):
        raise GovgraphError("two actors are needed, or --from FILE", hint="govgraph identity decide A B same")
    with govgraph.open(graph) as opened, progress() as tell:
        if file:
            from govgraph.graph.identity.exchange import read_decisions, seen_in

            broken: list[str] = []
            decisions = read_decisions(file, who, broken)
            taken = opened.identity.take(decisions, seen=seen_in(file), progress=tell)
            _show_taken(taken, broken, as_json)
            return
        made = opened.identity.decide(
            a, b, judgement, score=score, reason=reason, evidence=evidence or (), who=who, progress=tell
        )
        now = opened.identity.explain(a, b)
    if as_json:
        show_json({"decision": {"id": made.id, **made.to_json()} if made else None, "explanation": now.to_json()})
        return
    say(f"decided: {made.id}" if made else "this was decided before; nothing was changed")
    say(f"they are one: {now.now[0]}" if now.together else f"they are two{': ' + now.apart if now.apart else ''}")
    if now.together and now.contradicts:
        note(f"warning: {now.contradicts}")


def _show_taken(taken: Taken, broken: list[str], as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "taken": [{"id": decision.id, **decision.to_json()} for decision in taken.taken],
                "already": [list(of) for of in taken.already],
                "refused": [{"a": a, "b": b, "why": why} for (a, b), why in taken.refused],
                "unknown": taken.unknown,
                "broken": broken,
            }
        )
    else:
        say(f"{len(taken.taken):,} taken, {len(taken.already):,} decided before, {len(taken.refused):,} refused")
        for (a, b), why in taken.refused:
            say(f"refused: {a} {b}: {why}")
        for why in broken:
            say(f"not taken: {why}")
        if taken.unknown:
            shown = ", ".join(taken.unknown[:5]) + (" ..." if taken.unknown[5:] else "")
            say(f"{len(taken.unknown):,} IRIs are not in the graph yet: {shown}")
    if taken.refused or broken:
        raise typer.Exit(1)


@app.command(
    epilog=examples("govgraph identity undo 3f2a9c81d0e4", "govgraph identity undo 3f2a --reason 'two brothers'")
)
def undo(
    entry: Annotated[str, typer.Argument(help="The id of an entry of the log, or a unique beginning of it.")],
    reason: ReasonOption = "",
    who: WhoOption = "",
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Undo an entry of the log: the graph is then as if it had never been made. An undo can be undone as well."""
    with govgraph.open(graph) as opened, progress() as tell:
        made = opened.identity.undo(entry, reason=reason, who=who, progress=tell)
    if as_json:
        show_json({"id": made.id, **made.to_json()})
    else:
        say(f"undone: {made.undoes}, by {made.id}")


@app.command(epilog=examples("govgraph identity log", "govgraph identity log --json"))
def log(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write what counts to a file: .sssom.tsv, or .jsonl as judgements of nomenklatura."),
    ] = None,
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show all decisions, the oldest first, and what became of each."""
    with govgraph.open(graph) as opened:
        entries = opened.identity.log()
    if to:
        from govgraph.graph.identity.exchange import write_decisions

        note(f"{write_decisions(to, entries):,} decisions written to {to}")
    elif as_json:
        show_json([{"id": e.decision.id, "status": e.status, **e.decision.to_json()} for e in entries])
    else:
        rows = [
            [d.id, e.status, d.judgement, d.a, d.b, d.undoes or d.reason, d.who, d.when[:19]]
            for e in entries
            for d in [e.decision]
        ]
        show_table(("id", "status", "judgement", "a", "b", "reason", "who", "when"), rows)


@app.command(
    epilog=examples("govgraph identity explain wikidata:Q1 https://w3id.org/govgraph/id/person/kenesh/7 --json")
)
def explain(
    a: Annotated[str, typer.Argument(help="An actor: an IRI, or an identifier as wikidata:Q1.")],
    b: Annotated[str, typer.Argument(help="The other actor.")],
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show why two actors are one, or two: decisions, sure links, and what contradicts."""
    with govgraph.open(graph) as opened:
        found = opened.identity.explain(a, b)
    if as_json:
        show_json(found.to_json())
        return
    say(f"one: {found.now[0]}" if found.together else f"two: {' and '.join(found.now)}")
    for step in found.steps:
        by = f"{step.by} {step.what}"
        said = ", ".join(x for x in (step.who, step.when[:10], step.reason) if x)
        say(f"  {step.a} = {step.b}: {by}{f' ({said})' if said else ''}")
    for word, text in _told(asdict(found)):
        say(f"  {word}: {text}")


def _told(found: dict[str, Any]) -> list[tuple[str, str]]:
    words = {
        "word": "decided on this pair",
        "apart": "not put together because",
        "contradicts": "their records contradict",
    }
    told = [(words[key], str(found[key])) for key in words if found[key]]
    return [*told, *([("both have", ", ".join(found["shared"]))] if found["shared"] else [])]


@app.command(
    epilog=examples("govgraph identity candidates --kind person", "govgraph identity candidates --to pairs.csv")
)
def candidates(
    kind: Annotated[str, typer.Option(help="Only actors of this kind: person, agency, party ...")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The most pairs to show.")] = 100,
    everything: Annotated[bool, typer.Option("--all", help="Also pairs whose records contradict.")] = False,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write the pairs to a CSV file; fill in the column judgement, and give it to decide --from."),
    ] = None,
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Show pairs of actors that may be one by their names, for a person to decide. Nothing is changed."""
    with govgraph.open(graph) as opened:
        found = opened.identity.candidates(kind=kind, limit=limit, everything=everything)
    if to:
        from govgraph.graph.identity.exchange import write_candidates

        note(f"{write_candidates(to, found.pairs):,} pairs written to {to}")
        return
    if as_json:
        show_json(
            {"pairs": [pair.to_json() for pair in found.pairs], "left_out_common_names": found.common, "cut": found.cut}
        )
        return
    rows = [[f"{p.score:.2f}", p.a, p.a_name, p.b, p.b_name, "; ".join(p.agrees) or p.contradicts] for p in found.pairs]
    show_table(("score", "a", "name", "b", "name", "besides"), rows)
    if found.common:
        note(f"{found.common:,} names that too many actors share were left out")
    if found.cut:
        note(f"{found.cut:,} more pairs; --limit shows them")


@app.command(epilog=examples("govgraph identity page decide.html", "govgraph identity decide --from decisions.json"))
def page(
    output: Annotated[Path, typer.Argument(help="The file to write.")] = Path("decide.html"),
    kind: Annotated[str, typer.Option(help="Only actors of this kind: person, agency, party ...")] = "",
    limit: Annotated[int, typer.Option(min=1, max=2000, help="The most pairs.")] = 300,
    everything: Annotated[bool, typer.Option("--all", help="Also pairs whose records contradict.")] = False,
    language: Annotated[str, typer.Option(help="The language in which the page opens: ky, ru or en.")] = "",
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Write a page on which a person decides pair after pair, offline. It saves a file, which decide --from takes."""
    from govgraph.visualizations.decide import write_decision_page

    with govgraph.open(graph) as opened:
        pairs = write_decision_page(opened, output, kind=kind, limit=limit, everything=everything, language=language)
    if as_json:
        show_json({"path": str(output), "pairs": pairs})
        return
    say(f"{pairs:,} pairs to decide: {output}")
    say("Open it in a browser, decide, save decisions.json, then: govgraph identity decide --from decisions.json")


@app.command(
    epilog=examples(
        "govgraph identity rule off", "govgraph identity rule off register", "govgraph identity rule on identifiers"
    )
)
def rule(
    switch: Annotated[Literal["on", "off"], typer.Argument(help="on or off.")],
    which: Annotated[
        Literal["identifiers", "register"] | None,
        typer.Argument(help="identifiers: shared ones. register: names that mean one entry of the register. [default: both]"),
    ] = None,
    who: WhoOption = "",
    graph: GraphOption = GRAPH,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Switch the rules on or off that put actors together without a decision: by identifiers, and by names of the register. They are on at first."""
    with govgraph.open(graph) as opened, progress() as tell:
        rules = {"identifiers": opened.identity.link_by_identifier, "register": opened.identity.link_by_register}
        if which:
            one = rules[which](switch == "on", who=who, progress=tell)
            made = [one] if one else []
        else:
            made = opened.identity.link_by_itself(switch == "on", who=who, progress=tell)
    if as_json:
        show_json({"rule": switch, "which": [which] if which else list(rules), "changed": bool(made)})
    else:
        are = f"the rule of {which} is" if which else "the rules are"
        say(f"{are} {switch}" + ("" if made else ", as before"))
