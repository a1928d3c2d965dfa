"""Exercise type `lab`."""
