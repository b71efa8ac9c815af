"""What a change does to the findings: two reports held against each other by fingerprint.

The words are those of SARIF's baselineState.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317650
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from scanner.model.finding import Finding


def compare(base: Iterable[Finding], head: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the head's findings as new or unchanged, then the base's that are gone as absent.

    A finding that was suppressed at the base and no longer is counts as new. An absent finding
    names no write: the writes of a report are the head's.
    """
    before = {finding.fingerprint: finding for finding in base}
    after = set()
    for finding in head:
        after.add(finding.fingerprint)
        known = before.get(finding.fingerprint)
        reopened = known is not None and known.suppressed is not None and finding.suppressed is None
        yield replace(finding, state="new" if known is None or reopened else "unchanged")
    for finding in before.values():
        if finding.fingerprint not in after and finding.suppressed is None:
            yield replace(finding, state="absent", writes=())
