"""The file a member downloads."""

from io import BytesIO
from zipfile import ZipFile

from tests.conftest import WEDNESDAY
from union.privacy.archive import archive
from union.privacy.export import Copy


def test_pictures_are_in_the_file_and_no_name_leads_out_of_it() -> None:
    copy = Copy({"图片": [{"大小": "1×1"}]}, {"1.jpg": b"one", "../../etc/2.jpg": b"two"})
    with ZipFile(BytesIO(archive("演示工会", copy, WEDNESDAY))) as zipped:
        assert set(zipped.namelist()) == {"my-data.json", "my-data.html", "files/1.jpg", "files/2.jpg"}
        assert zipped.read("files/1.jpg") == b"one"
        assert "演示工会：我的数据" in zipped.read("my-data.html").decode()
