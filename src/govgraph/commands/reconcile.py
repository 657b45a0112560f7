"""The command ``govgraph reconcile serve``: a graph as a reconciliation service for OpenRefine."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

import govgraph
from govgraph.commands.options import GraphOption, examples
from govgraph.commands.output import say
from govgraph.graph.defaults import GRAPH
from govgraph.ontology.errors import GovgraphError

app = typer.Typer(
    name="reconcile",
    no_args_is_help=True,
    help="Match tables of OpenRefine, and of any client of the W3C Entity Reconciliation API, against a graph.",
)


@app.command(epilog=examples("govgraph reconcile serve", "govgraph reconcile serve --port 8765 --graph mygraph"))
def serve(
    graph: GraphOption = GRAPH,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this computer.")] = 8765,
    origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A page whose scripts may read the answers, instead of OpenRefine's. Repeat for more."),
    ] = None,
) -> None:  # fmt: skip
    """Serve the graph until Ctrl-C, for programs on this computer only. In OpenRefine: Reconcile, Add standard service, this address."""
    import uvicorn

    from govgraph.graph.reconcile.service import ORIGINS
    from govgraph.graph.reconcile.service import app as made

    with govgraph.open(graph) as opened:
        opened.version()
        try:
            bound = socket.create_server(("127.0.0.1", port))
        except OSError as error:
            raise GovgraphError(
                f"port {port} cannot be used: {error.strerror}", hint="govgraph reconcile serve --port NUMBER"
            ) from error
        with bound:
            say(f"http://127.0.0.1:{port}/ (version 0.2) and http://127.0.0.1:{port}/1.0/ (1.0 draft); Ctrl-C ends it")
            uvicorn.Server(uvicorn.Config(made(opened, origins=origin or ORIGINS), log_level="warning")).run([bound])
