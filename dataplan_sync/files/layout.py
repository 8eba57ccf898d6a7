"""The layouts of plan files (design §4): reads each unit of files as what its path and its content say it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataplan_sync import codec
from dataplan_sync.files.data_plan_id import id_flaw
from dataplan_sync.files.declaration import fault_problems
from dataplan_sync.files.definitions import Definitions
from dataplan_sync.files.expanding import read_expanded
from dataplan_sync.files.form import Form, form_of, unknown_form
from dataplan_sync.files.lone_version import read_version
from dataplan_sync.files.place import Place, Role
from dataplan_sync.files.reading import file_problem
from dataplan_sync.files.rules import Rule
from dataplan_sync.files.spread_version import read_spread_version
from dataplan_sync.files.version_rules import data_point_problems, version_problems
from dataplan_sync.files.whole_data_plan import read_data_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dataplan_sync.files.declaration import Declaration
    from dataplan_sync.files.document import Document
    from dataplan_sync.files.place import Unit
    from dataplan_sync.files.source import Source
    from dataplan_sync.problems.problem import Problem
    from dataplan_sync.wire import Fault


def read_unit(
    source: Source, unit: Unit, problems: list[Problem], *, definitions: Definitions | None = None
) -> Declaration | None:
    """Read the files of one unit.

    Args:
        source: where the files come from.
        unit: the files, as `place.units` groups them.
        problems: what is wrong is appended here.
        definitions: gives what references lead to, and has read those that other units refer to.

    Returns:
        What the files declare; None where that cannot be told, which a problem then explains.
    """
    definitions = definitions or Definitions(source)
    flaw = id_flaw(unit.first.data_plan_id) if unit.first.data_plan_id is not None else None
    if flaw is None:
        return _read(source, unit, definitions, problems)
    message = f"the folder of a data plan is named by its id: {flaw}"
    problems.append(file_problem(source, unit.first.path, Rule.BAD_DATA_PLAN_ID, message))
    _read(source, unit, definitions, problems)
    return None


def read_file(document: Document, place: Place, problems: list[Problem]) -> Declaration | None:
    """Read a file that stands alone as what its path and its content say it is.

    Args:
        document: the file.
        place: what its path says.
        problems: what is wrong is appended here.

    Returns:
        What the file declares; None where that cannot be told, which a problem then explains.
    """
    value = document.value
    form = form_of(value)
    if isinstance(value, dict) and (place.role, form) in _DATA_PLANS:
        return read_data_plan(document, value, place, problems)
    if isinstance(value, dict) and (place.role, form) in _VERSIONS:
        return read_version(document, value, place, problems)
    if form is Form.UNKNOWN:
        problems.append(document.problem(Rule.UNKNOWN_FORM, unknown_form(value)))
    else:
        rule = Rule.LIST_OF_DATA_PLANS if form is Form.DATA_PLANS else Rule.MISPLACED_FILE
        problems.append(document.problem(rule, f"this is {form}; {_ADVICE[form]}"))
        _look_into(document, place, problems)
    return None


def _read(
    source: Source, unit: Unit, definitions: Definitions, problems: list[Problem]
) -> Declaration | None:
    place = unit.first
    match place.role:
        case Role.MISPLACED:
            problems.append(file_problem(source, place.path, Rule.MISPLACED_FILE, _MISPLACED))
            document = read_expanded(source, place.path, definitions, problems)
            if document:
                _look_into(document, place, problems)
            return None
        case Role.VERSION_SCALARS | Role.DATA_POINTS:
            return read_spread_version(source, unit, definitions, problems)
        case Role.LOOSE | Role.DATA_PLAN | Role.VERSION | Role.UNLISTED:
            document = read_expanded(source, place.path, definitions, problems)
            return read_file(document, place, problems) if document else None


def _look_into(document: Document, place: Place, problems: list[Problem]) -> None:
    """Find what is wrong with content in a wrong place, and would be so in the right one."""
    value = document.value
    faults: list[Fault] = []
    match form_of(value), value:
        case Form.DATA_PLAN, dict():
            read_data_plan(document, value, Place(place.path, Role.LOOSE), problems)
        case Form.VERSION, dict():
            problems.extend(version_problems(document, value, ()))
            codec.decode_version(value, faults, data_plan_id="", number=1)
        case Form.DATA_POINTS, list():
            problems.extend(data_point_problems(document, value, (), {}))
            codec.decode_data_points(value, faults)
        case _:
            pass
    problems.extend(fault_problems(document, faults))


# In a place that says what the file is for, content without any known key is reported key by key.
_DATA_PLANS: Final = frozenset(
    (
        (Role.LOOSE, Form.DATA_PLAN),
        (Role.DATA_PLAN, Form.DATA_PLAN),
        (Role.DATA_PLAN, Form.UNKNOWN),
    )
)
_VERSIONS: Final = frozenset(
    ((Role.LOOSE, Form.VERSION), (Role.VERSION, Form.VERSION), (Role.VERSION, Form.UNKNOWN))
)

_MISPLACED: Final = (
    "below versions/ there are only <number>.yaml and <number>/*.yaml, with numbers from 1; "
    "move or rename this file"
)

_ADVICE: Final[Mapping[Form, str]] = {
    Form.DATA_PLANS: "save each data plan, with its versions, in a file of its own",
    Form.DATA_POINTS: "move it to <data_plan_id>/versions/<version>/, or put data_points: above it",
    Form.VERSION: "move it to <data_plan_id>/versions/<version>.yaml",
    Form.DATA_PLAN: "move it out of versions/",
}
