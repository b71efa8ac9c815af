"""A shape of `statements` filled for one model: its text with marks, and the facts."""

from __future__ import annotations

import re
from random import Random

from benchmarks.monorepo.blocks import parted
from benchmarks.monorepo.source import Fact
from benchmarks.monorepo.statements import BY_SUFFIX
from benchmarks.monorepo.tables import Model
from benchmarks.monorepo.words import VERBS

_TOKEN = re.compile(r"~([A-Zf1])")
SHAPES = {suffix: parted(text) for suffix, text in BY_SUFFIX.items()}
"""The shapes of each language that writes, by its suffix."""


def shaped(shape: str, model: Model, random: Random) -> tuple[str, list[Fact]]:
    """Return the text of a shape that writes the model's table, and what it writes, in order."""
    told, _, template = shape.partition("\n")
    row, sets = _row(model, random), _sets(model, random)
    slots = _slots(model.table, row, sets) | {"f": f"{random.choice(VERBS)}{random.randrange(10_000)}"}
    columns = {"C": row, "U": sets, "": ()}
    facts = [Fact(operation, model.table, columns[whose]) for operation, whose in _operations(told)]
    return _TOKEN.sub(lambda match: slots[match[1]], template), facts


def _operations(told: str) -> list[tuple[str, str]]:
    pairs = [each.partition(" ") for each in told.split(", ")]
    return [(operation, whose) for operation, _, whose in pairs]


def _row(model: Model, random: Random) -> tuple[str, ...]:
    """Return what a good new row names: every required column, and some of the others, in their order."""
    return tuple(each.name for each in model.columns if each.required or random.random() < 0.4)


def _sets(model: Model, random: Random) -> tuple[str, ...]:
    return tuple(each.name for each in random.sample(model.columns, random.randrange(1, 4)))


def _slots(table: str, row: tuple[str, ...], sets: tuple[str, ...]) -> dict[str, str]:
    return {
        "T": table,
        "1": row[0],
        "C": ", ".join(row),
        "Q": ", ".join(f"'{name}'" for name in row),
        "L": ",\n            ".join(row),
        "R": "\n".join(f"        {name}: values.{name} ?? {number}," for number, name in enumerate(row)),
        "F": ", ".join(f"row.{name}" for name in row),
        "D": ", ".join(f"${number}" for number in range(1, len(row) + 1)),
        "P": ", ".join(["%s"] * len(row)),
        "X": ", ".join(["'1'"] * len(row)),
        "U": ", ".join(f"{name} = ${number}" for number, name in enumerate(sets, 1)),
        "V": ", ".join(f"{name} = %s" for name in sets),
        "W": ", ".join(f"{name} = {name}" for name in sets),
    }
