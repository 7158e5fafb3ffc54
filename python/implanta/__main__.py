"""Commands: `implanta runner`."""

from __future__ import annotations

import argparse
import os
import sys

from .runner import Runner, Server


def main() -> int:
    parser = argparse.ArgumentParser(prog="implanta")
    commands = parser.add_subparsers(dest="command", required=True)
    runner = commands.add_parser("runner", help="ask for training runs and learn with a script")
    runner.add_argument("--url", default=os.environ.get("IMPLANTA_URL", "http://localhost:3000"))
    runner.add_argument("--script", default="train.py", help="the script that learns")
    runner.add_argument("--python", default=sys.executable, help="the Python that runs the script")
    runner.add_argument("--format", choices=["csv", "parquet"], default="csv", help="of the rows")
    runner.add_argument("--name", default=None, help="what the pages call this runner; the host by default")
    runner.add_argument("--every", type=float, default=5.0, help="seconds between two questions for a run")
    runner.add_argument("--most-disk-gb", type=float, default=10.0, help="a script whose folder grows beyond is ended")
    runner.add_argument("--once", action="store_true", help="end when no run waits")
    given = parser.parse_args()
    key = os.environ.get("IMPLANTA_KEY")
    if not key:
        parser.error("set IMPLANTA_KEY to a key of the project with the scope write")
    if not os.path.isfile(given.script):
        parser.error(f"there is no file {given.script}")
    return Runner(
        Server(given.url, key),
        script=os.path.abspath(given.script),
        python=given.python,
        rows_format=given.format,
        name=given.name,
        every=given.every,
        most_disk_bytes=int(given.most_disk_gb * 1e9),
    ).serve(once=given.once)


if __name__ == "__main__":
    sys.exit(main())
