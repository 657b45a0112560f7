"use strict";
// The filters in force, one chip each above the picture; a click takes the filter away. Without filters there are none.
const Chips = (() => {
  const { el, find } = Dom;

  const without = (codes, code) => new Set([...codes].filter((one) => one !== code));

  // Each filter in words, and what the state is without it.
  const filters = (app) => {
    const { state } = app;
    const hidden = (key, words) => [...state[key]].sort().map((code) =>
      [Words.ui("stillHidden", { what: words(code) }), { [key]: without(state[key], code) }]);
    return [
      ...hidden("hiddenKinds", Words.kind), ...hidden("hiddenTypes", Words.type),
      ...(state.from !== null || state.to !== null
        ? [[Words.ui("stillYears", { from: state.from ?? "…", to: state.to ?? "…" }), { from: null, to: null }]] : []),
      ...(state.undated ? [] : [[Words.ui("stillDated"), { undated: true }]]),
      ...(state.hidden.size ? [[Words.ui("chipHidden", { n: Words.number(state.hidden.size) }), { hidden: new Set() }]] : []),
      ...(state.kept ? [[Words.ui("chipKept", { n: Words.number(state.kept.size) }), { kept: null }]] : []),
      ...(state.pinned.size ? [[Words.ui("chipPinned", { n: Words.number(state.pinned.size) }), { pinned: new Set() }]] : []),
      ...(state.open.size ? [[Words.ui("chipOpen", { n: Words.number(state.open.size) }), { open: new Set() }]] : []),
      ...(state.hops > 0 && state.focus !== null
        ? [[Words.ui("stillAround", { name: app.name(app.model.nodes[state.focus]), n: state.hops }), { hops: 0, focus: null }]] : []),
    ];
  };

  const render = (app) => {
    const place = find("chips");
    const at = [...place.querySelectorAll("button")].indexOf(document.activeElement);
    Dom.fill(place, ...filters(app).map(([words, patch]) => el("li", {}, el("button", { type: "button",
      "aria-label": Words.ui("removeFilter", { what: words }), title: Words.ui("removeFilter", { what: words }), onclick: () => app.set(patch) },
    el("span", {}, words), el("span", { "aria-hidden": "true" }, "×")))));
    // What the picture stands aside: things without relations, and the grounds of communities.
    const { model, state } = app;
    const toggle = (key, words) => el("button", { type: "button", id: `toggle-${key}`, "aria-pressed": String(state[key]), onclick: () => app.set({ [key]: !state[key] }) }, words);
    const alone = [...model.lone].filter((id) => app.visible.nodes.has(id)).length;
    Dom.fill(find("asides"), alone > 0 && toggle("lone", Words.ui("chipLone", { n: Words.number(alone) })),
      !model.folded && model.groups.length > 1 && toggle("grounds", Words.ui("chipGrounds")));
    // A chip that is taken away leaves the keyboard focus to the next one.
    if (at >= 0) (place.querySelectorAll("button")[Math.min(at, place.children.length - 1)] ?? find("canvas")).focus();
  };

  return { render, filters };
})();
