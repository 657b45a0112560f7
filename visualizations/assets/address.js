"use strict";
// What the page shows, written to its address after #, so that a link opens the same view. It is stored nowhere else.
const Address = (() => {
  const year = (text) => (/^\d{1,4}$/.test(text ?? "") ? Number(text) : null);
  // Nodes in the address, by the key there and in the state; and what is on or off.
  const SETS = { also: "also", hidden: "hidden", keep: "kept", pin: "pinned", open: "open" };
  const FLAGS = ["paths", "hubs", "lone"];
  const oneOf = (value, allowed, otherwise) => (allowed.includes(value) ? value : otherwise);

  const write = (state, model, defaults) => {
    const query = new URLSearchParams();
    if (state.language !== defaults.language) query.set("lang", state.language);
    if (state.theme !== "auto") query.set("theme", state.theme);
    if (state.view !== "picture") query.set("view", state.view);
    for (const kind of [...state.hiddenKinds].sort()) query.append("hide", kind);
    for (const type of [...state.hiddenTypes].sort()) query.append("off", type);
    if (state.from !== null) query.set("from", state.from);
    if (state.to !== null) query.set("to", state.to);
    if (!state.undated) query.set("undated", "0");
    if (state.node !== null) query.set("node", model.at(state.node).iri);
    if (state.bundle !== null) Model.ends(state.bundle).forEach((id, i) => query.set("ab"[i], model.at(id).iri));
    for (const [key, ids] of Object.entries(SETS)) for (const id of ids === "open" && state.open.size === model.groups.length ? [] : state[ids] ?? []) query.append(key, model.at(id).iri);
    if (state.grounds !== defaults.grounds) query.set("grounds", state.grounds ? "1" : "0");
    if (state.open.size && state.open.size === model.groups.length) query.set("open", "all");
    for (const key of FLAGS) if (state[key]) query.set(key, "1");
    if (state.hops > 0 && state.focus !== null) {
      query.set("hops", state.hops);
      query.set("focus", model.nodes[state.focus].iri);
    }
    return query.toString();
  };

  // Anyone can write an address, so values that are not known are ignored.
  const read = (hash, model, defaults) => {
    const query = new URLSearchParams(hash.replace(/^#/, ""));
    const node = (key) => model.byIri.get(query.get(key))?.id ?? null;
    const [a, b, focus] = [node("a"), node("b"), node("focus")];
    const key = a !== null && b !== null ? Model.pairKey(a, b) : null;
    const ids = (name) => query.getAll(name).map((iri) => model.byIri.get(iri)?.id).filter((id) => id !== undefined);
    const sets = Object.fromEntries(Object.entries(SETS).map(([name, of]) => [of, new Set(ids(name))]));
    if (query.get("open") === "all") sets.open = new Set(model.groups.map((group) => group.id));
    return {
      ...sets, also: sets.also.size > 1 ? [...sets.also] : [], kept: sets.kept.size ? sets.kept : null,
      ...Object.fromEntries(FLAGS.map((flag) => [flag, query.get(flag) === "1"])),
      language: oneOf(query.get("lang"), defaults.languages, defaults.language),
      theme: oneOf(query.get("theme"), ["light", "dark"], "auto"),
      view: oneOf(query.get("view"), ["both", "table"], "picture"),
      hiddenKinds: new Set(query.getAll("hide").filter((kind) => model.kinds.has(kind))),
      hiddenTypes: new Set(query.getAll("off").filter((type) => model.types.has(type))),
      from: year(query.get("from")),
      to: year(query.get("to")),
      undated: query.get("undated") !== "0",
      node: node("node"),
      bundle: key,
      grounds: query.has("grounds") ? query.get("grounds") === "1" : defaults.grounds,
      focus,
      hops: focus === null ? 0 : Number(oneOf(query.get("hops"), ["1", "2"], "0")),
    };
  };

  return { write, read };
})();
