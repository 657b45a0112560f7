"use strict";
// How opaque the lines of each relationship type are, on the canvas and in a still picture, from 0 to 1: very many let each other through, so
// that where most of them meet is darkest and together they are no solid ground.
const Ink = (() => {
  const DENSE = 3000; // so many lines are drawn as they are

  const ofTypes = (bundles) => {
    const lines = new Map();
    for (const edges of bundles.values()) lines.set(edges[0].type, (lines.get(edges[0].type) ?? 0) + 1);
    return new Map([...lines].map(([type, count]) => [type, bundles.size > DENSE ? Math.min(1, Math.max(0.07, 0.34 * (DENSE / count) ** 0.6)) : 1]));
  };

  return { ofTypes };
})();
