"""What people do with cases, one verb a file."""
