"""What the GitHub Action does with each event: compare and comment, apply what was reviewed, watch for drift."""
