"""Finds what makes a change set unsafe, and says of each finding what would allow it."""
