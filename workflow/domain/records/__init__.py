"""The records: every file of a case, a provider and a tender as frozen blocks."""
