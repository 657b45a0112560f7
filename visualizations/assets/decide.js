"use strict";
// The page of decisions: one pair at a time, one key a decision, a file at the end. Nothing leaves the page but by that file.
const Decide = (() => {
  const { el, fill, find } = Dom;
  const data = JSON.parse(find("data").textContent);
  const MARKS = { agrees: "✓", contradicts: "✕", absent: "·", fits: "≈", same: "✓", "not same": "✕", unsure: "?" };
  const state = { at: 0, decided: new Map(), steps: [], saved: 0 };
  const pairs = data.pairs;

  const mark = (outcome, text) =>
    el("span", { class: `mark ${outcome.replace(" ", "-")}` }, MARKS[outcome], text ? el("span", { class: "word" }, ` ${text}`) : null);

  // ------------------------------------------------------------------------------------------------ deciding

  const decide = (numbers, judgement, reason) => {
    const step = numbers.map((number) => [number, state.decided.get(number)]);
    const when = new Date().toISOString();
    for (const number of numbers) state.decided.set(number, { judgement, reason, when });
    state.steps.push({ step, at: state.at });
  };

  const choose = (judgement) => {
    if (!pairs.length) return;
    decide([state.at], judgement, "");
    const open = pairs.findIndex((_, number) => number > state.at && !state.decided.has(number));
    if (open >= 0) state.at = open;
    show();
  };

  const undo = () => {
    const last = state.steps.pop();
    if (!last) return;
    for (const [number, before] of last.step) {
      if (before) state.decided.set(number, before); else state.decided.delete(number);
    }
    state.at = last.at;
    show();
  };

  const move = (by) => {
    state.at = Math.max(0, Math.min(pairs.length - 1, state.at + by));
    show();
  };

  const outcomes = (pair) => [...pair.parts, ...pair.facts].map((row) => row[3]);
  const RULES = {
    same: (pair) => pair.parts.length > 0 && !pair.contradicts && pair.parts.every((row) => row[3] === "agrees")
      && !outcomes(pair).includes("contradicts") && pair.facts.some((row) => row[0] === "born" && row[3] === "agrees"),
    "not same": (pair) => Boolean(pair.contradicts) || outcomes(pair).includes("contradicts"),
  };
  const open = (rule) => pairs.flatMap((pair, number) => (!state.decided.has(number) && RULES[rule](pair) ? [number] : []));
  const REASONS = { same: "all parts of the names and the birth agree", "not same": "something contradicts" };

  const bulk = (judgement) => {
    const numbers = open(judgement);
    if (numbers.length) decide(numbers, judgement, `by rule: ${REASONS[judgement]}`);
    show();
  };

  // ------------------------------------------------------------------------------------------------ the file

  const file = () => {
    const who = find("who").value.trim();
    const rows = [...state.decided.entries()].sort(([x], [y]) => x - y).map(([number, made]) => ({
      a: pairs[number].a, b: pairs[number].b, judgement: made.judgement, score: pairs[number].score, reason: made.reason,
      when: made.when, seen: pairs[number].seen, ...(who ? { who } : {}),
    }));
    return `${JSON.stringify(rows, null, 1)}\n`;
  };

  const save = () => {
    const url = URL.createObjectURL(new Blob([file()], { type: "application/json;charset=utf-8" }));
    el("a", { href: url, download: "decisions.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    state.saved = state.steps.length;
  };

  // ------------------------------------------------------------------------------------------------ showing

  const outcome = (code) => el("td", {}, mark(code, Words.ui(code)));
  const side = (content) => el("td", { class: "side" }, content);
  const row = (what, one, other, code) =>
    el("tr", { class: code ?? null }, el("th", { scope: "row" }, what), side(one), side(other), code ? outcome(code) : el("td"));
  const columns = () => el("colgroup", {}, ...["what", "", "", "outcome"].map((name) => el("col", { class: name || null })));
  const list = (items) => (items.length ? el("ul", {}, items.map((item) => el("li", {}, item))) : "");
  const office = ([role, body, start, end]) => [[role, body].filter(Boolean).join(", "), start || end ? ` (${start || "…"} – ${end || "…"})` : ""].join("");
  const table = (caption, ...rows) =>
    (rows.length ? el("table", {}, el("caption", {}, caption), columns(), el("tbody", {}, rows)) : null);

  const heading = (pair) => {
    const kind = (card) => (card && data.words.kinds[card.kind] ? Words.kind(card.kind) : card?.kind ?? "");
    return el("table", {}, columns(), el("thead", {}, el("tr", {}, el("td"),
      ...["a", "b"].map((key, number) => el("th", { scope: "col" }, pair.names[number], el("small", {}, kind(data.cards[pair[key]])))),
      el("td", { class: "quiet" }, Words.number(pair.score)))));
  };

  const comparison = (pair) => {
    const [one, other] = [data.cards[pair.a], data.cards[pair.b]];
    const both = (pick) => [one, other].map((card) => (card ? pick(card) : []));
    const lists = [
      ["names", both((card) => card.names.map(([language, name]) => [name, language ? el("span", { class: "quiet" }, ` ${language}`) : ""]))],
      ["offices", both((card) => card.offices.map(office))],
      ["identifiers", both((card) => card.identifiers)],
      ["sources", both((card) => card.sources.map(([name, number, dataset]) => Words.ui("row", { file: name, row: number, dataset })))],
      ["iris", [pair.a, pair.b].map((iri) => [Dom.link(iri), ...(data.cards[iri]?.others ?? [])])],
    ].filter(([, [left, right]]) => left.length || right.length);
    return [
      pair.contradicts ? el("p", { class: "warn" }, Words.ui("against", { what: pair.contradicts })) : null,
      pair.agrees.length ? el("p", { class: "found" }, Words.ui("shared", { what: pair.agrees.join(", ") })) : null,
      heading(pair),
      table(Words.ui("parts"), ...pair.parts.map(([part, a, b, code]) => row(Words.ui(part), a, b, code))),
      table(Words.ui("facts"), ...pair.facts.map(([fact, a, b, code]) => row(Words.ui(fact), a, b, code)),
        ...lists.map(([what, [left, right]]) => row(Words.ui(what), list(left), list(right)))),
    ];
  };

  const item = (pair, number) => {
    const made = state.decided.get(number);
    return el("li", {}, el("button", { type: "button", "aria-current": number === state.at ? "true" : null, onclick: () => { state.at = number; show(); } },
      made ? mark(made.judgement) : el("span", { class: "quiet" }, "○"),
      el("span", { class: "both" }, pair.names.map((name) => el("span", {}, name))), el("span", { class: "quiet" }, Words.number(pair.score))));
  };

  const show = () => {
    const pair = pairs[state.at];
    fill(find("pairs"), pairs.map(item));
    find("empty").hidden = pairs.length > 0;
    if (pair) fill(find("cards"), comparison(pair));
    find("pairs").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    find("pair").scrollTop = 0;
    const made = state.decided.get(state.at);
    for (const button of document.querySelectorAll("[data-judgement]")) {
      button.disabled = !pair;
      button.setAttribute("aria-pressed", String(made?.judgement === button.dataset.judgement));
    }
    find("undo").disabled = !state.steps.length;
    find("previous").disabled = state.at === 0;
    find("next").disabled = state.at >= pairs.length - 1;
    find("save").disabled = !state.decided.size;
    find("done").max = Math.max(1, pairs.length);
    find("done").value = state.decided.size;
    find("count").textContent = Words.ui("count", { n: Words.number(state.decided.size), total: Words.number(pairs.length) });
    for (const [id, key, rule] of [["bulk-same", "bulkSame", "same"], ["bulk-not", "bulkNot", "not same"]]) {
      const n = open(rule).length;
      find(id).textContent = Words.ui(key, { n: Words.number(n) });
      find(id).disabled = !n;
    }
  };

  const speak = (language) => {
    Words.speak(language);
    document.documentElement.lang = language;
    document.title = Words.ui("title");
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = Words.ui(element.dataset.t);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", Words.ui(element.dataset.label));
    fill(find("languages"), data.languages.map((code) =>
      el("button", { type: "button", "aria-pressed": String(code === language), onclick: () => { speak(code); show(); } }, code)));
  };

  // ------------------------------------------------------------------------------------------------ keys

  const KEYS = {
    1: () => choose("same"), s: () => choose("same"), 2: () => choose("not same"), n: () => choose("not same"),
    3: () => choose("unsure"), u: () => choose("unsure"), z: undo,
    ArrowLeft: () => move(-1), ArrowRight: () => move(1), "?": () => find("help").showModal(),
  };
  // A key stands for its place, so that Cyrillic keyboards have the letters where Latin ones have them.
  const PLACES = { KeyS: "s", KeyN: "n", KeyU: "u", KeyZ: "z" };

  const pressed = (event) => {
    if (event.target.matches("input") || find("help").open || event.altKey || event.repeat) return;
    if ((event.ctrlKey || event.metaKey) && event.code !== "KeyZ") return;
    const act = KEYS[PLACES[event.code] ?? event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const start = () => {
    Words.load(data.words);
    document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    speak(data.language);
    show();
    for (const button of document.querySelectorAll("[data-judgement]")) button.addEventListener("click", () => choose(button.dataset.judgement));
    const clicks = {
      undo, save, previous: () => move(-1), next: () => move(1), "bulk-same": () => bulk("same"), "bulk-not": () => bulk("not same"),
      theme: () => { const root = document.documentElement; root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; },
      "help-open": () => find("help").showModal(), "help-close": () => find("help").close(),
    };
    for (const [id, act] of Object.entries(clicks)) find(id).addEventListener("click", act);
    document.addEventListener("keydown", pressed);
    addEventListener("beforeunload", (event) => { if (state.saved !== state.steps.length) event.preventDefault(); });
    document.documentElement.dataset.ready = "true";
  };
  start();
  return { state, file };
})();
