"""Queries that nobody should send and somebody will; each holds a letter or digit."""

from __future__ import annotations

from rag.question import MAX_QUESTION_LENGTH

ODD_QUERIES = (
    "的了是在",
    "局",
    "7",
    "电梯检验" * (MAX_QUESTION_LENGTH // 4),
    "的了" * (MAX_QUESTION_LENGTH // 2),
    "ما هي مدة التفتيش؟",
    "승강기 검사는 언제 합니까",
    "การตรวจสอบลิฟต์",
    "😀电梯😀",
    "电\u0301梯\u200b检\u200d验",
    '"电梯 AND (OR* :^~\\',
    "〇々𠮷",
)
