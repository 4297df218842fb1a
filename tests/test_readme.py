"""The README's commands do what it says, and it names what is there."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.command_kit import Wenyuan

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.strip() for block in SHELL_BLOCKS for line in block.splitlines() if line.strip()]
WENYUAN_COMMANDS = [command for command in COMMANDS if command.startswith("wenyuan ")]
MAKE_TARGETS = sorted(
    {match[1] for command in COMMANDS if (match := re.match(r"make (\S+)", command))}
)


def test_the_commands_of_the_readme_run_one_after_the_other(
    tmp_path: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wenyuan = Wenyuan(tmp_path, cache_dir)
    assert WENYUAN_COMMANDS[0].startswith("wenyuan index ")
    for command in WENYUAN_COMMANDS:
        result = wenyuan(*shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert result.stdout.strip(), command


def test_the_shown_answer_is_the_one_that_is_given(
    tmp_path: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wenyuan = Wenyuan(tmp_path, cache_dir)
    wenyuan("index", "corpus/documents")
    shown = re.search(r"```text\n问 › (.+?)\n\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    answer = wenyuan("ask", shown[1]).stdout
    assert shown[2].split() == answer.split()


@pytest.mark.parametrize("target", MAKE_TARGETS)
def test_make_knows_every_target_that_the_readme_names(target: str) -> None:
    command = ["make", "--dry-run", target, "VENV=/nonexistent"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
