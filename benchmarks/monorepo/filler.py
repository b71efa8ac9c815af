"""Ordinary files of a wanted size, put together from blocks that were filled once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from benchmarks.monorepo import blocks, papers
from benchmarks.monorepo.words import NOUNS, filled

POOL = 240
MEAN_BYTES, SPREAD, LARGEST = 6_000, 1.1, 300_000
"""File sizes are log-normal: half of them below 3.3 KB, one in a hundred above 40 KB."""


@dataclass(frozen=True, slots=True)
class Language:
    """How a kind of file looks: its suffix, blocks, first lines, comment, and which it is in a hundred."""

    suffix: str
    blocks: str
    head: str
    comment: str
    share: float
    folders: tuple[str, ...]


LANGUAGES = (
    Language(".ts", blocks.TYPESCRIPT, "import { api } from '@acme/api'\n", "// ", 22,
             ("services", "packages")),
    Language(".tsx", blocks.TSX, "import { useState } from 'react'\n", "// ", 17, ("frontend", "packages")),
    Language(".js", blocks.JAVASCRIPT, "'use strict'\n", "// ", 3, ("frontend", "tools")),
    Language(".py", blocks.PYTHON, "import logging\n\nlogger = logging.getLogger(__name__)\n", "# ", 25,
             ("backend", "workers", "tools")),
    Language(".rs", blocks.RUST, "use chrono::{DateTime, Utc};\n", "// ", 5, ("rust",)),
    Language(".go", blocks.GO, "package service\n", "// ", 4, ("go",)),
    Language(".sql", blocks.SQL, "", "-- ", 1, ("migrations",)),
    Language(".md", papers.MARKDOWN, "# Notes\n", "", 4, ("docs",)),
    Language(".json", papers.JSON, "{\n", "", 9, ("frontend", "fixtures")),
    Language(".scss", papers.STYLES, "", "// ", 6, ("frontend",)),
    Language(".yaml", papers.YAML, "services:\n", "# ", 3.8, ("deploy",)),
    Language(".lock", papers.LOCK, "# made by a tool\n", "# ", 0.2, ("packages",)),
)  # fmt: skip


def size(random: Random) -> int:
    """Return a realistic number of bytes for a file."""
    drawn = random.lognormvariate(math.log(MEAN_BYTES) - SPREAD**2 / 2, SPREAD)
    return min(int(drawn), LARGEST)


class Filler:
    """Blocks of each language, from which files are put together."""

    def __init__(self, random: Random) -> None:
        """Fill a pool of blocks for each language."""
        self._random = random
        self._pools: Mapping[str, list[str]] = {
            language.suffix: self._pool(blocks.parted(language.blocks)) for language in LANGUAGES
        }

    def _pool(self, templates: list[str]) -> list[str]:
        return [filled(self._random.choice(templates), self._random) for _ in range(POOL)]

    def text(self, language: Language, head: str | None = None) -> str:
        """Return an ordinary file of a drawn size, with the language's usual first lines or others."""
        head, bytes_ = language.head if head is None else head, size(self._random)
        pool, pieces, length = self._pools[language.suffix], [head], len(head)
        while length < bytes_ or len(pieces) == 1:
            block = self._random.choice(pool)
            pieces.append(block)
            length += len(block)
        return "\n\n".join(pieces)

    def block(self, language: Language) -> str:
        """Return one ordinary block."""
        return self._random.choice(self._pools[language.suffix])

    def path(self, language: Language, number: int) -> str:
        """Return a new path, in one of a few hundred folders."""
        top, area = self._random.choice(language.folders), NOUNS[number % 61]
        name = f"{self._random.choice(NOUNS)}_{number}{language.suffix}"
        return f"{top}/{area}/src/{NOUNS[number % 7]}/{name}"
