"""Names as source code writes them, with all that leads to them."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def segments(name: str) -> tuple[str, ...]:
    """Split a path such as `self.table`, `T.users` or `crate::TABLE` into its names."""
    return tuple(segment for segment in re.split(r"[.:?!]+", name) if segment)
