"""Two analyses compared by fingerprint."""
