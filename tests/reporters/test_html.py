"""The page: well-formed, without scripts, and with nothing in it that the repository could run."""

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from scanner.model.finding import Report
from scanner.reporters import render
from scanner.reporters.style import Style
from tests.reporters import hostile, sample

STYLES = [sample.LIST, sample.SCAN, sample.CHECK, sample.SCHEMA]
VOID = {"meta", "br"}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "href", "rel"}


class Outline(HTMLParser):
    """Fails on a tag that is closed wrongly; collects elements, attributes and addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.command)
@pytest.mark.parametrize(
    "report", [sample.CHECKED, hostile.REPORT, sample.EMPTY], ids=["checked", "hostile", "empty"]
)
def test_the_page_is_whole_and_inert(report: Report, style: Style):
    page = render("html", report, style)
    outline = Outline(page)
    assert not {"script", "img", "iframe", "object", "link", "form"} & outline.tags
    assert outline.attributes <= ATTRIBUTES
    assert all(address.startswith(sample.SOURCE.home + "/blob/") for address in outline.addresses)
    assert "Content-Security-Policy" in page
    assert all(char == "\n" or char.isprintable() for char in page)


def test_a_writer_that_breaks_is_marked_and_linked():
    page = render("html", sample.REPORT, sample.SCAN)
    address = re.escape(f"{sample.SOURCE.home}/blob/{sample.SOURCE.sha}/worker/src/orders.rs#L57")
    assert re.search(rf'pill error">error</span></td><td><a href="{address}"', page)


def test_without_an_address_there_is_no_link():
    assert Outline(render("html", sample.REPORT, replace(sample.SCAN, source=None))).addresses == set()


def test_a_schema_marks_what_differs():
    page = render("html", sample.REPORT, sample.SCHEMA)
    (legacy,) = re.findall(r'<tr class="differs"><td><code>legacy_code.*?</tr>', page)
    assert "<td>absent</td>" in legacy
