"use strict";
// The picture on a canvas. The other scripts use it through
//   create(place, model, look, on) -> {show(visible, state), mark(lit, state), paint(), names(nameOf), fit(ids), settle(ids, covered),
//   zoom(factor), pan(dx, dy), element(), point(id), drawnAt(id), bundlePoint(key), shownNames(), shownCounts()}
// From below: the grounds of communities, lines, nodes, names. What is large is drawn once and moved as a whole while it is dragged.
const Canvas = (() => {
  const [MOST_NAMED, MANY] = [40, 2500];
  const TINTS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D5A000"];

  const mix = (one, other, share) => {
    const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const [a, b] = [parts(one), parts(other)];
    return "#" + a.map((value, i) => Math.round(value * (1 - share) + b[i] * share).toString(16).padStart(2, "0")).join("");
  };

  const create = (place, model, look, on) => {
    const canvas = Dom.el("canvas", {});
    place.append(canvas);
    const ctx = canvas.getContext("2d");
    let visible = null;
    let state = null;
    let lit = { near: null, lines: new Set(), bold: new Set(), paths: null };
    let shown = []; // the nodes that are drawn
    let batches = []; // lines that look alike
    let theme = {};
    let nameOf = (node) => node.label;
    let hovered = null;
    let texts = new Map(); // id -> lines of the name and their width
    let labels = { key: "", names: [], counts: [], titles: [] };
    let version = 0;
    let fitted = true; // the reader has not moved the view since it was fitted
    let kept = null; // the picture as it was when a drag began, if it is large
    let settling = 0;
    let waiting = false;

    const isGroup = (node) => node.id >= model.nodes.length;
    // Nodes shrink more slowly than distances, so that kinds can still be told apart when zoomed out. A community is as large as its members.
    const radius = (node, scale) => (isGroup(node) ? Math.max(6, node.reach * 0.82 * scale) : node.size * Math.min(1.5, Math.max(0.22, scale ** 0.62)));
    const weight = (edges) => edges.reduce((sum, edge) => sum + Math.max(1, edge.count), 0);
    const rank = (node) => (lit.bold.has(node.id) ? 0 : node.id === hovered || state.pinned.has(node.id) ? 1 : lit.near?.has(node.id) ? 2 : 3);
    const faded = (node) => lit.near !== null && !lit.near.has(node.id);
    const tint = (group) => mix(TINTS[group.tint % TINTS.length], theme.ground, theme.dark ? 0.8 : 0.86);

    const redraw = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; draw(); });
    };

    const lookOf = (key, edges, ink) => {
      const [a, b] = Model.ends(key);
      const directed = edges.filter((edge) => look.relation(edge.type).directed);
      const types = new Set(edges.map((edge) => edge.type));
      const relation = look.relation(edges[0].type);
      const hot = lit.lines.has(key);
      const quiet = lit.near !== null && !hot && !(state.hops > 1 && lit.near.has(a) && lit.near.has(b));
      const between = a >= model.nodes.length || b >= model.nodes.length;
      const colour = hot ? theme.selection : between ? mix(theme.quiet, theme.ground, 0.6) : relation.colour;
      return {
        a: model.at(a), b: model.at(b), dashes: !between && types.size === 1 && relation.dashes ? relation.dashes : [],
        forth: !between && directed.some((edge) => visible.standIn(edge.from) === a), back: !between && a !== b && directed.some((edge) => visible.standIn(edge.from) === b),
        colour: quiet ? mix(colour, theme.ground, 0.78) : colour, hot,
        ink: hot ? 1 : ink, width: Math.round(((hot ? 2 : ink < 1 ? 0.5 : between ? 0.8 : 1.1) + Math.min(3.5, Math.log2(Math.max(1, weight(edges))) * (between ? 0.3 : 0.5))) * 4) / 4,
      };
    };

    const restyle = () => {
      if (!theme.ground || !visible) return;
      const alike = new Map();
      const ink = Ink.ofTypes(visible.bundles);
      for (const [key, edges] of visible.bundles) {
        if (visible.weak.has(key) && !lit.lines.has(key)) continue;
        const line = lookOf(key, edges, ink.get(edges[0].type));
        const style = `${line.hot} ${line.colour} ${line.ink} ${line.width} ${line.dashes}`;
        if (!alike.has(style)) alike.set(style, { ...line, lines: [] });
        alike.get(style).lines.push(line);
      }
      batches = [...alike.values()].sort((a, b) => a.hot - b.hot || a.width - b.width);
      version += 1;
      redraw();
    };

    const drawLines = (scale, at) => {
      for (const { colour, ink, width, dashes, lines } of batches) {
        ctx.globalAlpha = ink;
        ctx.strokeStyle = colour;
        ctx.fillStyle = colour;
        ctx.lineWidth = width;
        ctx.setLineDash(dashes);
        // In parts: one path of thousands of lines is slower than many short ones, and lines of one path do not add up where they meet.
        const part = ink < 1 ? 20 : 200;
        for (let from = 0; from < lines.length; from += part) {
          ctx.beginPath();
          for (const { a, b } of lines.slice(from, from + part)) {
            const [p, q] = [at(a), at(b)];
            if (a === b) ctx.ellipse(p.x, p.y - radius(a, scale), 5, 9, 0, 0, 7);
            ctx.moveTo(p.x, p.y);
            ctx.lineTo(q.x, q.y);
          }
          ctx.stroke();
        }
        ctx.setLineDash([]);
        if (lines.length + shown.length > 2 * MANY) continue;
        ctx.beginPath();
        for (const line of lines) {
          if (line.forth) tip(at(line.a), at(line.b), radius(line.b, scale), scale);
          if (line.back) tip(at(line.b), at(line.a), radius(line.a, scale), scale);
        }
        ctx.fill();
      }
      ctx.globalAlpha = 1;
    };

    const tip = (from, to, r, scale) => {
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const far = Math.hypot(dx, dy);
      const long = Math.min(8, 3.5 + 3 * scale);
      if (far < r + 2 * long) return;
      const [ux, uy] = [dx / far, dy / far];
      const [x, y] = [to.x - ux * (r + 1), to.y - uy * (r + 1)];
      ctx.moveTo(x, y);
      ctx.lineTo(x - ux * long - uy * long * 0.42, y - uy * long + ux * long * 0.42);
      ctx.lineTo(x - ux * long + uy * long * 0.42, y - uy * long - ux * long * 0.42);
      ctx.closePath();
    };

    const glyphs = Glyphs.create(look, mix);

    const drawNodes = (scale, at) => {
      const [w, h] = [place.clientWidth, place.clientHeight];
      for (const node of shown) {
        const { x, y } = at(node);
        const r = radius(node, scale);
        if (x < -r || y < -r || x > w + r || y > h + r) continue;
        const chosen = lit.bold.has(node.id);
        if (isGroup(node)) {
          const colour = faded(node) ? mix(TINTS[node.tint % TINTS.length], theme.ground, 0.7) : TINTS[node.tint % TINTS.length];
          ctx.beginPath();
          ctx.arc(x, y, r, 0, 7);
          ctx.fillStyle = tint(node);
          ctx.fill();
          ctx.lineWidth = chosen ? 3 : 1.2;
          ctx.strokeStyle = chosen ? theme.selection : mix(colour, theme.ground, 0.3);
          ctx.stroke();
          continue;
        }
        if (chosen || hovered === node.id || state.pinned.has(node.id)) {
          ctx.beginPath();
          ctx.arc(x, y, r + 5, 0, 7);
          ctx.fillStyle = theme.ground;
          ctx.fill();
          ctx.lineWidth = chosen ? 3.5 : 1.5;
          ctx.strokeStyle = chosen ? theme.selection : theme.quiet;
          ctx.setLineDash(state.pinned.has(node.id) && !chosen ? [3, 3] : []);
          ctx.stroke();
          ctx.setLineDash([]);
        }
        glyphs.draw(ctx, node.kind, x, y, r, faded(node), theme);
      }
    };

    const measure = (node) => {
      if (!texts.has(node.id)) {
        ctx.font = Labels.NAME;
        const text = Text.lines(nameOf(node), isGroup(node) ? 16 : 27);
        texts.set(node.id, { text, width: Math.max(...text.map((line) => ctx.measureText(line).width)) });
      }
      return texts.get(node.id);
    };

    // Names and counts at this zoom. Of very many nodes, only those in view take part.
    const placeLabels = (scale, at) => {
      const few = shown.length <= 1500;
      const { x, y } = camera.view;
      const [w, h] = [place.clientWidth, place.clientHeight];
      const key = `${scale.toFixed(4)}/${w}/${h}/${version}/${hovered}${few ? "" : `/${x},${y}`}`;
      if (labels.key === key) return;
      const room = Labels.space();
      const nodes = shown.filter((node) => few || ((p) => p.x > 0 && p.y > 0 && p.x < w && p.y < h)(at(node)))
        .map((node) => ({ node, x: node.x * scale, y: node.y * scale, r: radius(node, scale), weight: node.near.size, rank: rank(node), inner: isGroup(node) }));
      const limits = edges(nodes, w, h);
      const named = nodes.filter((one) => !faded(one.node) || one.node.id === hovered);
      for (const one of nodes) if (!named.includes(one) && few) room.take([one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r, one.node.id, one.weight]);
      const names = Labels.names(named, measure, limits, room);
      const counts = Labels.counts(wantedCounts(scale), ctx, room);
      const titles = Grounds.titles(grounds(), scale, nameOf, room, ctx, limits);
      labels = { key, names, counts, titles };
    };

    // The box around places, each [x, y, how far it reaches].
    const extent = (spots) => {
      let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const [x, y, far] of spots) {
        [left, right] = [Math.min(left, x - far), Math.max(right, x + far)];
        [top, bottom] = [Math.min(top, y - far), Math.max(bottom, y + far)];
      }
      return { left, right, top, bottom };
    };

    // What no name crosses: the room that fit() leaves around the nodes, so that none is cut at the edge of the screen or lies under a button.
    const edges = (nodes, w, h) => {
      const { left, right, top, bottom } = extent(nodes.map(({ x, y, r, inner }) => [x, y, inner ? r : 0]));
      const room = margins();
      const beside = Math.max(0, w - 2 * room.side - (right - left)) / 2 + room.side - room.edge;
      const spare = Math.max(0, h - room.top - room.bottom - (bottom - top)) / 2;
      return { left: left - beside, right: right + beside, top: top - spare - room.top + 2, bottom: bottom + spare + room.bottom - room.chips };
    };

    // Counts of bundled relations, and the role or type of the relations of what is selected; the greatest come first.
    const wantedCounts = (scale) => {
      const telling = lit.lines.size <= 30 ? lit.lines : new Set();
      const all = [...visible.bundles].filter(([key]) => (lit.near === null ? !visible.weak.has(key) : telling.has(key))).map(([key, edges]) => {
        const many = weight(edges);
        const types = new Set(edges.map((edge) => edge.type));
        // The lines of a selection say the roles of their relations, or else the types.
        const roles = [...new Set(edges.map((edge) => edge.role))].filter((role) => role !== null).map(Words.role);
        const said = !telling.has(key) ? "" : roles.length ? roles.join(", ") : types.size === 1 ? Words.type(edges[0].type) : "";
        const text = (many > 1 ? Words.number(many) : "") + (many > 1 && said ? (roles.length > 1 ? ": " : " × ") : "") + Text.cut(said, 40);
        const [a, b] = Model.ends(key).map(model.at);
        return { key, text, many, always: key === state.bundle, x: (a.x + b.x) / 2 * scale, y: (a.y + b.y) / 2 * scale, long: Math.hypot(a.x - b.x, a.y - b.y) * scale, loop: a === b };
      });
      // Of communities, only large counts: small ones on hundreds of lines say nothing.
      const least = model.folded && lit.near === null ? 10 : 2;
      return all.filter(({ text, loop, many }) => text && !loop && (many >= least || lit.near !== null)).sort((a, b) => telling.has(b.key) - telling.has(a.key) || b.many - a.many).slice(0, 400);
    };

    const origin = () => camera.toScreen({ x: 0, y: 0 });
    const grounds = () => (model.folded ? model.groups.filter((group) => state.open.has(group.id)) : state.grounds ? model.groups : []).map((group) =>
      ({ group, colour: tint(group), disc: model.folded, members: group.members.map(model.at).filter((node) => visible.drawn.has(node.id)) })).filter(({ members }) => members.length > 3);

    const draw = () => {
      const [w, h] = [place.clientWidth, place.clientHeight];
      if (!theme.ground || !w || !visible) return;
      const ratio = window.devicePixelRatio || 1;
      if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
        [canvas.width, canvas.height] = [Math.round(w * ratio), Math.round(h * ratio)];
      }
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, w, h);
      const { scale } = camera.view;
      if (kept) {
        const begun = camera.toScreen(kept.middle);
        const times = scale / kept.scale;
        ctx.drawImage(kept.image, begun.x - (w / 2) * times, begun.y - (h / 2) * times, w * times, h * times);
        return;
      }
      const zero = origin();
      const at = (node) => ({ x: zero.x + node.x * scale, y: zero.y + node.y * scale });
      Grounds.draw(ctx, grounds(), visible, scale, at, radius);
      drawLines(scale, at);
      drawNodes(scale, at);
      placeLabels(scale, at);
      Labels.draw(ctx, zero, labels, theme, (id) => lit.bold.has(id));
      on.drawn();
    };

    // What lies under a place on the screen: the nearest node, or the line within a few pixels.
    const nodeAt = (at) => {
      const { scale } = camera.view;
      let best = null;
      for (const node of shown) {
        const p = camera.toScreen(node);
        const gap = Math.hypot(p.x - at.x, p.y - at.y) - radius(node, scale);
        if (gap <= 3 && (best === null || gap < best.gap)) best = { node, gap };
      }
      return best?.node.id ?? null;
    };
    const lineAt = (at) => {
      let best = null;
      for (const { lines } of batches) for (const { a, b } of lines) {
        const [p, q] = [camera.toScreen(a), camera.toScreen(b)];
        const long = (q.x - p.x) ** 2 + (q.y - p.y) ** 2;
        const t = long ? Math.min(1, Math.max(0, ((at.x - p.x) * (q.x - p.x) + (at.y - p.y) * (q.y - p.y)) / long)) : 0;
        const gap = Math.hypot(p.x + t * (q.x - p.x) - at.x, p.y + t * (q.y - p.y) - at.y);
        if (gap <= 5 && (best === null || gap < best.gap)) best = { key: Model.pairKey(a.id, b.id), gap };
      }
      return best?.key ?? null;
    };

    const camera = Camera.create(place, canvas, {
      changed: redraw,
      grab: nodeAt,
      carry(id, { x, y }) {
        const node = model.at(id);
        [node.x, node.y] = [node.x + x, node.y + y];
        version += 1;
        redraw();
      },
      dragged() {
        fitted = false;
        on.hover(null, null);
        clearTimeout(settling);
        if (kept === null && shown.length + visible.bundles.size - visible.weak.size > MANY) {
          const image = document.createElement("canvas");
          [image.width, image.height] = [canvas.width, canvas.height];
          image.getContext("2d").drawImage(canvas, 0, 0);
          kept = { image, middle: { x: camera.view.x, y: camera.view.y }, scale: camera.view.scale };
        }
        if (kept) settling = setTimeout(() => { kept = null; redraw(); }, 160);
      },
      dropped() {
        kept = null;
        redraw();
      },
      tap(at, more) {
        const node = nodeAt(at);
        const line = node === null ? lineAt(at) : null;
        if (node !== null) on.node(node, more);
        else if (line !== null) on.bundle(line);
        else on.nothing();
      },
      double(at) {
        const node = nodeAt(at);
        if (node !== null) on.double(node);
      },
      hover(at) {
        const node = at && nodeAt(at);
        const line = at && node === null && shown.length < MANY ? lineAt(at) : null;
        canvas.style.cursor = node !== null || line !== null ? "pointer" : "grab";
        on.hover(node, line, at);
        if (node === hovered) return;
        hovered = node;
        redraw();
      },
    });
    new ResizeObserver(() => { if (fitted && visible) fit(visible.drawn, false); redraw(); }).observe(place);

    // Room for names, chips and buttons around the nodes; of it, what buttons at the sides (`edge`) and chips below cover.
    const margins = () => {
      const [narrow, w, h] = [place.clientWidth < 500, place.clientWidth, place.clientHeight];
      return { side: narrow ? 24 : Math.min(56, w * 0.07), edge: narrow ? 2 : 16, top: Math.min(44, h * 0.055), bottom: Math.min(66, h * 0.085), chips: Math.min(38, h * 0.05) };
    };

    // Where the view is to look, and how near, to show these nodes.
    const frame = (ids, more = 0, covered = 0) => {
      const { left, right, top, bottom } = extent([...ids].map(model.at).map((node) => [node.x, node.y, isGroup(node) ? node.reach * 0.82 : 0]));
      const room = margins();
      const [w, h] = [place.clientWidth - 2 * (room.side + more), place.clientHeight - covered - room.top - room.bottom - 2 * more];
      const scale = Math.min(2, Math.max(80, w) / Math.max(1, right - left), Math.max(80, h) / Math.max(1, bottom - top));
      return { x: (left + right) / 2, y: (top + bottom) / 2 + (room.bottom - room.top + covered) / 2 / scale, scale };
    };

    const fit = (ids, smoothly = true) => {
      if (!ids.size || !place.clientWidth) return;
      fitted = true;
      camera.go(frame(ids), smoothly);
    };

    return {
      show(next, now) {
        [visible, state] = [next, now];
        shown = [...next.drawn].map(model.at).sort((a, b) => a.near.size - b.near.size || a.id - b.id);
        hovered = next.drawn.has(hovered) ? hovered : null;
        restyle();
      },
      mark(next, now) {
        [lit, state] = [next, now];
        restyle();
      },
      paint() {
        const style = getComputedStyle(document.documentElement);
        const read = (name) => style.getPropertyValue(name).trim();
        theme = { ground: read("--ground"), ink: read("--ink"), quiet: read("--quiet"), selection: read("--selection"), dark: document.documentElement.dataset.theme === "dark" };
        glyphs.forget();
        restyle();
      },
      names(next) {
        nameOf = next;
        texts = new Map();
        version += 1;
        redraw();
      },
      fit,
      // After a selection: zoom in until what belongs to it has its names, if it is little enough to be read and that helps; else bring it into view.
      settle(ids, covered) {
        const around = lit.near === null ? [] : [...lit.near];
        const named = new Set(labels.names.map(({ node }) => node.id));
        const short = state.bundle !== null && ((p, q) => Math.hypot(p.x - q.x, p.y - q.y) < 180)(...Model.ends(state.bundle).map((id) => camera.toScreen(model.at(id))));
        if (around.length > 1 && around.length <= MOST_NAMED && (short || around.some((id) => !named.has(id)))) {
          const next = frame(around, 60, covered);
          if (next.scale > camera.view.scale * 1.05) { fitted = false; return camera.go(next, true); }
        }
        const [w, h] = [place.clientWidth, place.clientHeight - covered];
        const out = ids.filter((id) => { const { x, y } = camera.toScreen(model.at(id)); return x < w * 0.08 || x > w * 0.92 || y < h * 0.08 || y > h * 0.92; });
        if (!out.length) return undefined;
        fitted = false;
        const next = frame(ids, 60, covered);
        return camera.go({ ...next, scale: Math.min(next.scale, camera.view.scale), y: ids.length === 1 ? model.at(ids[0]).y + covered / 2 / camera.view.scale : next.y }, true);
      },
      zoom(factor) { fitted = false; camera.zoom(factor); },
      pan(dx, dy) { fitted = false; camera.pan(dx, dy); },
      element: () => canvas,
      point: (id) => camera.toScreen(model.at(id)),
      drawnAt: (id) => camera.toScreen(shown.find((node) => node.id === id)),
      bundlePoint(key) {
        const [a, b] = Model.ends(key).map(model.at);
        return camera.toScreen({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
      },
      shownCounts: () => labels.counts,
      shownNames: () => labels.names.map(({ node, text, left, y, width, height }) =>
        ({ id: node.id, text, left: origin().x + left, top: origin().y + y, right: origin().x + left + width, bottom: origin().y + y + height })),
      shownTitles: () => labels.titles.map(({ text }) => text),
    };
  };

  return { create, mix };
})();
