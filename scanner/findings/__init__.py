"""What becomes of the rules' findings before anybody sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scanner.findings.fingerprint import fingerprinted
from scanner.findings.severity import with_severity
from scanner.findings.suppress import Use, suppress
from scanner.model.finding import Facts, Finding
from scanner.model.options import SeverityRule
from scanner.rules import check, rules


def judge(
    facts: Facts,
    selected: Collection[str] | None = None,
    overrides: Sequence[SeverityRule] = (),
    used: Collection[Use] = (),
) -> tuple[Finding, ...]:
    """Return what the selected rules (None: every rule) find, suppressed ones marked, by table and column.

    A suppression of a rule that was not selected is not called unused, and none that is `used` by a
    finding that is known already.
    """
    slugs = frozenset(rules() if selected is None else selected)
    found = suppress(check(facts, slugs), facts, slugs, used)
    kept = with_severity(sorted(found, key=order), facts.writes, overrides)
    return tuple(fingerprinted(kept, facts.writes))


def order(finding: Finding) -> tuple[str, str, str, str, int, tuple[int, ...]]:
    """Return the key that findings are sorted by, the same on every machine."""
    place = finding.origin
    return (finding.table, finding.column or "", finding.rule, place.path, place.line or 0, finding.writes)
