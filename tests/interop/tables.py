"""Tables of tools that no registry here has, by their public documentation.

golang-migrate: https://github.com/golang-migrate/migrate, Flyway: the page «Flyway schema history
table» of its documentation.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import psycopg

GOLANG_MIGRATE = """
CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)
"""
FLYWAY = """
CREATE TABLE flyway_schema_history (
    installed_rank integer NOT NULL PRIMARY KEY,
    version character varying(50),
    description character varying(200) NOT NULL,
    type character varying(20) NOT NULL,
    script character varying(1000) NOT NULL,
    checksum integer,
    installed_by character varying(100) NOT NULL,
    installed_on timestamp without time zone NOT NULL DEFAULT now(),
    execution_time integer NOT NULL,
    success boolean NOT NULL
)
"""


@dataclass(frozen=True)
class Ran:
    """One row of Flyway's; `content` is what was in the script, None where there is no checksum."""

    version: str | None
    script: str
    content: str | None
    type: str = "SQL"
    success: bool = True


def golang_migrate(connection: psycopg.Connection, version: int, *, dirty: bool = False) -> None:
    connection.execute(GOLANG_MIGRATE)
    connection.execute("INSERT INTO schema_migrations VALUES (%s, %s)", [version, dirty])


def flyway(connection: psycopg.Connection, *rows: Ran) -> None:
    connection.execute(FLYWAY)
    for rank, row in enumerate(rows, start=1):
        connection.execute(
            "INSERT INTO flyway_schema_history VALUES (%s, %s, 'd', %s, %s, %s, 'ann',"
            " timestamp '2025-01-01' + %s * interval '1 hour', 5, %s)",
            [rank, row.version, row.type, row.script, crc(row.content), rank, row.success],
        )


def crc(content: str | None) -> int | None:
    """Return a checksum as Java's CRC32 gives it, line after line, cut down to an int."""
    if content is None:
        return None
    checksum = 0
    for line in content.splitlines():
        checksum = zlib.crc32(line.encode(), checksum)
    return int.from_bytes(checksum.to_bytes(4, "big"), "big", signed=True)
