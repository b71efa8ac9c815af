"""From a snapshot to everything that its source files write: found, extracted in processes, cached."""
