"""What was said as people write it: figures, times and amounts in digits, apostrophes and the spaces that hold.

The words of a transcript stay as heard, since search and evidence rest on them; a written form is only ever shown.
"""

from gardefou.hearing.written.form import written_form, written_text
from gardefou.hearing.written.model import Written

__all__ = ["Written", "written_form", "written_text"]
