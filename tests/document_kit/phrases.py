"""Sentences with gaps, as offices write them."""

from __future__ import annotations

FACTS = (
    "截至{month}月底，{unit}已对{n}处{thing}完成{act}，完成率{percent}，比上年同期提高{point}个百分点。",
    "{place}的{thing}在{act}中发现{n}个问题，当场整改{few}个，其余列入{year}年计划。",
    "{unit}共投入{n}人次、{few}台套机具，历时{few}天，实际支出{money}元。",
    "本次抽查的{n}件{thing}中，{few}件需要返修，{few}件建议报废，其余状态良好。",
    "{month}月{day}日，{person}带队到{place}查看{thing}，要求{few}日内提交书面说明。",
    "据{unit}统计，{thing}的平均使用年限为{few}年，最长的一处已经用了{n}年。",
    "受连日降温影响，{place}有{n}户居民反映{thing}不能正常使用，{unit}于当晚{hour}时前处理完毕。",
    "{measure}的实测值为{value}，设计值为{value}，偏差在允许范围之内。",
    "与{year}年相比，{act}次数由{n}次增加到{big}次，费用却下降了{percent}。",
    "{place}试点以来，累计登记{thing}{big}件（套），其中新增{n}件（套）。",
    "抽样记录显示，{measure}连续{few}周保持在{value}上下，最高一次达到{value}。",
    "群众来电{big}个，按期答复{percent}；涉及{thing}的有{n}个，主要是{act}不及时。",
    "{unit}的{term}台账共有{n}条，核对后更正{few}条，补录{few}条。",
    "全年计划安排资金{money}元，已到位{money}元，缺口部分由{unit}另行申请。",
)
DUTIES = (
    "{unit}应当在每月{day}日前把{act}情况报{unit_b}备案，逾期不报的予以提醒。",
    "{thing}出现故障时，发现人要先断电、后报告，不得自行拆卸。",
    "任何科室不得以{act}为由停止对外服务，确需停止的，提前{few}天公告。",
    "负责{thing}的人员每季度至少参加{few}次培训，成绩计入年度考核。",
    "凡金额在{money}元以上的{act}项目，一律实行集体研究，并保留会议记录。",
    "{person}负责{place}的日常联系，{person}负责资料归档，两人互为备岗。",
    "对{thing}的{act}必须两人同时在场，做到“谁操作、谁签字、谁负责”。",
    "新购的{thing}须经{unit}验收合格后方可入账，验收单一式{few}份。",
    "{measure}超过{value}的，应立即停用并通知{unit}。",
    "遇有雨雪、大风等天气，{act}顺延，顺延天数不计入工期。",
    "各单位要把{thing}的钥匙、图纸和说明书集中存放，不得带离{place}。",
    "临时借用{thing}不超过{few}天；超过的，由{unit}重新审批。",
)
PLANS = (
    "下一步，{unit}将围绕{thing}抓好{act}，力争{month}月底前见到成效。",
    "为了减少重复劳动，拟把{act}与{act_b}合并进行，一次进场、一次验收。",
    "要坚持问题导向，先解决{place}群众反映最集中的{thing}问题，再逐步推开。",
    "建议由{person}牵头成立工作小组，在{few}周内拿出{thing}的更新方案。",
    "同意{unit}提出的意见：{place}的{thing}暂不更换，加强{act}后继续观察。",
    "考虑到{thing}数量多、分布散，{act}宜采取“分片包干、交叉互查”的办法。",
    "力争到{year}年，{measure}稳定在{value}以内，{act}全部纳入{term}管理。",
    "既要算经济账，也要算民生账，不能因为{thing}陈旧就一拆了之。",
)
OPENINGS = (
    "为做好{place}{thing}的{act}工作，现将{year}年有关情况和要求说明如下。",
    "根据年度安排，{unit}于{month}月上旬组织了{thing}的{act}，现将结果汇总如下。",
    "近期，{place}一带{thing}问题较为突出，经{unit}会同{unit_b}研究，提出以下意见。",
    "本文所称{thing}，是指由{bureau}登记在册并由{unit}日常管理的设备、设施和资料。",
)
MIXED = (
    "操作界面同时提供 English 和中文两种语言，默认值为“{term}”；编号采用ＡＢ－{n}的形式。",
    "备件清单见附表（共{n}项），联系人：{person}，分机号 {phone}。",
    "The spare key of {term} is kept by the duty officer; 取用时须登记时间（精确到 1 min）。",
    "按{few}:{few}的比例抽样,每批不少于{n}件;不足{n}件的,全部检查.",
    "换算关系：1 MPa = 10 bar，1 亩 = 666.67 ㎡，±{few}% 以内视为合格。",
)
ITEMS = (
    "{place}的{thing}{n}件，由{unit}负责{act}",
    "{measure}不低于{value}，每{few}天记录一次",
    "{act}所需材料由{unit}统一领取，余料退库",
    "完成{thing}的{act}，留存照片不少于{few}张",
    "{person}值守热线，电话接通率不低于{percent}",
    "对使用满{few}年的{thing}逐件贴标，标签编号从{n}号起",
    "{month}月{day}日前提交{thing}{act}小结，字数不限",
)
QUOTES = (
    "《{bureau}{rule}办法》规定：{thing}的{act}由{unit}每年至少组织{few}次，记录保存{n}年。",
    "{person}在座谈会上说：“{thing}修得好不好，{place}的老百姓最清楚，咱们多跑{few}趟不亏。”",
    "{year}年的会议纪要写道：“凡是能在现场解决的{act}问题，不要带回办公室。”",
)
# What a title says, how headings of two levels are numbered below it, and whether the paragraphs
# are articles ("第一条").
_CHINESE, _DECIMAL = ("{chinese}、", "（{chinese}）"), ("{digit}. ", "{above}.{digit} ")
_CHAPTERS, _PLAIN = ("第{chinese}章　", ""), ("", "")
GENRES = (
    ("{bureau}关于{place}{thing}{act}的通知", _CHINESE),
    ("{year}年{thing}{act}工作总结", _CHINESE),
    ("{place}{thing}{act}实施方案", _DECIMAL),
    ("{bureau}{rule}办法（试行）", _CHAPTERS),
    ("{thing}{act}情况调研报告", _PLAIN),
    ("{place}{thing}{act}专题会议纪要", _CHINESE),
    ("{thing}{act}作业指导书", _DECIMAL),
)
THEMES = (
    *("{act}进展", "{thing}现状", "存在的主要问题", "责任分工", "{place}试点情况", "经费安排"),
    *("{thing}{act}要求", "{unit}职责", "下一步打算", "时间节点", "{act_b}与记录", "验收标准"),
    *("人员培训", "{measure}控制", "应急处置", "{place}整改措施", "资料归档", "监督检查"),
)
TABLE_NAMES = ("{thing}{act}情况表", "{place}{thing}台账", "{unit}任务分解表", "{measure}记录表")
