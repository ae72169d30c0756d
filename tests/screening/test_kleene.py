from itertools import product

import pytest

from diastole.knowledge.rules.three_valued_logic import at_least, conjunction, disjunction, negation

TRUTHS = (True, False, None)


def by_completions(function, operands):
    """What holds however the unknown ones turn out: the independent definition."""
    outcomes = {
        function(filled) for filled in product(*([one] if one is not None else [True, False] for one in operands))
    }
    return outcomes.pop() if len(outcomes) == 1 else None


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_row_of_every_table(size):
    for operands in product(TRUTHS, repeat=size):
        assert conjunction(operands) is by_completions(all, operands)
        assert disjunction(operands) is by_completions(any, operands)
        for needed in range(1, size + 2):
            wanted = by_completions(lambda filled, needed=needed: sum(filled) >= needed, operands)
            assert at_least(needed, operands) is wanted


def test_negation():
    assert [negation(one) for one in TRUTHS] == [False, True, None]


def test_nothing_known_is_not_false():
    """The trap: not(all(echo done, grade harmless)) is unknown, not true, when nothing is known."""
    assert negation(conjunction([None, None])) is None
