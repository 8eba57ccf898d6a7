"""Edits of plan files as text: what is not edited stays as it is, comments and order and quotes included."""
