"""Takes the place of the package in a checkout of the action: shows what the action file hands over.

It keeps its arguments and variables, writes every output, and ends with the exit code in `STAND_IN_EXIT_CODE`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

OUTPUTS = (
    "changes",
    "creates",
    "updates",
    "deletes",
    "drift",
    "breaking",
    "fingerprint",
    "failure-reason",
)


def main() -> int:
    """Play the command.

    Returns:
        The exit code that was asked for.
    """
    environ = dict(os.environ)
    exit_code = environ.get("STAND_IN_EXIT_CODE", "0")
    seen = {"arguments": sys.orig_argv, "environ": environ, "path": sys.path}
    Path(environ["KEPT"], "seen.json").write_text(json.dumps(seen))
    report = Path(environ["RUNNER_TEMP"], "report.json")
    report.write_text("{}")
    lines = [f"{name}=the {name}" for name in OUTPUTS]
    lines += [f"exit-code={exit_code}", f"report-path={report}"]
    with Path(environ["GITHUB_OUTPUT"]).open("a") as file:
        file.write("\n".join(lines) + "\n")
    return int(exit_code)


if __name__ == "__main__":
    sys.exit(main())
