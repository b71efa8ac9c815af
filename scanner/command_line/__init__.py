"""What the commands share: their options, the terminal, where results go."""
