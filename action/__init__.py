"""What the action runs before the package itself can run."""
