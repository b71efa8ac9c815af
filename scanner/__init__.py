"""Finds the code that writes Django's tables from outside, and what a model change breaks there."""

__version__ = "0.1.0"
