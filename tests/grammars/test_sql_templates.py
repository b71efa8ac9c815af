"""SQL files as templates: positions lead to the file as written, and no text takes more than linear time."""

import time

import pytest

from grammars.sql.templates import template
from scanner.model.template import Position, Text


def test_positions_are_those_of_the_file():
    parts = template("\\set t logs\n{# a\nb #}INSERT INTO :t.x\n\\copy y from 'z'\n${q} END").parts
    texts = {part.value: part.at for part in parts if isinstance(part, Text) and part.value.strip()}
    assert texts["INSERT INTO "] == Position(3, 5)
    assert texts["logs"] == Position(3, 17)
    assert texts["copy y from 'z';"] == Position(4, 1)
    assert texts[" END"] == Position(5, 5)


def test_data_of_a_copy_is_no_text():
    source = "COPY t (a) FROM stdin;\n1\n\\.\nSELECT 1;\nSELECT a FROM stdin;\n2"
    literal = "".join(part.value for part in template(source).parts if isinstance(part, Text))
    assert literal == "COPY t (a) FROM stdin;\nSELECT 1;\nSELECT a FROM stdin;\n2"


@pytest.mark.parametrize(
    "piece",
    ["{{", "{%", "{#", "<%", "{% raw %}", "from stdin;", "copy t from stdin;\n", ":a.", ':"', "{a", "\\a\n"],
)
def test_what_never_closes_is_passed_over(piece: str):
    start = time.process_time()
    template(piece * (500_000 // len(piece)))
    assert time.process_time() - start < 10
