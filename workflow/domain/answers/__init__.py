"""Answers of a bid: what they are made of, and the names in them (brief 5.11)."""
