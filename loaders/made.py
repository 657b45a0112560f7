"""What is made of small objects, such as organisations and places: files repeat the same ones again and again, so each is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

_MOST: Final = 65_536
"""How many are remembered; then it begins anew."""
_T = TypeVar("_T")
_W = TypeVar("_W")


class Made:
    """What was made so far.

    Example:
        >>> made, calls = Made(), []
        >>> def name(writer: None, value: dict[str, str]) -> str:
        ...     calls.append(value)
        ...     return value["name"]
        >>> [made.once(name, None, {"name": text}) for text in ("Fund", "Fund")], len(calls)
        (['Fund', 'Fund'], 1)
        >>> made.of(("Fund", 1), lambda: "made"), made.of(("Fund", 1), lambda: "made again")
        ('made', 'made')
    """

    def __init__(self) -> None:
        self._of: dict[Any, Any] = {}

    def of(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What ``make`` makes, which depends on the key alone. It must write no rows, since it is not called for a key that came before."""
        try:
            found: _T = self._of[key]
        except KeyError:
            found = make()
            if len(self._of) >= _MOST:
                self._of.clear()
            self._of[key] = found
        return found

    def once(self, make: Callable[[_W, dict[str, Any]], _T], writer: _W, value: dict[str, Any]) -> _T:
        """What ``make`` makes of an object of texts.

        An object that holds anything else is made anew each time: lists cannot be looked up, and 1, 1.0 and true would be one.
        """
        if all(inner.__class__ is str for inner in value.values()):
            return self.of((make, *value.items()), lambda: make(writer, value))
        return make(writer, value)
