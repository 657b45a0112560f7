"use strict";
// The strip under the picture: how much there is of each year, with a handle on each side, and the years of the filter.
const Years = (() => {
  const { el, svg, find } = Dom;

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

  const parts = (app) => {
    const { histogram } = app.model;
    if (histogram === null) return [];
    const field = (key) => {
      const input = el("input", { type: "number", id: `year-${key}`, inputmode: "numeric", min: 1, max: 9999, step: 1,
        placeholder: key === "from" ? histogram.first : histogram.last,
        onchange: (event) => app.set({ [key]: /^\d{1,4}$/.test(event.target.value) ? Number(event.target.value) : null }) });
      if (app.state[key] !== null) input.value = app.state[key];
      return el("label", {}, el("span", {}, Words.ui(key)), input);
    };
    const keep = el("input", { type: "checkbox", id: "undated", onchange: (event) => app.set({ undated: event.target.checked }) });
    keep.checked = app.state.undated;
    return [field("from"), chart(app), field("to"), el("label", { class: "keep" }, keep, el("span", {}, Words.ui("undated")))];
  };

  const render = (app) => {
    const place = find("years");
    const held = place.contains(document.activeElement) ? document.activeElement.id : "";
    Dom.fill(place, ...parts(app));
    place.hidden = !place.children.length;
    // The strip was made anew, which took the keyboard focus away: give it back.
    if (held) find(held)?.focus();
  };

  return { render };
})();
