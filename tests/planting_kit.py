"""Facts in files of every format, each with a question and the place where it is to be found."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2
from playwright.sync_api import Browser

from corpus.chinese_numerals import chinese_numeral
from corpus.locators import row_locator, slide_locator
from tests import msg_kit, ppt_kit, xls_kit
from tests.document_kit import fixed_pages, mail, office, opendocument, phrases, plain, rtf, web
from tests.document_kit.documents import Heading, OfficeDocument, Paragraph, Table
from tests.document_kit.generating import Words, generated_document
from tests.document_kit.slides import slides_of
from tests.document_kit.vocabulary import PEOPLE, TRADES

ROOT = "文件柜"


@dataclass(frozen=True, slots=True)
class Planted:
    """A fact in a file.

    Attributes:
        name: of the file.
        data: its bytes.
        question: that the fact answers.
        words: of the fact, which the quote must hold.
        section: what the section of the citation must end with.
        locator: the place, without boxes; None where the format has none.
        member: path of the file inside the file that holds the fact.
    """

    name: str
    data: bytes
    question: str
    words: str
    section: str = ""
    locator: Mapping[str, object] | None = None
    member: str = ""

    @property
    def source(self) -> str:
        return "/".join(filter(None, (ROOT, self.name, self.member)))


def planted(browser: Browser) -> tuple[Planted, ...]:
    """One fact for every format; `browser` prints the PDF file."""
    return (
        *_in_prose(),
        *_in_slides(),
        *_on_pages(browser),
        *_in_rows(),
        *_in_articles(),
        *_in_containers(),
        *_in_old_files(),
    )


def others() -> dict[str, bytes]:
    """Files that hold no fact that is asked for."""
    documents = {f"旁文{number}.md": generated_document(number) for number in range(5)}
    return {name: plain.markdown_of(each).encode() for name, each in documents.items()}


def with_fact(number: int, fact: str, chapter: int = 2) -> tuple[OfficeDocument, str]:
    """A generated document with one paragraph more in a chapter; and the heading of that."""
    document = generated_document(number)
    places = [
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    place = places[chapter - 1]
    heading = document.blocks[place]
    assert isinstance(heading, Heading)
    blocks = (*document.blocks[: place + 1], Paragraph(fact), *document.blocks[place + 1 :])
    return replace(document, blocks=blocks), heading.words


def _in_prose() -> Iterator[Planted]:
    writers: tuple[tuple[str, Callable[[OfficeDocument], bytes], str, str, str], ...] = (
        (
            "水闸说明.txt",
            lambda document: plain.text_of(document).encode("gb18030"),
            "石门湾水闸的设计过闸流量为86立方米每秒。",
            "石门湾水闸的设计过闸流量是多少？",
            "86立方米每秒",
        ),
        (
            "校园笔记.md",
            lambda document: plain.markdown_of(document).encode(),
            "云溪三中的露天泳池全长25米，设6条泳道。",
            "云溪三中的露天泳池全长多少米？",
            "25米",
        ),
        (
            "接种须知.html",
            web.page_of,
            "疫苗冷藏箱的报警温度设定为8.5℃。",
            "疫苗冷藏箱的报警温度设定为多少？",
            "8.5℃",
        ),
        (
            "馆藏导出.xml",
            web.xml_of,
            "甪里镇档案馆收藏的地契照片共有2,316张。",
            "甪里镇档案馆收藏的地契照片共有多少张？",
            "2,316张",
        ),
        (
            "供热旧稿.rtf",
            rtf.rtf_of,
            "二号换热站补水箱的容积为15立方米。",
            "二号换热站补水箱的容积是多少？",
            "15立方米",
        ),
        (
            "古树图册.epub",
            web.epub_of,
            "兰亭街道最老的古樟树树龄为620年。",
            "兰亭街道最老的古樟树树龄是多少年？",
            "620年",
        ),
        (
            "农机文稿.odt",
            opendocument.odt_of,
            "临港农机推广站的烘干塔每小时烘干稻谷12吨。",
            "临港农机推广站的烘干塔每小时烘干稻谷多少吨？",
            "12吨",
        ),
        (
            "绿化年报.docx",
            office.docx_of,
            "全镇共有喷灌管线41.7公里。",
            "全镇共有喷灌管线多少公里？",
            "41.7公里",
        ),
    )
    for number, (name, write, fact, question, words) in enumerate(writers):
        document, heading = with_fact(number, fact)
        yield Planted(name, write(document), question, words, heading)


def _in_slides() -> Iterator[Planted]:
    for number, (name, write, fact, question, words) in enumerate(
        (
            (
                "消防讲稿.odp",
                opendocument.odp_of,
                "望海路消防救援站云梯车的最大工作高度为53米。",
                "望海路消防救援站云梯车的最大工作高度是多少米？",
                "53米",
            ),
            (
                "借阅汇报.pptx",
                office.pptx_of,
                "石湾公共图书馆的流动书车每周开行9班。",
                "石湾公共图书馆的流动书车每周开行几班？",
                "9班",
            ),
        ),
        start=8,
    ):
        document, heading = with_fact(number, fact, chapter=3)
        slide = next(each for each in slides_of(document) if Paragraph(fact) in each.blocks)
        place = slide_locator(slide.number)
        yield Planted(name, write(document), question, words, heading, place)


def _on_pages(browser: Browser) -> Iterator[Planted]:
    fact = "鹤鸣园朗读亭的开放时间为8:30至20:00。"
    document, heading = with_fact(18, fact, chapter=3)
    data = fixed_pages.pdf_of(document, browser)
    place = {"kind": "page", "page": page_of_pdf(data, fact)}
    question = "鹤鸣园朗读亭的开放时间是什么？"
    yield Planted("开放时间.pdf", data, question, "8:30至20:00", heading, place)
    fact = "凤栖公路养护段除雪机械队配有撒布机17台。"
    document, heading = with_fact(20, fact, chapter=3)
    data = fixed_pages.ofd_of(document)
    place = {"kind": "page", "page": page_of_ofd(data, fact)}
    question = "凤栖公路养护段除雪机械队配有撒布机多少台？"
    yield Planted("除雪装备.ofd", data, question, "17台", heading, place)


def page_of_pdf(data: bytes, words: str) -> int:
    """The page that holds the words, by another reader than ours."""
    pdf = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    [number] = [number for number, text in enumerate(texts, 1) if words in text]
    return number


def page_of_ofd(data: bytes, words: str) -> int:
    """The page whose XML holds the words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith("Content.xml")]
        [found] = [name for name in names if words in archive.read(name).decode()]
    return names.index(found) + 1


