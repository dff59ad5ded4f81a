"""A work says where it was found."""

from morelli.works.work import Work


def test_the_same_work_found_elsewhere():
    work = Work(
        "Nighthawks", "edward-hopper", "Edward Hopper", 1942, id="7", link="https://x.example"
    )
    found = work.at("gallery", 0.75)
    assert (found.where, found.similarity) == ("gallery", 0.75)
    assert found.at("model", 1.0) == work
    assert work.where == "model"  # it never changes
