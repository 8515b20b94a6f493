"""What the account sends about a suggestion by itself."""


def answered(number: str, answer: str) -> str:
    return f"【意见答复】您的意见 {number} 有答复了：\n{answer}\n还有话要说，可以再提一条，或者回复“转人工”。"


def closed(number: str, reason: str) -> str:
    return f"【意见办结】您的意见 {number} 已经办结：\n{reason}\n有疑问可以回复“转人工”。"
