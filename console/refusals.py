"""Why a step on a case was refused, in the words of the desk."""

from union.attachments.picture import Trouble
from union.desk.canned import Refused as DeskRefused
from union.handoff.service import Refused

_WHY = {
    "ended": "这次对话已经结束",
    "empty": "请写点内容。",
    "too_long": "太长了，请写短一些。",
    "variable": "这里不认识：{detail}。只能用 {{姓名}}、{{工作人员}}、{{工会}}、{{今天}}。",
    "most": "最多 {detail} 个，请先删掉不用的。",
    "not_yours": "这是大家共用的，请管理员来改。",
    "full": "{staff}手上的对话已经满了，请先结束一些，或者请管理员调高上限。",
    "no_staff": "没有{staff}这位同事，请另选一位。",
    "no_group": "没有这个小组，请另选一个。",
    "idle": "这次对话现在没有人接待，请看最新情况。",
    "bad_reason": "请选择结果。",
    "no_picture": "这个文件不是图片，没有发送。请选择照片或截图。",
}
_NO_PICTURE: dict[Trouble, str] = {"too_big": "图片太大，没有发送。请换一张小一些的。"}


def why_no_picture(trouble: Trouble) -> str:
    """Why a file of staff's was not sent, in one line."""
    return _NO_PICTURE.get(trouble, _WHY["no_picture"])


def why(refused: Refused | DeskRefused) -> str:
    """One line for staff."""
    if refused.reason == "taken":
        return f"{getattr(refused, 'staff', '') or '同事'}已经接待了这位会员"
    words = _WHY.get(refused.reason, "找不到这次对话")
    return words.format(detail=getattr(refused, "detail", ""), staff=getattr(refused, "staff", ""))
