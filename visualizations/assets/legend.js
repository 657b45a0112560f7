"use strict";
// The left column: kinds of nodes and relations with their counts, and the years. All of them are filters.
const Legend = (() => {
  const { el, svg, find } = Dom;

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

  const chart = (app) => {
    const { first, last, counts } = app.model.histogram;
    const { from, to } = app.state;
    const top = counts.reduce((a, b) => Math.max(a, b), 1);
    const bars = svg("svg", {  class: "chart", viewBox: `0 0 ${counts.length} 40`, preserveAspectRatio: "none", role: "img",
      "aria-label": `${Words.ui("yearsChart")}: ${first}–${last}` },
    ...counts.map((count, i) => svg("rect", { x: i + 0.08, width: 0.84, y: 40 - (count / top) * 38, height: (count / top) * 38 })));
    // A handle on each side of the chart. While one is dragged only the bars follow; the filter is set when it is let go.
    const inside = (value) => Math.min(last, Math.max(first, value));
    const handle = (key, otherwise) => {
      const input = el("input", { type: "range", id: `handle-${key}`, class: "handle", min: first, max: last, step: 1, "aria-label": `${Words.ui("years")}: ${Words.ui(key)}`,
        oninput: () => shade(), onchange: () => {
          const value = Number(input.value);
          app.set({ [key]: value === otherwise ? null : value });
        } });
      input.value = inside(app.state[key] ?? otherwise);
      return input;
    };
    const handles = first < last ? [handle("from", first), handle("to", last)] : [];
    const shade = () => {
      // The handles do not pass each other.
      const ends = handles.map((input) => Number(input.value));
      if (handles.length && ends[0] > ends[1]) {
        const held = document.activeElement === handles[1] ? 1 : 0;
        handles[held].value = ends[1 - held];
        ends[held] = ends[1 - held];
      }
      const [left, right] = handles.length ? [ends[0] > first ? ends[0] : from, ends[1] < last ? ends[1] : to] : [from, to];
      [...bars.children].forEach((bar, i) => bar.setAttribute("class", (left !== null && first + i < left) || (right !== null && first + i > right) ? "out" : "in"));
    };
    shade();
    return el("figure", {}, el("div", { class: "strip" }, bars, ...handles), el("figcaption", {}, el("span", {}, first), el("span", {}, last)));
  };

  const years = (app) => {
    const { histogram } = app.model;
    if (histogram === null) return null;
    const field = (key) => {
      const input = el("input", { type: "number", id: `year-${key}`, inputmode: "numeric", min: 1, max: 9999, step: 1,
        placeholder: key === "from" ? histogram.first : histogram.last,
        onchange: (event) => app.set({ [key]: /^\d{1,4}$/.test(event.target.value) ? Number(event.target.value) : null }) });
      if (app.state[key] !== null) input.value = app.state[key];
      return el("label", {}, el("span", {}, Words.ui(key)), input);
    };
    const keep = el("input", { type: "checkbox", id: "undated", onchange: (event) => app.set({ undated: event.target.checked }) });
    keep.checked = app.state.undated;
    return el("section", { class: "legend years", "aria-label": Words.ui("years") },
      el("div", { class: "line" }, el("h2", {}, Words.ui("years"))),
      chart(app),
      el("div", { class: "range" }, field("from"), field("to")),
      el("label", { class: "keep" }, keep, el("span", {}, Words.ui("undated"))));
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
    const filtered = app.state.hiddenKinds.size || app.state.hiddenTypes.size || app.state.from !== null ||
      app.state.to !== null || !app.state.undated;
    Dom.fill(place,
      order.length > 0 && group(app, Words.ui("kinds"), "kinds", "hiddenKinds",
        order.map((kind) => [kind, app.glyph(kind), Words.kind(kind), kinds.get(kind)])),
      model.types.size > 0 && group(app, Words.ui("types"), "types", "hiddenTypes",
        [...types].map(([type, count]) => [type, Dom.stroke(app.look.relation(type)), Words.type(type), count])),
      years(app),
      filtered ? el("button", { type: "button", class: "wide", id: "reset", onclick: () => app.set({ hiddenKinds: new Set(),
        hiddenTypes: new Set(), from: null, to: null, undated: true }) }, Words.ui("reset")) : null);
    // The list was rebuilt, which took the keyboard focus away: give it back.
    if (mark) place.querySelector(mark)?.focus();
  };

  return { render };
})();
