"""`python -m tests.chaos 500`: so many faults, a table, and exit code 1 where one did harm."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
import tempfile
import time
from pathlib import Path

from echoes_schema.errors import EchoesError
from tests.chaos import campaign, project, report, server
from tests.chaos.faults import draw
from tests.chaos.stage import Stage, prepare
from tests.chaos.trial import Outcome
from tests.harness.server import CHOICE, MissingProgramError, without_server_variables

ROWS = 5_000


def main() -> int:
    """Return 0 when nothing was half applied and everything recovered, 1 else, 2 for no server."""
    options = _options()
    choice = os.environ.get(CHOICE) or "18"
    # What names a server here is meant for another one.
    for name in set(os.environ) - set(without_server_variables(os.environ)):
        del os.environ[name]
    # Whoever ends this must not leave a server behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory() as folder, server.running(choice) as running:
            stage = prepare(running, project.write(Path(folder, "sql"), ROWS))
            outcomes = _campaign(stage, options)
    except (MissingProgramError, EchoesError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    # No fault at all proves nothing.
    return int(not outcomes or any(report.failures(outcomes)))


def _campaign(stage: Stage, options: argparse.Namespace) -> list[Outcome]:
    requests = {name: found.requests for name, found in stage.references.items()}
    faults = draw(options.count, options.seed, requests)
    if options.round is not None:
        faults = [fault for fault in faults if fault.number == options.round]
    sizes = ", ".join(f"{name} is {len(texts)} requests" for name, texts in requests.items())
    print(f"PostgreSQL {stage.server.version}, seed {options.seed}; {sizes}", flush=True)
    begin, outcomes = time.monotonic(), []
    for outcome in campaign.run(stage, faults, options.jobs):
        outcomes.append(outcome)
        _tell(outcome, len(outcomes), begin, options)
    print(report.table(outcomes))
    print(f"{time.monotonic() - begin:.0f} s, seed {options.seed}")
    print(report.summary(outcomes))
    return outcomes


def _tell(outcome: Outcome, done: int, begin: float, options: argparse.Namespace) -> None:
    complaint = report.complaint(outcome)
    if complaint:
        again = f"{options.count} --seed {options.seed} --round {outcome.fault.number}"
        print(f"{complaint}\nrepeat: python -m tests.chaos {again}", flush=True)
    if done % 25 == 0:
        print(f"{done} of {options.count} after {time.monotonic() - begin:.0f} s", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=500, help="how many faults")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="draws them")
    parser.add_argument("--round", type=int, help="play this one of them only")
    parser.add_argument("--jobs", type=int, default=2, help="how many rounds at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
