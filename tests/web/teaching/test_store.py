"""Which bundle answers is written in a folder, for every process and the next start."""

import pytest

from morelli.bundles.bundle import Bundle, save
from morelli.errors import MorelliError
from morelli.web.teaching.store import TaughtModels, UnknownLessonError


@pytest.fixture
def models(tmp_path):
    return TaughtModels(tmp_path, "default")


def test_what_one_process_is_told_all_of_them_follow(models, tmp_path):
    assert models.answering == "default" and models.in_use is None
    default = Bundle.open()
    save(tmp_path / "somebody-1", default.manifest, default.graph, default.background)
    models.use("somebody-1")
    assert models.answering == str(tmp_path / "somebody-1")
    assert TaughtModels(tmp_path, "default").in_use == "somebody-1"
    models.use(None)
    assert models.answering == "default"


def test_a_lesson_that_is_not_there_or_of_another_model_is_not_put_to_use(models, tmp_path):
    for name in ("nobody-2", "..", "/etc"):
        with pytest.raises(UnknownLessonError):
            models.use(name)
    remarked = Bundle.open().graph + b"\x32\x01x"  # another file, with a `doc_string`
    save(tmp_path / "other-3", Bundle.open().manifest, remarked)
    with pytest.raises(MorelliError, match="taught on another model than default"):
        models.use("other-3")
    assert models.answering == "default"
    (tmp_path / "in-use").write_text("other-3")
    with pytest.raises(MorelliError, match="in-use"):
        models.open(models.answering)
