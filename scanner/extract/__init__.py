"""Source text to file facts, with tree-sitter; pure per file."""
