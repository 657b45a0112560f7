"use strict";
// What a selection puts in full colour: {near: ids drawn in full, or null for all; lines: keys of lines; bold: ids whose names are bold;
// paths: the shortest paths between two selected things, or null}.
const Selection = (() => {
  const lit = (model, visible, state) => {
    const { standIn, bundles, drawn } = visible;
    const found = { near: null, lines: new Set(), bold: new Set(), paths: null };
    const add = (a, b) => {
      found.lines.add(Model.pairKey(a, b));
      found.near.add(a).add(b);
    };
    if (state.also.length > 1) {
      found.bold = new Set(state.also.map(standIn));
      found.near = new Set(found.bold);
      const [from, to] = state.also;
      if (state.paths && state.also.length === 2 && from < model.nodes.length && to < model.nodes.length) {
        found.paths = Model.shortest(model, visible.edges, from, to, state.hubs);
        for (const path of found.paths.paths) path.slice(1).forEach((node, i) => add(standIn(path[i]), standIn(node)));
      } else {
        for (const key of bundles.keys()) if (Model.ends(key).every((id) => found.bold.has(id))) found.lines.add(key);
      }
    } else if (state.node !== null) {
      const own = standIn(state.node);
      found.bold.add(own);
      found.near = new Set([own]);
      for (const key of bundles.keys()) {
        const [a, b] = Model.ends(key);
        if (a === own || b === own) add(a, b);
      }
      // With two steps shown, both stay in full colour.
      if (state.hops > 1) found.near = new Set(drawn);
    } else if (state.bundle !== null) {
      found.near = new Set();
      add(...Model.ends(state.bundle));
    } else return found;
    for (const id of state.pinned) found.near.add(id);
    return found;
  };

  return { lit };
})();
