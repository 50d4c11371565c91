"""Pages as `docs build` and `docs check` make and see them."""

from pathlib import Path

import psycopg

from echoes_schema import catalog, document
from echoes_schema.model import Finding


def build(connection: psycopg.Connection, docs: Path) -> list[str]:
    return document.build(catalog.read(connection), connection.info.server_version // 10000, docs)


def check(connection: psycopg.Connection, docs: Path) -> tuple[Finding, ...]:
    major = connection.info.server_version // 10000
    return document.check(catalog.read(connection), major, docs).findings


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
