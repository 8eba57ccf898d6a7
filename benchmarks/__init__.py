"""How fast the program is, against straightforward scripts on the same work (docs/performance.md)."""
