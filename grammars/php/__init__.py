"""PHP: quoted strings with variables in them, heredocs, `.` and sprintf, array rows."""

from __future__ import annotations

from msgspec.structs import replace

import grammars
from grammars.kinds import grammar
from grammars.php.kinds import KINDS

GRAMMAR = grammar(replace(KINDS, libraries=grammars.libraries(__name__, __path__)))
