"use strict";
// A still picture of what the filters leave, for a report: title, legend, filters, sources with licences, date. The same picture as
// still.py draws without a browser. It is first a list of shapes, and then written as SVG or drawn as PNG at 300 dpi.
const Still = (() => {
  const [MARGIN, SIDE, TITLE, TEXT, NAME] = [24, 80, 20, 11, 10.5];
  const [INK, QUIET, GROUND] = ["#1a1f26", "#57606c", "#ffffff"];
  const [BROAD, MOST_LINES, HUBS, CELL] = [170, 6, 14, 80];
  const DPI = 300;
  const OWN = "'Govgraph Noto Sans','Govgraph Noto Sans Math'";
  const height = (size) => size * 1.3;
  const round = (value) => String(Math.round(value * 100) / 100);

  const meter = document.createElement("canvas").getContext("2d");
  const width = (text, size) => {
    meter.font = `${size}px ${OWN},'Noto Sans','DejaVu Sans',sans-serif`;
    return meter.measureText(text).width;
  };

  // A text broken into lines no wider than `most`; a word that is wider is broken too.
  const broken = (text, size, most, count = 0) => {
    const made = [];
    let line = "";
    const fitting = (part, room) => {
      let n = part.length;
      while (n > 1 && width(part.slice(0, n), size) > room) n -= 1;
      return n;
    };
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = line ? `${line} ${word}` : word;
      if (width(longer, size) <= most) { line = longer; continue; }
      if (line) made.push(line);
      line = word;
      while (width(line, size) > most && line.length > 1) {
        const n = fitting(line, most);
        made.push(line.slice(0, n));
        line = line.slice(n);
      }
    }
    if (line) made.push(line);
    if (count && made.length > count) {
      const last = made.slice(count - 1).join(" ");
      made.splice(count - 1, made.length, last.slice(0, fitting(last, most - width("…", size))).trimEnd() + "…");
    }
    return made;
  };

  const placeNames = (spots, paper) => {
    const cells = new Map();
    const each = (box) => {
      const keys = [];
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x += 1) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y += 1) keys.push(`${x},${y}`);
      }
      return keys;
    };
    const take = (box, owner, weight) => { for (const key of each(box)) cells.set(key, [...(cells.get(key) ?? []), [box, owner, weight]]); };
    const free = (box, owner, weight = 0) => each(box).every((key) => !(cells.get(key) ?? []).some(([b, other, held]) =>
      other !== owner && held >= weight && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]));
    spots.forEach((spot, i) => take([spot.x - spot.r - 1, spot.y - spot.r - 1, spot.x + spot.r + 1, spot.y + spot.r + 1], i, spot.near));
    const order = spots.map((_, i) => i).sort((a, b) => spots[b].near - spots[a].near || a - b);
    const hubs = new Set(order.slice(0, HUBS).filter((i) => spots[i].near > 3));
    const find = (i, weight) => {
      const spot = spots[i];
      const lines = broken(spot.name, NAME, BROAD, MOST_LINES);
      const wide = Math.max(...lines.map((line) => width(line, NAME)));
      const high = lines.length * height(NAME);
      const r = spot.r + 3;
      for (const [left, top, x, anchor] of [
        [spot.x - wide / 2, spot.y + r, spot.x, "middle"], [spot.x - wide / 2, spot.y - r - high, spot.x, "middle"],
        [spot.x + r, spot.y - high / 2, spot.x + r, "start"], [spot.x - r - wide, spot.y - high / 2, spot.x - r, "end"]]) {
        const box = [left - 2, top, left + wide + 2, top + high];
        const inside = box[0] >= paper[0] && box[1] >= paper[1] && box[2] <= paper[2] && box[3] <= paper[3];
        if (inside && free(box, i, weight)) return { lines, x, top, anchor, box };
      }
      return null;
    };
    const names = [];
    for (const i of order) {
      if (!spots[i].name) continue;
      const found = find(i, 0) ?? (hubs.has(i) ? find(i, spots[i].near / 2) : null);
      if (!found) continue;
      take(found.box, i, Infinity);
      names.push(found);
    }
    return { names, take, free };
  };

  // What decided what is drawn: how the page was made, the filters in force, and what stands aside.
  const chosen = (app) => [...app.data.chosen.map(([key, values]) => Words.ui(key, values)), ...Chips.filters(app).map(([words]) => words),
    ...(app.visible.nodes.size > app.visible.drawn.size && !app.model.folded ? [Words.ui("chipLone", { n: Words.number(app.visible.nodes.size - app.visible.drawn.size) })] : [])];

  const sources = (app) => {
    const files = new Map();
    const nodes = [...app.visible.nodes].map((id) => app.model.nodes[id]);
    const events = app.visible.edges.flatMap((edge) => edge.events).filter((iri) => Object.hasOwn(app.data.events, iri)).map((iri) => app.data.events[iri]);
    for (const thing of [...nodes, ...app.visible.edges, ...events]) {
      for (const [at] of thing.evidence) {
        const [file, , dataset, licence] = app.data.sources[at];
        const key = JSON.stringify([dataset, licence ?? Words.ui("stillLicence")]);
        files.set(key, (files.get(key) ?? new Set()).add(file));
      }
    }
    return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, names]) => {
      const [dataset, licence] = JSON.parse(key);
      const some = [...names].sort();
      return `${dataset} (${some.slice(0, 3).join(", ")}${some.length > 3 ? ` +${some.length - 3}` : ""}), ${licence}`;
    });
  };

  const compose = (app) => {
    const nodes = [...app.visible.drawn].map(app.model.at).sort((a, b) => a.id - b.id);
    const across = Math.min(2400, Math.max(1040, 85 * Math.sqrt(nodes.length)));
    const shapes = [];
    let y = MARGIN;
    const text = (words, x, at, size, fill, more = {}) => shapes.push({ is: "text", text: words, x, y: at, size, fill, wide: width(words, size), ...more });
    const paragraph = (words, size, fill) => {
      for (const line of broken(words, size, across - 2 * MARGIN)) {
        y += height(size);
        text(line, MARGIN, y - size * 0.3, size, fill);
      }
      y += size * 0.4;
    };
    paragraph(app.data.title, TITLE, INK);
    paragraph([Words.ui("stillCounts", { n: app.visible.nodes.size, e: app.visible.edges.length }), ...chosen(app)].join(" · "), TEXT, QUIET);

    const top = y + MARGIN / 2;
    const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
    const [left, right, high, low] = nodes.length ? [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)] : [0, 0, 0, 0];
    const room = across - 2 * MARGIN - 2 * SIDE;
    const scale = Math.min(2, room / Math.max(1, right - left), Math.max(room * 0.75, 320) / Math.max(1, low - high));
    const tall = nodes.length ? (low - high) * scale + 88 : 0;
    const spots = nodes.map((node) => ({ id: node.id, x: across / 2 + (node.x - (left + right) / 2) * scale, y: top + tall / 2 + (node.y - (high + low) / 2) * scale,
      r: node.size * Math.min(1.5, Math.max(0.22, scale ** 0.62)), near: app.visible.near.get(node.id) ?? node.near.size, name: app.name(node) }));
    const spotOf = new Map(spots.map((spot) => [spot.id, spot]));
    const glyphs = new Map(app.data.kinds.map((one) => [one.kind, one]));
    const glyph = (kind, x, at, r) => shapes.push({ is: "glyph", d: glyphs.get(kind).glyph, fill: glyphs.get(kind).colour, x, y: at, r });
    const { names, take, free } = placeNames(spots, [MARGIN / 2, top, across - MARGIN / 2, top + tall]);

    const bundles = [...app.visible.bundles].filter(([key]) => !app.visible.weak.has(key)).map(([key, edges]) => {
      const [a, b] = Model.ends(key);
      return { a: spotOf.get(a), b: spotOf.get(b), edges, weight: edges.reduce((sum, edge) => sum + Math.max(1, edge.count), 0) };
    });
    const inks = Ink.ofTypes(app.visible.bundles);
    for (const { a, b, edges, weight } of bundles) {
      const { colour, dashes } = app.data.relations[edges[0].type];
      const ink = inks.get(edges[0].type);
      const wide = (ink < 1 ? 0.6 : 1.1) + Math.min(4, Math.log2(weight) * 0.6);
      const look = { stroke: colour, ink, wide, dashes: new Set(edges.map((edge) => edge.type)).size === 1 ? dashes : [] };
      if (a === b) { shapes.push({ is: "ring", x: a.x, y: a.y - a.r * 1.4, r: a.r * 1.4, ...look }); continue; }
      const away = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const [ux, uy] = [(b.x - a.x) / away, (b.y - a.y) / away];
      const [from, to] = [[a.x + ux * a.r, a.y + uy * a.r], [b.x - ux * b.r, b.y - uy * b.r]];
      shapes.push({ is: "line", from, to, ...look });
      const arrow = ([x, at], vx, vy) => {
        const [long, broad] = [4 + wide * 1.6, 1.8 + wide * 0.8];
        shapes.push({ is: "area", fill: colour, ink, points: [[x, at], [x - vx * long - vy * broad, at - vy * long + vx * broad], [x - vx * long + vy * broad, at - vy * long - vx * broad]] });
      };
      const directed = edges.filter((edge) => app.data.relations[edge.type].directed);
      if (directed.some((edge) => app.visible.standIn(edge.from) === a.id)) arrow(to, ux, uy);
      if (directed.some((edge) => app.visible.standIn(edge.from) === b.id)) arrow(from, -ux, -uy);
    }
    nodes.forEach((node, i) => glyph(node.kind, spots[i].x, spots[i].y, spots[i].r));
    // Counts take places as names do, the greatest first.
    for (const { a, b, weight } of [...bundles].sort((one, other) => other.weight - one.weight)) {
      if (weight < 2 || a === b) continue;
      const words = Words.number(weight);
      const half = width(words, 9) / 2 + 4;
      const [x, at] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
      const box = [x - half, at - 7, x + half, at + 7];
      if (Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r + 2 * half + 12 || !free(box, -1)) continue;
      take(box, -2, Infinity);
      shapes.push({ is: "pill", x: box[0], y: box[1], wide: 2 * half, tall: 14, fill: GROUND });
      text(words, x, at + 3.2, 9, QUIET, { anchor: "middle" });
    }
    for (const { lines, x, top: begin, anchor } of names) {
      lines.forEach((line, i) => text(line, x, begin + height(NAME) * (i + 0.78), NAME, INK, { anchor, halo: true }));
    }
    y = top + tall + MARGIN / 2;

    const row = (entries, indent) => {
      if (!entries.length) return;
      let x = MARGIN;
      y += 9;
      for (const [sample, words] of entries) {
        const wide = indent + width(words, TEXT) + 16;
        if (x > MARGIN && x + wide > across - MARGIN) [x, y] = [MARGIN, y + 18];
        sample(x);
        text(words, x + indent, y + 4, TEXT, INK);
        x += wide;
      }
      y += 9;
    };
    const kinds = Model.counted(new Map([...app.model.kinds, ["Community", 0]]),
      app.model.folded ? nodes : [...app.visible.nodes].map(app.model.at), "kind");
    row(app.data.kinds.filter(({ kind }) => kinds.get(kind)).map(({ kind }) => [(x) => glyph(kind, x + 7, y, 6), `${Words.kind(kind)} ${kinds.get(kind)}`]), 18);
    const types = Model.counted(app.model.types, app.visible.edges, "type");
    row([...types].filter(([, n]) => n).map(([type, n]) => [(x) => shapes.push({ is: "line", from: [x, y], to: [x + 26, y], stroke: app.data.relations[type].colour,
      wide: 2, dashes: app.data.relations[type].dashes }), `${Words.type(type)} ${n}`]), 32);
    y += TEXT * 0.6;
    const listed = sources(app);
    if (listed.length) paragraph(`${Words.ui("sourcesCount")}: ${listed.join("; ")}`, TEXT, QUIET);
    const now = new Date();
    const date = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
    paragraph(`${Words.ui("stillMade", { date })} · ${Words.ui("stillNames", { n: `${names.length} / ${nodes.length}` })}`, TEXT, QUIET);
    return { shapes, wide: across, tall: y + MARGIN / 2 };
  };

  const escaped = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  const svg = (app) => {
    const { shapes, wide, tall } = compose(app);
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
    const faces = rules.map((rule) => rule.cssText).join("").replaceAll("Govgraph Noto", "Noto");
    const line = ({ stroke, ink = 1, wide: thick, dashes }) => `stroke="${stroke}" stroke-width="${round(thick)}" fill="none"${ink < 1 ? ` stroke-opacity="${round(ink)}"` : ""}${dashes.length ? ` stroke-dasharray="${dashes.join(" ")}"` : ""}`;
    const write = {
      text: (s) => `<text x="${round(s.x)}" y="${round(s.y)}" font-size="${s.size}" fill="${s.fill}" textLength="${round(s.wide)}"` +
        `${s.anchor ? ` text-anchor="${s.anchor}"` : ""}${s.halo ? ` stroke="${GROUND}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : ""}>${escaped(s.text)}</text>`,
      glyph: (s) => `<path transform="translate(${round(s.x)},${round(s.y)}) scale(${round(s.r)})" d="${s.d}" fill="${s.fill}" stroke="${INK}" stroke-width="${round(0.8 / s.r)}" stroke-linejoin="round"/>`,
      line: (s) => `<line x1="${round(s.from[0])}" y1="${round(s.from[1])}" x2="${round(s.to[0])}" y2="${round(s.to[1])}" ${line(s)}/>`,
      ring: (s) => `<circle cx="${round(s.x)}" cy="${round(s.y)}" r="${round(s.r)}" ${line(s)}/>`,
      area: (s) => `<polygon points="${s.points.map((point) => point.map(round).join(",")).join(" ")}" fill="${s.fill}"${s.ink < 1 ? ` fill-opacity="${round(s.ink)}"` : ""}/>`,
      pill: (s) => `<rect x="${round(s.x)}" y="${round(s.y)}" width="${round(s.wide)}" height="${s.tall}" rx="7" fill="${s.fill}"/>`,
    };
    const [w, h] = [round(wide), round(tall)];
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" lang="${escaped(Words.spoken)}" ` +
      `font-family="'Noto Sans','Noto Sans Math',sans-serif"><title>${escaped(app.data.title)}</title><style>${faces}</style>` +
      `<rect width="${w}" height="${h}" fill="${GROUND}"/>${shapes.map((shape) => write[shape.is](shape)).join("")}</svg>\n`;
  };

  const drawn = (app) => {
    const { shapes, wide, tall } = compose(app);
    const scale = DPI / 96;
    const target = document.createElement("canvas");
    [target.width, target.height] = [Math.round(wide * scale), Math.round(tall * scale)];
    const paper = target.getContext("2d");
    paper.scale(scale, scale);
    paper.fillStyle = GROUND;
    paper.fillRect(0, 0, wide, tall);
    paper.lineJoin = "round";
    const stroke = (s) => { paper.globalAlpha = s.ink ?? 1; paper.strokeStyle = s.stroke; paper.lineWidth = s.wide; paper.setLineDash(s.dashes); paper.stroke(); paper.setLineDash([]); paper.globalAlpha = 1; };
    const draw = {
      text(s) {
        paper.font = `${s.size}px ${OWN},'Noto Sans','DejaVu Sans',sans-serif`;
        paper.textAlign = { middle: "center", end: "right" }[s.anchor] ?? "left";
        paper.fillStyle = s.fill;
        if (s.halo) { paper.strokeStyle = GROUND; paper.lineWidth = 3; paper.strokeText(s.text, s.x, s.y); }
        paper.fillText(s.text, s.x, s.y);
      },
      glyph(s) {
        paper.save();
        paper.translate(s.x, s.y);
        paper.scale(s.r, s.r);
        const path = new Path2D(s.d);
        paper.fillStyle = s.fill;
        paper.fill(path);
        paper.strokeStyle = INK;
        paper.lineWidth = 0.8 / s.r;
        paper.stroke(path);
        paper.restore();
      },
      line(s) { paper.beginPath(); paper.moveTo(...s.from); paper.lineTo(...s.to); stroke(s); },
      ring(s) { paper.beginPath(); paper.arc(s.x, s.y, s.r, 0, 7); stroke(s); },
      area(s) { paper.beginPath(); s.points.forEach((point) => paper.lineTo(...point)); paper.globalAlpha = s.ink; paper.fillStyle = s.fill; paper.fill(); paper.globalAlpha = 1; },
      pill(s) { paper.beginPath(); paper.roundRect(s.x, s.y, s.wide, s.tall, 7); paper.fillStyle = s.fill; paper.fill(); },
    };
    for (const shape of shapes) draw[shape.is](shape);
    return target;
  };

  // A PNG says its resolution in the chunk pHYs, so that a word processor gives the picture its size.
  const withResolution = (bytes) => {
    const chunk = new DataView(new ArrayBuffer(21));
    [[0, 9], [4, 0x70485973], [8, Math.round(DPI * 39.3701)], [12, Math.round(DPI * 39.3701)]].forEach(([at, value]) => chunk.setUint32(at, value));
    chunk.setUint8(16, 1);
    let crc = 0xffffffff;
    for (let i = 4; i < 17; i += 1) {
      crc ^= chunk.getUint8(i);
      for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
    chunk.setUint32(17, ~crc >>> 0);
    return new Blob([bytes.slice(0, 33), chunk.buffer, bytes.slice(33)], { type: "image/png" });
  };

  const png = async (app) => {
    const blob = await new Promise((done) => { drawn(app).toBlob(done, "image/png"); });
    return withResolution(new Uint8Array(await blob.arrayBuffer()));
  };

  return { svg, png };
})();
