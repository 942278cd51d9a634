"""Tools for those who work on Alongside itself."""
