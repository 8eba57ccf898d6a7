"""The id of a data plan: from the content, from the path, and fit for a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync.files.declaration import fault_problems
from dataplan_sync.files.rules import Rule
from dataplan_sync.wire import ObjectReader

if TYPE_CHECKING:
    from dataplan_sync.files.document import Document
    from dataplan_sync.model import JSONObject
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault


def stated_id(document: Document, value: JSONObject, problems: list[Problem]) -> str | None:
    """Give the `data_plan_id` that a document states, checked.

    Args:
        document: the file.
        value: its value, an object.
        problems: what is wrong with the id is appended here; that there is none is not wrong yet.

    Returns:
        The id; None where there is none, or none that can be used.
    """
    faults: list[Fault] = []
    data_plan_id = ObjectReader(value, faults, ()).text("data_plan_id")
    problems.extend(fault_problems(document, faults))
    if data_plan_id is None:
        return None
    flaw = id_flaw(data_plan_id)
    if flaw is None:
        return data_plan_id
    problems.append(document.problem(Rule.BAD_DATA_PLAN_ID, flaw, ("data_plan_id",)))
    return None


def check_agreement(
    document: Document, value: JSONObject, folder: str, problems: list[Problem]
) -> None:
    """Check that an id in the content, where there is one, is the name of the data plan's folder."""
    stated = stated_id(document, value, problems)
    if stated is not None and stated != folder:
        message = (
            f'data_plan_id is "{stated}", but the folder is "{folder}"; '
            "rename the folder, or leave data_plan_id out"
        )
        problems.append(document.problem(Rule.PATH_MISMATCH, message, ("data_plan_id",)))


def id_flaw(data_plan_id: str) -> str | None:
    """Say why a text cannot be the id of a data plan, which is a part of the API's URLs; None if it can."""
    shown = ascii(data_plan_id)[1:-1]
    if not data_plan_id:
        return "data_plan_id is empty; write the id that the data plan has in mParticle"
    if data_plan_id in {".", ".."}:
        return f'data_plan_id "{shown}" cannot stand in a URL; use letters, digits, _ and -'
    unfit = next((char for char in data_plan_id if _breaks_url(char)), None)
    if unfit is None:
        return None
    name = "a space" if unfit == " " else ascii(unfit)
    return f'data_plan_id "{shown}" holds {name}; use letters, digits, _ and -'


def _breaks_url(char: str) -> bool:
    return char in "/\\" or char.isspace() or not char.isprintable()
