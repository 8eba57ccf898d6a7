from __future__ import annotations

import pytest

from dataplan_sync import serving
from dataplan_sync.changes import Latest
from dataplan_sync.model import ActivatedEnvironment, DataPlanVersion

NONE, DEVELOPMENT, PRODUCTION = ActivatedEnvironment


def version(number, environment):
    return DataPlanVersion("shop", number, activated_environment=environment)


@pytest.mark.parametrize(
    ("environments", "production", "development"),
    [
        ((), None, None),
        ((NONE, None), None, None),
        ((PRODUCTION,), 1, 1),
        ((DEVELOPMENT,), None, 1),
        ((PRODUCTION, DEVELOPMENT, NONE), 1, 2),
        ((DEVELOPMENT, PRODUCTION), 2, 2),
        ((PRODUCTION, PRODUCTION), 2, 2),
    ],
)
def test_the_latest_active_version_counts(environments, production, development):
    versions = [version(number, environment) for number, environment in enumerate(environments, 1)]
    found = serving.latest(versions, reversed(versions))
    assert {
        environment: latest.before and latest.before.version
        for environment, latest in found.items()
    } == {PRODUCTION: production, DEVELOPMENT: development}
    assert all(latest.before == latest.after for latest in found.values())


def test_before_and_after_are_told_apart():
    before, after = version(1, PRODUCTION), version(2, PRODUCTION)
    assert serving.latest([before], [before, after])[PRODUCTION] == Latest(before, after)
