"""A bid: what may enter a pack, answers, appendices, proof, limits, release (5.11)."""
