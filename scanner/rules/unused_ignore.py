"""A suppression that suppresses nothing: the reason for it is gone, or it stands on the wrong line.

Found where suppressions are applied (`scanner.findings.suppress`), not in the facts alone.
"""

from __future__ import annotations

from scanner.model.finding import Rule

RULE = Rule("unused-ignore", "warning", "A suppression that suppresses nothing.")
