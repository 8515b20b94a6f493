"""The kinds of events that members can ask for by name (the bot's words for them: bot/entities/event_kinds.yml)."""

KINDS = (
    *("相亲", "疗休养", "演出", "电影", "乒乓球", "羽毛球", "篮球", "足球", "游泳", "健身", "瑜伽", "徒步", "运动会"),
    *("培训", "讲座", "体检", "茶会", "亲子", "读书会", "技能竞赛", "招聘会", "心理咨询", "义诊", "直通车"),
)
