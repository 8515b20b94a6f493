"""XML as the platform writes it: numbers bare, strings in CDATA, a list as repeated elements."""

import re
from collections.abc import Mapping

from webhook.simulator.actions.base import Fields, Value

# Everything XML 1.0 cannot carry, lone surrogates included.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xml(fields: Fields) -> str:
    """The document of a message's fields, an element a line."""
    return "<xml>\n" + "\n".join(_element(name, value) for name, value in fields.items()) + "\n</xml>"


def _element(name: str, value: Value) -> str:
    if isinstance(value, Mapping):
        return f"<{name}>" + "".join(_element(inner, one) for inner, one in value.items()) + f"</{name}>"
    if isinstance(value, str):
        return f"<{name}>{_cdata(value)}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    if isinstance(value, float):
        return f"<{name}>{value:.6f}</{name}>"
    return "".join(_element(name, one) for one in value)


def _cdata(text: str) -> str:
    return "<![CDATA[" + _NOT_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"
