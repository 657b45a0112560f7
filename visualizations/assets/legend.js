"use strict";
// The left column: kinds of nodes and relations with their counts. All of them are filters.
const Legend = (() => {
  const { el, find } = Dom;

  const row = (sample, name, count, on, toggle, code) => {
    const box = el("input", { type: "checkbox", "data-code": code, onchange: (event) => toggle(event.target.checked) });
    box.checked = on;
    return el("li", {}, el("label", {}, box, sample, el("span", { class: "what" }, name), el("span", { class: "count" }, Words.number(count))));
  };

  const both = (labels, every, nothing) => el("span", { class: "both" },
    el("button", { type: "button", "aria-label": `${Words.ui("all")}: ${Words.ui(labels + "All")}`, onclick: every }, Words.ui("all")),
    el("button", { type: "button", "aria-label": `${Words.ui("none")}: ${Words.ui(labels + "None")}`, onclick: nothing }, Words.ui("none")));

  const group = (app, title, labels, key, entries) => {
    const set = (codes) => app.set({ [key]: new Set(codes) });
    return el("section", { class: "legend", "aria-label": title },
      el("div", { class: "line" }, el("h2", {}, title), both(labels, () => set([]), () => set(entries.map(([code]) => code)))),
      el("ul", {}, entries.map(([code, sample, name, count]) => row(sample, name, count, !app.state[key].has(code), (on) => {
        const hidden = new Set(app.state[key]);
        if (on) hidden.delete(code); else hidden.add(code);
        set(hidden);
      }, code))));
  };

  const render = (app) => {
    const place = find("legend");
    const held = document.activeElement;
    const mark = place.contains(held) ? (held.id ? `#${CSS.escape(held.id)}` : held.dataset.code !== undefined
      ? `input[data-code="${CSS.escape(held.dataset.code)}"]` : null) : null;
    const { model, data, visible } = app;
    const order = [...data.kinds.map((one) => one.kind)].filter((kind) => model.kinds.has(kind));
    const kinds = Model.counted(model.kinds, [...visible.nodes].map((id) => model.nodes[id]), "kind");
    const types = Model.counted(model.types, visible.edges, "type");
    const filtered = Chips.filters(app).length > 0;
    Dom.fill(place,
      order.length > 0 && group(app, Words.ui("kinds"), "kinds", "hiddenKinds",
        order.map((kind) => [kind, app.glyph(kind), Words.kind(kind), kinds.get(kind)])),
      model.types.size > 0 && group(app, Words.ui("types"), "types", "hiddenTypes",
        [...types].map(([type, count]) => [type, Dom.stroke(app.look.relation(type)), Words.type(type), count])),
      filtered ? el("button", { type: "button", class: "wide", id: "reset", onclick: () => app.set({ hiddenKinds: new Set(),
        hiddenTypes: new Set(), from: null, to: null, undated: true, hidden: new Set(), kept: null, hops: 0, focus: null }) }, Words.ui("reset")) : null);
    // The list was rebuilt, which took the keyboard focus away: give it back.
    if (mark) place.querySelector(mark)?.focus();
  };

  return { render };
})();
