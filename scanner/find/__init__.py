"""Which files of a snapshot are worth parsing."""
