"""From a step to the one request that carries it out: a PATCH holds only what differs, never `version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataplan_sync import canonical, errors
from dataplan_sync.changes import ABSENT
from dataplan_sync.model import (
    ActivatedEnvironment,
    DataPlan,
    DataPlanKey,
    DataPlanVersion,
    DataPlanVersionKey,
    VersionDocument,
)

if TYPE_CHECKING:
    from dataplan_sync.changes import Resource
    from dataplan_sync.model import JSONObject, ObjectKey
    from dataplan_sync.mparticle.client import MParticleClient
    from dataplan_sync.ordering import Step


def send(step: Step, client: MParticleClient) -> None:
    """Send the request of a step.

    Args:
        step: the write.
        client: reaches the workspace.

    Raises:
        WrongVersionNumberError: the version was stored under another number.
        AnswerLostError: it was sent, and what became of it is not known.
        ApiError: it was refused or never left.
    """
    before, after = step.before, step.after
    if after is None:
        _delete(client, step.key)
    elif before is None:
        _create(client, after)
    elif isinstance(before, DataPlan) and isinstance(after, DataPlan):
        _update_data_plan(client, before, after)
    elif isinstance(before, DataPlanVersion) and isinstance(after, DataPlanVersion):
        _update_version(client, before, after)


def _create(client: MParticleClient, after: Resource) -> None:
    match after:
        case DataPlan():
            _require_versions(after, client.create_data_plan(after))
        case DataPlanVersion():
            created = client.create_data_plan_version(after.data_plan_id, after)
            _require_number(after, created.version)


def _update_data_plan(client: MParticleClient, before: DataPlan, after: DataPlan) -> None:
    changed = _changed_keys(before, after)
    name, description = after.data_plan_name or "", after.data_plan_description or ""
    client.update_data_plan(
        after.data_plan_id,
        data_plan_name=name if "data_plan_name" in changed else ABSENT,
        data_plan_description=description if "data_plan_description" in changed else ABSENT,
        extra=_picked(after.extra, changed),
    )


def _update_version(
    client: MParticleClient, before: DataPlanVersion, after: DataPlanVersion
) -> None:
    changed = _changed_keys(before, after)
    environment = after.activated_environment or ActivatedEnvironment.NONE
    document = after.version_document or VersionDocument(())
    client.update_data_plan_version(
        after.data_plan_id,
        after.version,
        version_description=(
            (after.version_description or "") if "version_description" in changed else ABSENT
        ),
        activated_environment=environment if "activated_environment" in changed else ABSENT,
        version_document=document if "version_document" in changed else ABSENT,
        extra=_picked(after.extra, changed),
    )


def _delete(client: MParticleClient, key: ObjectKey) -> None:
    """Delete an object; one that is gone already counts as deleted (design §7.5)."""
    try:
        match key:
            case DataPlanKey(data_plan_id):
                client.delete_data_plan(data_plan_id)
            case DataPlanVersionKey(data_plan_id, number):
                client.delete_data_plan_version(data_plan_id, number)
    except errors.NotFoundError:
        return


def _changed_keys(before: Resource, after: Resource) -> frozenset[str]:
    old, new = canonical.resource(before), canonical.resource(after)
    return frozenset(
        key
        for key in old.keys() | new.keys()
        if key not in old or key not in new or canonical.text(old[key]) != canonical.text(new[key])
    )


def _picked(extra: JSONObject, changed: frozenset[str]) -> JSONObject:
    return {key: value for key, value in extra.items() if key in changed}


def _require_versions(sent: DataPlan, created: DataPlan) -> None:
    """Take the numbers of the versions that came with a new data plan from the answer (design §7.2)."""
    for version in sent.versions:
        if created.versions and created.version(version.version) is None:
            _require_number(version, created.versions[0].version)


def _require_number(sent: DataPlanVersion, stored: int) -> None:
    if stored != sent.version:
        message = (
            f"the API stored {sent.key} as version {stored}. Declare it as version {stored}, or delete that "
            "version in the mParticle UI, then look at the difference again."
        )
        raise errors.WrongVersionNumberError(message)
