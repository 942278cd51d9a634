"""How quick it is, side by side with what it is measured against, and the cases for it."""
