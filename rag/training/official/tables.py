"""Questions on the cells of made-up tables."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from rag.training.examples import NO_SPAN, Example

_TABLES = tuple(
    tuple(line.split(" | "))
    for line in (Path(__file__).parent / "tables.txt").read_text(encoding="utf-8").splitlines()
)
_PEOPLE = "王建平 李晓梅 张志远 陈玉兰 刘永胜 赵海涛 孙丽 周明 吴国庆 郑雪 何俊 高飞"
_SPOTS = "一楼大厅 三号库 东配楼 二号楼205室 地下车间 北门值班室 综合楼 西侧库房"
_WAYS = (
    "{row}的{column}是多少？",
    "{row}{column}",
    "{row}的{column}",
    "{row} {column} 多少",
    "请问{row}{column}是什么",
    "查一下{row}的{column}",
)
_NOT_SAID = (
    "{row}的主管部门电话是多少",
    "{row}去年的情况怎么样？",
    "{row}为什么这样安排",
    "{row}由谁批准的？",
)

_RULE_SHARE = 0.5


def table_examples(chance: random.Random) -> list[Example]:
    """A question on a cell, and one that the table does not answer."""
    title, head, names, columns = chance.choice(_TABLES)
    rows = names.split()
    absent = chance.choice(rows)
    shown = [row for row in rows if row != absent]
    chance.shuffle(shown)
    shown = shown[: chance.randint(1, 5)]
    asked_columns = columns.split()
    wanted_row, wanted = chance.choice(shown), chance.choice(asked_columns)
    edge = chance.choice(("| ", ""))
    lines, place = [_line([head, *asked_columns], edge)], (NO_SPAN, NO_SPAN)
    if edge and chance.random() < _RULE_SHARE:
        lines.append("|" + " --- |" * (len(asked_columns) + 1))
    for row in shown:
        cells = [_cell(column, chance) for column in asked_columns]
        if row == wanted_row:
            before = sum(len(line) + 1 for line in lines)
            column = asked_columns.index(wanted)
            start = before + len(edge) + sum(len(cell) + 3 for cell in [row, *cells[:column]])
            place = (start, start + len(cells[column]))
        lines.append(_line([row, *cells], edge))
    context = "" if chance.random() < 0.2 else title
    passage = "\n".join(lines)
    way = chance.choice(_WAYS)
    bare = wanted.partition("（")[0]
    right = Example(
        way.format(row=wanted_row, column=bare), context, passage, *place, relevant=True
    )
    question = (
        way.format(row=absent, column=bare)
        if chance.random() < 0.6
        else chance.choice(_NOT_SAID).format(row=wanted_row)
    )
    return [right, Example(question, context, passage, NO_SPAN, NO_SPAN, relevant=False)]


def _line(cells: list[str], edge: str) -> str:
    return edge + " | ".join(cells) + edge[::-1]


def _cell(column: str, chance: random.Random) -> str:
    for ends, draw in _CELLS:
        if column.endswith(ends):
            return draw(chance)
    return str(chance.randrange(2, 600))


def _day(chance: random.Random) -> str:
    return f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"


_CELLS: tuple[tuple[tuple[str, ...], Callable[[random.Random], str]], ...] = (
    (("人", "领导", "讲师", "员"), lambda chance: chance.choice(_PEOPLE.split())),
    (("地点", "教室", "窗口"), lambda chance: chance.choice(_SPOTS.split())),
    (("时限", "日期"), _day),
    (("年份",), lambda chance: str(chance.randrange(2005, 2026))),
    (("电话",), lambda chance: str(chance.randrange(2000000, 8999999))),
    (("（万元）",), lambda chance: f"{chance.uniform(2, 900):.1f}"),
)
