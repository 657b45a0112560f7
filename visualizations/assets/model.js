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
    // An actor is also found by the IRIs that it had before it was put together with others.
    const byIri = new Map(nodes.flatMap((node) => [node.iri, ...(node.sameAs ?? [])].map((iri) => [iri, node])));
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

  const HUB = 50;

  // What a few steps reach. Steps end at countries and at other hubs: through them, everything is near everything.
  const reached = (model, start, hops, edges) => {
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
      const through = rim.filter((node) => node === start || (model.nodes[node].kind !== "Country" && (near.get(node) ?? []).length <= HUB));
      rim = through.flatMap((node) => near.get(node) ?? []).filter((node) => !reachable.has(node) && reachable.add(node));
    }
    return reachable;
  };

  // What the filters leave visible: {nodes: Set of ids, edges: [], bundles: Map of key -> edges, near: Map of id -> how many
  // neighbours}. All counts of the page are of this.
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
      nodes = reached(model, state.focus, state.hops, edges);
      edges = edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to));
    }
    const bundles = new Map();
    const near = new Map([...nodes].map((id) => [id, 0]));
    for (const edge of edges) {
      if (!bundles.has(edge.bundle)) {
        bundles.set(edge.bundle, []);
        if (edge.from !== edge.to) for (const end of [edge.from, edge.to]) near.set(end, near.get(end) + 1);
      }
      bundles.get(edge.bundle).push(edge);
    }
    return { nodes, edges, bundles, near };
  };

  // A made title comes after every name; what has neither is called by its kind, never by a hash.
  const nameIn = (node, languages) => {
    for (const names of [node.names, node.made]) {
      for (const language of languages) if (names[language]) return names[language];
    }
    return node.label || Words.ui("nameless", { kind: Words.kind(node.kind) });
  };

  // How many things of each kind or type the filters leave, for every kind or type of the picture.
  const counted = (all, things, key) => {
    const counts = new Map([...all.keys()].map((code) => [code, 0]));
    for (const thing of things) counts.set(thing[key], counts.get(thing[key]) + 1);
    return counts;
  };

  return { build, visible, counted, reached, pairKey, dated, nameIn };
})();
