"""Names of WordprocessingML, one form for the transitional and the strict namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.parsers.containers.safe_xml import Element

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORD = (f"{_OOXML}wordprocessingml/2006/main", f"{_STRICT}wordprocessingml/main")
_RELATIONS = (
    f"{_OOXML}officeDocument/2006/relationships",
    f"{_STRICT}officeDocument/relationships",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, "w"),
    **dict.fromkeys(_RELATIONS, "r"),
    f"{_OOXML}markup-compatibility/2006": "mc",
    f"{_OOXML}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OOXML}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_OOXML}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OOXML}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_OOXML}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    "http://schemas.microsoft.com/office/drawing/2014/chartex": "cx",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_OFF = frozenset({"0", "false", "off", "no"})


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    return f"{_PREFIXES.get(namespace.removeprefix('{'), '?')}:{name}"


def name_of(element: Element) -> str:
    """`w:p`, `mc:Choice` and the like; `?:x` in other namespaces, "" for what is no element."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of the first name, its first child of the second, and so on."""
    for name in names:
        if element is None:
            return None
        element = next((part for part in element if name_of(part) == name), None)
    return element


def children(element: Element, name: str) -> Iterator[Element]:
    """All children of a name."""
    return (part for part in element if name_of(part) == name)


def inner(element: Element, name: str) -> Iterator[Element]:
    """All elements of a name below `element`, however deep."""
    return (part for part in element.iter() if name_of(part) == name)


def attribute(element: Element | None, name: str) -> str:
    """An attribute in the namespace of Word; "" where there is none."""
    return "" if element is None else _attribute(element, _WORD, name)


def relation(element: Element, name: str) -> str:
    """An attribute that names a relationship of the part (`r:id`)."""
    return _attribute(element, _RELATIONS, name)


def _attribute(element: Element, namespaces: tuple[str, ...], name: str) -> str:
    for namespace in namespaces:
        value = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return ""


def number(element: Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute; None where there is none."""
    try:
        return int(attribute(element, name))
    except ValueError:
        return None


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `w:vanish` is there and not turned off."""
    return element is not None and attribute(element, "val").lower() not in _OFF


def texts(element: Element) -> list[str]:
    """The words of all runs of DrawingML below `element` (`a:t`)."""
    return [part.text for part in inner(element, "a:t") if part.text]
