"""A recorded sign-up is replayed with keys of its own."""

from bench.raw_sql import Recipe

ALICE, BOB, CAROL = "a" * 32, "b" * 32, "c" * 32
INSERT = "INSERT INTO bookings VALUES ($1, $2, $3, $4)"
RECIPE = Recipe(
    [(INSERT, ("id-1", ALICE, 7, b"x")), ("INSERT INTO notices VALUES ($1)", ("id-1",))],
    [(INSERT, ("id-2", BOB, 7, b"y")), ("INSERT INTO notices VALUES ($1)", ("id-2",))],
    ALICE,
)


def test_what_differed_is_new_and_the_rest_stays() -> None:
    (statement, (new_id, member, quota, text)), (_, (noticed,)) = RECIPE.attempt(CAROL)
    assert (statement, member, quota, text) == (INSERT, CAROL, 7, b"x")
    assert new_id == noticed
    assert new_id not in ("id-1", "id-2") and len(new_id) == 4


def test_no_two_attempts_have_the_same_keys() -> None:
    keys = {next(RECIPE.attempt(CAROL))[1][0] for _ in range(20)}
    assert len(keys) > 15
