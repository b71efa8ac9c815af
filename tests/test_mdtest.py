"""The harness of the rules' pages, which must fail in both directions."""

from __future__ import annotations

import pytest

from scanner.findings import judge
from tests.build import facts, write
from tests.mdtest import Assertion, disagreements, examples, headings

PAGE = """# Title

```python path=models.py
a = 1
```

## One

```text
# no heading
```

```python path=one.py
run()  # error[not-null-omitted] "a "quoted" text"
# warning[opaque-columns] "first"
# note[required-column] "second"
go()
```

### Inner

```sql path=models.py
SELECT 1
```

## Two

Nothing to run.
"""


def test_a_section_has_its_own_files_and_those_under_the_title() -> None:
    own = PAGE.split("path=one.py\n")[1].split("```")[0]
    assert [(example.title, dict(example.files)) for example in examples(PAGE)] == [
        ("One", {"models.py": "a = 1\n", "one.py": own}),
        ("Inner", {"models.py": "SELECT 1\n"}),
    ]
    assert headings(PAGE) == ["Title", "One", "Inner", "Two"]


def test_a_comment_speaks_of_its_line_or_of_the_next() -> None:
    example = next(examples(PAGE))
    assert example.assertions() == [
        Assertion(("one.py", 1), "error", "not-null-omitted", 'a "quoted" text'),
        Assertion(("one.py", 4), "warning", "opaque-columns", "first"),
        Assertion(("one.py", 4), "note", "required-column", "second"),
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        Assertion(("src/worker.rs", 3), "error", "not-null-omitted", "leaves out name"),
        Assertion(("shop/models.py", 14), "error", "not-null-omitted", "leaves out name"),
    ],
)
def test_a_finding_is_met_at_its_writer_or_its_field(wanted: Assertion) -> None:
    linked = facts(write(("note",)))
    assert disagreements([wanted], judge(linked), linked.writes) == []


@pytest.mark.parametrize(
    "wanted",
    [
        Assertion(("src/worker.rs", 4), "error", "not-null-omitted", "leaves out name"),
        Assertion(("src/other.rs", 3), "error", "not-null-omitted", "leaves out name"),
        Assertion(("src/worker.rs", 3), "warning", "not-null-omitted", "leaves out name"),
        Assertion(("src/worker.rs", 3), "error", "unknown-column", "leaves out name"),
        Assertion(("src/worker.rs", 3), "error", "not-null-omitted", "leaves out note"),
    ],
)
def test_what_differs_in_anything_is_missing_and_surplus(wanted: Assertion) -> None:
    linked = facts(write(("note",)))
    missing, surplus = disagreements([wanted], judge(linked), linked.writes)
    assert missing.startswith("not found: ")
    assert surplus.startswith("surplus: ")


def test_a_fence_must_be_closed() -> None:
    with pytest.raises(ValueError, match="not closed"):
        list(examples("# Title\n```python path=a.py\nx\n"))
