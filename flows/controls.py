"""Control characters, which no terminal and no page is to be given as they are."""

PICTURES: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **{code: f"\\x{code:02x}" for code in range(0x80, 0xA0)},
}
"""What stands in for them: their pictures in Unicode, or, where there is none, their codes."""


def visible(text: str) -> str:
    r"""Give a text in which control characters are seen and do nothing; tabs and line ends stay.

    >>> visible("\x1b[31mred\x9b0m\n")
    '␛[31mred\\x9b0m\n'
    """
    return text.translate(PICTURES)
