"""The states and territories that elect members of Congress, by the codes that congress-legislators uses.

Source: the README of the data set, "State Abbreviations"; territories of the past have no code of ISO 3166-2.
"""

from __future__ import annotations

from typing import Final

_NOW: Final = """
AK Alaska|AL Alabama|AR Arkansas|AZ Arizona|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|GA Georgia|HI Hawaii|IA Iowa
ID Idaho|IL Illinois|IN Indiana|KS Kansas|KY Kentucky|LA Louisiana|MA Massachusetts|MD Maryland|ME Maine|MI Michigan|MN Minnesota
MO Missouri|MS Mississippi|MT Montana|NC North Carolina|ND North Dakota|NE Nebraska|NH New Hampshire|NJ New Jersey|NM New Mexico|NV Nevada
NY New York|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VA Virginia|VT Vermont|WA Washington|WI Wisconsin|WV West Virginia|WY Wyoming|AS American Samoa|DC District of Columbia|GU Guam
MP Northern Mariana Islands|PR Puerto Rico|VI Virgin Islands
"""
_PAST: Final = "DK Dakota Territory|OL Territory of Orleans|PI Philippine Islands"


def _read(text: str) -> dict[str, str]:
    return {part[:2]: part[3:].strip() for line in text.strip().splitlines() for part in line.split("|")}


_NAMES: Final = _read(_NOW)
_ENDED: Final = _read(_PAST)


def state_name(code: str) -> tuple[str, bool]:
    """The name of a state, and whether its code is one of ISO 3166-2; an unknown code is its own name.

    Example:
        >>> state_name("WA"), state_name("DK"), state_name("ZZ")
        (('Washington', True), ('Dakota Territory', False), ('ZZ', False))
    """
    return _NAMES.get(code) or _ENDED.get(code) or code, code in _NAMES
