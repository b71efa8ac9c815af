"""Templates to statements: a tolerant reader of SQL with holes, for what writes and for DDL."""

from scanner.sql.ddl import read_ddl
from scanner.sql.reader import read

__all__ = ["read", "read_ddl"]
