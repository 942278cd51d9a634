"""Makes the Word templates that the workspace starts with."""
