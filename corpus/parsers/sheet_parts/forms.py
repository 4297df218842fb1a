"""Forms filled in on a sheet: what is asked stands left, the answer right of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.parsers.composing.composer import CELL_BORDER, record_line
from corpus.parsers.sheet_parts.types import SheetRow

_LEAST_ROWS = 2
_LEAST_SHARE = 0.7
_SAMPLE = 40
_MARKED = re.compile(r"[^：:]{1,24}[：:]")
_ASKED = re.compile(
    r".{0,8}(?:姓名|名称|性别|民族|籍贯|学历|学位|职务|职称|年龄|出生年月|政治面貌|婚姻状况"
    r"|编号|代码|证号|号码|日期|时间|期限|地址|地点|住所|电话|手机|传真|邮箱|邮编|邮政编码|网址"
    r"|部门|单位|负责人|联系人|经办人|申请人|代表人|注册资本|经营范围|开户行|开户银行|账号"
    r"|备注|签名|签字|意见)(?:[（(][^）)]{1,12}[）)])?"
)


def is_form(rows: Sequence[SheetRow]) -> bool:
    """Whether the rows ask and answer: nearly all begin with what is asked, answered beside it."""
    sample = rows[:_SAMPLE]
    cells = [list(row.cells.values()) for row in sample]
    asking = [c for c in cells if _asks(c[0]) and (len(c) == 1 or not _asks(c[1]))]
    answered = sum(len(c) > 1 for c in asking)
    return (
        len(sample) >= _LEAST_ROWS
        and len(asking) >= _LEAST_SHARE * len(sample)
        and 2 * answered > len(asking)
    )


def form_line(row: SheetRow) -> str:
    """A row of a form: "asked: answer；asked: answer"."""
    names: list[str] = []
    values: list[str] = []
    asked = ""
    for cell in row.cells.values():
        if _asks(cell):
            if asked:
                names.append("")
                values.append(asked)
            asked = cell
        elif asked:
            names.append(asked.rstrip("：: "))
            values.append(cell)
            asked = ""
        elif values:
            values[-1] += CELL_BORDER + cell
        else:
            names.append("")
            values.append(cell)
    return record_line([*names, ""], [*values, asked])


def _asks(cell: str) -> bool:
    shown = "".join(cell.split())
    return bool(_MARKED.fullmatch(shown) or _ASKED.fullmatch(shown))
