"""How quick it is, side by side with its measure, and the cases to measure with."""
