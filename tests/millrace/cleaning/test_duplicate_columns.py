"""Which columns are compared and what each holds: told by the values, helped by the title, whatever it is called."""

import pandas as pd
import pytest

from millrace.cleaning.duplicates import duplicate_candidates
from millrace.cleaning.duplicates.columns import column_kind, comparable_columns
from millrace.cleaning.duplicates.forms import folded
from millrace.errors import ArgumentError, ColumnError


def kind_of(values, title="x", **asked):
    return column_kind([folded(pd.Series(values))], title=title, **asked)


def mixed(first, others, share):
    """Return twenty distinct values, of which a share is of the first form and the rest of the second."""
    cut = round(20 * share)
    return [first(i) for i in range(cut)] + [others(i) for i in range(cut, 20)]


def phone(i):
    return f"138 {i:02}34 56{i:02}"


def word(i):
    return f"{'abcdefghijklmnopqrst'[i]}lan"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *((title, "phone") for title in ("Phone", "mobile no", "home tel", "Fax", "cell", "电话", "手机", "联系方式")),
        *((title, "date") for title in ("Date", "birthday", "DOB", "日期", "生日")),
        *((title, "code") for title in ("ZIP", "postcode", "Post Code", "postal", "ISBN", "EAN", "upc", "sku", "VAT")),
        *(
            (title, "code")
            for title in ("ssn", "soc sec id", "model no", "model num", "tax", "order_no", "邮编", "税号")
        ),
        *((title, "number") for title in ("amount", "hotel", "heavy", "mean", "notes", "update")),
    ],
)
def test_a_title_tells_what_whole_numbers_mean(title, kind):
    # of several widths and often repeated, so that the digits alone say "a number"
    values = {"phone": ["13812345678", "057188889999"], "date": ["20240103", "1012024"]}.get(kind, ["12", "345", "7"])
    assert kind_of(values * 2, title) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        *(
            (title, "name")
            for title in ("name", "Names", "company", "Customer", "client", "title", "姓名", "名称", "客户")
        ),
        *((title, "category") for title in ("rename", "kind")),
    ],
)
def test_a_title_tells_names_from_categories(title, kind):
    assert kind_of(["north gate", "south gate"] * 11, title) == kind


@pytest.mark.parametrize("title", ["Addr", "street", "地址", "住址"])
def test_a_title_tells_addresses_from_names(title):
    assert kind_of(["north gate", "south gate"], title) == "address"


def test_short_numbers_are_phones_where_the_title_says_so():
    assert kind_of(["12", "345", "7"] * 2, "phone") == "phone"


@pytest.mark.parametrize(
    ("share", "kind"), [(0.55, "email"), (0.5, "name")], ids=["more than half", "half is not enough"]
)
def test_a_column_of_mail_addresses_may_hold_other_words(share, kind):
    assert kind_of(mixed(lambda i: f"{word(i)}@{word(i)}.cn", word, share)) == kind


@pytest.mark.parametrize(("share", "kind"), [(0.75, "phone"), (0.7, "name")])
def test_a_column_of_phones_may_hold_other_words(share, kind):
    assert kind_of(mixed(phone, word, share)) == kind


@pytest.mark.parametrize(("share", "told"), [(0.35, True), (0.3, False)])
def test_digits_in_groups_are_phones_where_enough_of_them_are_grouped(share, told):
    assert (kind_of(mixed(phone, lambda i: f"13812345{i:03}", share)) == "phone") == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["123 456", "678 901", "135 792"], False),  # too short
        (["123 4567", "765 4321", "246 8101"], True),
        (["12345678 12345678", "87654321 87654321"], True),
        (["12345678 123456789", "87654321 876543219"], False),  # too long
        (["(0571) 8888-9999", "0571.7777.6666", "0571/5555 x4444"], True),
        (["0571_8888", "0571_7777"], False),
    ],
)
def test_a_phone_has_seven_to_sixteen_digits_and_marks_between_them(values, told):
    assert (kind_of(values) == "phone") == told


@pytest.mark.parametrize(("share", "kind"), [(0.85, "date"), (0.8, "code")])
def test_a_column_of_dates_may_hold_a_few_words(share, kind):
    assert kind_of(mixed(lambda i: f"2024-01-{i + 1:02}", word, share)) == kind


@pytest.mark.parametrize(
    "values",
    [
        ["2024-1-3", "2024/11/30", "2024.5.6"],
        ["2024年1月3日", "2024年11月30日", "2023年5月6"],
        ["3/1/2024", "30.11.24", "6-5-2023"],
        ["2024-01-03 10:30", "2024-01-04t11:00:00", "2023-02-01 9:00"],
        ["20240103", "19991231", "18991130"],
    ],
)
def test_dates_are_known_in_many_styles(values):
    assert kind_of(values) == "date"


@pytest.mark.parametrize("values", [["20241303", "20240132", "21240103"], ["20240003", "20240100", "17000101"]])
def test_eight_digits_that_are_no_day_are_a_code(values):
    assert kind_of(values) == "code"


