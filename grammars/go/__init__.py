"""Go: back-quoted and quoted strings, fmt.Sprintf, constants, map and struct rows."""

from __future__ import annotations

from msgspec.structs import replace

import grammars
from grammars.go.kinds import KINDS
from grammars.go.names import called, definition, pieces, results
from grammars.kinds import grammar

GRAMMAR = replace(
    grammar(KINDS),
    definition=definition,
    pieces=pieces,
    called=called,
    results=results,
    libraries=grammars.libraries(__name__, __path__),
)
