"""Asks a server for training runs and learns them with a script, each in a process and a folder of its own."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

_TIMEOUT_S = 60
# A claim is kept for a minute from the last word.
_TELL_EVERY_S = 2.0
_MOST_LINES = 500
_MOST_MEASURES = 1000
_LINE_CHARACTERS = 1000


class ClaimIsOver(Exception):
    """The run was stopped, has ended, or is another runner's by now."""


class Refused(Exception):
    """What the server says of a call that does not fit."""


@dataclass
class Server:
    url: str
    key: str

    def _open(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, within: float = _TIMEOUT_S):
        request = urllib.request.Request(self.url.rstrip("/") + path, data=body, method=method)
        request.add_header("authorization", f"Bearer {self.key}")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            return urllib.request.urlopen(request, timeout=within)
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            try:
                problem = json.loads(text)
            except ValueError:
                problem = {}
            if problem.get("reason") == "claim_is_over":
                raise ClaimIsOver() from None
            message = problem.get("detail") or problem.get("title") or text[:200]
            if error.code >= 500:
                raise ConnectionError(f"{error.code}: {message}") from None
            raise Refused(f"{error.code}: {message}") from None

    def _json(self, method: str, path: str, body: Any) -> Any:
        sent = json.dumps(body).encode()
        with self._open(method, path, sent, {"content-type": "application/json"}) as answer:
            return None if answer.status == 204 else json.load(answer)

    def claim(self, name: str) -> dict[str, Any] | None:
        return self._json("POST", "/api/training-claims", {"trainer": name})

    def download(self, claim: str, rows_format: str, path: str) -> None:
        with self._open("GET", f"/api/training-claims/{claim}/dataset?format={rows_format}") as answer, open(path, "wb") as file:
            shutil.copyfileobj(answer, file)

    def note(self, claim: str, notes: dict[str, Any]) -> None:
        self._json("POST", f"/api/training-claims/{claim}/notes", notes)

    def fail(self, claim: str, message: str) -> None:
        self._json("POST", f"/api/training-claims/{claim}/failure", {"message": message[:2000] or "No reason given."})

    def hand_in(self, claim: str, path: str) -> dict[str, Any]:
        headers = {
            "content-type": "application/octet-stream",
            "content-length": str(os.path.getsize(path)),
            "x-sha256": _sha256(path),
        }
        with open(path, "rb") as file, self._open("PUT", f"/api/training-claims/{claim}/model", file, headers, 900) as answer:
            return json.load(answer)


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    return digest.hexdigest()


class Output:
    """Lines that a script prints, kept until they are told."""

    def __init__(self, stream) -> None:
        self._lines: list[str] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream) -> None:
        # Read in pieces, because a script may never end its line.
        for line in iter(lambda: stream.readline(_LINE_CHARACTERS), ""):
            with self._lock:
                self._lines.append(line.rstrip("\r\n").replace("\0", ""))
                del self._lines[: max(0, len(self._lines) - 10 * _MOST_LINES)]

    def take(self) -> list[str]:
        with self._lock:
            taken, self._lines = self._lines[:_MOST_LINES], self._lines[_MOST_LINES:]
        return taken

    def end(self) -> None:
        self._thread.join(5)


