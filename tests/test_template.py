"""Every character of a template knows where it is written."""

from scanner.model.template import Interpolation, Position, Template, Text


def test_a_verbatim_text_follows_the_file():
    text = Text("INSERT\n  INTO t", Position(3, 10))
    assert text.position(0) == Position(3, 10)
    assert text.position(text.value.index("INTO")) == Position(4, 3)


def test_a_decoded_escape_stays_where_it_is_written():
    assert Text("a\nb", Position(3, 10), verbatim=False).position(2) == Position(3, 10)


def test_a_hole_leaves_no_literal():
    text = Text("t", Position(1, 1))
    assert Template((text, text)).literal == "tt"
    assert Template((text, Interpolation("x", Position(1, 2)))).literal is None
