"""What can be seen of a text: two texts that look alike must not differ in what is signed (S32)."""

from unicodedata import category

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def holds_unseen(text: str) -> bool:
    """Whether it holds a control, a mark of direction or another sign that nobody sees, line feeds apart."""
    return any(category(each) in _UNSEEN and each != "\n" for each in text)