@pytest.mark.parametrize(
    "values", [["12.5", "3", "7.25"], ["$1,200", "€ 3.50", "£7"], ["-5", "12 usd", "7.5 cny"], ["¥12", "9eur", "3 gbp"]]
)
def test_amounts_are_numbers_whatever_the_currency(values):
    assert kind_of(values * 2) == "number"


@pytest.mark.parametrize(("share", "kind"), [(0.85, "number"), (0.8, "code")])
def test_a_column_of_numbers_may_hold_a_few_words(share, kind):
    values = [f"{i}.5" for i in range(round(20 * share))] + [word(i) for i in range(round(20 * share), 20)]
    assert kind_of(values) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["12345", "67890", "12345", "99999"], "code"),  # whole, one width, five digits
        (["1234", "6789", "1234", "9999"], "number"),  # four digits may be a sum
        (["12345", "678901", "12345", "9999999"], "number"),  # many widths, repeated
        (["123456", "78901234", "5678901", "934567890"], "code"),  # six digits or more, all distinct
        (["12345", "7890", "567890", "1"], "number"),  # distinct, but short
        (["12345.5", "67890.5", "12346.5"], "number"),  # not whole
    ],
)
def test_whole_numbers_of_one_width_or_all_distinct_name_things(values, kind):
    assert kind_of(values) == kind


@pytest.mark.parametrize(
    ("values", "title", "kind"),
    [
        (["ab12", "cd34", "ef56", "xyz"], "x", "code"),
        (["ab12", "cd34", "efgh", "wxyz"], "x", "name"),  # half with a digit is not enough
        (["ab 12", "cd 34", "ef56", "gh78"], "x", "name"),  # spaces within: no code by form
        (["ab 12", "cd 34", "ef gh", "ij kl"], "sku", "code"),  # but by its title
        (["ab 12", "cd ef", "gh ij", "kl mn"], "sku", "name"),
    ],
)
def test_codes_hold_digits_and_no_spaces_or_say_so_in_the_title(values, title, kind):
    assert kind_of(values, title) == kind


def repeated(words, times):
    return [w for w in words for _ in range(times)]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (repeated(["north", "south"], 11), "category"),
        (repeated(["north", "south"], 10), "name"),  # each value ten times is not yet many
        (repeated(["a b c", "d e f"], 11), "name"),  # three words are more than a category has
        (repeated(["a b", "d e f"], 11), "category"),
        (repeated([f"{a}{b}x" for a in "abcdefghij" for b in "klmnop"], 11), "category"),
        (repeated([f"{a}{b}x" for a in "abcdefghij" for b in "klmnop"] + ["one more"], 11), "name"),
    ],
)
def test_a_category_has_few_short_values_that_come_back_often(values, kind):
    assert kind_of(values) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["12 main street", "4 oak road", "77 elm lane"], "address"),
        (["main street 12", "oak road 4", "elm lane 77"], "address"),
        (["the 12 main street", "an 4 oak road", "no 77 elm lane"], "text"),  # the number is inside
        (["12 ab", "4 cd", "77 ef"], "name"),  # no word of three letters
        (["12 main street of the old town in the north", "4 oak road of the new town in the south"], "text"),
        (["12 main street", "4 oak road", "elm lane"], "address"),
        (["12 main street", "4 oak road", "elm lane", "fir way", "ash row"], "name"),
    ],
)
def test_an_address_begins_or_ends_with_a_number(values, kind):
    assert kind_of(values) == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["one two three four", "one two three four five"], "name"),
        (["one two three four five", "two three four five six"], "text"),
        (["a" * 40, "b" * 40], "name"),
        (["a" * 41, "b" * 41], "text"),
    ],
)
def test_a_name_is_at_most_four_or_five_words_and_forty_letters(values, kind):
    assert kind_of(values) == kind


@pytest.mark.parametrize(
    "title",
    [
        "Unnamed: 0",
        "index",
        "row",
        "row id",
        "row_no",
        "Row Number",
        "id",
        "_id",
        "rec_id",
        "record id",
        "uuid",
        "guid",
        "序号",
        "编号",
    ],
)
def test_a_made_up_key_is_known_by_its_title(title):
    assert kind_of(["ax-9", "by-3", "cz-77"], title) is None
    assert kind_of(["ax-9", "by-3", "by-3"], title) is not None, "a key names each row once"


@pytest.mark.parametrize("title", ["the id", "id card", "rows", "index fund"])
def test_a_title_that_only_holds_such_a_word_is_no_key(title):
    assert kind_of(["ax-9", "by-3", "cz-77"], title) is not None


@pytest.mark.parametrize(
    ("values", "running"),
    [
        (["1", "2", "3"], True),
        (["1", "2", "5"], True),  # a few gaps
        (["1", "2", "6"], False),
        (["7", "8"], False),  # two rows show nothing
        (["a-01", "a-02", "b-03"], True),
        (["a-01", "a-02", "b"], False),
        (["a1", "b1", "c2"], False),  # the number comes back
    ],
)
def test_a_running_number_says_nothing(values, running):
    assert (kind_of(values) is None) == running


