"use strict";
// The tinted ground of each community with its name: a disc where the community was opened, else a soft outline around its members and the
// relations between them, so that it does not cover the members of others.
const Grounds = (() => {
  const PAD = 15; // around a node, in map units
  const MOST_SURE = 6; // of so many opened communities the names stand even where there is no room

  const draw = (ctx, grounds, visible, scale, at, radius) => {
    ctx.lineCap = "round";
    for (const { group, colour, disc, members } of grounds) {
      ctx.fillStyle = colour;
      ctx.strokeStyle = colour;
      ctx.beginPath();
      if (disc) {
        const { x, y } = at(group);
        ctx.arc(x, y, group.reach * scale, 0, 7);
        ctx.fill();
        continue;
      }
      const pad = Math.min(26, Math.max(5, PAD * scale));
      const own = new Map(members.map((node) => [node.id, node]));
      for (const node of members) {
        const { x, y } = at(node);
        const r = radius(node, scale) + pad;
        ctx.moveTo(x + r, y);
        ctx.arc(x, y, r, 0, 7);
      }
      ctx.fill();
      ctx.lineWidth = pad * 1.6;
      ctx.beginPath();
      for (const node of members) {
        for (const far of node.near) {
          if (far < node.id || !own.has(far) || !visible.bundles.has(Model.pairKey(node.id, far))) continue;
          const [p, q] = [at(node), at(own.get(far))];
          ctx.moveTo(p.x, p.y);
          ctx.lineTo(q.x, q.y);
        }
      }
      ctx.stroke();
    }
    ctx.lineCap = "butt";
  };

  // The names of the communities, above their highest member where there is room within the `limits`.
  const titles = (grounds, scale, nameOf, room, ctx, limits) => {
    ctx.font = `italic ${Labels.SMALL}`;
    const placed = [];
    for (const { group, disc, members } of grounds) {
      const text = Text.cut(nameOf(group), 34);
      const half = ctx.measureText(text).width / 2;
      const top = members.reduce((one, other) => (other.y < one.y ? other : one));
      const spots = disc ? [[group.x * scale, (group.y - group.reach) * scale + 16]]
        : [-14, -26, -40].map((up) => [top.x * scale, top.y * scale - PAD * scale + up]);
      const box = ([x, y]) => [x - half, y - 10, x + half, y + 3];
      const spot = spots.find((one) => Labels.within(limits, box(one)) && room.free([...box(one), `ground ${group.id}`])) ?? (disc && grounds.length <= MOST_SURE ? spots[0] : null);
      if (!spot) continue;
      room.take([...box(spot), `ground ${group.id}`, Infinity]);
      placed.push({ text, x: spot[0], y: spot[1] });
    }
    return placed;
  };

  return { draw, titles };
})();
