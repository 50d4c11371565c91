"""Writes the outcomes of the cases anew, as the server at the URL has them."""

import sys

import psycopg

from tests.locks import cases
from tests.locks.conftest import staged


def write(connection: psycopg.Connection) -> None:
    version = connection.info.server_version // 10000
    for path in sorted(cases.FOLDER.glob("*.sql")):
        blocks = []
        for block in path.read_text("utf-8").strip().split("\n\n"):
            case = cases.parse(path.stem, block)
            lines = case.lines
            if case.least <= version <= case.most:
                lines = cases.outcome(connection, case.sql)
            head = block.split(f"\n{cases.MARK}")[0]
            blocks.append("\n".join([head, *(f"{cases.MARK}{line}" for line in lines)]))
        path.write_text("\n\n".join(blocks) + "\n", "utf-8")


if __name__ == "__main__":
    with staged(sys.argv[1], "echoes_locks_writing") as stage:
        write(stage)
