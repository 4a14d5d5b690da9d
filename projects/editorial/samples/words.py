"""What invented records are called and say, in Chinese and English: no person, body or place that exists.

The first entries of a list are drawn most.
"""

PLACE_STARTS = tuple(
    zip(
        "云松清翠玉柳竹碧金银白青紫红梅兰秋春晓星月鹤鹿雁苇枫霞岚莲溪",
        (
            *("Yun", "Song", "Qing", "Cui", "Yu", "Liu", "Zhu", "Bi", "Jin", "Yin"),
            *("Bai", "Qing", "Zi", "Hong", "Mei", "Lan", "Qiu", "Chun", "Xiao", "Xing"),
            *("Yue", "He", "Lu", "Yan", "Wei", "Feng", "Xia", "Lan", "Lian", "Xi"),
        ),
        strict=True,
    )
)
PLACE_ENDS = tuple(
    zip(
        "岭谷湾坪峰川原亭洲泽岗源林峪潭坡塘渡桥坞",
        (
            *("ling", "gu", "wan", "ping", "feng", "chuan", "yuan", "ting", "zhou", "ze"),
            *("gang", "yuan", "lin", "yu", "tan", "po", "tang", "du", "qiao", "wu"),
        ),
        strict=True,
    )
)

THEMES = (
    ("温泉", "Hot Spring"),
    ("中医药", "Chinese Medicine"),
    ("银龄", "Silver Age"),
    ("田园", "Country"),
    ("医养结合", "Care and Cure"),
    ("颐养", "Repose"),
    ("山居", "Mountain"),
    ("湖畔", "Lakeside"),
    ("避暑", "Cool Summer"),
    ("药膳", "Medicinal Food"),
    ("花海", "Flower Fields"),
    ("运动", "Sports"),
    ("茶园", "Tea Garden"),
    ("古村", "Old Village"),
    ("果园", "Orchard"),
    ("康复", "Rehabilitation"),
    ("滨水", "Waterside"),
    ("候鸟", "Winter Stay"),
    ("书院", "Academy"),
    ("艾草", "Mugwort"),
    ("蜂蜜", "Honey"),
    ("冰雪", "Snow"),
    ("星空", "Starry Sky"),
    ("马术", "Riding"),
)

# The word for what was invented keeps these bodies apart from any that exist.
BODIES = (
    ("{place}样例康养产业有限公司", "{Place} Sample Healthcare Co., Ltd."),
    ("{place}样例建设集团", "{Place} Sample Construction Group"),
    ("{place}样例投资有限公司", "{Place} Sample Investment Co., Ltd."),
    ("{place}样例文旅有限公司", "{Place} Sample Culture and Tourism Co., Ltd."),
    ("{place}样例设计院", "{Place} Sample Design Institute"),
    ("{place}样例监理有限公司", "{Place} Sample Supervision Co., Ltd."),
    ("{place}样例医院", "{Place} Sample Hospital"),
    ("{place}样例发展局", "{Place} Sample Development Bureau"),
)
GROUPS = (
    ("{place}样例居民", "Sample residents of {Place}"),
    ("{place}样例老年协会", "{Place} Sample Association of the Elderly"),
)

PLAN = ("{region}康养产业布局（样例）", "Layout of the healthcare industry in {region} (sample)")
SOURCE = ("样例数据，种子{seed}，第{sheet}页", "Sample data, seed {seed}, sheet {sheet}")
PUBLISHER = ("样例数据生成程序", "Generator of sample data")
KEY_LISTS = (
    ("sample-municipal", "prefecture", "市重点工程项目（样例）", "Municipal key projects (sample)"),
    ("sample-provincial", "province", "省重点工程项目（样例）", "Provincial key projects (sample)"),
    ("sample-county", "county", "县重点工程项目（样例）", "County key projects (sample)"),
    ("sample-national", "national", "国家重点工程项目（样例）", "National key projects (sample)"),
)

SUMMARIES = (
    (
        "依托{theme}资源，建设集医疗、养老、休闲于一体的康养项目。",
        "Brings medical care, care of the elderly and leisure together around: {theme}.",
    ),
    ("以{theme}为特色，面向周边城市的老年人。", "Its mark is: {theme}. Meant for the elderly of the cities around."),
    ("规划住宿、餐饮、康复等设施，主题为{theme}。", "Lodging, meals and rehabilitation are planned. Theme: {theme}."),
    ("利用闲置房屋改造，发展{theme}。", "Rebuilds empty houses for: {theme}."),
)
ADDRESSES = (
    ("{place}镇{number}号", "{number} {Place} town"),
    ("{place}村", "{Place} village"),
    ("{place}路{number}号", "{number} {Place} road"),
    ("{place}街道{number}号", "{number} {Place} subdistrict"),
)

