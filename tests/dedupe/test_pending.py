"""What is at hand of what lies on disk."""

from pipeline.dedupe.pending import Recent


def test_values_asked_for_lately_are_at_hand_and_no_more_of_them_than_told():
    made = []

    def make(numbers):
        made.extend(numbers)
        return ((number, str(number)) for number in numbers)

    recent = Recent(make, 3)

    assert recent([1, 2]) == ["1", "2"]
    assert recent([3, 2]) == ["3", "2"]
    assert recent([4, 1]) == ["4", "1"]
    assert made == [1, 2, 3, 4]
    # Of four, 3 was asked for before 2, 4 and 1.
    assert recent([2]) == ["2"]
    assert recent([3]) == ["3"]
    assert made == [1, 2, 3, 4, 3]
    assert recent([5, 6, 7, 8]) == ["5", "6", "7", "8"]
