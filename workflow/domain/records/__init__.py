"""The records: one file for each kind of YAML file."""