class Events:
    """What a script tells by `implanta.training`, from where it was read last."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._at = 0
        self._measures: list[dict[str, Any]] = []

    def take(self) -> tuple[float | None, list[dict[str, Any]]]:
        progress = None
        if os.path.exists(self._path):
            with open(self._path, encoding="utf-8", errors="replace") as file:
                file.seek(self._at)
                while (line := file.readline()).endswith("\n"):
                    self._at = file.tell()
                    try:
                        event = json.loads(line)
                    except ValueError:
                        continue
                    progress = event.get("progress", progress)
                    if "measure" in event:
                        self._measures.append(event["measure"])
        taken, self._measures = self._measures[:_MOST_MEASURES], self._measures[_MOST_MEASURES:]
        return progress, taken


class Runner:
    def __init__(
        self,
        server: Server,
        script: str,
        python: str,
        rows_format: str,
        name: str | None,
        every: float,
        most_disk_bytes: int,
    ) -> None:
        self._server = server
        self._script = script
        self._python = python
        self._format = rows_format
        self._name = (name or socket.gethostname())[:100]
        self._every = every
        self._most_disk_bytes = most_disk_bytes
        self._stopping = threading.Event()

    def serve(self, once: bool) -> int:
        for sent in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sent, lambda *_: self._stopping.set())
        while not self._stopping.is_set():
            try:
                claim = self._server.claim(self._name)
            except Refused as error:
                print(f"The server refused: {error}", file=sys.stderr)
                return 1
            except (OSError, http.client.HTTPException) as error:
                print(f"The server was not reached: {error}", file=sys.stderr)
                if once:
                    return 1
                claim = None
            if claim:
                self._work(claim)
            elif once:
                return 0
            else:
                self._stopping.wait(self._every)
        return 0

    def _work(self, run: dict[str, Any]) -> None:
        claim = run["claim"]
        print(f"Run {run['run']} of {run['model']['name']}: {run['dataset']['rows']} rows.", flush=True)
        folder = tempfile.mkdtemp(prefix="implanta-run-")
        try:
            version = self._learn(run, folder)
            print(f"Run {run['run']} of {run['model']['name']}: version {version}.", flush=True)
        except ClaimIsOver:
            print("The run was stopped, or is another runner's by now.", flush=True)
        except Exception as error:  # Whatever a script or a disk does, the next run is asked for.
            print(f"Run {run['run']} failed: {error}", file=sys.stderr, flush=True)
            try:
                self._server.fail(claim, str(error))
            except (ClaimIsOver, Refused, OSError, http.client.HTTPException):
                pass
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _learn(self, run: dict[str, Any], folder: str) -> int:
        claim = run["claim"]
        work = os.path.join(folder, "work")
        os.mkdir(work)
        rows = os.path.join(folder, f"dataset.{self._format}")
        model = os.path.join(folder, "model.onnx")
        events = os.path.join(folder, "events")
        self._server.note(claim, {"environment": self._environment(), "lines": ["The rows are downloaded."]})
        self._server.download(claim, self._format, rows)
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        env = {
            # The key of the server is not the script's.
            **{name: value for name, value in os.environ.items() if name != "IMPLANTA_KEY"},
            "IMPLANTA_RUN": json.dumps({name: run[name] for name in ("target", "features", "task", "parameters", "seed")}),
            "IMPLANTA_DATASET": rows,
            "IMPLANTA_EVENTS": events,
            "IMPLANTA_MODEL": model,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")])),
        }
        process = subprocess.Popen(
            [self._python, self._script],
            cwd=work,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            self._watch(run, process, folder, Events(events))
        finally:
            _end(process)
        if process.returncode != 0:
            raise RuntimeError(f"The script ended with {process.returncode}.")
        if not os.path.exists(model):
            raise RuntimeError("The script ended without a file. Call training.hand_in with the bytes of the ONNX file.")
        return self._server.hand_in(claim, model)["number"]

    def _watch(self, run: dict[str, Any], process: subprocess.Popen, folder: str, events: Events) -> None:
        """Tells what the script says until it ends, or is ended for its time, its disk or a stop."""
        output = Output(process.stdout)
        until = time.monotonic() + 60 * run["maxMinutes"]
        while True:
            try:
                process.wait(_TELL_EVERY_S)
                output.end()
            except subprocess.TimeoutExpired:
                pass
            self._tell(run["claim"], output, events)
            if process.returncode is not None:
                while self._tell(run["claim"], output, events):
                    pass
                return
            if self._stopping.is_set():
                raise RuntimeError("The runner was stopped.")
            if time.monotonic() > until:
                raise RuntimeError(f"The script took longer than {run['maxMinutes']} minutes.")
            if (size := _size_of(folder)) > self._most_disk_bytes:
                raise RuntimeError(f"The script filled its folder with {size / 1e9:.1f} GB; {self._most_disk_bytes / 1e9:.1f} GB are allowed.")

    def _tell(self, claim: str, output: Output, events: Events) -> bool:
        lines = output.take()
        progress, measures = events.take()
        try:
            self._server.note(claim, {"lines": lines, "progress": progress, "measures": measures})
        except (OSError, http.client.HTTPException) as error:
            print(f"The server was not reached: {error}", file=sys.stderr, flush=True)
        return bool(lines or measures)

    def _environment(self) -> dict[str, str]:
        version = subprocess.run([self._python, "--version"], capture_output=True, text=True, check=False).stdout.split()[-1:]
        frozen = subprocess.run(
            [self._python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        packages = dict(line.split("==", 1) for line in frozen.split() if "==" in line)
        known = {name: packages[name] for name in sorted(packages)[:80]}
        return {"script sha256": _sha256(self._script), "python": "".join(version), "platform": platform.platform(), **known}


def _end(process: subprocess.Popen) -> None:
    """Ends a script with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _size_of(folder: str) -> int:
    size = 0
    for at, _, files in os.walk(folder):
        for file in files:
            try:
                size += os.lstat(os.path.join(at, file)).st_size
            except OSError:
                pass
    return size
