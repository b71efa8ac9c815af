"""How long to try: both client libraries retry through urllib3, by the same numbers."""

from __future__ import annotations

ATTEMPTS = 5
"""Retries after a failure of the server (5xx), a rate limit, or a broken connection."""

BACKOFF = 0.25
"""Seconds before the second retry; they double from there."""

LONGEST_WAIT = 60
"""Seconds that a `Retry-After` or a rate limit may ask for; the run's own limit may be shorter."""

TIMEOUT = 20
"""Seconds to wait for one answer."""

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
"""All may be repeated: a comment that is created twice is found and deleted."""

TRANSIENT = frozenset({429, 500, 502, 503, 504})
