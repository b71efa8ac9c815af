"""What a reader for one kind of statement gives back, and when a text is no more than prose."""

from __future__ import annotations

from msgspec import Struct

from scanner.model.statement import ColumnList, Columns, Dialect, Named, Operation, Target
from scanner.sql.names import DETERMINERS, KEYWORDS, is_hole
from scanner.sql.tokens import NAMES, Tokens

NO_COLUMNS = ColumnList(())

_BEFORE = frozenset(
    "as do also instead then else begin loop atomic query in for explain analyze verbose plan row statement "
    "materialized go is declare".split()
)
_SECOND = frozenset({"into", "from", "table"})


class Said(Struct, frozen=True):
    """The statement's content; `after` is the index of a token that is surely past its head.

    `weak` says that the words could be prose as well.
    """

    operation: Operation
    target: Target
    after: int
    columns: Columns = NO_COLUMNS
    conflict: ColumnList | None = None
    dialect: Dialect = "unknown"
    weak: bool = False


def can_precede(tokens: Tokens, before: int, index: int) -> bool:
    """Return whether a statement can follow that token: it ends one, opens one, or a line ends there."""
    if tokens.kind(before) in ("", ";", "hole") or tokens.word(before) in _BEFORE:
        return True
    if tokens.word(before) in ("(", ")", ">"):
        return True
    word = tokens.word(before)
    named = word in KEYWORDS or word in ("truncate", "update", "copy")
    return tokens.kind(before) == "word" and not named and "\n" in _between(tokens, before, index)


def _between(tokens: Tokens, before: int, index: int) -> str:
    return tokens.source.text[tokens.ends[before] : tokens.starts[index]]


def is_prose(tokens: Tokens, index: int, said: Said) -> bool:
    """Return whether the keyword at the index is a word of plain English.

    A word on the same line before it that opens no statement says so. What has no more shape than
    `delete from x` must stand alone, in one case, and not be about `the x`.
    """
    before = index - 1
    kind, word = tokens.kind(before), tokens.word(before)
    text = tokens.source.text
    same_line = kind != "" and "\n" not in _between(tokens, before, index)
    if kind == "word" and same_line and word not in _BEFORE:
        return not text[tokens.starts[before] : tokens.ends[before]].isupper()
    if not said.weak:
        return False
    if kind in ("op", "number", "string", "quoted") and same_line and word not in ("(", ")", ">"):
        return True
    if isinstance(said.target, Named) and said.target.name in DETERMINERS and not is_upper(tokens, index):
        return True
    return _case(tokens, index) == "mixed" or (
        tokens.word(index + 1) in _SECOND and _case(tokens, index) != _case(tokens, index + 1) == "upper"
    )


def _case(tokens: Tokens, index: int) -> str:
    text = tokens.source.text[tokens.starts[index] : tokens.ends[index]]
    return "upper" if text.isupper() else "lower" if text.islower() else "mixed"


def is_upper(tokens: Tokens, index: int) -> bool:
    """Return whether the keyword is written in capitals."""
    return _case(tokens, index) == "upper"


def ends_here(tokens: Tokens, index: int) -> bool:
    """Return whether nothing more of the statement can follow."""
    return tokens.kind(index) in ("", ";") or tokens.word(index) == ")"


def skip_alias(tokens: Tokens, index: int, *followers: str) -> int:
    """Return the index after an alias; one without AS counts only before one of these words."""
    if tokens.word(index) == "*":
        index += 1
    if tokens.word(index) == "as" and (tokens.kind(index + 1) in NAMES or is_hole(tokens, index + 1)):
        return index + 2
    if (
        tokens.kind(index) in NAMES
        and tokens.word(index + 1) in followers
        and tokens.word(index) not in followers
    ):
        return index + 1
    return index
