"""What is said between the indexer and the process that reads files: JSON, never pickles.

A process that has read a hostile file is not trusted: its answer can only be data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from corpus.loaded import LoadedFile, LoadedMember, LoadedText, Unreadable
from corpus.store_records import edits_of_json, facts_of_json
from corpus.types import Metadata, Region


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """A file to read; `name` is what it is called in messages, UTF-8 whatever the path is."""

    path: str
    name: str
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileBytes:
    """What the bytes were that were read; `is_settled` is False if the file changed meanwhile."""

    size: int
    mtime_ns: int
    sha256: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """What became of a request: `stamp` is None where no bytes could be read to their end."""

    loaded: LoadedFile
    stamp: FileBytes | None
    seconds: float


def request_line(request: ReadingRequest) -> bytes:
    """One line of JSON."""
    return json.dumps(asdict(request)).encode() + b"\n"


def request_of(line: bytes) -> ReadingRequest:
    """The request of a line."""
    values = json.loads(line)
    return ReadingRequest(values["path"], values["name"], tuple(values["passwords"]))


def outcome_bytes(outcome: ReadingOutcome) -> bytes:
    """An outcome as JSON."""
    loaded = outcome.loaded
    message = {
        "content": None if loaded.content is None else _content_as_json(loaded.content),
        "members": [
            {"name": member.name, **_content_as_json(member.content)} for member in loaded.members
        ],
        "losses": loaded.losses,
        "facts": asdict(loaded.facts),
        "stamp": None if outcome.stamp is None else asdict(outcome.stamp),
        "seconds": outcome.seconds,
    }
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def outcome_of(data: bytes) -> ReadingOutcome:
    """The outcome that `outcome_bytes` wrote.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    message = json.loads(data.decode("utf-8", "surrogatepass"))
    content = message["content"]
    stamp = message["stamp"]
    return ReadingOutcome(
        LoadedFile(
            None if content is None else _content_of(content),
            tuple(
                LoadedMember(str(member["name"]), _content_of(member))
                for member in message["members"]
            ),
            tuple(map(str, message["losses"])),
            facts_of_json(message["facts"]),
        ),
        None if stamp is None else FileBytes(**stamp),
        float(message["seconds"]),
    )


def _metadata_of(values: Mapping[str, Any]) -> Metadata:
    """Metadata from their JSON."""
    return Metadata(**{**values, "attachments": tuple(values["attachments"])})


def _content_as_json(content: LoadedText | Unreadable) -> dict[str, Any]:
    if isinstance(content, Unreadable):
        return {"unreadable": asdict(content)}
    return {
        "text": content.text,
        "metadata": asdict(content.metadata),
        "edits": [
            [edit.start, edit.end, edit.removed, edit.replacement, edit.reason.value]
            for edit in content.edits
        ],
        "regions": [[region.start, region.end, dict(region.locator)] for region in content.regions],
        "encoding": content.encoding,
        "losses": content.losses,
        "facts": asdict(content.facts),
        "is_named_by_file": content.is_named_by_file,
    }


def _content_of(message: Mapping[str, Any]) -> LoadedText | Unreadable:
    if "unreadable" in message:
        return Unreadable(**message["unreadable"])
    return LoadedText(
        text=str(message["text"]),
        metadata=_metadata_of(message["metadata"]),
        edits=edits_of_json(message["edits"]),
        regions=tuple(Region(start, end, locator) for start, end, locator in message["regions"]),
        encoding=str(message["encoding"]),
        losses=tuple(map(str, message["losses"])),
        facts=facts_of_json(message["facts"]),
        is_named_by_file=bool(message["is_named_by_file"]),
    )
