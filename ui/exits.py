"""How a command ends: exit codes, and errors as one line instead of a traceback."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from corpus.errors import WenyuanError
from ui.terminal import write_error


class ExitCode(IntEnum):
    """What the shell learns (contracts: "Command line")."""

    OK = 0
    FILE_FAILED = 1
    REFUSED = 2
    FAULT = 70
    STOPPED = 130
    PIPE_CLOSED = 141


class CommandGroup(TyperGroup):
    """Commands whose expected errors become a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that the context `ctx` names."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except WenyuanError as exc:
            write_error(exc)
            raise typer.Exit(ExitCode.REFUSED) from exc
        except KeyboardInterrupt as exc:
            raise typer.Exit(ExitCode.STOPPED) from exc
        except BrokenPipeError as exc:  # the reader of our output, `head` say, has seen enough
            _drop_unwritten_output()
            raise typer.Exit(ExitCode.PIPE_CLOSED) from exc
        except OSError as exc:
            _drop_unwritten_output()
            write_error(_system_error(exc))
            raise typer.Exit(ExitCode.REFUSED) from exc
        return result


def _system_error(exc: OSError) -> WenyuanError:
    where = f"{exc.filename}: " if exc.filename else "Reading or writing failed: "
    return WenyuanError(
        f"{where}{exc.strerror or exc}.", remedy="Check free space and permissions, then try again."
    )


def _drop_unwritten_output() -> None:
    """Lets go of output that cannot be written; Python would complain of it again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
