"""The site's words are ready for translation."""

import importlib.util
import io
import pathlib

ROOT = pathlib.Path(__file__).parents[2]


def test_the_list_for_translators_is_what_templates_and_code_mark() -> None:
    """`scripts/messages` writes it anew."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    file = io.BytesIO()
    messages.write(file)
    assert file.getvalue() == (ROOT / "src/dragoman/desk/locale/dragoman.pot").read_bytes()
    assert b'msgid "Confirm"' in file.getvalue()
    assert b'#: desk/forms.py\nmsgid "Open sign-up"' in file.getvalue()
