"""Checks by itself, line by line, that a comment is whole: fences, folds, tables and quotes.

It shares no code with the ladder, whose work it judges.
"""

from __future__ import annotations

import re


def faults(markdown: str) -> list[str]:
    """List what is open at the end, closed too often, or a row of a table with another number of cells."""
    found: list[str] = []
    stack: list[str] = []
    cells = 0
    for number, line in enumerate(without_fences(markdown).split("\n"), start=1):
        for tag in re.findall(r"</?(?:details|summary|sub|code)>", without_code(line)):
            name = tag.strip("</>")
            if not tag.startswith("</"):
                stack.append(name)
            elif stack and stack[-1] == name:
                stack.pop()
            else:
                found.append(f"line {number}: {tag} closes nothing")
        columns = line.count("|") if line.startswith("|") else 0
        if cells and columns and columns != cells:
            found.append(f"line {number}: {columns} pipes after {cells}")
        cells = columns
    if re.search("(?m)^```", without_fences(markdown)):
        found.append("a fence is open at the end")
    return found + [f"{name} is open at the end" for name in stack]


def without_fences(text: str) -> str:
    """Leave out fenced blocks that are closed."""
    return re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1`*$", "", text)


def without_code(line: str) -> str:
    """Leave out code spans."""
    return re.sub(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", line)
