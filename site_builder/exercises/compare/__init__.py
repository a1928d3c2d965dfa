"""Exercise type `compare`."""
