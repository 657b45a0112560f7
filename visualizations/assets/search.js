"use strict";
// Search in all names and aliases, folded. The list of results follows the WAI-ARIA combobox pattern.
const Search = (() => {
  const { el, find } = Dom;
  const MOST = 20;
  let index = null; // made when something is first looked for: it takes longer than all else that a large page does
  let results = [];
  let active = -1;

  // A thing is found by its names and made titles in every language, its identifiers, its dates, and the name of its type.
  const prepare = ({ model, data }) => model.nodes.map((node) => ({
    node,
    texts: [...new Set([
      ...Object.values(node.names), ...Object.values(node.made), ...node.aliases, node.label, node.iri,
      ...(node.properties.identifiers ?? []), node.start, node.end,
      ...(node.references.type ?? []).flatMap((iri) => Object.values(data.others[iri] ?? {})),
    ])].filter(Boolean).map((text) => [Text.fold(text), text]),
  }));

  // Whole text first, then its beginning, then the beginning of a word, then anywhere; ties go to more neighbours.
  const quality = (text, query) =>
    text === query ? 0 : text.startsWith(query) ? 1 : ` ${text}`.includes(` ${query}`) ? 2 : 3;

  const look = (app, typed) => {
    index ??= prepare(app);
    const query = Text.fold(typed);
    const words = query.split(" ");
    if (!query) return [];
    const matches = [];
    for (const { node, texts } of index) {
      const hits = texts.filter(([text]) => words.every((word) => text.includes(word)));
      if (hits.length) {
        const best = hits.map(([text, given]) => [quality(text, query), given]).sort((a, b) => a[0] - b[0])[0];
        matches.push({ node, matched: best[1], rank: best[0] });
      }
    }
    return matches.sort((a, b) => a.rank - b.rank || b.node.near.size - a.node.near.size || a.node.id - b.node.id);
  };

  const open = (shown) => {
    find("search").setAttribute("aria-expanded", String(shown));
    find("results").hidden = !shown;
    if (!shown) find("search").removeAttribute("aria-activedescendant");
  };

  const point = (next) => {
    active = next;
    [...find("results").querySelectorAll("[role=option]")].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === active));
      if (i === active) option.scrollIntoView({ block: "nearest" });
    });
    if (active >= 0) find("search").setAttribute("aria-activedescendant", `result-${active}`);
    else find("search").removeAttribute("aria-activedescendant");
  };

  const render = (app) => {
    const typed = find("search").value;
    const all = look(app, typed);
    results = all.slice(0, MOST);
    Dom.fill(find("results"), results.map(({ node, matched }, i) => el("li", {
      role: "option", id: `result-${i}`, "aria-selected": "false",
      // On mousedown, because the click comes after the field has lost the focus, which closes the list.
      onmousedown: (event) => { event.preventDefault(); choose(app, i); },
    }, app.glyph(node.kind), el("span", { class: "found" }, el("span", {}, app.name(node)),
      matched !== app.name(node) && el("span", { class: "aside" }, matched)), el("span", { class: "count" }, Words.kind(node.kind)))));
    find("search-status").textContent = typed.trim() ? Words.ui(all.length ? "searchCount" : "searchNone", { n: Words.number(all.length) }) : "";
    open(results.length > 0);
    point(results.length ? 0 : -1);
  };

  const choose = (app, i) => {
    const chosen = results[i];
    if (!chosen) return;
    find("search").value = "";
    find("search-status").textContent = "";
    open(false);
    app.reveal(chosen.node.id);
    find("card").querySelector("h2").focus();
  };

  const start = (app) => {
    const field = find("search");
    field.addEventListener("input", () => render(app));
    field.addEventListener("focus", () => { if (field.value) render(app); });
    field.addEventListener("blur", () => open(false));
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && results.length) {
        event.preventDefault();
        open(true);
        point((active + step + results.length) % results.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        choose(app, active);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        if (field.value) { field.value = ""; render(app); } else field.blur();
      }
    });
  };

  return { start, look };
})();
