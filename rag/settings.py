"""Every option of the product, read once at the entry."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs

from corpus.errors import SettingsError

ENVIRONMENT_PREFIX = "WENYUAN_"
SETTINGS_FILE = "wenyuan.toml"
# Each passage costs the reader about 15 ms on two cores.
DEFAULT_TOP_K = 6
_APPLICATION = "wenyuan"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of one run.

    Each is read from the command line, else from the environment variable
    `WENYUAN_<NAME>` unless that is empty, else from `wenyuan.toml` in the data folder, else
    it has the default given here.

    Attributes:
        data_dir: folder of the library and its index.
        cache_dir: folder of prepared models.
        embedding_model: `bundled`, or the name or folder of a sentence-transformers model.
        top_k: passages that a reader reads, 1 to 100.
        min_confidence: answers below it become "not in the documents", in [0, 1].
    """

    data_dir: Path
    cache_dir: Path
    embedding_model: str = "bundled"
    top_k: int = DEFAULT_TOP_K
    min_confidence: float = 0.5

    def __post_init__(self) -> None:
        _check(1 <= self.top_k <= 100, "top_k", self.top_k, "a whole number from 1 to 100")
        _check(
            0 <= self.min_confidence <= 1,
            "min_confidence",
            self.min_confidence,
            "a number in [0, 1]",
        )
        _check(
            bool(self.embedding_model), "embedding_model", self.embedding_model, "a name or folder"
        )


def read_settings(environment: Mapping[str, str], **chosen: str | Path | None) -> Settings:
    """Settings from `chosen` (None: not chosen), environment, settings file and defaults.

    Raises:
        SettingsError: a key is unknown, a value has the wrong type or range, or the
            settings file is not TOML.
    """
    given = {name: str(value) for name, value in chosen.items() if value is not None}
    values = _from_environment(environment) | given
    data_dir = Path(values.get("data_dir") or platformdirs.user_data_dir(_APPLICATION))
    values = _from_file(data_dir / SETTINGS_FILE) | values
    values["data_dir"] = str(data_dir)
    values.setdefault("cache_dir", platformdirs.user_cache_dir(_APPLICATION))
    return Settings(**{name: _converted(name, value) for name, value in values.items()})  # type: ignore[arg-type]


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    values = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    _refuse_unknown(values, "environment variables", ENVIRONMENT_PREFIX)
    return values


def _from_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as exc:
        raise SettingsError(
            f"The settings file {path} cannot be read: {exc}.", remedy="Correct or remove it."
        ) from exc
    _refuse_unknown(table, str(path), "")
    if "data_dir" in table:
        raise SettingsError(
            f"{path} sets data_dir, but the file lies in that folder itself.",
            remedy=f"Remove the line; use --data-dir or {ENVIRONMENT_PREFIX}DATA_DIR.",
        )
    return {name: str(value) for name, value in table.items()}


def _refuse_unknown(values: Mapping[str, object], where: str, prefix: str) -> None:
    known = [field.name for field in fields(Settings)]
    unknown = sorted(set(values) - set(known))
    if unknown:
        shown = ", ".join(prefix + (name.upper() if prefix else name) for name in unknown)
        allowed = ", ".join(prefix + (name.upper() if prefix else name) for name in known)
        raise SettingsError(
            f"Unknown settings in {where}: {shown}.", remedy=f"Known are: {allowed}."
        )


def _converted(name: str, value: str) -> object:
    kind = {field.name: field.type for field in fields(Settings)}[name]
    converters: dict[str, Callable[[str], object]] = {
        "Path": lambda text: Path(text).expanduser(),
        "int": int,
        "float": float,
    }
    try:
        return converters.get(str(kind), str)(value)
    except ValueError as exc:
        raise SettingsError(
            f"The setting {name} has the value {value!r}.", remedy=f"It must be of type {kind}."
        ) from exc


def _check(holds: bool, name: str, value: object, expected: str) -> None:  # noqa: FBT001
    if not holds:
        raise SettingsError(
            f"The setting {name} has the value {value!r}.", remedy=f"Give {expected}."
        )