REASONS = {
    "delayed": (
        ("征地进度滞后", "Land acquisition is behind schedule"),
        ("建设资金未及时到位", "Funds arrived late"),
        ("施工许可办理时间较长", "The building permit took longer than planned"),
        ("雨季影响施工", "The rainy season slowed the work"),
        ("设计方案调整", "The design was revised"),
    ),
    "suspended": (
        ("投资方资金紧张，暂停施工", "The investor is short of funds; work has stopped"),
        ("用地手续待完善", "Papers for the land are incomplete"),
        ("等待上级规划调整", "Waits for a revision of the plan above it"),
    ),
    "cancelled": (
        ("投资协议终止", "The investment agreement was ended"),
        ("与生态保护红线冲突", "It lay within a protected area"),
    ),
}
DROPPED = (
    ("地质条件不适宜", "The ground is not suitable"),
    ("与基本农田重叠", "It overlaps farmland under protection"),
    ("改选他处", "Another place was chosen"),
)
NOTES = (
    ("主体施工正常推进", "The main works advance as planned"),
    ("完成基础工程", "Foundations are complete"),
    ("正在进行内部装修", "Interior works are under way"),
    ("设备安装中", "Equipment is being installed"),
)

MILESTONES = (
    ("start", "开工", "Work begins"),
    ("acceptance", "竣工验收", "Completion accepted"),
    ("approval", "项目备案", "Filed"),
    ("permit", "取得施工许可证", "Building permit"),
    ("land", "取得土地使用权", "Land secured"),
    ("topping-out", "主体封顶", "Structure completed"),
    ("opening", "投入运营", "Opening"),
    ("contract", "签订施工合同", "Building contract signed"),
    ("other", "媒体开放日", "Day for the press"),
)
# Type and category belong together: field for field as the directory of disclosure has them.
DOCUMENTS = (
    ("feasibilityStudy", "2", "可行性研究报告批复", "Approval of the feasibility study"),
    ("tenderNotice", "3", "施工招标公告", "Notice of tender for the works"),
    ("environmentalImpact", "2", "环境影响报告表批复", "Approval of the environmental statement"),
    ("awardNotice", "3", "中标结果公告", "Notice of award"),
    ("budgetApproval", "2", "初步设计概算批复", "Approval of the preliminary budget"),
    ("landAndSettlementImpact", "4", "征收土地公告", "Notice of land acquisition"),
    ("physicalProgressReport", "6", "施工进度报告", "Report on the works"),
    ("qualityAssuranceReport", "7", "质量安全监督报告", "Report on quality and safety"),
    ("contractAmendment", "5", "设计变更批复", "Approval of a change of design"),
    ("completionCertificate", "8", "竣工验收备案表", "Certificate of completion"),
    ("", "", "现场会议纪要", "Minutes of a meeting on site"),
)
AMENITIES = (
    ("elderly-care", "养老公寓", "Flats for the elderly"),
    ("medical", "康复医院", "Rehabilitation hospital"),
    ("lifelong-learning", "老年大学", "Senior college"),
    ("leisure", "健身步道", "Walking trail"),
    ("commerce", "社区食堂", "Community canteen"),
    ("housing", "民宿", "Guest houses"),
    ("children", "幼儿园", "Kindergarten"),
    ("other", "停车场", "Car park"),
)
# The measure, its unit, and the middle of what is usual.
QUANTITIES = (
    ("beds", "bed", 300),
    ("floor-area", "m2", 40_000),
    ("land-area", "mu", 250),
    ("elderly-beds", "bed", 120),
    ("jobs", "person", 180),
    ("households", "household", 400),
    ("visitors", "person", 60_000),
)
CONNECTIONS = (
    ("高速公路出口", "Motorway exit", "drive"),
    ("高铁站", "High-speed railway station", "drive"),
    ("森林公园", "Forest park", ""),
    ("县医院", "County hospital", "bus"),
    ("水库", "Reservoir", ""),
)
