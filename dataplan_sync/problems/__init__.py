"""What is wrong in plan files: the noun and, one file each, the rules."""
