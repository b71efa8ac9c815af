"""Source text to file facts, with tree-sitter; pure per file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from grammars import Grammar, PlainGrammar
from scanner.extract import context
from scanner.extract.answers import answers
from scanner.extract.asking import wanted
from scanner.extract.calls import configured, row_calls
from scanner.extract.reader import FileReader
from scanner.extract.seeing import Seen, see, sinks
from scanner.extract.spelling import folded
from scanner.extract.texts import sql_texts
from scanner.extract.tree import MAX_DEPTH, NOTHING, Tree
from scanner.find.hits import Hit
from scanner.find.suppressions import find_suppressions
from scanner.model.facts import Diagnostic, FileFacts, Known, RowCall, Sink, Site, SqlText, Wanted
from scanner.model.options import HelperSpec
from scanner.model.template import Position

__all__ = ["Seen", "answers", "extract", "see", "sinks"]

_TEMPORARY = re.compile(
    rb'\bcreate\s+(?:local\s+|global\s+)?temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?"?(?P<name>[a-z_]\w*)',
    re.IGNORECASE,
)


def extract(
    path: str,
    source: bytes,
    grammar: Grammar | PlainGrammar,
    label: str,
    helpers: Sequence[HelperSpec] = (),
    known: Known = NOTHING,
    seen: Seen | None = None,
) -> FileFacts:
    """Return what one file says; `label` is the language's name in reports.

    `known` is what the rest of the tree tells it, empty in the first round; `seen` is what `see`
    says of it.
    """
    suppressions, problems = find_suppressions(path, source)
    seen = see(source, grammar, helpers, known.sinks) if seen is None else seen
    match seen.grammar:
        case PlainGrammar() as plain:
            facts = _plain(path, source, plain, label)
        case Grammar() as used:
            sinks = (*map(configured, helpers), *known.sinks)
            known = replace(known, sinks=sinks, folding=known.folding | seen.folding)
            facts = _parsed(path, source, used, label, known, seen.hits)
            facts = replace(facts, folding=seen.folding)
    return replace(facts, suppressions=suppressions, diagnostics=(*facts.diagnostics, *problems))


def _plain(path: str, source: bytes, grammar: PlainGrammar, label: str) -> FileFacts:
    text = source.decode("utf-8-sig", "replace")
    site = Site(Position(1, 1), text.count("\n") + 1, None, context.in_tests(path))
    template = grammar.template(text)
    return FileFacts(path, label, (SqlText(template, site, f"{label} file", context.executor(path)),))


def _parsed(
    path: str,
    source: bytes,
    grammar: Grammar,
    label: str,
    known: Known,
    found: Collection[Hit],
) -> FileFacts:
    if not found:
        return FileFacts(path, label)
    tree = Tree(source, grammar, label, known)
    keywords = [(hit.start, hit.end) for hit in found if hit.kind == "keyword"]
    names = [(hit.start, hit.end) for hit in found if hit.kind == "name"]
    texts = tuple(sql_texts(tree, path, keywords))
    reader = FileReader(tree, path)
    rows = tuple(
        folded(row) if isinstance(row, RowCall) and row.library in known.folding else row
        for row in row_calls(reader, label, names, known.sinks)
    )
    return FileFacts(
        path,
        label,
        texts=tuple(text for text, _ in texts),
        rows=tuple(row for row in rows if isinstance(row, RowCall)),
        diagnostics=(*_broken(tree, path), *_too_deep(tree, path)),
        sinks=(*(sink for _, sink in texts if sink), *(sink for sink in rows if isinstance(sink, Sink))),
        wanted=_wanted(tree, texts, rows, tree.asked),
        temporary=tuple(_temporary(reader)),
    )


def _temporary(reader: FileReader) -> Iterator[tuple[str, str | None, int]]:
    """Yield the temporary tables that the file's strings make; a text that also writes tells its own."""
    if b"temp" not in reader.source.lower():
        return
    for match in _TEMPORARY.finditer(reader.source):
        trail = reader.tree.trail_at(*match.span("name"))
        if any(node.type in reader.tree.grammar.strings for node in trail):
            site = reader.site(trail[-1])
            yield match["name"].decode(), site.symbol, reader.tree.position(match.start()).line


def _wanted(
    tree: Tree,
    texts: Sequence[tuple[SqlText, Sink | None]],
    rows: Sequence[RowCall | Sink],
    asked: Sequence[Wanted],
) -> tuple[Wanted, ...]:
    templates = [text.template for text, sink in texts if sink is None]
    for row in rows:
        if isinstance(row, RowCall):
            templates += [row.table, *(template for _, template in row.spelt)]
    found = {each for template in templates for each in wanted(tree, template)} | {*asked}
    return tuple(sorted(found, key=lambda each: (each.name, each.imported)))


def _broken(tree: Tree, path: str) -> list[Diagnostic]:
    """Say that a file has syntax errors: its strings are still read, but some may be cut wrongly."""
    if not tree.root.has_error:
        return []
    node = tree.root
    while (child := next((each for each in node.children if each.has_error), None)) is not None:
        node = child
    line = node.start_point[0] + 1
    return [Diagnostic(path, line, f"syntax error near line {line}: read as far as it can be understood")]


def _too_deep(tree: Tree, path: str) -> Iterator[Diagnostic]:
    """Say that something that may be a write was not looked at."""
    if tree.unentered:
        line = tree.position(min(tree.unentered)).line
        yield Diagnostic(
            path, line, f"nested deeper than {MAX_DEPTH} levels: what may write there is not read"
        )
