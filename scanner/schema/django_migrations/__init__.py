"""Migrations replayed statically: what they leave in Postgres."""
