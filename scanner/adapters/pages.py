"""The rules' pages: Markdown files that come with the package, and are the tests of a checkout."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
FOLDERS = (PACKAGE / "rules" / "pages", PACKAGE.parent / "tests" / "rules")
"""Where an installed package has them, and where a checkout does."""


def page(slug: str) -> str | None:
    """Return the Markdown text of a rule's page, None when there is no such rule."""
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", slug):
        return None
    for folder in FOLDERS:
        file = folder / f"{slug}.md"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return None
