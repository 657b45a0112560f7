"use strict";
// The picture as objects, and which of them the filters leave visible. This file knows nothing of the screen.
const Model = (() => {
  const build = (data, upright) => {
    // Positions suit a landscape screen; on an upright screen the map is turned.
    const nodes = data.net.nodes.map((place) => ({ ...data.nodes[place.id], id: place.id,
      x: upright ? -place.y : place.x, y: upright ? place.x : place.y,
      size: place.size, label: place.label, edges: [], near: new Set() }));
    const edges = data.net.edges.map((line) => ({ ...data.edges[line.id], id: line.id, from: line.from, to: line.to }));
    // Relations between the same two nodes are drawn as one line: a bundle.
    const bundles = new Map();
    for (const edge of edges) {
      edge.bundle = pairKey(edge.from, edge.to);
      if (!bundles.has(edge.bundle)) {
        bundles.set(edge.bundle, { key: edge.bundle, a: Math.min(edge.from, edge.to), b: Math.max(edge.from, edge.to), edges: [] });
      }
      bundles.get(edge.bundle).edges.push(edge);
      nodes[edge.from].edges.push(edge);
      if (edge.to !== edge.from) nodes[edge.to].edges.push(edge);
      nodes[edge.from].near.add(edge.to);
      nodes[edge.to].near.add(edge.from);
    }
    nodes.forEach((node) => node.near.delete(node.id));
    const count = (things, key) => {
      const counts = new Map();
      for (const thing of things) counts.set(thing[key], (counts.get(thing[key]) ?? 0) + 1);
      return counts;
    };
    const kinds = count(nodes, "kind");
    const types = new Map([...count(edges, "type")].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
    const byIri = new Map(nodes.map((node) => [node.iri, node]));
    return { nodes, edges, bundles, kinds, types, byIri, histogram: histogram(nodes, edges) };
  };

  const pairKey = (a, b) => `${Math.min(a, b)}-${Math.max(a, b)}`;

  const dated = (thing) => thing.years[0] !== null || thing.years[1] !== null;

  // Whether a validity interval overlaps the years of the filter; an open side has no limit.
  const within = (thing, from, to) =>
    (to === null || thing.years[0] === null || thing.years[0] <= to) &&
    (from === null || thing.years[1] === null || thing.years[1] >= from);

  // How many relations and events there are in each year; without an end, they count up to the last year that occurs.
  const histogram = (nodes, edges) => {
    // Events and relations only: the birth of a person says nothing about the years after it.
    const things = [...nodes.filter((node) => node.point), ...edges].filter(dated);
    const named = things.flatMap((thing) => thing.years).filter((year) => year !== null);
    if (!named.length) return null;
    const last = named.reduce((a, b) => Math.max(a, b));
    // At most 120 years: one charter of 1820 must not squeeze the years of everything else.
    const first = Math.max(named.reduce((a, b) => Math.min(a, b)), last - 119);
    const counts = new Array(last - first + 1).fill(0);
    for (const thing of things) {
      const start = Math.max(thing.years[0] ?? thing.years[1], first);
      for (let year = start; year <= (thing.years[1] ?? last); year += 1) counts[year - first] += 1;
    }
    return { first, last, counts };
  };

  const reached = (start, hops, edges) => {
    const near = new Map();
    for (const edge of edges) {
      for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) {
        if (!near.has(a)) near.set(a, []);
        near.get(a).push(b);
      }
    }
    const reachable = new Set([start]);
    let rim = [start];
    for (let hop = 0; hop < hops; hop += 1) {
      rim = rim.flatMap((node) => near.get(node) ?? []).filter((node) => !reachable.has(node) && reachable.add(node));
    }
    return reachable;
  };

  // What the filters leave visible: {nodes: Set of ids, edges: [], bundles: Map of key -> edges}.
  const visible = (model, state) => {
    const timed = state.from !== null || state.to !== null;
    const passes = (thing) => (dated(thing) ? !timed || within(thing, state.from, state.to) : true);
    let nodes = new Set(model.nodes.filter((n) => !state.hiddenKinds.has(n.kind) && passes(n)).map((n) => n.id));
    let edges = model.edges.filter((e) => !state.hiddenTypes.has(e.type) && passes(e) &&
      (state.undated || dated(e)) && nodes.has(e.from) && nodes.has(e.to));
    if (!state.undated) {
      // A node without dates, such as a ministry, stays as long as it has a dated relation that is visible.
      const held = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
      nodes = new Set([...nodes].filter((id) => dated(model.nodes[id]) || held.has(id)));
    }
    if (state.hops > 0 && state.focus !== null && nodes.has(state.focus)) {
      nodes = reached(state.focus, state.hops, edges);
      edges = edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to));
    }
    const bundles = new Map();
    for (const edge of edges) {
      if (!bundles.has(edge.bundle)) bundles.set(edge.bundle, []);
      bundles.get(edge.bundle).push(edge);
    }
    return { nodes, edges, bundles };
  };

  const nameIn = (node, languages) => {
    for (const language of languages) if (node.names[language]) return node.names[language];
    return node.label;
  };

  return { build, visible, pairKey, dated, nameIn };
})();
