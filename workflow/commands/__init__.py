"""The commands, by what they are for; each prints what the office gives it."""
