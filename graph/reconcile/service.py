"""The HTTP side of the reconciliation service: manifest, queries, suggestions, extension and preview, for this computer only.

Version 0.2 is at the root, in the form in which OpenRefine sends it; the 1.0 draft below ``/1.0``. The service answers only requests that
name this computer as their host, so that a page of another site cannot ask it through the browser, and lets scripts of the named
origins read its answers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route

from govgraph.graph.errors import QueryError
from govgraph.graph.reconcile.match import Candidate, Matcher
from govgraph.graph.reconcile.request import BATCH, BODY, CANDIDATES, batch, batch_of_draft, extension, form
from govgraph.graph.reconcile.values import properties
from govgraph.ontology.classes import classes, lineage
from govgraph.ontology.errors import GovgraphError
from govgraph.ontology.folding import fold
from govgraph.ontology.terms import GOV

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph

HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
ORIGINS: Final = ("http://127.0.0.1:3333", "http://localhost:3333")
"""Where OpenRefine's own page comes from."""
FEATURES: Final = {
    "name": "How well the name fits, 0 to 100",
    "identifier": "Whether an identifier is the same",
    "type": "Whether the type is the one asked for",
}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


class _Service:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made: tuple[Path, Matcher] | None = None

    def matcher(self) -> Matcher:
        """The matcher of the version in force; a load since the last request is seen."""
        version = self._graph.version()
        if self._made is None or self._made[0] != version:
            settings = self._graph.settings
            self._made = version, Matcher(version, settings.languages, settings.base)
        return self._made[1]

    # ------------------------------------------------------------------------------------------ version 0.2

    def manifest(self, root: str) -> dict[str, Any]:
        return {
            "versions": ["0.2"],
            "name": f"govgraph: {self._graph.path.name}",
            "identifierSpace": self._graph.settings.base,
            "schemaSpace": GOV,
            "defaultTypes": _types(),
            "view": {"url": f"{root}/view?id={{{{id}}}}"},
            "preview": {"url": f"{root}/view?id={{{{id}}}}", "width": 430, "height": 300},
            "suggest": {
                kind: {"service_url": root, "service_path": f"/suggest/{kind}"}
                for kind in ("entity", "type", "property")
            },
            "extend": {
                "propose_properties": {"service_url": root, "service_path": "/extend/propose"},
                "property_settings": [],
            },
            "batchSize": BATCH,
        }

    def answer(self, asked: dict[str, str], root: str) -> dict[str, Any]:
        if "queries" in asked:
            matcher = self.matcher()
            return {
                key: {"result": [_candidate(c) for c in matcher.candidates(query)]}
                for key, query in batch(asked["queries"]).items()
            }
        if "extend" in asked:
            iris, wanted = extension(asked["extend"])
            values = self._values(iris, wanted)
            return {"meta": [_property(name) for name in wanted], "rows": values}
        return self.manifest(root)

    def _values(self, iris: Sequence[str], wanted: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
        for name in wanted:
            if name not in properties():
                raise QueryError(f"no property {name!r}", expected=", ".join(list(properties())[:8]) + " ...")
        found = self.matcher().values.of(iris, wanted)
        return {iri: {name: [_shown(v) for v in each] for name, each in of.items()} for iri, of in found.items()}

    # ------------------------------------------------------------------------------------------ the 1.0 draft

    def manifest_of_draft(self, root: str) -> dict[str, Any]:
        return {
            "versions": ["1.0-draft"],
            "name": f"govgraph: {self._graph.path.name}",
            "defaultTypes": _types(),
            "view": {"url": f"{root}/view?id={{id}}"},
            "preview": {"width": 430, "height": 300},
            "suggest": {"entity": True, "type": True, "property": True},
            "extend": {"proposeProperties": True, "propertySettings": []},
            "standardizedScore": True,
            "batchSize": BATCH,
        }

    def match(self, body: bytes) -> dict[str, Any]:
        matcher = self.matcher()
        return {
            "results": [
                {"candidates": [_candidate(c, named=True) for c in matcher.candidates(query)]}
                for query in batch_of_draft(body)
            ]
        }

    def extend_of_draft(self, body: bytes) -> dict[str, Any]:
        iris, wanted = extension(body[: BODY + 1].decode(errors="replace"))
        values = self._values(iris, wanted)
        rows = [
            {"id": iri, "properties": [{"id": n, "values": v} for n, v in of.items()]} for iri, of in values.items()
        ]
        return {"meta": [_property(name) for name in wanted], "rows": rows}

    # ------------------------------------------------------------------------------------------ both

    def suggest(self, what: str, prefix: str) -> dict[str, Any]:
        start = fold(prefix)
        if what == "type":
            found = [t for t in _types() if start in fold(t["name"])]
        elif what == "property":
            found = [_property(name) for name in properties() if start in fold(name)]
        else:
            rows = self._graph.search(prefix, limit=CANDIDATES).rows if start else []
            found = [
                {
                    "id": r["iri"],
                    "name": r["name"] or r["iri"],
                    "description": r["matched"],
                    "notable": [_type(r["class"])],
                }
                for r in rows
            ]
        return {"result": found[:CANDIDATES]}

    def propose(self, kind: str, limit: int) -> dict[str, Any]:
        known = kind if kind in classes() else ""
        return {"type": kind, "limit": limit, "properties": [_property(name) for name in properties(known)][:limit]}

    def view(self, iri: str) -> str:
        matcher = self.matcher()
        name = matcher.named(iri)
        if not name:
            raise QueryError(f"nothing in the graph has the IRI {iri}", hint="govgraph search NAME")
        values = matcher.values.of([iri], list(properties()))[iri]
        rows = "".join(
            f"<tr><th>{escape(key.replace('_', ' '))}</th><td>{escape(', '.join(_text(v) for v in each))}</td></tr>"
            for key, each in values.items()
            if each
        )
        style = "body{font:14px sans-serif;margin:8px}th{text-align:left;vertical-align:top;padding-right:1em}h1{font-size:16px}"
        return (
            f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title><style>{style}</style></head>'
            f"<body><h1>{escape(name)}</h1><p>{escape(iri)}</p><table>{rows}</table></body></html>"
        )


def _types() -> list[dict[str, Any]]:
    return [
        _type(c.name) for c in classes().values() if c.kind or c.name in ("Actor", "Place", "Post", "Event", "Document")
    ]


def _type(name: str) -> dict[str, Any]:
    above = [c for c in lineage(name) if c != name] if name in classes() else []
    label = classes()[name].labels.get("en", name) if name in classes() else name
    return {"id": name, "name": label, **({"broader": [{"id": c, "name": c} for c in above]} if above else {})}


def _property(name: str) -> dict[str, str]:
    return {"id": name, "name": name.replace("_", " ")}


def _shown(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    # The specification has no truth values.
    if isinstance(value, bool):
        return {"str": "true" if value else "false"}
    return (
        {"float": value}
        if isinstance(value, float)
        else {"int": value}
        if isinstance(value, int)
        else {"str": str(value)}
    )


def _text(value: Any) -> str:
    return str(value["name"]) if isinstance(value, dict) else str(value)


def _candidate(found: Candidate, *, named: bool = False) -> dict[str, Any]:
    features = [
        {"id": key, **({"name": _feature(key)} if named else {}), "value": v}
        for key, v in found.features.items()
        if v is not None
    ]
    return {
        "id": found.iri, "name": [{"str": found.name}] if named else found.name, "description": found.said,
        "type": [{"id": t["id"], "name": t["name"]} for t in [_type(found.kind)]], "score": found.score, "match": found.match,
        "features": features,
    }  # fmt: skip


def _feature(key: str) -> str:
    return FEATURES.get(key) or f"Whether the property {key.partition(':')[2]} agrees"


def app(graph: Graph, *, origins: Sequence[str] = ORIGINS, hosts: Sequence[str] = HOSTS) -> Starlette:
    """The service as an ASGI application.

    Args:
        graph: asked for each request in the version that is then in force.
        origins: the pages whose scripts may read the answers.
        hosts: the names of this computer that a request may give.

    Example:
        >>> [route.path for route in app(graph).routes][:2]
        ['/', '/suggest/{what}']
    """
    service = _Service(graph)

    def handler(work: Callable[[Request, bytes], Any]) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            body = b""
            async for part in request.stream():
                body += part
                if len(body) > BODY:
                    return JSONResponse({"error": f"the request is longer than {BODY:,} bytes"}, 413)
            try:
                made = await run_in_threadpool(work, request, body)
            except GovgraphError as error:
                return JSONResponse({"error": str(error)}, 400)
            if isinstance(made, str):
                return HTMLResponse(made, headers={"Content-Security-Policy": _POLICY})
            return JSONResponse(made)

        return handle

    def asked(request: Request, body: bytes) -> dict[str, str]:
        return form(body) if request.method == "POST" else dict(request.query_params)

    def root(request: Request) -> str:
        return str(request.base_url).rstrip("/")

    def whole(request: Request, name: str, otherwise: int) -> int:
        text = request.query_params.get(name, "")
        return min(int(text), 200) if text.isdecimal() else otherwise

    both = [
        Route(
            "/suggest/{what}",
            handler(lambda r, _: service.suggest(r.path_params["what"], r.query_params.get("prefix", ""))),
        ),
        Route(
            "/extend/propose",
            handler(lambda r, _: service.propose(r.query_params.get("type", ""), whole(r, "limit", 100))),
        ),
        Route("/view", handler(lambda r, _: service.view(r.query_params.get("id", "")))),
        Route("/preview", handler(lambda r, _: service.view(r.query_params.get("id", "")))),
    ]
    draft = [
        Route("/", handler(lambda r, _: service.manifest_of_draft(root(r)))),
        Route("/match", handler(lambda _, body: service.match(body)), methods=["POST"]),
        Route("/extend", handler(lambda _, body: service.extend_of_draft(body)), methods=["POST"]),
        *both,
    ]
    return Starlette(
        routes=[
            Route("/", handler(lambda r, body: service.answer(asked(r, body), root(r))), methods=["GET", "POST"]),
            *both,
            Mount("/1.0", routes=draft),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False),
            Middleware(CORSMiddleware, allow_origins=[*origins], allow_methods=["GET", "POST"], allow_headers=["content-type"]),
        ],
    )  # fmt: skip
