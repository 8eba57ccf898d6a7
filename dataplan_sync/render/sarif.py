"""Problems as SARIF 2.1.0, the OASIS format of findings that GitHub code scanning and others read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dataplan_sync import __version__
from dataplan_sync.problems import catalogue
from dataplan_sync.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dataplan_sync.model import JSONObject, JSONValue
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.problems.rule import Rule
    from dataplan_sync.report import CommandReport

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def render(report: CommandReport, *, rules_page: str | None = None) -> str:
    """Render the problems of a report, and its errors.

    Args:
        report: what a command found.
        rules_page: the address of the page of rules, where one is published: each rule links to its heading.

    Returns:
        One JSON document. Places are relative to the directory that the command ran in, which a repository's
        workflow has at its top; columns count UTF-16 code units.
    """
    problems = [problem for workspace in report.workspaces for problem in workspace.problems]
    unlisted = sorted({problem.rule for problem in problems} - catalogue.BY_ID.keys())
    rules: list[JSONValue] = [_rule(rule, rules_page) for rule in catalogue.RULES]
    rules.extend({"id": rule_id} for rule_id in unlisted)
    ids = [*catalogue.BY_ID, *unlisted]
    indexes = {rule_id: index for index, rule_id in enumerate(ids)}
    run: JSONObject = {
        "tool": {
            "driver": {"name": "dataplan-sync", "semanticVersion": __version__, "rules": rules}
        },
        "invocations": [_invocation(report)],
        "columnKind": "utf16CodeUnits",
        "results": _results(problems, indexes),
    }
    document: JSONObject = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _rule(rule: Rule, rules_page: str | None) -> JSONObject:
    link: JSONObject = {"helpUri": f"{rules_page}#{rule.id}"} if rules_page else {}
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": f"{rule.sentence} {rule.advice}"},
        "help": {
            "text": f"{rule.sentence} {rule.advice}",
            "markdown": f"**{rule.sentence}**\n\n{rule.advice}",
        },
        **link,
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _invocation(report: CommandReport) -> JSONObject:
    notes: list[JSONValue] = [
        {"level": "error", "message": {"text": visible(error)}} for error in report.errors
    ]
    return {
        # The run is a success where it came to a result, however bad that result is.
        "executionSuccessful": not report.errors,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notes,
    }


def _results(problems: Sequence[Problem], indexes: dict[str, int]) -> list[JSONValue]:
    seen: Counter[tuple[str, str, str]] = Counter()
    results: list[JSONValue] = []
    for problem in problems:
        line = problem.excerpt.text.strip() if problem.excerpt else ""
        alike = (problem.rule, problem.mark.file, line)
        seen[alike] += 1
        results.append(
            {
                "ruleId": problem.rule,
                "ruleIndex": indexes[problem.rule],
                "level": problem.severity.value,
                "message": {"text": visible(problem.message)},
                "locations": [{"physicalLocation": _location(problem)}],
                # Made of the line and not of its number, so that a finding is the same one after it has moved.
                "partialFingerprints": {
                    "primaryLocationLineHash": f"{_digest(line)}:{seen[alike]}"
                },
            }
        )
    return results


def _location(problem: Problem) -> JSONObject:
    column = problem.excerpt.utf16_column if problem.excerpt else problem.mark.column
    return {
        "artifactLocation": {"uri": _uri(problem.mark.file)},
        "region": {"startLine": problem.mark.line, "startColumn": column},
    }


def _uri(file: str) -> str:
    """Give the address of a file: relative where its name is."""
    address = quote(file, safe="/", errors="backslashreplace")
    return f"file://{address}" if file.startswith("/") else address


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "backslashreplace")).hexdigest()[:16]
