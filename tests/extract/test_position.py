"""Lines and columns of a file, in whatever order they are asked."""

import random
import time

from grammars import Grammar, discover
from scanner.extract import extract
from scanner.extract.tree import Tree
from scanner.model.template import Position

PYTHON = next(each for each in discover() if isinstance(each, Grammar) and each.name == "python")
TEXT = "x = 'é'\n\ny = 'ü→' + z\n" * 5 + "z = 1"


def expected(index: int) -> Position:
    before = TEXT[:index]
    return Position(before.count("\n") + 1, index - before.rfind("\n"))


def test_positions_count_lines_and_characters_from_one_in_any_order():
    indexes = [*range(len(TEXT))]
    for order in (indexes, indexes[::-1], random.Random(3).sample(indexes, len(indexes))):
        tree = Tree(TEXT.encode(), PYTHON, "python")
        for index in order:
            assert tree.position(len(TEXT[:index].encode())) == expected(index)


def test_many_statements_on_one_long_line_are_read_in_linear_time():
    statement = f"cursor.execute(\"INSERT INTO t (a, b) VALUES (1, '{'x' * 400}')\")"
    source = "; ".join([statement] * 5_000).encode()
    began = time.process_time()
    facts = extract("a.py", source, PYTHON, "python")
    assert len(facts.texts) == 5_000
    assert time.process_time() - began < 4
