from validation.moved_numbers import moved

OUTPUT, FLOW = "cardiac_output", "head_and_arm_flow"


def test_a_table_of_what_moved_leaves_empty_what_was_not_known_before():
    table = moved({"shock": {OUTPUT: [3.6, 3.9]}}, {"shock": {OUTPUT: [3.4, 3.7], FLOW: [1.2, None]}})
    head, rule, output, flow = table.splitlines()
    assert head.count("|") == rule.count("|") == output.count("|") == 4
    assert output.endswith("| L/min | 3.60 → 3.90; **3.40 → 3.70** |")
    assert flow.endswith("| L/min | –; **1.20 → –** |")
