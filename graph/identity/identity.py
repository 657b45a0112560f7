"""What a person does with identity: decide, undo, look at the log, and ask why two actors are one or two.

A decision takes effect at once: it is put into the log, then the tables that it touches are put together again. If the process dies between
the two, the decision is kept, and the next change of the graph carries it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from govgraph.graph.build.version import build_version
from govgraph.graph.errors import GraphError
from govgraph.graph.identity import log as log_files
from govgraph.graph.identity.candidates import BLOCK, Candidates, candidates
from govgraph.graph.identity.decisions import (  # fmt: skip
    NOT_SAME,
    REGISTER_NAME,
    RULES,
    SAME,
    SHARED_IDENTIFIER,
    UNDO,
    Decision,
    Pair,
    pair,
)
from govgraph.graph.identity.dossier import Card, cards, changed
from govgraph.graph.identity.explain import Explanation, explained, reasons
from govgraph.graph.identity.kept import other_iris, outcomes
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.means import by_iris, meant_actor
from govgraph.graph.identity.proposed import Entry, Taken, completed, entries, take_out_contradictions
from govgraph.graph.identity.resolve import Resolved
from govgraph.graph.identity.rows import known_iris, resolved_anew
from govgraph.graph.progress import Progress, silent
from govgraph.ontology.errors import nearest

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


class Identity:
    """The decisions of a graph; ``graph.identity``.

    Example:
        >>> import tempfile
        >>> from govgraph.graph.graph import Graph
        >>> Identity(Graph(tempfile.mkdtemp())).log()
        []
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    # ------------------------------------------------------------------------------------------ looking

    def log(self) -> list[Entry]:
        """All entries of the log, the oldest first.

        Raises:
            Damaged: a file of the log is not what was written.
        """
        log = self._log()
        return entries(log, self._refused(log))

    def now(self, iri: str) -> str:
        """The IRI that the actor with this IRI has now; the given one if it is still its own, or nothing's.

        Example:
            >>> graph.identity.now("x:1")
            'x:1'
        """
        with self._graph.up_to_date().reading() as version:
            return other_iris(version).get(iri, iri)

    def explain(self, a: str, b: str) -> Explanation:
        """Why two actors are one or two: what was decided, what links them, what contradicts.

        Args:
            a, b: IRIs or typed identifiers.

        Raises:
            GraphError: the graph has no such actor.
        """
        one, other = meant_actor(self._graph, a), meant_actor(self._graph, b)
        log = self._log()
        with self._graph.up_to_date().reading() as version:
            assert version is not None
            resolved, facts = resolved_anew(self._graph.up_to_date(), version, log, (one, other))
        return explained(log, resolved, facts, self._graph.settings.base, one, other)

    def reasons(self, iri: str) -> dict[str, str]:
        """Why the other IRIs of an actor are its own: IRI -> the decisions, identifiers or names that say so. Empty if it has one only.

        Example:
            >>> graph.identity.reasons("x:1")
            {}
        """
        with self._graph.up_to_date().reading() as version:
            others = other_iris(version)
            now = others.get(iri, iri)
            mine = [other for other, of in others.items() if of == now]
            return reasons(self._log(), outcomes(version), now, mine) if mine else {}

    def cards(self, iris: Iterable[str]) -> dict[str, Card]:
        """What the graph says of actors, to compare them: IRI now -> names, dates, offices, identifiers, sources.

        Example:
            >>> [card.kind for card in graph.identity.cards([graph.actor("wikidata:Q1")[0]["iri"]]).values()]
            ['ngo']
        """
        return cards(self._graph, [self.now(iri) for iri in iris])

    def candidates(
        self, *, limit: int = 100, kind: str = "", everything: bool = False, block: int = BLOCK
    ) -> Candidates:
        """Pairs of actors that may be one and on which nobody has decided, the best first. Nothing is changed.

        Args:
            limit: the most pairs.
            kind: only actors of this kind, as ``person``; empty: people and bodies.
            everything: also pairs whose records contradict.
            block: names that more actors than this share are left out, and counted.

        Raises:
            GraphError: nothing has been loaded yet.

        Example:
            >>> graph.identity.candidates().pairs
            []
        """
        version = self._graph.version()
        return candidates(
            self._graph.up_to_date(), version, self._log(), limit=limit, block=block, kind=kind, everything=everything
        )

    # ------------------------------------------------------------------------------------------ deciding

    def decide(
        self,
        a: str,
        b: str,
        judgement: str = SAME,
        *,
        score: float | None = None,
        reason: str = "",
        evidence: Sequence[str] = (),
        who: str = "",
        progress: Progress | None = None,
    ) -> Decision | None:
        """Decide whether two actors are one.

        Args:
            a, b: IRIs, also older ones, or typed identifiers such as ``wikidata:Q1``.
            judgement: ``same``, ``not same`` or ``unsure``.
            score: how sure it is, 0 to 1.
            reason: in words.
            evidence: IRIs, web addresses.
            who: whoever decides; empty: the environment variable ``GOVGRAPH_WHO``, or the name of the computer's user.
            progress: called with (what, done, total).

        Returns:
            the new entry of the log; None if the same was decided before.

        Raises:
            GraphError: no such actor or judgement; or it contradicts earlier decisions or identifiers, which the message names.
            Busy: another process is changing the graph.
        """
        one, other = pair(meant_actor(self._graph, a), meant_actor(self._graph, b))
        proposed = Decision(one, other, judgement, score, reason, tuple(evidence), who)
        taken = self.take([proposed], progress=progress)
        for (_, _), why in taken.refused:
            raise GraphError(
                why, where=f"{one} {other}", hint="govgraph identity explain A B; govgraph identity undo ID"
            )
        return taken.taken[0] if taken.taken else None

    def take(
        self, proposed: Iterable[Decision], *, seen: Mapping[Pair, str] | None = None, progress: Progress | None = None
    ) -> Taken:
        """Take decisions that were made elsewhere, all in one batch.

        Args:
            proposed: the time is filled in where it is missing, and so is who decides.
            seen: pair -> the hash of what was seen when it was decided; a pair that is not the same any more is refused.
            progress: called with (what, done, total).

        Raises:
            GraphError: a judgement that there is none of, or an actor that would be the same as itself.
        """
        tell = progress or silent
        wanted = [completed(decision) for decision in proposed]
        wanted = [completed(decision) for decision in by_iris(self._graph, wanted)]
        with self._graph.changing(tell), self._graph.folder.writing():
            log, taken = self._log(), Taken()
            left = changed(self._graph, seen or {})
            new: dict[Pair, Decision] = {}
            for decision in wanted:
                word = log.words.get(decision.pair)
                if word and not word.disputed and word.judgement == decision.judgement:
                    taken.already.append(decision.pair)
                    continue
                if decision.pair in left:
                    taken.refused.append((decision.pair, left[decision.pair]))
                    continue
                # The undone are named too, so that what is decided again after an undo is another entry.
                undone = (d.id for d in log.counting.values() if d.judgement == UNDO and d.pair == decision.pair)
                after = {*undone, *(d.id for d in (word.decisions if word else ()))}
                new[decision.pair] = replace(decision, after=tuple(sorted(after)))
            take_out_contradictions(log, new, taken, lambda joined: self._resolved(joined).found)
            taken.taken = list(new.values())
            iris = {x for decision in taken.taken for x in decision.pair}.difference(RULES)
            taken.unknown = sorted(iris - known_iris(self._graph.up_to_date(), iris))
            # Also without new ones: what a killed process put into the log and did not carry out is carried out now.
            self._append(taken.taken, tell)
        return taken

    def undo(self, entry: str, *, reason: str = "", who: str = "", progress: Progress | None = None) -> Decision:
        """Undo an entry of the log, so that the graph is as if it had never been made. An undo can be undone as well.

        Args:
            entry: its id, or a unique beginning of it.

        Returns:
            the new entry.

        Raises:
            GraphError: there is no such entry, or several, or it is undone already.
        """
        tell = progress or silent
        with self._graph.changing(tell), self._graph.folder.writing():
            log = self._log()
            matching = [d for d in log.decisions if entry and d.id.startswith(entry)]
            if len(matching) != 1:
                raise GraphError(
                    f"{'no' if not matching else 'more than one'} entry {entry!r}",
                    expected=", ".join(d.id for d in matching[:5]) or nearest(entry, [d.id for d in log.decisions]),
                    hint="govgraph identity log",
                )
            (undone,) = matching
            if undone.id not in log.counting:
                raise GraphError(f"the entry {undone.id} is undone already", hint="govgraph identity log")
            made = completed(Decision(undone.a, undone.b, UNDO, reason=reason, who=who, undoes=undone.id))
            self._append([made], tell)
        return made

    def link_by_identifier(self, on: bool, *, who: str = "", progress: Progress | None = None) -> Decision | None:
        """Whether actors that share an identifier of a system with one identifier for each thing are put together without a decision.

        It is on at first. The choice is an entry of the log, so a copy of the graph makes the same one.

        Returns:
            the new entry of the log; None if it was so already.
        """
        return self._switch({SHARED_IDENTIFIER: on}, who, progress).get(SHARED_IDENTIFIER)

    def link_by_register(self, on: bool, *, who: str = "", progress: Progress | None = None) -> Decision | None:
        """Whether actors are put together with the entry of the register that their names mean for certain. It is on at first.

        Returns:
            the new entry of the log; None if it was so already.
        """
        return self._switch({REGISTER_NAME: on}, who, progress).get(REGISTER_NAME)

    def link_by_itself(self, on: bool, *, who: str = "", progress: Progress | None = None) -> list[Decision]:
        """Whether anything is put together without a decision: both rules, by identifiers and by names of the register.

        Returns:
            the new entries of the log.
        """
        return list(self._switch(dict.fromkeys(RULES, on), who, progress).values())

    def _switch(self, rules: dict[str, bool], who: str, progress: Progress | None) -> dict[str, Decision]:
        words = self._log().words
        proposed = [
            Decision(rule, rule, SAME if on else NOT_SAME, reason="a rule, not a pair", who=who)
            for rule, on in rules.items()
            if not on or (rule, rule) in words
        ]
        taken = self.take(proposed, progress=progress).taken if proposed else []
        return {decision.a: decision for decision in taken}

    def _log(self) -> Log:
        return log_files.read(self._graph.up_to_date().path)

    def _resolved(self, log: Log) -> Resolved:
        with self._graph.up_to_date().reading() as version:
            return resolved_anew(self._graph.up_to_date(), version, log)[0] if version else Resolved()

    def _refused(self, log: Log) -> set[str]:
        return {entry for apart in self._resolved(log).found.refused for entry in apart.links}

    def _append(self, decisions: Sequence[Decision], progress: Progress) -> None:
        """Put decisions into the log, and carry them out."""
        folder = self._graph.up_to_date()
        if decisions:
            log_files.append(folder.path, dict([log_files.batch(decisions)]))
        if loads := folder.loads():
            build_version(folder, loads, progress)
