"""GitHub: the context of a workflow run, a typed client, and what is kept there. Knows no data plans."""
