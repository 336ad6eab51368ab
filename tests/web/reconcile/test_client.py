"""A client of others: the package reconciler, which matches columns of pandas tables."""

import warnings


def test_columns_of_a_table_are_matched(endpoint):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, and those of pandas
        import pandas
        from reconciler import reconcile

        table = pandas.DataFrame(
            {
                "name": ["Russia", "Cote d'Ivoire", "Ivanov", "President of France"],
                "when": ["2019", "2019", "2015-03-01", "2019-05-01"],
                "state": ["", "", "MKD", ""],
            }
        )
        hints = {"date": table["when"], "state": table["state"]}
        found = reconcile(table["name"], property_mapping=hints, reconciliation_endpoint=endpoint)
    by_name = found.set_index("input_value")
    assert by_name["id"].to_dict() == {
        "Russia": "RUS", "Cote d'Ivoire": "CIV", "Ivanov": "gjorge-ivanov", "President of France": "emmanuel-macron",
    }  # fmt: skip
    assert by_name["match"].all()
    assert by_name.loc["Russia", "type_id"] == "State"


def test_type_narrows(endpoint):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pandas
        from reconciler import reconcile

        column = pandas.Series(["Josep Borrell", "Zarif"])
        found = reconcile(column, type_id="Person", top_res="all", reconciliation_endpoint=endpoint)
    assert set(found["type_id"]) == {"Person"}
    assert {"josep-borrell", "josep-borrell-esp", "mohammad-javad-zarif"} <= set(found["id"])
