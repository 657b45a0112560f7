"use strict";
// Where the reader looks, and how pointers, wheel and fingers change it. Positions of the map become places on the screen and back.
//   create(place, canvas, on) -> {view, toScreen, toMap, go, zoom, pan}; on: {changed, grab, carry, dragged, dropped, tap, double, hover}
const Camera = (() => {
  const [NEAREST, FARTHEST, LONGEST] = [6, 0.004, 260];
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const inside = (scale) => Math.min(NEAREST, Math.max(FARTHEST, scale));

  const create = (place, canvas, on) => {
    const view = { x: 0, y: 0, scale: 1 };
    let journey = 0; // counts moves, so that a new one ends the one before
    const size = () => [place.clientWidth, place.clientHeight];
    const toScreen = ({ x, y }) => ({ x: (x - view.x) * view.scale + size()[0] / 2, y: (y - view.y) * view.scale + size()[1] / 2 });
    const toMap = ({ x, y }) => ({ x: (x - size()[0] / 2) / view.scale + view.x, y: (y - size()[1] / 2) / view.scale + view.y });

    const set = (next) => {
      Object.assign(view, next);
      on.changed();
    };

    const go = (to, smoothly) => {
      journey += 1;
      const own = journey;
      if (!smoothly || calm()) return set(to);
      const [from, begun] = [{ ...view }, performance.now()];
      const step = (now) => {
        if (own !== journey) return;
        const t = Math.min(1, Math.max(0, (now - begun) / LONGEST));
        const done = t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
        const between = (a, b) => a + (b - a) * done;
        set({ x: between(from.x, to.x), y: between(from.y, to.y), scale: from.scale * (to.scale / from.scale) ** done });
        if (t < 1) requestAnimationFrame(step);
      };
      return requestAnimationFrame(step);
    };

    // Zoom so that what is under a place on the screen stays there.
    const zoomAt = (at, factor) => {
      journey += 1;
      const held = toMap(at);
      const scale = inside(view.scale * factor);
      set({ scale, x: held.x - (at.x - size()[0] / 2) / scale, y: held.y - (at.y - size()[1] / 2) / scale });
    };

    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const pointers = new Map();
    let grabbed = null; // what is dragged: null is the map itself
    let moved = false;
    let pinched = null;

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      pointers.set(event.pointerId, at(event));
      canvas.setPointerCapture(event.pointerId);
      journey += 1;
      if (pointers.size === 1) {
        moved = false;
        grabbed = on.grab(at(event));
      } else pinched = null;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      const now = at(event);
      if (!before) return on.hover(now);
      if (pointers.size === 2) {
        pointers.set(event.pointerId, now);
        const [a, b] = [...pointers.values()];
        const next = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, far: Math.hypot(a.x - b.x, a.y - b.y) };
        if (pinched) {
          set({ x: view.x - (next.x - pinched.x) / view.scale, y: view.y - (next.y - pinched.y) / view.scale });
          zoomAt(next, next.far / Math.max(1, pinched.far));
        }
        [pinched, moved] = [next, true];
        return on.dragged();
      }
      if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) return undefined;
      moved = true;
      pointers.set(event.pointerId, now);
      if (grabbed !== null) return on.carry(grabbed, { x: (now.x - before.x) / view.scale, y: (now.y - before.y) / view.scale });
      on.dragged();
      return set({ x: view.x - (now.x - before.x) / view.scale, y: view.y - (now.y - before.y) / view.scale });
    });
    const end = (event) => {
      if (!pointers.delete(event.pointerId)) return;
      pinched = null;
      if (!moved && event.type === "pointerup") on.tap(at(event), event.shiftKey || event.ctrlKey || event.metaKey);
      else on.dropped();
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", () => on.hover(null));
    canvas.addEventListener("dblclick", (event) => on.double(at(event)));
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      on.dragged();
      zoomAt(at(event), Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)));
    }, { passive: false });

    return {
      view, toScreen, toMap, go,
      zoom: (factor) => zoomAt({ x: size()[0] / 2, y: size()[1] / 2 }, factor),
      pan: (dx, dy) => set({ x: view.x + dx / view.scale, y: view.y + dy / view.scale }),
    };
  };

  return { create };
})();
