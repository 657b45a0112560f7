// Bare sigma: nodes at their positions, edges, names as sigma places them; nothing else on the page.
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram } from "sigma/rendering";

const { nodes, edges, places, thin } = JSON.parse(document.getElementById("data").textContent);
const COLOURS = { Agency: "#0072B2", Official: "#0072B2", Person: "#56B4E9", Party: "#CC79A7", NGO: "#009E73", Place: "#F0E442", Post: "#F0E442" };
const graph = new Graph({ multi: true });
nodes.forEach(([label, kind], i) => graph.addNode(i, { label, color: COLOURS[kind], x: places[i][0], y: -places[i][1], size: 3 }));
for (const [source, target] of edges) graph.addEdge(source, target, { color: "#9aa5b1", size: 1 });
const settings = thin ? { defaultEdgeType: "line", edgeProgramClasses: { line: EdgeLineProgram }, hideEdgesOnMove: true } : {};
new Sigma(graph, document.getElementById("picture"), settings);
