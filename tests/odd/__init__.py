"""What hostile and broken input must not do."""
