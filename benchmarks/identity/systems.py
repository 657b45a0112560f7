"""Names in Cyrillic letters as systems of transliteration and the press of several languages write them in Latin letters.

Sources: ISO 9:1995; the tables of the Library of Congress (ALA-LC); BGN/PCGN for Russian, Kyrgyz and Tajik; the Ukrainian national system (2010);
the Uzbek alphabet of 1995; the Kazakh alphabet of 2021; the Kyrgyz part of the common Turkic alphabet; and what style guides of the German, French,
Polish, Czech, Dutch, Norwegian and Turkish press prescribe for Russian names. Only the rules that names need are here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PRESS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ө": "o", "ү": "u", "ң": "n", "қ": "k", "ғ": "gh", "ҳ": "h",
    "ў": "o", "ҷ": "j", "ӣ": "i", "ӯ": "u", "ә": "a", "і": "i", "ұ": "u", "һ": "h", "ї": "i", "є": "ie", "ґ": "g",
}  # fmt: skip
_VOWELS = "аеёиоуыэюяөүәіўӣӯұ"

SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "english": {"^е": "Ye", "+е": "ye", "ий$": "y", "ей$": "ei"},
    "passport": {"ж": "zh", "й": "i", "х": "kh", "ю": "iu", "я": "ia", "ъ": "ie", "ё": "e"},
    "iso9": {"ж": "ž", "й": "j", "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "ŝ", "ь": "ʹ", "э": "è", "ю": "û", "я": "â", "ё": "ë"},
    "alaloc": {"й": "ĭ", "ц": "t͡s", "ю": "i͡u", "я": "i͡a", "э": "ė", "ё": "ë", "ь": "ʹ", "ъ": "ʺ"},
    "german": {
        "^е": "Je", "+е": "je", "+с+": "ss", "ий$": "i", "ж": "sch", "з": "s", "й": "i", "в": "w", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch",
        "щ": "schtsch", "ю": "ju", "я": "ja", "ё": "jo", "джс": "dsch", "дж": "dsch", "ь": "",
    },
    "french": {
        "^е": "E", "ий$": "i", "ин$": "ine", "ге": "gue", "ги": "gui", "дж": "dj", "ж": "j", "ц": "ts", "ч": "tch", "ш": "ch", "щ": "chtch",
        "у": "ou", "ю": "iou", "я": "ia", "й": "ï", "ё": "io", "+с+": "ss",
    },
    "polish": {
        "^е": "Je", "+е": "je", "ий$": "ij", "ле": "le", "ли": "li", "е": "ie", "ж": "ż", "й": "j", "в": "w", "х": "ch", "ц": "c", "ч": "cz",
        "ш": "sz", "щ": "szcz", "ю": "ju", "я": "ja", "ё": "jo", "л": "ł", "ль": "l", "дж": "dż", "ь": "",
    },
    "czech": {"^е": "Je", "+е": "je", "ий$": "ij", "ж": "ž", "й": "j", "х": "ch", "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ю": "ju", "я": "ja", "ё": "jo"},
    "dutch": {"ж": "zj", "й": "j", "у": "oe", "х": "ch", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "ю": "joe", "я": "ja", "ё": "jo", "ий$": "i"},
    "norwegian": {"+е": "je", "ж": "zj", "й": "j", "ч": "tsj", "ш": "sj", "щ": "sjtsj", "ю": "ju", "я": "ja", "ё": "jo", "ий$": "ij"},
    "turkish": {"дж": "c", "ж": "j", "х": "h", "ч": "ç", "ш": "ş", "щ": "şç", "ы": "ı", "^е": "Ye", "+е": "ye", "ий$": "iy"},
    "turkish without marks": {"дж": "c", "ж": "j", "х": "h", "ч": "c", "ш": "s", "щ": "sc", "ы": "i", "ий$": "i"},
    "uzbek": {
        "ж": "j", "х": "x", "ў": "oʻ", "ғ": "gʻ", "қ": "q", "ҳ": "h", "ц": "ts", "ъ": "ʼ", "^е": "Ye", "+е": "ye", "ё": "yo", "ы": "i",
    },
    "kazakh": {
        "ә": "ä", "ғ": "ğ", "ж": "j", "қ": "q", "ң": "ñ", "ө": "ö", "ұ": "ū", "ү": "ü", "ы": "y", "і": "ı", "и": "i", "й": "i", "ш": "ş",
        "щ": "şş", "х": "h", "һ": "h", "ч": "ch", "ю": "iu", "я": "ia",
    },
    "kyrgyz": {"дж": "j", "ж": "j", "ң": "ng", "ө": "ö", "ү": "ü", "ы": "y"},
    "kyrgyz common Turkic": {"дж": "c", "ж": "c", "ч": "ç", "ш": "ş", "ы": "ı", "ң": "ñ", "ө": "ö", "ү": "ü", "х": "x"},
    "tajik": {"ҷ": "j", "ӣ": "í", "ӯ": "ŭ", "қ": "q", "ғ": "gh", "ҳ": "h", "ъ": "’"},
    "ukrainian": {"г": "h", "ґ": "g", "и": "y", "ий$": "yi", "^є": "Ye", "^ю": "Yu", "^я": "Ya", "^й": "Y", "^ї": "Yi", "ю": "iu", "я": "ia", "й": "i"},
}  # fmt: skip
"""System -> letters -> what is written, where that is not what the English press writes. ``^`` is the beginning of a word, ``$`` its end, ``+`` a vowel."""

PRESS = (
    "english", "passport", "iso9", "alaloc", "german", "french", "polish", "czech", "dutch", "norwegian", "turkish", "turkish without marks",
)  # fmt: skip
"""The systems for names written in Russian."""


def written(name: str, system: str) -> str:
    """A name in Cyrillic letters as a system writes it.

    Example:
        >>> written("Юрий Чехов", "german"), written("Сергей Жуков", "french"), written("Ўткир Ғуломов", "uzbek")
        ('Juri Tschechow', 'Sergueï Joukov', 'Oʻtkir Gʻulomov')
    """
    return "-".join(
        " ".join(_word(word, SYSTEMS[system]) for word in part.split()) for part in name.replace(",", " ").split("-")
    )


def _word(word: str, rules: Mapping[str, str]) -> str:
    text = word.lower()
    # What a rule has written is marked, so that no other rule reads it.
    done: list[str] = []

    def mark(to: str) -> str:
        done.append(to.lower())
        return chr(0xE000 + len(done) - 1)

    for letters, to in sorted(rules.items(), key=lambda rule: -len(rule[0])):
        bare = letters.strip("^$+")
        before = "^" if letters.startswith("^") else f"(?<=[{_VOWELS}])" if letters.startswith("+") else ""
        after = "$" if letters.endswith("$") else f"(?=[{_VOWELS}])" if letters.endswith("+") else ""
        text = re.sub(f"{before}{bare}{after}", mark(to), text)
    made = "".join(done[ord(c) - 0xE000] if "\ue000" <= c < "\uf8ff" else _PRESS.get(c, c) for c in text)
    return made[:1].upper() + made[1:]
