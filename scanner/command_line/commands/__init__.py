"""One module a command: its function `command` has the command's options, and returns the exit code."""
