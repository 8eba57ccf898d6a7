"""A folded section in GitHub Markdown."""

from __future__ import annotations


def fold(summary: str, content: str) -> str:
    """Fold a text below a line that GitHub shows as a button.

    Args:
        summary: HTML, as `html_code` and `prose` give it; Markdown is not read there.
        content: Markdown.
    """
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"
