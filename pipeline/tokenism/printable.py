"""Text of documents made safe to print: on a terminal, in a page."""

_BLANKS = dict.fromkeys((0x0B, 0x0C, 0x0D), " ")
_CONTROLS = [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)]
_DIRECTION = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_NO_CHARACTERS = [*range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_PRINTABLE = {**dict.fromkeys([*_CONTROLS, *_DIRECTION, *_NO_CHARACTERS], "\ufffd"), **_BLANKS}


def printable(text: str) -> str:
    """Replace each control, mark or override of direction and lone surrogate by U+FFFD, one for one.

    Offsets of spans stay true, and no document can turn the words around it back to front. Tab and line feed are kept.

    >>> printable("paid \u202efdp")
    'paid �fdp'
    """
    return text.translate(_PRINTABLE)
