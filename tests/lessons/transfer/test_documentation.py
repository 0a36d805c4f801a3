"""The page about the export file is in step with the schema."""

from pathlib import Path

from lessons.transfer.documentation import export_format_page

PAGE = Path(__file__).parents[3] / "docs" / "export-format.md"


def test_the_page_is_in_step_with_the_schema() -> None:
    """`python -m lessons.transfer.documentation > docs/export-format.md` writes it again."""
    assert PAGE.read_text() == export_format_page()
