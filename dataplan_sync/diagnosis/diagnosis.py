"""One thing that was looked at, how it is, and the remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(StrEnum):
    """How a thing is."""

    SOUND = "sound"
    ADVICE = "advice"
    """It works, and could be better."""
    FAULTY = "faulty"
    UNKNOWN = "unknown"
    """It could not be looked at."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found of one thing."""

    subject: str
    """What was looked at, in a word or two."""
    state: State
    told: str
    """How it is, and where; one line without a full stop."""
    remedy: str = ""
    """What to do; empty for what is sound."""


def sound(subject: str, told: str) -> Diagnosis:
    """Find that a thing is as it should be."""
    return Diagnosis(subject, State.SOUND, told)


def advice(subject: str, told: str, remedy: str) -> Diagnosis:
    """Find that a thing works, and could be better."""
    return Diagnosis(subject, State.ADVICE, told, remedy)


def faulty(subject: str, told: str, remedy: str) -> Diagnosis:
    """Find that a thing is not as it must be."""
    return Diagnosis(subject, State.FAULTY, told, remedy)


def unknown(subject: str, told: str, remedy: str = "") -> Diagnosis:
    """Find that a thing could not be looked at; `told` says why."""
    return Diagnosis(subject, State.UNKNOWN, told, remedy)


def exit_code(diagnoses: Iterable[Diagnosis]) -> int:
    """Give 1 if anything is faulty, else 0."""
    return int(any(diagnosis.state is State.FAULTY for diagnosis in diagnoses))
