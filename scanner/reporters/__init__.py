"""One module a format: report in, text out."""
