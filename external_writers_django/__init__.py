"""A Django app: `manage.py writers`, and a note after `makemigrations` about who else writes the tables.

It runs the installed `writers` command and imports nothing of it, so that a project's interpreter
loads no parser and a project's own package `scanner` stays its own.
"""
