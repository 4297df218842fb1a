"""The words by which a question leans on what was said before."""

from __future__ import annotations

import re

_END = r"[?？。.!！~ ]*$"

MORE = re.compile(
    r"^(?:那么?|除此之外|除了这些|另外)?[,，]?(?:还有(?:什么|哪些|别的|其他的?|没有)?|其[他它]的?|别的|继续|更多|再多?(?:说|讲|列)(?:一?些|一?点|几个)?|接着说)"
    rf"(?:呢|吗|么|说|讲)*{_END}"
    rf"|^(?:anything else|what else|more|go on|and (?:what )?else|any others?){_END}"
)
WHY = re.compile(
    r"^(?:那么?|这|又|但|可是?)*(?:是)?(?:为什么|为何|为啥|凭什么|什么原因|原因(?:是什么|何在)?|怎么回事)"
    rf"(?:会|要|这么?样?|如此|呢|啊|呀|做|规定|说)*{_END}"
    rf"|^(?:but )?(?:why|how come)(?: is (?:that|this|it)| so| not)?{_END}"
)
# 那2008年呢, 那白鹤县?, what about 2008?
EXCHANGED = (
    re.compile(rf"^(?:那么?|至于|换成|如果是|要是|还有)?[,，]?(?P<new>.{{1,24}}?)的?呢{_END}"),
    re.compile(rf"^(?:那么?|至于|换成?|如果是|要是)[,，]?(?P<new>.{{2,16}}?){_END}"),
    re.compile(rf"^(?:and |but )?(?:what|how) about (?P<new>.{{2,40}}?){_END}"),
    re.compile(rf"^and (?:in |for )*(?P<new>.{{2,30}}?){_END}"),
)
ORDINAL = re.compile(
    r"(?:第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})|最后一)(?P<unit>点|条|项|个|步|种|类|方面|部分)?"
    r"|\bthe (?P<english>first|second|third|fourth|fifth|last)(?: (?:one|point|item|step))?\b"
)
ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth")

_THINGS = (
    "文件|通知|办法|规定|细则|报告|报道|文章|材料|纪要|计划|方案|规划|制度|标准|规范|指南|指引|总结|意见"
    "|条例|公告"
)
DOCUMENT = re.compile(rf"(?:这|那|该|本|此)(?:份|个|篇|部|项|则)?(?:{_THINGS})(?!局|所|部门)")
PERSON = re.compile("他们|她们|(?<!其)他|她|(?:这|那|该)(?:个|位|名)?(?:人|同志|领导)|[这那该]位")
# What was spoken of: 它, 该活动, 这个班组; not 这样, 那么, 应该, 其他, 此外.
_NOUN = "(?P<noun>[一-鿿]{2,4}?)(?=[的是在有由叫什何哪怎为谁从到被几多]|$|[?？,，])"
THING = re.compile(
    rf"它们|它|(?:该|(?:这|那|该)(?:个|项|次|种|家|场|套|款|支|把|件|批|些|条)){_NOUN}"
    r"|(?:这|那)(?:个|项|次|种|家|场|套|款|支|把|件|批|些|条)(?=[的是在有由叫])|(?<![尤极])其(?![他它中实余次间])"
)
# Further behind it points to something in the question itself.
ENGLISH_THING = re.compile(
    r"^(?P<before>(?:[\w']+ ){0,4})"
    r"(?:(?P<owner>its|their)|(?:it|they|them|this|that)(?! (?:the|a|an)\b))\b"
)
ENGLISH_PERSON = re.compile(r"^(?P<before>(?:[\w']+ ){0,4})(?:(?P<owner>his)|(?:he|she|him|her))\b")

# What a thing has, so that it alone is no subject: 费用呢?, 什么时候?
OF_PERSONS = "负责人|联系人|主持人|组长|局长|科长|所长|主任|作者|领队|主讲人|带队人|发起人|牵头人"
OF_TIMES = "时间|日期|期限|时限|有效期|周期"
OF_PLACES = "地点|地址|位置|场所|场地"
OF_AMOUNTS = (
    "费用|人数|数量|金额|价格|经费|预算|奖金|电话|次数|比例|面积|学时|长度|重量|温度|湿度|误差"
)
OF_OTHERS = (
    "名称|名字|原因|条件|材料|流程|步骤|程序|手续|目的|意义|内容|主题|效果|结果|后果|依据|标准|要求|措施|办法|方法|做法|作用|特点|职责"
    "|核心|重点|问题|不足|建议|经验|成绩|背景|含义|意思|范围|对象|方式|结论"
)
ATTRIBUTE = re.compile(
    rf"(?P<person>{OF_PERSONS})|(?P<time>{OF_TIMES})|(?P<place>{OF_PLACES})|(?P<amount>{OF_AMOUNTS})"
    rf"|(?P<other>{OF_OTHERS})|(?P<rate>[一-鿿]{{1,4}}(?:率|数|量|额|费))"
)
ASKED_BY = {
    "person": "是谁",
    "time": "是什么时候",
    "place": "在哪里",
    "amount": "是多少",
    "rate": "是多少",
    "other": "是什么",
}
# Words that say nothing of what a question is about.
EMPTY = re.compile(
    "详细|具体|展开|仔细|简单|一下|一点|一些|说说|讲讲|谈谈|解释|说明|介绍|讲|说|谈|告诉|知道|想|请|麻烦|请问"
    "|后来|当时|最后|最终|到底|究竟|一共|总共|分别|主要|大概|大约|现在|目前|当初|原来|首先|然后|之后|以后|之前|以前"
    "|提出|提|负责|管理|管|举行|举办|召开|开展|进行|组织|主办|承办|开始|结束|成立|建立|建|设立|发布|印发|制定|编写|写|起草|实施|施行|执行"
    "|生效|批准|通过|参加|出席|主持|带队|领队|承担|出|付|支付|掏|花|用|交|办理|办|处理|做|搞|弄|写|定|来|去|走|找|打|联系"
    "|解决|改进|完成|实现|保证|检查|提交|准备|带|拿|领|取|算|够|行|需要|应该|应当|可以|必须|允许|规定|要求"
    "|牵头|主讲|审核|采购|推出|上线|施行|延长|延|测|带队"
    "|多|少|大|小|长|短|高|低|快|慢|远|近|久|早|晚|新|旧|好"
    "|[的了呢吗啊呀吧是有在由被把要会能该应得都又也还就才再更那这么个人和与及跟对从向到给于以按照一不没]"
)
