"use strict";
// The glyph of each kind at each size as a small image, drawn once and then copied: ten thousand copies are cheap, ten thousand paths are not.
const Glyphs = (() => {
  const create = (look, mix) => {
    const paths = new Map();
    let images = new Map();

    const image = (kind, r, faded, theme) => {
      const ratio = window.devicePixelRatio || 1;
      const key = `${kind} ${r} ${faded}`;
      if (images.has(key)) return images.get(key);
      if (!paths.has(kind)) paths.set(kind, new Path2D(look.kind(kind).glyph));
      const side = Math.ceil((2.5 * r + 2) * ratio);
      const made = document.createElement("canvas");
      [made.width, made.height] = [side, side];
      const ctx = made.getContext("2d");
      const { fill, stroke } = look.colours(kind);
      ctx.translate(side / 2, side / 2);
      ctx.scale(r * ratio, r * ratio);
      ctx.lineWidth = 1.2 / r;
      ctx.lineJoin = "round";
      ctx.fillStyle = faded ? mix(fill, theme.ground, 0.78) : fill;
      ctx.strokeStyle = faded ? mix(stroke, theme.ground, 0.7) : stroke;
      ctx.fill(paths.get(kind));
      ctx.stroke(paths.get(kind));
      images.set(key, { made, side: side / ratio });
      return images.get(key);
    };

    return {
      draw(ctx, kind, x, y, r, faded, theme) {
        const { made, side } = image(kind, Math.max(1.5, Math.round(r * 2) / 2), faded, theme);
        ctx.drawImage(made, x - side / 2, y - side / 2, side, side);
      },
      forget() { images = new Map(); },
    };
  };

  return { create };
})();
