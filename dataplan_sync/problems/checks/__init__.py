"""The rules on what plan files say, one noun a file; `catalogue` lists and runs them all."""
