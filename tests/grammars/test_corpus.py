"""Every grammar's corpus page is true."""

from pathlib import Path

import pytest

from tests.grammars.corpus import Example, agrees, examples, said

ROOT = Path(__file__).parents[2] / "grammars"
PAGES = sorted(ROOT.glob("*/corpus.md"))
EXAMPLES = [
    pytest.param(example, id=f"{page.parent.name}:{example.title}:{index}")
    for page in PAGES
    for index, example in enumerate(examples(page))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_says_what_the_scanner_says(example: Example):
    got = said(example)
    missing = [line for line in example.expected if not any(agrees(line, other) for other in got)]
    extra = [line for line in got if not any(agrees(other, line) for other in example.expected)]
    assert (missing, extra) == ([], [])
    assert len(got) == len(example.expected)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_every_page_has_writes_and_silence(page: Path):
    lengths = {len(example.expected) for example in examples(page)}
    assert 0 in lengths, "a page also shows what is no write"
    assert max(lengths) > 0
