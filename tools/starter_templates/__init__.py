"""Makes the starter Word templates."""
