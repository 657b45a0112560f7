"use strict";
// Words of the page in its three languages, and the handling of text that both search and labels need.
const Words = (() => {
  let table = {};
  let language = "en";

  // A picture may offer any language; one without words here gets the English ones.
  const pick = (entry) => (entry ? entry[language] ?? entry.en : undefined);
  const humanise = (code) => code.replace(/_/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const own = (section, key) => (Object.hasOwn(table[section], key) ? table[section][key] : undefined);

  return {
    load(words) { table = words; },
    speak(code) { language = code; },
    get language() { return language; },
    // The tag for lang attributes of the page's own words.
    get spoken() { return table.ui.search[language] ? language : "en"; },
    ui(key, values = {}) {
      return pick(table.ui[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
    },
    kind: (code) => pick(own("kinds", code)) ?? code,
    type: (code) => pick(own("types", code)) ?? humanise(code),
    role: (code) => pick(own("roles", code)) ?? code,
    property: (code) => pick(own("properties", code)) ?? humanise(code),
    // Browsers often lack Kyrgyz number forms and sorting; the Russian ones are the same except for a few letters.
    get locales() { return language === "ky" ? ["ky", "ru"] : table.ui.search[language] ? [language] : ["en"]; },
    number(value) { return value.toLocaleString(this.locales); },
  };
})();

const Text = (() => {
  // Folding as in ontology/folding.py, which gives the reasons; a test compares the two.
  const LETTERS = {
    "ө": "о", "ү": "у", "ң": "н", "қ": "к", "ғ": "г", "ұ": "у", "ә": "а", "і": "и", "һ": "х", "ҳ": "х", "ҷ": "ч",
    "җ": "ж", "ҡ": "к", "ҙ": "з", "ҫ": "с", "є": "е", "ґ": "г",
    "ə": "a", "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ς": "σ",
  };
  const PATTERN = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
  const DROPPED = /['`´‘’‛′ʹʻʼʽʾʿˈꞌ＇]|\p{Cf}/gu;

  // Decomposed before and after lowercasing: some capitals are compatibility forms, some get marks only as small letters.
  const fold = (text) =>
    text.replace(DROPPED, "").normalize("NFKD").toLowerCase().normalize("NFKD").replace(DROPPED, "").replace(/\p{M}/gu, "")
      .replace(PATTERN, (letter) => LETTERS[letter]).replace(/[^\p{L}\p{N}]+/gu, " ").normalize("NFC").trim();

  const cut = (text, room) => {
    const letters = Array.from(text);
    return letters.length > room ? letters.slice(0, room - 1).join("").trimEnd() + "…" : text;
  };

  // At most two lines. A longer name keeps its beginning and its end: in Russian and English the first words say what a body is,
  // in Kyrgyz the last ones do.
  const lines = (text, room) => {
    const words = text.trim().split(/\s+/).map((word) => cut(word, room));
    let first = words.shift() ?? "";
    while (words.length && first.length + 1 + words[0].length <= room) first += " " + words.shift();
    if (!words.length) return [first];
    if (words.join(" ").length <= room) return [first, words.join(" ")];
    let last = words.pop();
    while (words.length && last.length + 1 + words[words.length - 1].length <= room - 2) last = words.pop() + " " + last;
    return [first, "… " + cut(last, room - 2)];
  };

  return { fold, lines, cut };
})();
