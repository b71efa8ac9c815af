"""Java: literals and text blocks, String.format, StringBuilder, constants, Map.of rows, annotations."""

from __future__ import annotations

from msgspec.structs import replace

from grammars.java.annotations import pieces, silent
from grammars.java.kinds import KINDS
from grammars.kinds import grammar

GRAMMAR = replace(grammar(KINDS), pieces=pieces, silent=silent)
