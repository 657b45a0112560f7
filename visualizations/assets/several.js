"use strict";
// The card of several selected things: the relations between them, and the shortest paths between two, with the evidence of each step.
const Several = (() => {
  const { el } = Dom;
  const { heading, capped, relations, nameButton, top, action, actions } = Parts;

  const ends = (app) => el("ul", { class: "neighbours ends" }, app.state.also.map((id) => el("li", {}, nameButton(app, app.model.at(id)),
    el("button", { type: "button", class: "icon", "aria-label": Words.ui("removeOne", { what: app.name(app.model.at(id)) }),
      onclick: () => app.several(app.state.also.filter((one) => one !== id)) }, "×"))));

  const isOneOf = (app, id) => app.state.also.includes(id) || app.state.also.includes(app.visible.standIn(id));

  const between = (app) => {
    const found = app.visible.edges.filter((edge) => isOneOf(app, edge.from) && isOneOf(app, edge.to) && app.visible.standIn(edge.from) !== app.visible.standIn(edge.to));
    return [
      heading(Words.ui("relationsBetween"), el("span", { class: "count" }, Words.number(found.length))),
      !found.length && el("p", { class: "quiet" }, Words.ui("noneBetween")),
      capped(found, (edge) => el("li", {}, relations(app, [edge])), "plain"),
    ];
  };

  const step = (app, from, to) => {
    const edges = app.visible.edges.filter((edge) => edge.bundle === Model.pairKey(from, to));
    return el("details", { class: "sources" }, el("summary", {}, [...new Set(edges.map((edge) => (edge.role === null ? Words.type(edge.type) : Words.role(edge.role))))].join(", "),
      ` · ${Words.ui("evidenceCount", { n: Words.number(edges.reduce((sum, edge) => sum + edge.evidence.length, 0)) })}`), relations(app, edges));
  };

  const paths = (app) => {
    const { paths: found, total } = app.lit.paths;
    const [from, to] = app.state.also;
    return [
      heading(Words.ui("paths"), el("span", { class: "count" }, Words.number(total))),
      el("label", { class: "keep" }, ((box) => { box.checked = app.state.hubs; return box; })(el("input", { type: "checkbox", id: "through-hubs", onchange: (event) => app.paths(from, to, event.target.checked) })),
        el("span", {}, Words.ui("throughHubs"))),
      !found.length && el("p", { class: "quiet" }, Words.ui(app.state.hubs ? "noPath" : "noPathWithoutHubs")),
      total > found.length && el("p", { class: "quiet" }, Words.ui("somePaths", { n: found.length, of: Words.number(total) })),
      found.map((path, i) => el("section", { class: "path", "aria-label": `${Words.ui("paths")} ${i + 1}` },
        el("h4", {}, Words.ui("pathSteps", { i: i + 1, n: path.length - 1 })),
        path.map((id, at) => [nameButton(app, app.model.nodes[id]), at < path.length - 1 && step(app, id, path[at + 1])]))),
    ];
  };

  const several = (app) => {
    const { also } = app.state;
    const real = also.every((id) => id < app.model.nodes.length);
    return [
      top(app, "", Words.ui("selectedMany", { n: also.length })),
      ends(app),
      actions(app, Card.adding(app), also.length === 2 && real && action(Words.ui("showPaths"), () => (app.state.paths ? app.several(also) : app.paths(...also)), app.state.paths)),
      app.lit.paths ? paths(app) : between(app),
    ];
  };

  return { several };
})();
