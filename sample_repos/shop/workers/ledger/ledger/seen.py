"""What this worker already handled, in a file beside it: a table of SQLite, not of the shop."""

import sqlite3


def remember(path: str, order: str) -> None:
    """Keep the order as handled."""
    with sqlite3.connect(path) as seen:
        seen.execute("CREATE TABLE IF NOT EXISTS orders_order (id TEXT PRIMARY KEY, handled_at INTEGER)")
        seen.execute("INSERT OR REPLACE INTO orders_order (id, handled_at) VALUES (?, unixepoch())", (order,))
