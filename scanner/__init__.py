"""Finds the code that writes Django's tables from outside, and what a model change breaks there."""
