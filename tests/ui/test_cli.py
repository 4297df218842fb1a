from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ui.cli import app, main

COMMANDS = ("prepare", "index", "ask", "search", "show", "status", "serve", "chat")


def run(*arguments: str | Path, data_dir: Path) -> Result:
    return CliRunner().invoke(app, ["--data-dir", str(data_dir), *map(str, arguments)])


def test_help_names_every_command_in_both_languages() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    listed = {line.split()[0] for line in result.stdout.splitlines() if "· " in line}
    assert set(COMMANDS) <= listed


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_gives_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"wenyuan {command}" in result.stdout.partition("Example")[2]


def test_version_is_told() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("wenyuan ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "谁是组长？"),
        ("ask", "谁是组长？", "--json"),
        ("search", "组长"),
        ("show", "通知.txt"),
        ("status",),
        ("status", "--json"),
        ("serve", "--port", "0"),
        ("chat",),
    ],
)
def test_without_an_index_every_command_says_how_to_make_one(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments, data_dir=tmp_path / "none")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("错误 / Error: ")
    assert "wenyuan index PATH" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask",), "Given was nothing"),
        (("ask", "谁？", "--questions", "in.jsonl"), "Given was the text itself, --questions"),
        (("ask", "谁？", "--output", "out.jsonl"), "Given was the text itself, --output"),
        (("ask", "--questions", "in.jsonl"), "Given was --questions"),
        (("search",), "Given was nothing"),
        (("search", "--queries", "in.jsonl"), "both --queries and --output"),
        (("show", "a.txt", "--text", "--removed"), "--text, --removed were given together"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(*arguments, data_dir=tmp_path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "x", "--top-k", "0"),
        ("search", "x", "--top-k", "-1"),
        ("search", "x", "--top-k", "1.5"),
        ("search", "x", "--top-k", "nan"),
        ("search", "x", "--top-k", ""),
        ("search", "x", "--top-k", "1001"),
        ("search", "x", "--top-k", "viele"),
        ("index",),
        ("index", ""),
        ("--data-dir", "", "status"),
        ("--cache-dir", "", "status"),
        ("show",),
        ("ask", "--no-such-option"),
        ("no-such-command",),
        (),
    ],
)
def test_what_cannot_be_parsed_is_wrong_use(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, data_dir=tmp_path)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


def test_questions_that_are_missing_are_told_before_anything_is_loaded(tmp_path: Path) -> None:
    result = run(
        "ask", "--questions", tmp_path / "in.jsonl", "--output", tmp_path / "o", data_dir=tmp_path
    )
    assert result.exit_code == 2
    assert f"cannot be read from {tmp_path / 'in.jsonl'}" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_fault_of_the_program_is_not_taken_for_a_failed_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(prog_name: str) -> None:
        raise ZeroDivisionError(prog_name)

    monkeypatch.setattr("ui.cli.app", broken)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 70
    assert "ZeroDivisionError: wenyuan" in capsys.readouterr().err


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["--data-dir", str(tmp_path), "status"], env={"WENYUAN_COLOUR": "blue"}
    )
    assert result.exit_code == 2
    assert "WENYUAN_COLOUR" in result.stderr


def test_a_damaged_settings_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wenyuan.toml").write_text("top_k = ", "utf-8")
    result = run("status", data_dir=tmp_path)
    assert result.exit_code == 2
    assert "wenyuan.toml" in result.stderr
