"""Exercise type `dashboard`."""
