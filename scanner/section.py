"""A table of a TOML document, read key by key with its types checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec import Struct

from scanner.model.failure import CannotRun

Word = TypeVar("Word", bound=str)


class Section(Struct, frozen=True):
    """A table; every error names the file, the whole key and what was expected there."""

    content: Mapping[str, Any]
    file: str
    name: str = ""

    def allow(self, *keys: str) -> None:
        """Refuse any other key, and name the closest of those that there are."""
        for key in self.content:
            if key not in keys:
                close = get_close_matches(key, keys, 1, 0.5)
                instead = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(sorted(keys))}"
                raise CannotRun(f"{self.file}: there is no key {self._whole(key)}", instead)

    def text(self, key: str) -> str | None:
        """Return a string, None when the key is missing."""
        value = self.content.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self.error(key, "must be a string")

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.content.get(key, default)
        if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise self.error(key, "must be a list of strings")

    def words(self, key: str) -> Mapping[str, str]:
        """Return a table of strings."""
        value = self.section(key).content
        if all(isinstance(each, str) for each in value.values()):
            return value
        raise self.error(key, "must be a table of strings")

    def choice(self, key: str, options: Sequence[Word], default: Word) -> Word:
        """Return one of the options."""
        value = self.content.get(key, default)
        found = next((option for option in options if option == value), None)
        if found is None:
            raise self.error(key, f"must be one of {', '.join(options)}")
        return found

    def argument(self, key: str) -> int | str:
        """Return which argument of a call is meant: a position from 0, or a keyword."""
        value = self.content.get(key)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        raise self.error(key, "must be an argument's position from 0, or its keyword")

    def section(self, key: str) -> Section:
        """Return a table inside this one, empty when the key is missing."""
        value = self.content.get(key, {})
        if isinstance(value, dict):
            return Section(value, self.file, self._whole(key))
        raise self.error(key, "must be a table")

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return an array of tables."""
        value = self.content.get(key, [])
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return tuple(
                Section(each, self.file, f"{self._whole(key)}[{index}]") for index, each in enumerate(value)
            )
        raise self.error(key, "must be an array of tables")

    def error(self, key: str, expected: str) -> CannotRun:
        """Return the error for a key whose value is not what it must be."""
        return CannotRun(f"{self.file}: {self._whole(key)} {expected}")

    def _whole(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key
