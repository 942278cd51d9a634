"""Files, YAML, Word and pages: one outside thing for each file."""
