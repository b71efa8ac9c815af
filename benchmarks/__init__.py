"""What the tool costs, measured on a generated monorepo or on any tree: `python -m benchmarks --help`."""
