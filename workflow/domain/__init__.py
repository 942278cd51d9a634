"""The field in values and pure functions."""
