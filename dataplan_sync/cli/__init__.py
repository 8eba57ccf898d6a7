"""The command line: one command a file. Composes the parts, prints, and maps results to exit codes.

Modules here import at their top only click and what is as light: `--help` must not wait for httpx, deepdiff, git
or yaml, so a command imports what it does its work with when it runs.
"""
