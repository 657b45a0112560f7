"use strict";
// Which names and counts fit. Names have one size at every zoom and cover neither one another nor nodes of more weight; those with the most
// neighbours come first. Places are in screen pixels from the middle of the map, so that they stay when the map is only moved.
const Labels = (() => {
  const FONT = "'Govgraph Noto Sans','Govgraph Noto Sans Math','Noto Sans','DejaVu Sans',system-ui,sans-serif";
  const NAME = `500 12px ${FONT}`;
  const SMALL = `11px ${FONT}`;
  const LINE = 14.5;
  const CELL = 90;
  const [MOST_TRIED, HUBS] = [700, 14];

  // What is taken: boxes [left, top, right, bottom, owner, weight]. A box may cover boxes of less weight.
  const space = () => {
    const cells = new Map();
    const each = (box, act) => {
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x += 1) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y += 1) {
          if (act(x * 100003 + y) === false) return false;
        }
      }
      return true;
    };
    return {
      take: (box) => each(box, (cell) => { if (cells.has(cell)) cells.get(cell).push(box); else cells.set(cell, [box]); }),
      free: (box, weight = 0) => each(box, (cell) => !(cells.get(cell) ?? []).some((other) =>
        other[4] !== box[4] && other[5] >= weight && box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])),
    };
  };

  // Whether a box [left, top, right, bottom] lies within limits {left, top, right, bottom}.
  const within = (limits, [left, top, right, bottom]) => left > limits.left && top > limits.top && right < limits.right && bottom < limits.bottom;

  // The names of `nodes`, each {node, x, y, r, weight, rank}: of a lower rank first. No name crosses the `limits`.
  const names = (nodes, measure, limits, room) => {
    for (const { node, x, y, r, weight } of nodes) room.take([x - r - 1, y - r - 1, x + r + 1, y + r + 1, node.id, weight]);
    const order = [...nodes].sort((a, b) => a.rank - b.rank || b.weight - a.weight || a.node.id - b.node.id);
    const hubs = new Set([...nodes].sort((a, b) => b.weight - a.weight).slice(0, HUBS).filter(({ weight }) => weight > 3).map(({ node }) => node.id));
    const placed = [];
    for (const { node, x, y, r, weight, rank, inner } of order.slice(0, MOST_TRIED)) {
      const { text, width } = measure(node);
      const height = text.length * LINE;
      const [half, far] = [width / 2, r + 4];
      // The name of a folded community stands in its circle, and may reach over its edge; other names do not cross it.
      const spots = inner ? [[x - half, y - height / 2, "center", x]] : [
        [x - half, y + far, "center", x], [x - half, y - far - height, "center", x],
        [x + far, y - height / 2, "left", x + far], [x - far - width, y - height / 2, "right", x - far],
      ];
      const inside = (left, top) => within(limits, [left, top, left + width, top + height]);
      const fits = (least) => spots.find(([left, top]) => inside(left, top) && room.free([left - 3, top - 1, left + width + 3, top + height + 1, node.id], least));
      let spot = fits(inner ? Infinity : 0);
      if (!spot && (hubs.has(node.id) || rank === 2)) spot = fits(weight / 2);
      if (!spot && rank < 2) [spot] = spots;
      if (!spot) continue;
      room.take([spot[0] - 5, spot[1] - 2, spot[0] + width + 5, spot[1] + height + 2, node.id, Infinity]);
      placed.push({ node, text, x: spot[3], y: spot[1], align: spot[2], left: spot[0], width, height });
    }
    return placed;
  };

  // Counts and roles on lines, each {key, text, x, y, long}: where they find room, and on a selected line always.
  const counts = (wanted, ctx, room) => {
    ctx.font = SMALL;
    const placed = [];
    for (const { key, text, x, y, long, always } of wanted) {
      if (!always && long < 34 + text.length * 6) continue;
      const half = ctx.measureText(text).width / 2 + 4;
      const box = [x - half, y - 7.5, x + half, y + 7.5];
      if (!room.free([...box, "edge"])) {
        if (!always) continue;
      }
      room.take([...box, key, Infinity]);
      placed.push({ text, x, y, half });
    }
    return placed;
  };

  const halo = (ctx, text, x, y) => {
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  };

  const draw = (ctx, origin, { names: list, counts: numbers, titles }, theme, bold) => {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.font = SMALL;
    for (const { text, x, y, half } of numbers) {
      ctx.fillStyle = theme.ground;
      ctx.beginPath();
      ctx.roundRect(origin.x + x - half, origin.y + y - 7.5, half * 2, 15, 7.5);
      ctx.fill();
      ctx.fillStyle = theme.quiet;
      ctx.fillText(text, origin.x + x, origin.y + y + 0.5);
    }
    ctx.textBaseline = "alphabetic";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = theme.ground;
    ctx.fillStyle = theme.quiet;
    ctx.font = `italic ${SMALL}`;
    for (const { text, x, y } of titles) halo(ctx, text, origin.x + x, origin.y + y);
    ctx.fillStyle = theme.ink;
    for (const { node, text, x, y, align } of list) {
      ctx.font = bold(node.id) ? NAME.replace("500", "700") : NAME;
      ctx.textAlign = align;
      text.forEach((line, i) => halo(ctx, line, origin.x + x, origin.y + y + LINE * (i + 0.8)));
    }
  };

  return { NAME, SMALL, LINE, space, within, names, counts, draw };
})();
