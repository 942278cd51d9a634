"""Alongside: safeguarding done with the person."""
