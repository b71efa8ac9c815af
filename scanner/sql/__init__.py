"""Templates to statements: a tolerant reader of SQL with holes."""

from scanner.sql.reader import read

__all__ = ["read"]