def test_a_constant_says_something_only_where_no_column_has_two_values():
    assert kind_of(["same"] * 3) is None
    assert kind_of(["same"] * 3, constants=True) == "name"
    assert kind_of([None] * 3, constants=True) is None
    assert list(comparable_columns(pd.DataFrame({"a": ["x y"] * 2, "b": ["p q", "r s"]}))) == ["b"]
    assert list(comparable_columns(pd.DataFrame({"a": ["x y"] * 2}))) == ["a"]
    assert comparable_columns(pd.DataFrame({"phone": ["1234567"] * 2}))["phone"][0] == "phone"


def test_a_key_in_one_table_of_two_is_no_key():
    left, right = folded(pd.Series(["1", "2", "3"])), folded(pd.Series(["1", "2", "2"]))
    assert column_kind([left, left], title="no x") is None
    assert column_kind([left, right], title="no x") is not None
    assert column_kind([left, left.iloc[:0]], title="no x") is not None


@pytest.mark.parametrize("columns", [{"sex": list("fm") * 30}, {"sex": list("fm") * 30, "size": list("smlx") * 15}])
def test_categories_alone_are_compared_only_when_asked_for(columns):
    frame = pd.DataFrame(columns)
    assert comparable_columns(frame) == {}
    assert comparable_columns(frame.assign(shop="same")) == {}
    assert list(comparable_columns(frame, compare={"sex": "category"})) == ["sex"]
    assert "sex" in comparable_columns(frame.assign(name=[f"{c} lee" for c in "abcdefghijklmnopqrst"] * 3))


def test_the_second_table_comes_below_the_first_and_titles_match_without_case_and_marks():
    left = pd.DataFrame({"Full Name": ["Ann Lee", "Bo Chan"], "City": ["Yiwu", "Wuhan"]})
    right = pd.DataFrame({"CITY": ["Hangzhou"], "full_name": ["Cy Young"], "other": ["z"]})
    columns = comparable_columns(left, right)
    assert all(text.index.tolist() == [0, 1, 2] for _, text in columns.values())
    assert {c: text.tolist() for c, (_, text) in columns.items()} == {
        "Full Name": ["ann lee", "bo chan", "cy young"],
        "City": ["yiwu", "wuhan", "hangzhou"],
    }


def linked(left, right):
    """Say which column of the right table each column of the left is compared with, by the texts below the first."""
    columns = comparable_columns(left, right)
    said = {tuple(folded(right[c])): c for c in right}
    return {c: said[tuple(text.iloc[len(left) :])] for c, (_, text) in columns.items()}


def test_other_titles_are_matched_by_the_words_they_share_the_best_match_first():
    left = pd.DataFrame({"maker": ["ann lee", "bo chan", "cy young"], "town": ["yiwu", "wuhan", "beijing"]})
    right = pd.DataFrame({"place": ["wuhan", "beijing", "yiwu"], "who": ["bo chan", "ann lee", "cy ho"]})
    assert linked(left, right) == {"maker": "who", "town": "place"}


@pytest.mark.parametrize(("shared", "matched"), [(2, True), (1, False)])
def test_two_fifths_of_the_words_must_be_shared(shared, matched):
    left = pd.DataFrame({"maker": ["ann", "bob", "cyd", "dan", "eve"]})
    right = pd.DataFrame({"who": ["ann", "bob"][:shared] + ["pat", "quin", "rob", "sue"][: 5 - shared]})
    assert bool(linked(left, right)) == matched


def test_each_column_is_matched_once_and_bare_numbers_are_no_words():
    left = pd.DataFrame({"maker": ["ann", "bob", "cyd"], "owner": ["ann", "bob", "dan"]})
    right = pd.DataFrame({"who": ["ann", "bob", "dan"]})
    assert linked(left, right) == {"owner": "who"}
    numbers = pd.DataFrame({"count": [12, 345, 12]}), pd.DataFrame({"size": [12, 345, 12]})
    assert comparable_columns(*numbers) == {}


def test_asked_for_columns_need_their_own_titles_in_both_tables():
    left, right = pd.DataFrame({"name": ["ann lee"]}), pd.DataFrame({"Name": ["ann lee"]})
    with pytest.raises(ColumnError, match="'name' is not in the other table"):
        comparable_columns(left, right, {"name": "name"})
    with pytest.raises(ColumnError, match="'nom' is not in"):
        comparable_columns(left, None, {"nom": "name"})
    with pytest.raises(ArgumentError, match=r"said to be a 'nmae'.*Kinds are: name, text.*Did you mean 'name'"):
        comparable_columns(left, None, {"name": "nmae"})


def test_what_a_column_is_called_does_not_matter_where_its_values_speak():
    table = pd.DataFrame({"name": ["Ann Lee", "ann lee", "Bo Chan"], "mail": ["a@b.cn", "a@b.cn", "c@d.cn"]})
    plain = duplicate_candidates(table, min_score=0)
    renamed = duplicate_candidates(table.rename(columns={"name": "p", "mail": "q"}), min_score=0)
    assert plain[["left", "right"]].equals(renamed[["left", "right"]])
    assert plain["score"].to_numpy() == pytest.approx(renamed["score"].to_numpy())
