"""Markdown that GitHub and GitLab show: the parts that a summary and a comment are made of."""
