"""Old code against the new schema: the two overlap while a deploy rolls.

Found by the gate (`scanner.gate.skew`), which has both revisions.
"""

from __future__ import annotations

from scanner.model.finding import Rule

RULE = Rule("deploy-skew", "warning", "A writer of the base revision breaks on the head's schema.")
