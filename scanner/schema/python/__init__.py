"""A small interpreter of Python source: it evaluates what it can, and knows what it cannot."""
