"""Tests that ask a real Postgres."""
