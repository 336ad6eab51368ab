"""Characters: what an article's text may hold, and what is taken out or put straight."""

import re
import unicodedata

_RARE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad´`\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufb00-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Whatever is put straight or taken out, and some more: most texts have none, and are not looked through again."""
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters, but for tabs and line ends
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, bidi
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates out of JSON escapes; invisible tags
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_APOSTROPHE = re.compile(r"´(?<=[^\W\d_]´)|`(?<=[^\W\d_]`)(?=[^\W\d_])")
_OPENING_ACUTE = re.compile(r"´(?=[^\W\d_])")


def tidy(text: str) -> str:
    """Return *text* with ``\\n`` as its only line end and without unseen characters; lines keep their spaces.

    Typographic quotes stay. An acute accent standing for an apostrophe or a quote becomes one.
    """
    text = unicodedata.normalize("NFC", text)
    if not _RARE.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = _UNSEEN.sub("", text)
    text = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text)
    return _OPENING_ACUTE.sub("‘", _APOSTROPHE.sub("’", text))


def fold(text: str) -> str:
    """Return *text* on one line, with single ordinary spaces."""
    return " ".join(text.split())
