"""What stands in the way of a repository and its workspace, and what to do about it: the findings of `doctor`."""
