"""The token that allows writing over HTTP."""

import stat

import pytest

from kg.errors import StoreError
from kg.tokens import NAME, drop_token, is_token, make_token, takes_tokens


def test_only_its_hash_is_kept_and_only_for_the_owner(tmp_path):
    token = make_token(tmp_path)
    assert token not in (tmp_path / NAME).read_text()
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_new_token_makes_the_old_one_worthless(tmp_path):
    old, new = make_token(tmp_path), make_token(tmp_path)
    assert is_token(tmp_path, new)
    assert not is_token(tmp_path, old)


@pytest.mark.parametrize("wrong", ["", "x", "sha256:", "\ud800", "ü" * 10_000])
def test_nothing_else_is_a_token(tmp_path, wrong):
    make_token(tmp_path)
    assert not is_token(tmp_path, wrong)
    assert not is_token(tmp_path, (tmp_path / NAME).read_text().strip())


def test_a_folder_without_one_takes_none(tmp_path):
    assert not takes_tokens(tmp_path)
    assert not is_token(tmp_path, "")
    make_token(tmp_path)
    assert drop_token(tmp_path)
    assert not drop_token(tmp_path)
    assert not takes_tokens(tmp_path)


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(StoreError, match="cannot be written"):
        make_token(tmp_path / "gone")


def test_the_command_prints_a_token_that_holds(kg, data):
    token = kg("token").output.strip()
    assert is_token(data, token)
    assert "nobody may" in kg("token", "--off").output
    assert not is_token(data, token)


def test_what_is_no_data_folder_gets_no_token(kg, tmp_path):
    result = kg("token", "--data", tmp_path)
    assert result.exit_code == 1
    assert "no data folder" in result.output
