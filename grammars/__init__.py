"""One folder a host language: what its syntax tree calls things, and its client libraries."""
