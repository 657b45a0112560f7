"""Amounts of money as tables write them: ``€ 1.200,50``, ``US$1,200``, ``1 200 000 KGS``."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

SIGNS: Final = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₹": "INR", "₺": "TRY", "US$": "USD", "R$": "BRL", "A$": "AUD", "C$": "CAD",
    "zł": "PLN", "сом": "KGS", "руб.": "RUB", "руб": "RUB",
}  # fmt: skip
"""Sign -> code of ISO 4217. Signs that several currencies have, as $ and ¥, are not among them."""
CODES: Final = (
    "EUR USD GBP CHF JPY CNY INR KRW RUB UAH KZT KGS UZS TJS TMT AZN GEL AMD BYN MDL TRY PLN CZK HUF RON BGN SEK NOK DKK ISK RSD "
    "CAD AUD NZD BRL ARS CLP COP MXN PEN ZAR NGN KES EGP ILS SAR AED"
).split()
"""Codes of ISO 4217 that are looked for beside a number."""
_MONEY: Final = "|".join([*(re.escape(sign) for sign in SIGNS), r"[$¥]", *CODES])
_BEFORE: Final = rf"^(-?)\s*(?:{_MONEY})[\s\x{{a0}}\x{{202f}}]*"
_AFTER: Final = rf"[\s\x{{a0}}\x{{202f}}]*(?:{_MONEY})$"
_NUMBER: Final = r"^-?\d[\d\s\x{a0}\x{202f}'.,]*$"
_THOUSANDS: Final = re.compile(r"-?\d{1,3}([ .,'\u00a0\u202f]\d{3})+")


def without_currency(texts: pl.Series) -> pl.Series:
    """Numbers without the currency that stands before or after them.

    Example:
        >>> without_currency(pl.Series(["€ 1.200,50", "-US$5", "7 000 KGS", "12", "A 7"])).to_list()
        ['1.200,50', '-5', '7 000', '12', 'A 7']
    """
    return texts.str.replace(_BEFORE, "${1}").str.replace(_AFTER, "")


def are_amounts(texts: pl.Series) -> bool:
    """Whether all texts are numbers, also with a currency and with marks between thousands.

    Example:
        >>> are_amounts(pl.Series(["US$1,200", "$5"])), are_amounts(pl.Series(["ABC 12"]))
        (True, False)
    """
    return bool(without_currency(texts).str.contains(_NUMBER).all())


def currency_of(texts: tuple[str, ...]) -> str:
    """The code of the currency that stands in all texts; empty where there is none, several, or a sign that several have.

    Example:
        >>> currency_of(("€ 5", "6 €")), currency_of(("$5",)), currency_of(("5 KGS", "5 EUR"))
        ('EUR', '', '')
    """
    found = {SIGNS.get(money[0], money[0]) if (money := re.search(_MONEY, text)) else "" for text in texts}
    return next(iter(found)) if len(found) == 1 and not found & {"$", "¥"} else ""


def decimal_of(texts: tuple[str, ...]) -> tuple[str, str]:
    """The decimal mark of numbers, and a doubt about it; no mark where they are plain numbers.

    Example:
        >>> decimal_of(("1.200,50", "7")), decimal_of(("1,200", "7")), decimal_of(("12", "1.5"))
        ((',', ''), ('.', ''), ('', ''))
        >>> decimal_of(("1.200",))
        ('.', 'or is 1.200 one thousand and more, decimal: ","')
    """
    numbers = without_currency(pl.Series(texts, dtype=pl.String)).to_list()
    both = next((number for number in numbers if "." in number and "," in number), "")
    if both:
        return max(".,", key=both.rindex), ""
    for mark, other in ((",", "."), (".", ",")):
        having = [number for number in numbers if mark in number]
        if any(not _THOUSANDS.fullmatch(number) for number in having):
            plain = mark == "." and all(re.fullmatch(r"-?\d+(\.\d+)?", text) for text in texts)
            return "" if plain else mark, ""
        if any(number.count(mark) > 1 for number in having) or (having and mark == ","):
            return other, ""
        if having:
            return mark, f'or is {having[0]} one thousand and more, decimal: ","'
    return "" if all(re.fullmatch(r"-?\d+", text) for text in texts) else ".", ""
