"""Clauses of the sample regulation, asked for through the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.factory import open_pipeline
from rag.settings import Settings
from rag.types import AnswerStatus


@pytest.mark.parametrize(
    ("question", "section", "quote"),
    [
        (
            "第十二条规定了什么？",
            "第三章 检验与复检 / 第十二条",
            "第十二条 有下列情形之一的，不予复检：",
        ),
        (
            "实施细则第12条第（三）项",
            "第三章 检验与复检 / 第十二条第（三）项",
            "（三）备用样品因企业自身原因损毁或者灭失的。",
        ),
        (
            "清市监质〔2022〕31号第十条怎么规定的",
            "第三章 检验与复检 / 第十条",
            "第十条 检验结论出具后，组织抽查的部门应当在5个工作日内书面告知被抽查企业。",
        ),
    ],
)
def test_clauses_of_the_sample_regulation_are_cited(
    index_of_sample_corpus: Path, cache_dir: Path, question: str, section: str, quote: str
) -> None:
    pipeline = open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    answer = pipeline.answer(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.citations[0].section == section
    assert answer.citations[0].quote == quote


@pytest.mark.parametrize(
    "question",
    [
        "《清江市产品质量监督抽查实施细则》第九十九条规定了什么",
        "《清江市产品质量监督抽查实施细则》第九条第二款是什么内容",
    ],
)
def test_clauses_that_the_sample_regulation_lacks_are_refused(
    index_of_sample_corpus: Path, cache_dir: Path, question: str
) -> None:
    pipeline = open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    assert pipeline.answer(question).status is AnswerStatus.NO_EVIDENCE