_PUMPS = Table(
    "泵站",
    ("泵站名称", "所在村", "装机功率", "管护人"),
    (
        ("一号泵站", "双桥村", "55kW", "王堃"),
        ("二号泵站", "尕海村", "75kW", "赵喆"),
        ("三号泵站", "下埭村", "110kW", "李淼淼"),
        ("四号泵站", "乌竹村", "37kW", "周龘"),
    ),
)
_CARS = Table(
    "车辆",
    ("车辆名称", "载重量", "停放地点"),
    (("洒水车", "8吨", "东院"), ("清扫车", "5吨", "西院"), ("高空作业车", "2吨", "南院")),
)
_TREASURES = Table(
    "藏品",
    ("藏品", "年代", "尺寸"),
    (
        ("青花瓷盘", "清代", "口径32厘米"),
        ("铜香炉", "明代", "高18厘米"),
        ("木雕窗", "民国", "宽96厘米"),
    ),
)
_NIGHTS = Table(
    "夜班安排",
    ("日期", "值班员", "电话"),
    (("5月1日", "欧阳垚", "8101"), ("5月2日", "吴昳", "8102"), ("5月3日", "郑翀", "8103")),
)
_DRUGS = Table(
    "药品目录",
    ("药品名称", "规格", "有效期"),
    (
        ("碘伏", "500毫升", "36个月"),
        ("医用酒精", "100毫升", "24个月"),
        ("纱布", "10片", "60个月"),
    ),
)
_TREES = Table(
    "苗圃价目",
    ("苗木", "数量", "单价"),
    (("香樟", "120", "380元"), ("银杏", "64", "950元"), ("桂花", "88", "270元")),
)


def _in_rows() -> Iterator[Planted]:
    for name, data, question, words, sheet, row in (
        (
            "泵站名册.csv",
            plain.table_text(_PUMPS, ",").encode("gb18030"),
            "三号泵站的管护人是谁？",
            "李淼淼",
            "",
            4,
        ),
        (
            "车辆登记.tsv",
            plain.table_text(_CARS, "\t").encode(),
            "高空作业车停放在哪里？",
            "南院",
            "",
            4,
        ),
        ("藏品.jsonl", _json_lines(_TREASURES), "铜香炉是什么年代的？", "明代", "", 2),
        (
            "考勤.xlsx",
            office.xlsx_of(_sheets(_CARS, _NIGHTS)),
            "5月2日的夜班值班员是谁？",
            "吴昳",
            _NIGHTS.name,
            3,
        ),
        (
            "药品.ods",
            opendocument.ods_of(_sheets(_DRUGS)),
            "医用酒精的有效期是多久？",
            "24个月",
            _DRUGS.name,
            3,
        ),
        ("苗木.xls", _old_workbook(_TREES), "银杏的单价是多少？", "950元", _TREES.name, 3),
    ):
        yield Planted(name, data, question, words, sheet, row_locator(sheet, row))


def _sheets(*tables: Table) -> OfficeDocument:
    return OfficeDocument("", tables)


def _json_lines(table: Table) -> bytes:
    records = (dict(zip(table.header, row, strict=True)) for row in table.rows)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def _old_workbook(table: Table) -> bytes:
    cells = (
        xls_kit.text_cell(row, column, words)
        for row, line in enumerate(table.lines)
        for column, words in enumerate(line)
    )
    return xls_kit.book((table.name, 0, b"".join(cells)))


