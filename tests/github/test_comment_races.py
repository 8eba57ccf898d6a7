"""However runs interleave, one comment stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dataplan_sync.errors import ApiError
from dataplan_sync.github.comment import Posted
from tests.github.commenting import held, post, put, text
from tests.github.connecting import client_of
from tests.github.server.faults import Fault
from tests.github.server.hub import Hub
from tests.github.turns import Turns


@given(
    runs=st.permutations([2, 3, 4]).flatmap(lambda runs: st.integers(2, 3).map(lambda n: runs[:n])),
    before=st.lists(st.integers(0, 1), max_size=2),
    faults=st.lists(
        st.builds(Fault, st.sampled_from(["POST", "PATCH", "DELETE"]), lost=st.booleans()),
        max_size=2,
    ),
    data=st.data(),
)
def test_however_runs_interleave_one_comment_stays_with_the_text_of_the_newest(
    runs, before, faults, data
):
    hub = Hub()
    hub.faults.extend(faults)
    hub.world.push()
    hub.world.open_pull(1)
    for run in before:
        put(hub, text(f"Text of {run}", run=run))
    turns = Turns(hub)
    writers = {
        f"run {run}": lambda run=run: post(
            client_of(hub), f"Text of {run}", run=run, pause=turns.pause
        )
        for run in runs
    }

    ended = turns.run(writers, lambda ready: data.draw(st.sampled_from(ready)))

    assert held(hub) == [text(f"Text of {max(runs)}", run=max(runs))]
    assert not [one for one in ended.values() if isinstance(one, ApiError)]
    assert isinstance(ended[f"run {max(runs)}"], Posted)
