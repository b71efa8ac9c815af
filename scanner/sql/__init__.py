"""Templates to statements: a tolerant reader of SQL with holes."""
