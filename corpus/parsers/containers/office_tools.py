"""Installed programs that read old Office formats: each run in a fresh folder, and bounded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ParseError
from corpus.parsers.base import MissingToolError

SECONDS = CPU_SECONDS = 60
MAX_OUTPUT_BYTES = 64 * 1024 * 1024
MAX_SHOWN_COMPLAINT = 200

# The shell ends the program when this process ends, however that happens: its standard input is
# then closed. So no program outlives the reading of a file that was killed.
_GUARD = """
ulimit -c 0; ulimit -t "$1"; ulimit -f "$2"; shift 2
exec 3<&0 </dev/null
(read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 &
exec 3<&-
exec "$@"
"""
_BLOCK_BYTES = 512  # in which "ulimit -f" counts
# Macros never run; nothing that a document refers to is fetched.
_OFFICE_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
_OFFICE_NAMES = ("soffice", "libreoffice")


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """What a program wrote: to standard output, and into its folder."""

    text: bytes
    files: Mapping[str, bytes]
    complaint: str
    succeeded: bool


def find_tool(*names: str) -> str:
    """The path of the first of these programs that is installed; "" if there is none."""
    return next(filter(None, map(shutil.which, names)), "")


def missing_tool(kind: str, packages: Sequence[str]) -> MissingToolError:
    """That no program is installed that reads a kind of file; the packages that bring one."""
    return MissingToolError(
        f"No program is installed that reads a {kind}.",
        remedy=f"Install one: `sudo apt install {packages[0]}`"
        + "".join(f" or `sudo apt install {package}`" for package in packages[1:])
        + ", or save the file in a newer format.",
    )


def run_tool(command: Sequence[str], name: str, data: bytes) -> ToolOutput:
    """Runs a program on a file called `name`, in a folder of its own that is its home as well.

    Raises:
        ParseError: it took longer than a minute.
    """
    with tempfile.TemporaryDirectory(prefix="wenyuan-") as place:
        folder = Path(place)
        (folder / name).write_bytes(data)
        return _run(command, folder)


def converted_by_office(data: bytes, suffix: str, target: str) -> bytes:
    """A file of a suffix (".doc") in another format ("docx"), by LibreOffice.

    Raises:
        ParseError: LibreOffice is not installed, cannot read it, or takes too long.
    """
    program = find_tool(*_OFFICE_NAMES)
    with tempfile.TemporaryDirectory(prefix="wenyuan-") as place:
        folder = Path(place)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_OFFICE_SETTINGS, encoding="utf-8")
        source = f"in{suffix}"
        (folder / source).write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ("--headless", "--norestore", "--nolockcheck", "--convert-to", target)
        output = _run((program, profile, *options, "--outdir", "out", source), folder)
    result = output.files.get(f"out/in.{target}", b"")
    if not result:
        raise unreadable("LibreOffice", output.complaint)
    return result


def has_office() -> bool:
    """Whether LibreOffice is installed."""
    return bool(find_tool(*_OFFICE_NAMES))


def unreadable(tool: str, complaint: str) -> ParseError:
    """That a program could not read a file."""
    lines = (line for line in complaint.splitlines() if not line.startswith("Warning: "))
    reason = " ".join(" ".join(lines).split())[:MAX_SHOWN_COMPLAINT]
    return ParseError(
        f"The file is damaged or not what its suffix says: {tool} cannot read it"
        + (f" ({reason})." if reason else "."),
        remedy="Open it in the program that made it, and save it in a newer format.",
    )


def _run(command: Sequence[str], folder: Path) -> ToolOutput:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
    }
    blocks = MAX_OUTPUT_BYTES // _BLOCK_BYTES
    guarded = ("/bin/sh", "-c", _GUARD, "sh", str(CPU_SECONDS), str(blocks), *command)
    text, complaint = folder / ".output", folder / ".complaint"
    with (
        text.open("wb") as output,
        complaint.open("wb") as errors,
        subprocess.Popen(  # noqa: S603 - the program is found by us, the arguments are ours
            guarded,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        ) as process,
    ):
        try:
            status = process.wait(SECONDS)
        except subprocess.TimeoutExpired as exc:
            raise ParseError(
                f"Reading the file took {Path(command[0]).name} longer than {SECONDS} seconds.",
                remedy="Save it in a newer format, or split it.",
            ) from exc
        finally:
            _kill_group(process.pid)
    names = (path for path in folder.glob("out/*") if path.is_file() and not path.is_symlink())
    return ToolOutput(
        text=text.read_bytes(),
        files={path.relative_to(folder).as_posix(): path.read_bytes() for path in names},
        complaint=complaint.read_text(encoding="utf-8", errors="replace"),
        succeeded=status == 0,
    )


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
