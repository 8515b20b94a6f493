"""The columns of the spreadsheet that clerks fill in, and a row that shows how."""

# Heading -> the answer it stands for. Those with a star must be filled in.
COLUMNS = {
    "活动名称*": "title",
    "类型*": "kind",
    "城市*": "city",
    "区县": "district",
    "地点*": "place",
    "主办": "organiser",
    "介绍": "description",
    "报名开始*": "sign_up_opens",
    "报名截止*": "sign_up_closes",
    "抽签（是/否）": "way",
    "每人最多几个名额": "places_per_member",
    "仅限会员（是/否）": "members_only",
    "仅限单身（是/否）": "single_only",
    "最小年龄": "min_age",
    "最大年龄": "max_age",
    "场次名称": "session_title",
    "开始*": "starts_at",
    "结束*": "ends_at",
    "名额*": "total",
    "男性名额": "men",
    "女性名额": "women",
}
SAMPLE = "示例："  # a row that shows how it is done
EXAMPLE = (
    *(
        f"{SAMPLE}周末读书会（这一行不会导入）",
        "读书会",
        "杭州市",
        "上城区",
        "上城区职工之家三楼",
        "上城区总工会",
        "带一本书来，一起读。",
    ),
    *("2026-12-01 09:00", "2026-12-11 18:00", "否", "1", "否", "否", "", ""),
    *("", "2026-12-12 14:00", "2026-12-12 16:00", "30", "", ""),
)
TEMPLATE = (tuple(COLUMNS), EXAMPLE)
