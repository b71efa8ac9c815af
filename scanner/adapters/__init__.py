"""Every effect: disk, git, cache, network, databases, foreign processes."""
