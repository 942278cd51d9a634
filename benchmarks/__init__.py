"""Measures Alongside against others doing the same work."""
