"""One module a rule, discovered; each has META and a pure check."""
