"""A finding's identity from one revision to the next.

The idea is SARIF's partialFingerprints: no line number and no path, so that code may move.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317639
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from scanner.model.facts import Write
from scanner.model.finding import Finding
from scanner.rules import rules

DIGITS = 16
"""Hexadecimal digits of a fingerprint: 64 bits keep a million findings apart."""


def fingerprinted(findings: Iterable[Finding], writes: Sequence[Write]) -> Iterator[Finding]:
    """Yield the findings in order with their fingerprints: a hash of what each says about whom.

    Findings that are alike in rule, table, column, enclosing symbol and statement are told
    apart by their ordinal.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = _identity(finding, writes)
        digest = hashlib.sha256(f"{identity}{seen[identity]}".encode(errors="surrogatepass"))
        seen[identity] += 1
        yield replace(finding, fingerprint=digest.hexdigest()[:DIGITS])


def _identity(finding: Finding, writes: Sequence[Write]) -> str:
    """Return the finding's parts as text: one without a write, about a comment, is what it says."""
    about = (finding.rule, finding.table, finding.column)
    match finding.writes:
        case ():
            return repr((*about, finding.message))
        case (writer,) if not rules()[finding.rule].of_column:
            return repr((*about, writes[writer].symbol, writes[writer].statement.digest))
        case _:
            return repr(about)
