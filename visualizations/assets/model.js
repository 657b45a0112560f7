"use strict";
// The picture as objects, and which of them the filters leave visible. This file knows nothing of the screen.
const Model = (() => {
  let span = 1; // how many ids there are: two of them make the key of a line

  const pairKey = (a, b) => Math.min(a, b) * span + Math.max(a, b);
  const ends = (key) => [Math.floor(key / span), key % span];

  const build = (data, upright) => {
    // Positions suit a landscape screen; on an upright screen the map is turned.
    const turned = (x, y) => (upright ? { x: -y, y: x } : { x, y });
    const nodes = data.nodes.map((node, id) => Object.assign(node, { id, ...turned(node.x, node.y), edges: [], near: new Set(), group: null }));
    const { members, discs, folded, rest } = data.groups;
    span = nodes.length + members.length + 1;
    // A community is a node too, with an id after all others: it stands for its members until it is opened.
    const groups = members.map((ids, i) => {
      const hub = nodes[ids[0]];
      const [x, y, reach] = discs[i] ?? [hub.x, hub.y, 0];
      const group = { id: nodes.length + i, kind: "Community", iri: `urn:govgraph:community:${hub.iri}`, hub, members: ids, ...turned(x, y), reach,
        size: 12, rest: rest && i === members.length - 1, names: {}, made: {}, aliases: [], references: {}, properties: {}, evidence: [], links: [],
        start: null, end: null, years: [null, null], edges: [], near: new Set(ids), tint: i };
      for (const id of ids) nodes[id].group = group;
      return group;
    });
    const edges = data.edges.map((edge, id) => Object.assign(edge, { id, bundle: pairKey(edge.from, edge.to) }));
    // Relations between the same two nodes are drawn as one line: a bundle.
    const bundles = new Map();
    for (const edge of edges) {
      if (!bundles.has(edge.bundle)) bundles.set(edge.bundle, []);
      bundles.get(edge.bundle).push(edge);
      nodes[edge.from].edges.push(edge);
      if (edge.to === edge.from) continue;
      nodes[edge.to].edges.push(edge);
      nodes[edge.from].near.add(edge.to);
      nodes[edge.to].near.add(edge.from);
    }
    // Things without relations would be a field of equal dots: a chip stands for them, unless there is nothing else.
    const lone = new Set(edges.length ? nodes.filter((node) => !node.edges.length).map((node) => node.id) : []);
    const count = (things, key) => {
      const counts = new Map();
      for (const thing of things) counts.set(thing[key], (counts.get(thing[key]) ?? 0) + 1);
      return counts;
    };
    const kinds = count(nodes, "kind");
    const types = new Map([...count(edges, "type")].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
    // An actor is also found by the IRIs that it had before it was put together with others.
    const byIri = new Map([...nodes.flatMap((node) => [node.iri, ...node.sameAs].map((iri) => [iri, node])), ...groups.map((group) => [group.iri, group])]);
    return { nodes, groups, folded, edges, bundles, kinds, types, byIri, lone: lone.size > 1 ? lone : new Set(), at: (id) => nodes[id] ?? groups[id - nodes.length],
      histogram: histogram(nodes, edges) };
  };

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

  const known = new WeakMap(); // by list of edges, since many paths are looked for in one
  const neighbours = (edges) => {
    if (known.has(edges)) return known.get(edges);
    const near = new Map();
    known.set(edges, near);
    for (const edge of edges) {
      for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) {
        if (!near.has(a)) near.set(a, new Set());
        near.get(a).add(b);
      }
    }
    return near;
  };

  // Countries and things with very many neighbours: through them, everything is near everything.
  const isHub = (model, near, id) => model.nodes[id].kind === "Country" || (near.get(id)?.size ?? 0) > HUB;

  // What a few steps reach. Steps end at hubs.
  const reached = (model, start, hops, edges) => {
    const near = neighbours(edges);
    const reachable = new Set([start]);
    let rim = [start];
    for (let hop = 0; hop < hops; hop += 1) {
      const through = rim.filter((node) => node === start || !isHub(model, near, node));
      rim = through.flatMap((node) => [...near.get(node) ?? []]).filter((node) => !reachable.has(node) && reachable.add(node));
    }
    return reachable;
  };

  const MOST_PATHS = 10;

  // The shortest paths between two nodes over these edges, as lists of nodes: {paths, total}. Without `hubs`, none leads through a hub.
  const shortest = (model, edges, from, to, hubs) => {
    const near = neighbours(edges);
    const ways = new Map([[from, 1]]);
    const before = new Map();
    let rim = [from];
    while (rim.length && !ways.has(to)) {
      const next = new Map();
      for (const node of rim) {
        if (node !== from && !hubs && isHub(model, near, node)) continue;
        for (const far of near.get(node) ?? []) {
          if (ways.has(far)) continue;
          next.set(far, (next.get(far) ?? 0) + ways.get(node));
          before.set(far, [...before.get(far) ?? [], node]);
        }
      }
      for (const [node, n] of next) ways.set(node, n);
      rim = [...next.keys()];
    }
    const paths = [];
    const walk = (tail) => {
      if (paths.length >= MOST_PATHS) return;
      if (tail[0] === from) paths.push(tail);
      else for (const node of [...before.get(tail[0])].sort((a, b) => near.get(a).size - near.get(b).size || a - b)) walk([node, ...tail]);
    };
    if (ways.has(to)) walk([to]);
    return { paths, total: ways.get(to) ?? 0 };
  };

  const STRONGEST = 3;

  // Of the lines of folded communities, only the strongest are drawn: a line of each to each would be a heap.
  const weak = (model, bundles) => {
    const ranked = [...bundles].filter(([key]) => ends(key).some((id) => id >= model.nodes.length))
      .sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    const seen = new Map();
    return new Set(ranked.filter(([key]) => {
      const places = ends(key).map((id) => seen.get(id) ?? 0);
      ends(key).forEach((id, i) => seen.set(id, places[i] + 1));
      return Math.min(...places) >= STRONGEST;
    }).map(([key]) => key));
  };

  // What the filters leave visible. nodes: ids; edges; near: id -> how many neighbours. All counts of the page are of these.
  // drawn: the ids that the picture shows, among them folded communities; bundles: key of a line -> its edges; weak: keys of lines that are
  // drawn only when one of their ends is selected; standIn: which drawn node stands for a node.
  const visible = (model, state) => {
    const timed = state.from !== null || state.to !== null;
    const passes = (thing) => (dated(thing) ? !timed || within(thing, state.from, state.to) : true);
    const chosen = (id) => !state.hidden.has(id) && (state.kept === null || state.kept.has(id));
    let nodes = new Set(model.nodes.filter((n) => state.pinned.has(n.id) || (chosen(n.id) && !state.hiddenKinds.has(n.kind) && passes(n))).map((n) => n.id));
    let edges = model.edges.filter((e) => !state.hiddenTypes.has(e.type) && passes(e) &&
      (state.undated || dated(e)) && nodes.has(e.from) && nodes.has(e.to));
    if (!state.undated) {
      // A node without dates, such as a ministry, stays as long as it has a dated relation that is visible.
      const held = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
      nodes = new Set([...nodes].filter((id) => dated(model.nodes[id]) || held.has(id) || state.pinned.has(id)));
    }
    if (state.hops > 0 && state.focus !== null && nodes.has(state.focus)) {
      nodes = reached(model, state.focus, state.hops, edges);
      edges = edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to));
    }
    const standIn = (id) => {
      const { group } = model.nodes[id] ?? {};
      return model.folded && group && !state.open.has(group.id) ? group.id : id;
    };
    const drawn = new Set([...nodes].filter((id) => state.lone || !model.lone.has(id)).map(standIn));
    const bundles = new Map();
    const near = new Map([...nodes].map((id) => [id, 0]));
    const met = new Set();
    for (const edge of edges) {
      if (!met.has(edge.bundle)) {
        met.add(edge.bundle);
        if (edge.from !== edge.to) for (const end of [edge.from, edge.to]) near.set(end, near.get(end) + 1);
      }
      const [a, b] = [standIn(edge.from), standIn(edge.to)];
      if (a === b && a >= model.nodes.length) continue;
      const key = pairKey(a, b);
      if (!bundles.has(key)) bundles.set(key, []);
      bundles.get(key).push(edge);
    }
    return { nodes, edges, near, drawn, bundles, standIn, weak: model.folded ? weak(model, bundles) : new Set() };
  };

  // A made title comes after every name; what has neither is called by its kind, never by a hash.
  const nameIn = (node, languages) => {
    if (node.rest) return Words.ui("restName", { n: Words.number(node.members.length) });
    if (node.hub) return `${nameIn(node.hub, languages)} +${Words.number(node.members.length - 1)}`;
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

  return { build, visible, counted, reached, shortest, pairKey, ends, dated, nameIn };
})();
