"""The door of official papers."""

from anmin.kernel.flow.papers.declare import (
    Facts,
    Grid,
    Paper,
    Para,
    Reckoning,
    ReckonLine,
    capital_yuan,
    chinese_date,
    chinese_month,
    document_number,
    rights,
    written,
    yuan,
)
from anmin.kernel.flow.papers.told import reckoning_of

FORMS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}

__all__ = [
    "FORMS",
    "Facts",
    "Grid",
    "Paper",
    "Para",
    "ReckonLine",
    "Reckoning",
    "capital_yuan",
    "chinese_date",
    "chinese_month",
    "document_number",
    "reckoning_of",
    "render",
    "rights",
    "written",
    "yuan",
]


def render(paper: Paper, form: str) -> bytes:
    """The paper as `docx` or `pdf`. Raises ValueError for another form."""
    if form == "docx":
        from anmin.kernel.flow.papers.word import to_docx

        return to_docx(paper)
    if form == "pdf":
        from anmin.kernel.flow.papers.pdf import to_pdf

        return to_pdf(paper)
    raise ValueError(f"文书格式应为 docx 或 pdf，不是“{form}”")
