"""UPDATE, DELETE, TRUNCATE and COPY … FROM."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from scanner.model.statement import Columns, Positional, Target, Unread
from scanner.sql.lists import read_assignments, read_names
from scanner.sql.names import is_hole, read_target
from scanner.sql.said import Said, ends_here, is_upper, skip_alias
from scanner.sql.tokens import NAMES, Tokens

_AFTER_DELETE = ("where", "using", "returning", "order", "limit", "on", "loop")
_AFTER_COPY = frozenset(
    "( with where csv binary delimiter delimiters null header quote escape force encoding freeze".split()
)
_AFTER_TRUNCATE = frozenset({"restart", "continue", "cascade", "restrict", "on"})


def _read_only(tokens: Tokens, index: int) -> tuple[Target, int] | None:
    """Return the table after an ONLY, which may put it in brackets."""
    if tokens.word(index) != "only":
        return read_target(tokens, index)
    if not tokens.words(index + 1, "("):
        return read_target(tokens, index + 1)
    read = read_target(tokens, index + 2)
    return None if read is None or not tokens.words(read[1], ")") else (read[0], read[1] + 1)


def update_head(tokens: Tokens, index: int) -> tuple[Target, int] | None:
    """Return the table of an UPDATE and the index of its SET, or of a hole that must hold that."""
    start = index + 3 if tokens.word(index + 1) == "or" else index + 1
    read = _read_only(tokens, start)
    if read is None:
        return None
    target, after = read
    after = skip_alias(tokens, after, "set")
    if is_hole(tokens, after) and tokens.word(after + 1) == "set":
        after += 1
    held = is_hole(tokens, after) and is_upper(tokens, index) and _is_rest(tokens, after + 1)
    return (target, after) if held or tokens.word(after) == "set" else None


def _is_rest(tokens: Tokens, index: int) -> bool:
    return ends_here(tokens, index) or tokens.word(index) in ("where", "returning")


def read_update(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what an UPDATE says; None when the words are none."""
    head = update_head(tokens, index)
    if head is None:
        return None
    target, after = head
    if tokens.word(after) != "set":
        held = tokens.source.unread("the column list", tokens.starts[after], tokens.ends[after])
        return Said("update", target, after, held, weak=True)
    if after + 1 >= end:
        unread = Unread("the text ends before the first column")
        return Said("update", target, after, unread, weak=True) if is_upper(tokens, index) else None
    columns, stop = read_assignments(tokens, after + 1, end)
    if not _is_set(tokens, after + 1, stop):
        return None
    sqlite = tokens.word(index + 1) == "or"
    return Said("update", target, after, columns, dialect="sqlite" if sqlite else "unknown")


def _is_set(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether assignments stand here, or a hole that may hold them."""
    if tokens.word(start) == "(":
        return True
    for index in islice(tokens.level(start, end), 8):
        if tokens.word(index) in ("=", ":="):
            return True
        if tokens.kind(index) not in NAMES and tokens.word(index) not in (".", "[") and index > start:
            break
    return any(is_hole(tokens, at) or tokens.kind(at) == "hole" for at in range(start, min(start + 2, end)))


def read_delete(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what a DELETE says; None when the words are none."""
    read = _read_only(tokens, index + 2)
    if read is None:
        return None
    target, after = read
    after = skip_alias(tokens, after, *_AFTER_DELETE)
    if tokens.word(after) in _AFTER_DELETE:
        return Said("delete", target, after)
    if tokens.kind(after) in NAMES and ends_here(tokens, after + 1) and is_upper(tokens, index):
        after += 1
    if ends_here(tokens, after) or is_hole(tokens, after):
        enclosed = tokens.word(index - 1) == "(" and tokens.word(after) == ")"
        return Said("delete", target, after, weak=not (enclosed or tokens.kind(after) == ";"))
    return None


def truncate_head(tokens: Tokens, index: int) -> int | None:
    """Return where the first table of a TRUNCATE is named."""
    index += 1
    if tokens.word(index) == "table":
        index += 1
    if tokens.words(index, "if", "exists"):
        index += 2
    return index


def read_truncate(tokens: Tokens, index: int, end: int) -> Iterator[Said]:
    """Yield one for each table of a TRUNCATE; none when the words are prose."""
    at = truncate_head(tokens, index)
    named = tokens.word(index + 1) == "table"
    targets: list[Target] = []
    while at is not None:
        read = _read_only(tokens, at)
        if read is None:
            return
        target, after = read
        targets.append(target)
        after = after + 1 if tokens.word(after) == "*" else after
        at = after + 1 if tokens.word(after) == "," else None
    tail = tokens.word(after) in _AFTER_TRUNCATE
    if not (tail or ends_here(tokens, after) or is_hole(tokens, after)):
        return
    strong = tail or len(targets) > 1 or (tokens.kind(after) == ";" and (named or is_upper(tokens, index)))
    if not (strong or named or is_upper(tokens, index)):
        return
    for target in targets:
        yield Said("truncate", target, after, weak=not strong)


def read_copy(tokens: Tokens, index: int, end: int) -> Said | None:
    """Return what a COPY … FROM says; None for a COPY … TO and for prose."""
    read = read_target(tokens, index + 1)
    if read is None:
        return None
    target, after = read
    columns: Columns = Positional()
    listed = tokens.words(after, "(")
    if listed:
        names = read_names(tokens, after, end)
        if names is None:
            return None
        columns, after = names.columns(), tokens.after(after)
    elif is_hole(tokens, after):
        hole = tokens.source.unread("the column list", tokens.starts[after], tokens.ends[after])
        columns, after = hole, after + 1
    if tokens.word(after) != "from":
        return None
    given = tokens.kind(after + 1)
    file = given in ("string", "dollar") and _is_option(tokens, after + 2)
    certain = file or tokens.word(after + 1) in ("stdin", "program")
    possible = is_hole(tokens, after + 1) and (listed or is_upper(tokens, index))
    return (
        Said("copy", target, after, columns, weak=not certain and not listed) if certain or possible else None
    )


def _is_option(tokens: Tokens, index: int) -> bool:
    """Return whether a COPY ends here or goes on with an option: `copy files from 'a' to 'b'` does not."""
    return ends_here(tokens, index) or is_hole(tokens, index) or tokens.word(index) in _AFTER_COPY
