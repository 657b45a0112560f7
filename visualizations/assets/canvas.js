"use strict";
// Drawing by vis-network. This is the only file that knows the renderer; the others use it through
//   create(place, model, options, look, on) -> {show(visible), mark(selection), paint(), names(nameOf), fit(ids),
//   centre(id, covered), zoom(factor), pan(dx, dy), element(), point(id), drawnAt(id), bundlePoint(key), shownNames(), shownCounts()}
// vis-network handles the view, the edges and what is under the pointer. Glyphs, names and counts are drawn here. Names have
// one size at every zoom and do not overlap; nodes with the most neighbours get theirs first.
const Canvas = (() => {
  const FONT = "'Govgraph Noto Sans','Govgraph Noto Sans Math','Noto Sans','DejaVu Sans',system-ui,sans-serif";
  const NAME = `500 12px ${FONT}`;
  const SMALL = `11px ${FONT}`;
  const LINE = 14.5;
  const MOST_NAMED = 40;
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const mix = (one, other, share) => {
    const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const [a, b] = [parts(one), parts(other)];
    return "#" + a.map((value, i) => Math.round(value * (1 - share) + b[i] * share).toString(16).padStart(2, "0")).join("");
  };

  const create = (place, model, options, look, on) => {
    const glyphs = new Map([...model.kinds.keys()].map((kind) => [kind, new Path2D(look.kind(kind).glyph)]));
    const order = [...model.nodes].sort((a, b) => b.near.size - a.near.size || a.id - b.id);
    let visible = { nodes: new Set(model.nodes.map((n) => n.id)), edges: [], bundles: new Map(), near: new Map() };
    let selection = { node: null, bundle: null };
    let near = null; // ids that stay in full colour while something is selected
    let hovered = null;
    let theme = {};
    let nameOf = (node) => node.label;
    let lines = new Map(); // id -> lines of the name and their width on the screen
    let placed = { key: "", names: [], counts: [] };
    let version = 0;
    let moved = false;
    let lit = new Set();

    // Nodes shrink more slowly than distances, so that kinds can still be told apart when zoomed out.
    const radius = (node, scale) => node.size * Math.min(1.5, Math.max(0.22, scale ** 0.62)) / scale;

    const colours = (kind, faded) => {
      const full = look.colours(kind);
      return faded ? { fill: mix(full.fill, theme.ground, 0.78), stroke: mix(full.stroke, theme.ground, 0.7) } : full;
    };

    const renderer = (node) => ({ ctx, x, y }) => {
      const r = radius(node, network.getScale());
      const drawNode = () => {
        const scale = network.getScale();
        const { fill, stroke } = colours(node.kind, near !== null && !near.has(node.id));
        ctx.save();
        ctx.translate(x, y);
        if (selection.node === node.id || hovered === node.id) {
          ctx.beginPath();
          ctx.arc(0, 0, r + 5 / scale, 0, 7);
          ctx.fillStyle = theme.ground;
          ctx.fill();
          ctx.lineWidth = (selection.node === node.id ? 3.5 : 1.5) / scale;
          ctx.strokeStyle = selection.node === node.id ? theme.selection : theme.quiet;
          ctx.stroke();
        }
        ctx.scale(r, r);
        ctx.fillStyle = fill;
        ctx.strokeStyle = stroke;
        ctx.lineWidth = 1.2 / (scale * r);
        ctx.lineJoin = "round";
        ctx.fill(glyphs.get(node.kind));
        ctx.stroke(glyphs.get(node.kind));
        ctx.restore();
      };
      return { drawNode, nodeDimensions: { width: 2 * r, height: 2 * r } };
    };

    // How many relations a line stands for; in the actor projection, how many events.
    const weight = (edges) => edges.reduce((sum, edge) => sum + Math.max(1, edge.count), 0);

    const edgeLook = (bundle, edges) => {
      const directed = edges.filter((edge) => look.relation(edge.type).directed);
      const forth = directed.some((edge) => edge.from === bundle.a);
      const back = directed.some((edge) => edge.from === bundle.b && bundle.a !== bundle.b);
      const types = new Set(edges.map((edge) => edge.type));
      const relation = look.relation(edges[0].type);
      const within = near !== null && selection.hops > 1 && near.has(bundle.a) && near.has(bundle.b);
      const own = selection.bundle === bundle.key;
      const touched = own || (selection.node !== null && (bundle.a === selection.node || bundle.b === selection.node));
      return {
        arrows: { to: { enabled: forth, scaleFactor: 0.42 }, from: { enabled: back, scaleFactor: 0.42 } },
        dashes: types.size === 1 ? relation.dashes : false,
        width: (own ? 3 : touched ? 1.8 : 1.2) + Math.min(4, Math.log2(Math.max(1, weight(edges))) * 0.6),
        color: { color: touched ? theme.selection : near === null || within ? relation.colour : mix(relation.colour, theme.ground, 0.8), inherit: false },
      };
    };

    const nodeSet = new vis.DataSet(model.nodes.map((node) => ({
      id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: renderer(node),
    })));
    const edgeSet = new vis.DataSet([...model.bundles.values()].map((bundle) => ({
      id: bundle.key, from: bundle.a, to: bundle.b, hidden: true,
    })));
    const network = new vis.Network(place, { nodes: nodeSet, edges: edgeSet }, options);

    const restyle = (keys) => {
      edgeSet.update([...keys].filter((key) => visible.bundles.has(key)).map((key) => ({
        id: key, hidden: false, ...edgeLook(model.bundles.get(key), visible.bundles.get(key)),
      })));
    };

    const measure = (ctx, node) => {
      if (!lines.has(node.id)) {
        ctx.font = NAME;
        const text = Text.lines(nameOf(node), 27);
        lines.set(node.id, { text, width: Math.max(...text.map((line) => ctx.measureText(line).width)) });
      }
      return lines.get(node.id);
    };

    // Which names fit at this zoom, in coordinates that do not change while the view is dragged.
    const placeNames = (ctx) => {
      const scale = network.getScale();
      const key = `${scale.toFixed(4)}/${version}/${hovered}`;
      if (placed.key === key) return placed.names;
      const cells = new Map();
      const CELL = 90;
      const each = (box, act) => {
        for (let cx = Math.floor(box[0] / CELL); cx <= Math.floor(box[2] / CELL); cx += 1) {
          for (let cy = Math.floor(box[1] / CELL); cy <= Math.floor(box[3] / CELL); cy += 1) {
            if (act(`${cx},${cy}`) === false) return false;
          }
        }
        return true;
      };
      const block = (box) => each(box, (cell) => { cells.set(cell, [...(cells.get(cell) ?? []), box]); });
      // A box may cover boxes of less weight: the name of a hub may be drawn over nodes with few relations.
      const free = (box, weight = 0) => each(box, (cell) => !(cells.get(cell) ?? []).some((other) =>
        other[4] !== box[4] && other[5] >= weight && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));

      const shown = order.filter((node) => visible.nodes.has(node.id));
      for (const node of shown) {
        const r = radius(node, scale) * scale + 1;
        const [x, y] = [node.x * scale, node.y * scale];
        block([x - r, y - r, x + r, y + r, node.id, node.near.size]);
      }
      const hubs = new Set(shown.slice(0, 14).filter((node) => node.near.size > 3).map((node) => node.id));
      const rank = (node) => (node.id === selection.node ? 0 : node.id === hovered ? 1 : near && near.has(node.id) ? 2 : 3);
      // Names stay within the room that fit() leaves on both sides, so that none is cut at the edge of the screen.
      const xs = shown.map((node) => node.x * scale);
      const [left, right] = [Math.min(...xs), Math.max(...xs)];
      const side = Math.max(margin(), place.clientWidth - (right - left)) / 2;
      const limits = [left - side, right + side];
      const names = [];
      for (const node of [...shown].sort((a, b) => rank(a) - rank(b))) {
        if (near !== null && !near.has(node.id) && node.id !== hovered) continue;
        const { text, width } = measure(ctx, node);
        const r = radius(node, scale) * scale + 4;
        const height = text.length * LINE;
        const [x, y, half] = [node.x * scale, node.y * scale, width / 2];
        const spots = [
          [x - half, y + r, "center", x], [x - half, y - r - height, "center", x],
          [x + r, y - height / 2, "left", x + r], [x - r - width, y - height / 2, "right", x - r],
        ];
        const inside = (left) => left > limits[0] && left + width < limits[1];
        const fits = (weight) => spots.find(([left, top]) => inside(left) && free([left - 3, top - 1, left + width + 3, top + height + 1, node.id], weight));
        let spot = fits(0);
        if (!spot && (hubs.has(node.id) || rank(node) === 2)) spot = fits(node.near.size / 2);
        if (!spot && rank(node) < 2) [spot] = spots;
        if (!spot) continue;
        block([spot[0] - 5, spot[1] - 2, spot[0] + width + 5, spot[1] + height + 2, node.id, Infinity]);
        names.push({ node, text, x: spot[3], y: spot[1], align: spot[2] });
      }
      placed = { key, names, counts: placeCounts(ctx, scale, free, block) };
      return names;
    };

    const halo = (ctx, text, x, y) => {
      ctx.strokeText(text, x, y);
      ctx.fillText(text, x, y);
    };

    // Counts of bundled relations, and the types of the relations of a selected node. They take places as names do, so that none
    // covers another; the greatest come first.
    const placeCounts = (ctx, scale, free, block) => {
      const around = selection.node !== null ? [...model.nodes[selection.node].near] : [];
      const named = around.length <= 30 ? new Set(around.map((id) => Model.pairKey(id, selection.node))) : new Set();
      if (selection.bundle !== null) named.add(selection.bundle);
      ctx.font = SMALL;
      const counts = [];
      const lines = [...visible.bundles].map(([key, edges]) => ({ key, edges, many: weight(edges) }));
      for (const { key, edges, many } of lines.sort((one, other) => named.has(other.key) - named.has(one.key) || other.many - one.many)) {
        const bundle = model.bundles.get(key);
        if ((many < 2 && !named.has(key)) || bundle.a === bundle.b) continue;
        if (near !== null && !named.has(key)) continue;
        const [a, b] = [model.nodes[bundle.a], model.nodes[bundle.b]];
        const types = new Set(edges.map((edge) => edge.type));
        let text = many > 1 ? Words.number(many) : "";
        // A selected relation says its role, if all that the line stands for have the same one.
        const roles = new Set(edges.map((edge) => edge.role));
        const said = roles.size === 1 && edges[0].role !== null ? Words.role(edges[0].role) : types.size === 1 ? Words.type(edges[0].type) : "";
        if (named.has(key) && said) text = (text ? text + " × " : "") + Text.cut(said, 40);
        if (Math.hypot(a.x - b.x, a.y - b.y) * scale < 34 + text.length * 6) continue;
        const [x, y, half] = [(a.x + b.x) / 2 * scale, (a.y + b.y) / 2 * scale, ctx.measureText(text).width / 2 + 4];
        const box = [x - half, y - 7.5, x + half, y + 7.5];
        if (!free([...box, "edge"])) continue;
        block([...box, key, Infinity]);
        counts.push({ text, x, y, half });
      }
      return counts;
    };

    const drawCounts = (ctx, origin) => {
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.font = SMALL;
      for (const { text, x, y, half } of placed.counts) {
        ctx.fillStyle = theme.ground;
        ctx.beginPath();
        ctx.roundRect(origin.x + x - half, origin.y + y - 7.5, half * 2, 15, 7.5);
        ctx.fill();
        ctx.fillStyle = theme.quiet;
        ctx.fillText(text, origin.x + x, origin.y + y + 0.5);
      }
    };

    network.on("afterDrawing", (ctx) => {
      if (!theme.ground) return;
      const origin = network.canvasToDOM({ x: 0, y: 0 });
      const names = placeNames(ctx);
      const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawCounts(ctx, origin);
      ctx.textBaseline = "alphabetic";
      ctx.lineJoin = "round";
      ctx.lineWidth = 4;
      ctx.strokeStyle = theme.ground;
      for (const { node, text, x, y, align } of names) {
        ctx.font = node.id === selection.node ? NAME.replace("500", "700") : NAME;
        ctx.textAlign = align;
        ctx.fillStyle = theme.ink;
        text.forEach((line, i) => halo(ctx, line, origin.x + x, origin.y + y + LINE * (i + 0.8)));
      }
      ctx.restore();
      on.drawn();
    });

    network.on("click", ({ pointer }) => {
      const node = network.getNodeAt(pointer.DOM);
      if (node !== undefined) return on.node(node);
      const bundle = network.getEdgeAt(pointer.DOM);
      return bundle !== undefined ? on.bundle(bundle) : on.nothing();
    });
    network.on("hoverNode", ({ node, pointer }) => { hovered = node; on.hover(node, null, pointer.DOM); network.redraw(); });
    network.on("blurNode", () => { hovered = null; on.hover(null, null); network.redraw(); });
    network.on("hoverEdge", ({ edge, pointer }) => { if (hovered === null) on.hover(null, edge, pointer.DOM); });
    network.on("blurEdge", () => { if (hovered === null) on.hover(null, null); });
    network.on("dragging", ({ pointer }) => { moved = true; follow(pointer); on.hover(null, null); });
    network.on("dragStart", ({ pointer }) => {
      grabbed = network.getNodeAt(pointer.DOM) ?? null;
      if (grabbed !== null) held = { x: model.nodes[grabbed].x - pointer.canvas.x, y: model.nodes[grabbed].y - pointer.canvas.y };
    });
    network.on("dragEnd", () => { grabbed = null; });
    network.on("zoom", () => { moved = true; });
    network.on("resize", () => { if (!moved) requestAnimationFrame(() => fit(visible.nodes, false)); });

    // vis-network is not to select nodes (that would conflict with our selection), so a dragged node is followed here.
    let grabbed = null;
    let held = { x: 0, y: 0 }; // from the pointer to the middle of the node
    const follow = (pointer) => {
      if (grabbed === null) return;
      const node = model.nodes[grabbed];
      [node.x, node.y] = [pointer.canvas.x + held.x, pointer.canvas.y + held.y];
      version += 1;
      network.moveNode(grabbed, node.x, node.y);
    };

    // Names at the edge need some room, of which they may take half on each side.
    const margin = () => (place.clientWidth < 500 ? 48 : 96);

    // Where the view is to look, and how near, to show these nodes.
    const frame = (ids, side = margin()) => {
      const nodes = [...ids].map((id) => model.nodes[id]);
      const [xs, ys] = [nodes.map((n) => n.x), nodes.map((n) => n.y)];
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const room = (side, margin) => Math.max(80, side - margin);
      const scale = Math.min(2.0, room(place.clientWidth, side) / Math.max(1, right - left),
        room(place.clientHeight, 76) / Math.max(1, bottom - top));
      return { position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale };
    };

    const go = (to, smoothly) => network.moveTo({ ...to,
      animation: smoothly && !calm() ? { duration: 260, easingFunction: "easeInOutQuad" } : false });

    const fit = (ids, smoothly = true) => {
      if (!ids.size || !place.clientWidth) return;
      moved = false;
      go(frame(ids), smoothly);
    };

    const mark = (next) => {
      selection = next;
      const before = near === null;
      if (selection.node !== null) {
        // With two steps shown, both stay in full colour.
        near = Model.reached(model, selection.node, Math.max(1, selection.hops), visible.edges);
      } else if (selection.bundle !== null) {
        const bundle = model.bundles.get(selection.bundle);
        near = new Set([bundle.a, bundle.b]);
      } else near = null;
      const touched = new Set([...visible.bundles.keys()].filter((key) => {
        const bundle = model.bundles.get(key);
        return key === selection.bundle || (selection.node !== null && (bundle.a === selection.node || bundle.b === selection.node));
      }));
      restyle(before !== (near === null) || selection.hops > 1 ? visible.bundles.keys() : new Set([...lit, ...touched]));
      lit = touched;
      version += 1;
      network.redraw();
    };

    return {
      show(next) {
        const before = visible;
        visible = next;
        const changed = model.nodes.filter((n) => next.nodes.has(n.id) !== before.nodes.has(n.id));
        if (changed.length) nodeSet.update(changed.map((n) => ({ id: n.id, hidden: !next.nodes.has(n.id) })));
        edgeSet.update([...before.bundles.keys()].filter((key) => !next.bundles.has(key)).map((key) => ({ id: key, hidden: true })));
        restyle(next.bundles.keys());
        version += 1;
      },
      mark,
      paint() {
        const style = getComputedStyle(document.documentElement);
        const read = (name) => style.getPropertyValue(name).trim();
        theme = { ground: read("--ground"), ink: read("--ink"), quiet: read("--quiet"), selection: read("--selection") };
        restyle(visible.bundles.keys());
        network.redraw();
      },
      names(next) {
        nameOf = next;
        lines = new Map();
        version += 1;
        network.redraw();
      },
      fit,
      // After a selection: zoom in until its neighbours have their names, if they are few enough to be read and that helps.
      settle(id, covered) {
        const shown = new Set(placed.names.map(({ node }) => node.id));
        const around = near === null ? [] : [...near];
        if (around.length <= MOST_NAMED && around.some((one) => !shown.has(one)) && !covered) {
          const scale = network.getScale();
          const next = frame(around, 2 * margin() + 60);
          if (next.scale > scale * 1.05) return go(next, true);
        }
        return this.centre(id, covered);
      },
      centre(id, covered) {
        const { x, y } = network.canvasToDOM(model.nodes[id]);
        const [w, h] = [place.clientWidth, place.clientHeight - covered];
        if (x > w * 0.08 && x < w * 0.92 && y > h * 0.08 && y < h * 0.92) return;
        moved = true;
        network.moveTo({ position: model.nodes[id], offset: { x: 0, y: -covered / 2 }, animation: calm() ? false : { duration: 260, easingFunction: "easeInOutQuad" } });
      },
      zoom(factor) {
        moved = true;
        network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) });
      },
      pan(dx, dy) {
        moved = true;
        const { x, y } = network.getViewPosition();
        network.moveTo({ position: { x: x + dx / network.getScale(), y: y + dy / network.getScale() } });
      },
      element: () => place.querySelector("canvas"),
      point: (id) => network.canvasToDOM(model.nodes[id]),
      drawnAt: (id) => network.canvasToDOM(network.getPosition(id)),
      bundlePoint(key) {
        const bundle = model.bundles.get(key);
        const [a, b] = [model.nodes[bundle.a], model.nodes[bundle.b]];
        return network.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
      },
      shownCounts: () => placed.counts.map(({ text, x, y, half }) => ({ text, x, y, half })),
      shownNames: () => placed.names.map(({ node, text }) => ({ id: node.id, text })),
    };
  };

  return { create, mix };
})();
