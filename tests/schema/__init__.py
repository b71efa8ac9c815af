"""Tests of what is believed of the tables."""
