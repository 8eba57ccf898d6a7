"""The data plans of all workspaces, in SQLite: a file, or memory.

One connection behind one lock: requests are served by one thread, tests look in from another.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from dataplan_sync import errors
from dataplan_sync.emulator.records import DataPlanRecord, VersionRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DISCARD_WRITES: ContextVar[bool] = ContextVar("discard_writes", default=False)
"""While true, every transaction is rolled back at its end: the write that a client believes was stored."""

_FORMAT = 1
_TABLES = """
CREATE TABLE data_plan (
  workspace_id INTEGER NOT NULL, key TEXT NOT NULL, data_plan_id TEXT NOT NULL,
  fields TEXT NOT NULL, created_on TEXT NOT NULL, sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  UNIQUE (workspace_id, key)
);
CREATE TABLE data_plan_version (
  workspace_id INTEGER NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL,
  environment TEXT NOT NULL, fields TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key, version)
);
"""


class Store:
    """Data plans and their versions; writes belong inside `transaction`.

    Args:
        path: the database file, made if absent; None keeps everything in memory.
        case_sensitive: whether ids that differ by case only are different.

    Raises:
        UsageError: the file cannot be opened, or is not a database of this emulator.
    """

    def __init__(self, path: Path | None = None, *, case_sensitive: bool = True) -> None:
        self._case_sensitive = case_sensitive
        self._lock = threading.RLock()
        self._connection = _open(path)

    def close(self) -> None:
        """Close the database; nothing may be asked of the store afterwards."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Store all writes of the block, or none of them when it raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("ROLLBACK" if DISCARD_WRITES.get() else "COMMIT")

    def key(self, data_plan_id: str) -> str:
        """Give what two ids of the same data plan have in common."""
        return data_plan_id if self._case_sensitive else data_plan_id.casefold()

    def data_plans(self, workspace_id: int) -> list[DataPlanRecord]:
        """List the data plans of a workspace, oldest first, without their documents."""
        rows = self._rows(
            "SELECT key, data_plan_id, fields FROM data_plan WHERE workspace_id = ?"
            " ORDER BY created_on, sequence",
            (workspace_id,),
        )
        return [self._data_plan(workspace_id, *row, with_documents=False) for row in rows]

    def data_plan(self, workspace_id: int, data_plan_id: str) -> DataPlanRecord | None:
        """Find a data plan with all its documents."""
        rows = self._rows(
            "SELECT key, data_plan_id, fields FROM data_plan WHERE workspace_id = ? AND key = ?",
            (workspace_id, self.key(data_plan_id)),
        )
        return self._data_plan(workspace_id, *rows[0], with_documents=True) if rows else None

    def put_data_plan(self, workspace_id: int, record: DataPlanRecord) -> None:
        """Create a data plan, or replace its fields; its versions are put one by one."""
        self._rows(
            "INSERT INTO data_plan (workspace_id, key, data_plan_id, fields, created_on)"
            " VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace_id, key) DO UPDATE SET fields = excluded.fields",
            (
                workspace_id,
                self.key(record.data_plan_id),
                record.data_plan_id,
                json.dumps(dict(record.fields)),
                record.fields["created_on"],
            ),
        )

    def put_version(self, workspace_id: int, record: VersionRecord) -> None:
        """Create a version of an existing data plan, or replace it."""
        self._rows(
            "INSERT OR REPLACE INTO data_plan_version VALUES (?, ?, ?, ?, ?, ?)",
            (
                workspace_id,
                self.key(record.data_plan_id),
                record.version,
                record.environment,
                json.dumps(dict(record.fields)),
                record.document,
            ),
        )

    def delete_data_plan(self, workspace_id: int, data_plan_id: str) -> None:
        """Delete a data plan and its versions."""
        where = (workspace_id, self.key(data_plan_id))
        self._rows("DELETE FROM data_plan_version WHERE workspace_id = ? AND key = ?", where)
        self._rows("DELETE FROM data_plan WHERE workspace_id = ? AND key = ?", where)

    def delete_version(self, workspace_id: int, data_plan_id: str, version: int) -> None:
        """Delete a version."""
        self._rows(
            "DELETE FROM data_plan_version WHERE workspace_id = ? AND key = ? AND version = ?",
            (workspace_id, self.key(data_plan_id), version),
        )

    def active_bytes(self) -> int:
        """Add up the sizes of all documents, in every workspace, of versions that are active."""
        rows = self._rows(
            "SELECT TOTAL(LENGTH(CAST(document AS BLOB))) FROM data_plan_version"
            " WHERE environment <> 'none'",
            (),
        )
        return int(rows[0][0])

    def _data_plan(
        self, workspace_id: int, key: str, data_plan_id: str, fields: str, *, with_documents: bool
    ) -> DataPlanRecord:
        rows = self._rows(
            f"SELECT version, fields, {'document' if with_documents else 'NULL'}"  # noqa: S608  two constants
            " FROM data_plan_version WHERE workspace_id = ? AND key = ? ORDER BY version",
            (workspace_id, key),
        )
        versions = (VersionRecord(data_plan_id, row[0], json.loads(row[1]), row[2]) for row in rows)
        return DataPlanRecord(data_plan_id, json.loads(fields), tuple(versions))

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple]:  # type: ignore[type-arg]  # a row of SQLite has no static type
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _open(path: Path | None) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            ":memory:" if path is None else path, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as exc:
        msg = f"{path}: cannot open the emulator's database ({exc}); check the path and its permissions"
        raise errors.UsageError(msg) from exc
    try:
        _prepare(connection)
    except sqlite3.Error as exc:
        connection.close()
        msg = f"{path}: not a database of this emulator ({exc}); name another file"
        raise errors.UsageError(msg) from exc
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database; refuse one that something else has made."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if found == 0 and tables == 0:
        connection.executescript(f"{_TABLES} PRAGMA user_version = {_FORMAT};")
    elif found != _FORMAT:
        msg = f"format {found}, this emulator writes {_FORMAT}"
        raise sqlite3.DatabaseError(msg)