def regulation(title: str, *clauses: str) -> OfficeDocument:
    """Three chapters of five articles each; the twelfth has the paragraphs `clauses`."""
    words = Words(random.Random(title), TRADES[5], PEOPLE)
    sentences = iter(words.fill(phrases.DUTIES, 12) + words.fill(phrases.PLANS, 3))
    blocks: list[Heading | Paragraph] = []
    for number in range(1, 16):
        if number % 5 == 1:
            chapter = chinese_numeral(number // 5 + 1)
            blocks.append(
                Heading(f"第{chapter}章　{('总则', '日常管理', '监督检查')[number // 5]}")
            )
        first, *others = clauses if number == 12 else (next(sentences),)
        blocks.append(Paragraph(f"第{chinese_numeral(number)}条　{first}"))
        blocks += map(Paragraph, others)
    return OfficeDocument(title, tuple(blocks))


def _in_articles() -> Iterator[Planted]:
    document = regulation(
        "甪里镇公共停车场管理办法（试行）",
        "停车场经营人应当在入口处公示收费标准、监督电话和营业时间。",
        "残疾人专用车位不得少于停车场总车位数的百分之二。",
        "专用车位被占用的，经营人应当及时劝离。",
    )
    yield Planted(
        "停车场管理办法.docx",
        office.docx_of(document),
        "残疾人专用车位不得少于总车位数的多少？",
        "百分之二",
        "第三章　监督检查 / 第十二条第二款",
    )
    document = regulation(
        "白石县渡口安全管理办法",
        "渡船每次载客不得超过核定人数，并应当配备足够的救生衣。",
        "遇有六级以上大风的，渡口应当停航。",
    )
    yield Planted(
        "渡口管理办法.txt",
        plain.text_of(document).encode("gb18030"),
        "遇有几级以上大风的，渡口应当停航？",
        "六级以上大风",
        "第三章　监督检查 / 第十二条第二款",
    )


def _in_containers() -> Iterator[Planted]:
    document, heading = with_fact(10, "双桥片区停水检修定于6月18日进行。")
    question = "双桥片区停水检修定于哪天进行？"
    data = mail.text_mail_of(document)
    yield Planted("停水通知.eml", data, question, "6月18日", heading)
    document, heading = with_fact(11, "烏竹埡排澇溝清淤工程的承包人是白石建設公司。")
    question = "乌竹垭排涝沟清淤工程的承包人是谁？"
    data = mail.html_mail_of(document, attached=generated_document(6))
    yield Planted("来信.eml", data, question, "白石建設公司", heading)
    document, heading = with_fact(12, "尕海村村史馆陈列的最早一份地契写于光绪三年。")
    question = "尕海村村史馆陈列的最早一份地契写于哪一年？"
    data = mail.html_mail_of(generated_document(13), attached=document)
    yield Planted("转发.eml", data, question, "光绪三年", heading, member=mail.ATTACHMENT)
    document, heading = with_fact(14, "密集架每层的承重上限为80千克。")
    question = "密集架每层的承重上限是多少？"
    data = mail.zip_of(document)
    yield Planted("归档.zip", data, question, "80千克", heading, member=mail.MEMBER)


def _in_old_files() -> Iterator[Planted]:
    slides = (
        ("年度汇报", "本报告分三个部分，先讲收支，再讲设备，最后讲人员。"),
        ("设备更新", "门卫室新装的人脸识别闸机共有14台，旧闸机移交仓库。"),
        ("人员培训", "全年组织培训六次，参加者二百余人次。"),
    )
    yield Planted(
        "年度汇报.ppt",
        ppt_kit.presentation([_old_slide(*each) for each in slides]),
        "门卫室新装的人脸识别闸机共有多少台？",
        "14台",
        "设备更新",
        slide_locator(2),
    )
    lines = (
        "各位同事：",
        "经与公交公司商定，接驳班车自7月1日起改在北门发车。",
        "请提前十分钟到站候车，逾时不候。",
    )
    message = (
        msg_kit.table(msg_kit.ROOT_HEADER)
        | msg_kit.text(0x001A, "IPM.Note")
        | msg_kit.text(0x0037, "关于接驳班车的通知")
        | msg_kit.text(0x1000, "\r\n".join(lines))
    )
    question = "接驳班车改在哪里发车？"
    yield Planted("班车.msg", msg_kit.compound(message), question, "北门")
    said = (
        *("各位学员大家好。", "今天讲消防水带的保养。", "65型水带的工作压力是1.3兆帕。"),
        *("使用之后必须晾干，", "再收卷入库。"),
    )
    yield Planted("讲座.srt", _subtitles(said), "65型水带的工作压力是多少？", "1.3兆帕")


def _old_slide(title: str, words: str) -> bytes:
    head = ppt_kit.shape(ppt_kit.text(title), ppt_kit.TITLE)
    return ppt_kit.slide(head, ppt_kit.shape(ppt_kit.text(words), ppt_kit.BODY, (5, 5)))


def _subtitles(said: Sequence[str]) -> bytes:
    parts = (
        f"{number}\n00:00:{number * 4:02},000 --> 00:00:{number * 4 + 3:02},000\n{words}\n"
        for number, words in enumerate(said, 1)
    )
    return "\n".join(parts).encode()
