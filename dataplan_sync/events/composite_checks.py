"""Checks of values of any type, most of them made of other schemas.

mParticle does not support those; they are evaluated all the same, because a definition that is there means
something, and both engines of the vendor know them. The SDK reports the failures of the inner schemas too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dataplan_sync.events import value_checks
from dataplan_sync.events.checking import Failure, Keyword, all_of, failures
from dataplan_sync.events.semantics import Semantics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.events.checking import Check, Compiler
    from dataplan_sync.events.values import JSON, Path


def _not(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    unwanted = compiler.compile(schema["not"])

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        if not failures(unwanted, value, path):
            found.append(Failure("not", path, value))

    return check


def _any_of(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    branches = [compiler.compile(branch) for branch in schema["anyOf"]]
    keeps_inner = compiler.semantics is Semantics.NODE_SDK

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        inner: list[Failure] = []
        for branch in branches:
            wrong = failures(branch, value, path)
            if not wrong:
                return
            inner += wrong
        found.extend(inner if keeps_inner else ())
        found.append(Failure("anyOf", path, value))

    return check


def _one_of(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    branches = [compiler.compile(branch) for branch in schema["oneOf"]]
    keeps_inner = compiler.semantics is Semantics.NODE_SDK

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        inner: list[Failure] = []
        passed = 0
        for branch in branches:
            wrong = failures(branch, value, path)
            inner += wrong
            passed += not wrong
            if passed > 1:
                break
        if passed != 1:
            found.extend(inner if keeps_inner else ())
            found.append(Failure("oneOf", path, value))

    return check


def _all_of(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    return all_of([compiler.compile(branch) for branch in schema["allOf"]])


def _if(schema: Mapping[str, Any], compiler: Compiler) -> Check:
    condition = compiler.compile(schema["if"])
    branches = {name: compiler.compile(schema.get(name, True)) for name in ("then", "else")}

    def check(value: JSON, path: Path, found: list[Failure]) -> None:
        name = "else" if failures(condition, value, path) else "then"
        wrong = failures(branches[name], value, path)
        if wrong:
            found.extend(wrong)
            found.append(Failure("if", path, value, name))

    return check


OF_ANYTHING: Final = (
    Keyword(("const",), value_checks.const),
    Keyword(("enum",), value_checks.enum),
    Keyword(("not",), _not),
    Keyword(("anyOf",), _any_of),
    Keyword(("oneOf",), _one_of),
    Keyword(("allOf",), _all_of),
    Keyword(("if",), _if),
)
