"""What the rules say to each other: omitted, required, remedy, finding."""
