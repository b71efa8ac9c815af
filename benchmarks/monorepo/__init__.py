"""A polyglot monorepo of templates of our own, the same for the same seed, and every write in it.

Django apps with their migrations, workers in Python, services in TypeScript, Rust and Go, SQL files,
and files that no reader of ours opens, in sizes and densities of real trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from benchmarks.monorepo import prose, statements
from benchmarks.monorepo.filler import LANGUAGES, Filler
from benchmarks.monorepo.shapes import SHAPES, shaped
from benchmarks.monorepo.source import Fact, Source, marked, plain
from benchmarks.monorepo.tables import Model, django, models

DENSITY = 60
"""One file in so many holds a word that the prefilter looks for; a third of those write."""

WRITE_IN = {".ts": 45, ".py": 25, ".rs": 12, ".go": 8, ".sql": 10}
HELPER_PATH = "packages/db/src/insert_row.ts"
BY_SUFFIX = {language.suffix: language for language in LANGUAGES}


@dataclass(frozen=True)
class Monorepo:
    """A tree of about `files` files; one in `density` is a candidate."""

    files: int
    seed: int = 1
    density: int = DENSITY
    models: tuple[Model, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Draw the models, which everything else writes to."""
        object.__setattr__(self, "models", models(self.files, Random(self.seed)))

    @property
    def target(self) -> Model:
        """The model whose table `scan TABLE` is asked for, and which the change adds a column to."""
        return self.models[0]

    def sources(self) -> Iterator[Source]:
        """Yield every file of the first commit, in a fixed order; the second adds one."""
        fixed = [*django(self.models), marked(HELPER_PATH, statements.HELPER, [Fact("insert", None, None)])]
        yield from fixed
        random = Random(f"{self.seed} files")
        filler = Filler(random)
        writing, wordy, near = self._counts()
        rest = max(self.files - 1 - len(fixed) - writing - wordy - near, 0)
        order = ["write"] * writing + ["wordy"] * wordy + ["near"] * near + ["plain"] * rest
        random.shuffle(order)
        writers = count()
        for number, kind in enumerate(order):
            if kind == "write":
                yield self._writer(next(writers), number, filler, random)
            else:
                yield self._source(kind, number, filler, random)

    def _counts(self) -> tuple[int, int, int]:
        candidates = self.files // self.density
        writing = max(candidates // 3, len(WRITE_IN) + 3)
        return writing, max(candidates - writing, 0), candidates * 2 // 3

    def _source(self, kind: str, number: int, filler: Filler, random: Random) -> Source:
        (language,) = random.choices(LANGUAGES, [each.share for each in LANGUAGES])
        text, path = filler.text(language), filler.path(language, number)
        if kind == "plain":
            return plain(path, text)
        lines = prose.COMMENTS if kind == "wordy" else prose.NEAR
        said = [prose.line(language, random, lines) for _ in range(random.randrange(1, 4))]
        return plain(path, "\n\n".join([text, *said, filler.block(language)]))

    def _writer(self, nth: int, number: int, filler: Filler, random: Random) -> Source:
        """Return a file that writes; the first of each language write the target, in its first shape."""
        suffixes = [*WRITE_IN]
        if nth < len(suffixes):
            suffix, drawn = suffixes[nth], [(SHAPES[suffixes[nth]][0], self.target)]
        else:
            (suffix,) = random.choices(suffixes, [*WRITE_IN.values()])
            times = random.choice((1, 1, 2, 3, 5))
            drawn = [(random.choice(SHAPES[suffix]), self._model(random)) for _ in range(times)]
        language = BY_SUFFIX[suffix]
        pieces, facts = [filler.text(language, statements.HEADS[suffix])], []
        for shape, model in drawn:
            text, more = shaped(shape, model, random)
            pieces += [text, filler.block(language)]
            facts += more
        return marked(filler.path(language, number), "\n\n".join(pieces), facts)

    def _model(self, random: Random) -> Model:
        """Return any model; one in ten is the target, or the one whose name begins like its name."""
        return random.choice(self.models if random.random() < 0.9 else self.models[:2])
