"""Text of the repository is inert wherever it is shown."""

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scanner.reporters import escape
from tests.reporters import hostile

NASTY = st.text(st.sampled_from("ab1 `'\"\\|@#<>[]()!*_~&:/.-+=\n\r\x1b\u202e{}$%^wwwhttp") | st.characters())


def github(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def outside_code(html: str) -> str:
    """The HTML without its code elements, whose content nobody interprets."""
    while "<code>" in html:
        before, _, rest = html.partition("<code>")
        html = before + rest.partition("</code>")[2]
    return html


def test_what_cannot_be_seen_is_spelt():
    assert escape.visible("a\x1b[31m\u202e\u200b\udcff\té") == "a\\x1b[31m\\u202e\\u200b\\xff\\té"


@given(st.text())
def test_visible_is_one_printable_line(text: str):
    assert escape.visible(text).isprintable()


def test_lines_keep_their_breaks():
    assert escape.lines("a\r\n\tb\x07") == ["a", "    b\\x07"]


def test_no_line_of_a_log_is_a_command():
    assert escape.log("::error::x\n  ::stop-commands::y\na::b\n##[error]z") == (
        "\\x3a:error::x\n  \\x3a:stop-commands::y\na::b\n#\\x23[error]z"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("this INSERT leaves out currency, which is", "this INSERT leaves out currency, which is"),
        ('column "x_y" of (`a b`).', 'column `"x_y"` of (`a b`).'),
        ("ask @octocat about #12.", "ask `@octocat` about `#12`."),
        ("`a``b`", "`a` `b`"),
        ("it's not-null", "it's not-null"),
        ("1. x", "`1`. x"),
    ],
)
def test_prose_is_words_and_code(text: str, shown: str):
    assert escape.prose(text) == shown


@given(NASTY)
def test_prose_forms_no_markup(text: str):
    for html in (github(escape.prose(text)), MarkdownIt("commonmark").render(escape.prose(text))):
        left = outside_code(html).replace("<p>", "").replace("</p>", "")
        assert not set("<>@#[]*_~/\\`") & set(left), html


@given(NASTY)
def test_a_code_span_stays_in_its_cell(text: str):
    html = github(f"| a | b |\n|---|---|\n| {escape.code_span(text)} | end |\n")
    assert html.count("<td>") == 2
    assert "<td>end</td>" in html
    assert not set("@#[]*_~\\`") & set(outside_code(html))


def test_a_hostile_name_is_shown_in_full():
    html = github(escape.code_span(hostile.TEXT.replace("|", "")))
    assert "&lt;img src=x onerror=alert(1)&gt;@octocat #1" in html


@given(NASTY)
def test_html_holds_no_markup(text: str):
    assert not set("<>\"'") & set(escape.html(text))
