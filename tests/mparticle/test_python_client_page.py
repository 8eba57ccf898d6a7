"""The page about the Python client says what is true: its examples run, and it leaves no method or error out."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from dataplan_sync import errors
from dataplan_sync.answers import Request
from dataplan_sync.mparticle.client import MParticleClient
from dataplan_sync.pacing import FREE, REQUESTS_PER_SECOND, TARGET
from dataplan_sync.retry import RetryPolicy
from dataplan_sync.transport import TransportOptions

PAGE = Path(__file__).parents[2] / "docs" / "python-client.md"
METHODS = {
    name: method
    for name, method in inspect.getmembers(MParticleClient, inspect.isfunction)
    if not name.startswith("_")
}


def documented_methods():
    """The first column of the table of methods: name and parameters."""
    rows = re.findall(r"^\| `(\w+)\((.*?)\)` \|", PAGE.read_text(), re.MULTILINE)
    return {name: [part for part in parameters.split(", ") if part] for name, parameters in rows}


def parameters_of(method):
    listed = []
    for name, parameter in inspect.signature(method).parameters.items():
        keyword = parameter.kind is inspect.Parameter.KEYWORD_ONLY
        listed += ["*"] if keyword and "*" not in listed else []
        listed += [] if name == "self" else [name]
    return listed


def test_every_public_method_is_listed_with_its_parameters():
    assert documented_methods() == {name: parameters_of(method) for name, method in METHODS.items()}


@pytest.mark.parametrize("name", METHODS)
def test_every_public_method_says_what_it_does(name):
    assert inspect.getdoc(METHODS[name])


def test_every_error_of_a_request_is_listed():
    raised_by_apply = "WrongVersionNumberError"
    kinds: list[type[Exception]] = [errors.ApiError, errors.UsageError]
    kinds += errors.ApiError.__subclasses__()
    listed = re.findall(r"^\| `(\w+Error)` \|", PAGE.read_text(), re.MULTILINE)

    assert sorted([*listed, raised_by_apply]) == sorted(kind.__name__ for kind in kinds)


def test_the_numbers_are_those_of_the_code():
    page = " ".join(PAGE.read_text().split())
    options, policy = TransportOptions(), RetryPolicy()

    assert f"{options.connect_timeout:g} s to connect, {options.read_timeout:g} s to answer" in page
    assert f"At most {REQUESTS_PER_SECOND:g} requests a second" in page
    assert f"{FREE:g} % used on" in page.replace("\n", " ").replace("  ", " ")
    assert f"up to {TARGET:g} %" in page
    assert policy.throttled_tries == 12
    assert "up to twelve times" in page
    assert (policy.tries, policy.asked_cap) == (5, 120)
    assert "up to five times" in page
    assert "up to two minutes" in page


def test_the_examples_run(emulator, monkeypatch, capsys):
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    client = names["client"]
    assert isinstance(client, MParticleClient)
    client.close()

    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "unplanned Unheard Of #"
    assert "The specified plan ID shop in workspace 1 was not found" in printed[1]
    assert printed[2] == "0"


def test_a_request_stores_nothing_unless_it_says_so():
    assert inspect.signature(Request).parameters["stores"].default is False
