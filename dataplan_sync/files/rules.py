"""The ids of all problems that reading plan files can find.

An id is a promise: users write it into their configuration. `problems.reading` has the texts and an example of
each, and `docs/rules.md` shows them.
"""

from __future__ import annotations

from enum import StrEnum

from dataplan_sync.problems.problem import Severity


class Rule(StrEnum):
    """A rule that plan files must keep so that they can be read."""

    NO_PLAN_FILES = "no-plan-files"
    UNREADABLE_FILE = "unreadable-file"
    BINARY_FILE = "binary-file"
    NOT_UTF8 = "not-utf8"
    EMPTY_FILE = "empty-file"

    YAML_SYNTAX = "yaml-syntax"
    JSON_SYNTAX = "json-syntax"
    SEVERAL_DOCUMENTS = "several-documents"
    DUPLICATE_KEY = "duplicate-key"
    COMPLEX_KEY = "complex-key"
    BAD_TAG = "bad-tag"
    BAD_MERGE = "bad-merge"
    BAD_ALIAS = "bad-alias"
    TOO_MANY_ALIASES = "too-many-aliases"
    TOO_DEEP = "too-deep"
    NOT_JSON = "not-json"

    UNKNOWN_FORM = "unknown-form"
    LIST_OF_DATA_PLANS = "list-of-data-plans"
    MISPLACED_FILE = "misplaced-file"
    INCOMPLETE_VERSION = "incomplete-version"
    MISSING_DATA_PLAN_ID = "missing-data-plan-id"
    BAD_DATA_PLAN_ID = "bad-data-plan-id"
    PATH_MISMATCH = "path-mismatch"
    BAD_VERSION_NUMBER = "bad-version-number"
    MISSING_DATA_POINTS = "missing-data-points"
    DATA_POINTS_TWICE = "data-points-twice"
    DUPLICATE_DATA_PLAN = "duplicate-data-plan"
    DUPLICATE_VERSION = "duplicate-version"

    BAD_REFERENCE = "bad-reference"
    UNKNOWN_REFERENCE = "unknown-reference"
    REFERENCE_CYCLE = "reference-cycle"
    TOO_MANY_REFERENCES = "too-many-references"

    MISSING_CRITERION = "missing-criterion"
    DUPLICATE_DATA_POINT = "duplicate-data-point"
    WRONG_TYPE = "wrong-type"
    MISSING_KEY = "missing-key"
    MISTYPED_KEY = "mistyped-key"
    MISPLACED_KEY = "misplaced-key"
    UNKNOWN_KEY = "unknown-key"

    @property
    def severity(self) -> Severity:
        """How bad it is to break the rule: an unknown key may be one that the API has newly learned."""
        return Severity.WARNING if self is Rule.UNKNOWN_KEY else Severity.ERROR
