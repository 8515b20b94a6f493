"""What a member hears of a code that cannot be taken."""


def unknown(code: str) -> str:
    """The same for a code that never was and for somebody else's."""
    return f"没有找到编号 {code}，请对照收到的通知检查一下；通知过期以后编号也会失效。"


def expired(code: str) -> str:
    return f"编号 {code} 已经过期，没有办理。需要帮助可以回复“转人工”。"


def answered(code: str) -> str:
    return f"编号 {code} 之前已经答复过了，以那一次为准。"


def which_words(shown: str) -> str:
    return f"没看懂您的意思，请照这样回复：{shown}。"
