"""Where tables and their columns are known from, and how the sources become one catalog."""
