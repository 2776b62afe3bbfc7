"""Cloud folders, network drives and conflicting copies are told from ordinary places."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from crm.db import file_location


@pytest.mark.parametrize(
    ("path", "cloud"),
    [
        (PureWindowsPath(r"C:\Users\Ann\OneDrive - North West Cluster\cluster.desk"), "OneDrive"),
        (PureWindowsPath(r"C:\Users\Ann\Dropbox (Work)\cluster.desk"), "Dropbox"),
        (PurePosixPath("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/cluster.desk"), "iCloud"),
        (PurePosixPath("/Users/ann/Library/CloudStorage/Box-Box/cluster.desk"), "a cloud drive"),
        (PurePosixPath("/home/ann/Nextcloud/cluster.desk"), "Nextcloud"),
        (PurePosixPath("/home/ann/boxes/cluster.desk"), None),
        (PurePosixPath("/home/ann/Documents/Dropbox.desk"), None),
        (PureWindowsPath(r"C:\Users\Ann\AppData\Local\Cluster Desk\cluster.desk"), None),
    ],
)
def test_a_cloud_folder_is_known_by_its_name(path: PurePosixPath | PureWindowsPath, cloud: str | None) -> None:
    assert file_location.cloud_of(path) == cloud


def test_a_mount_of_another_computer_is_a_network_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n//srv/y {tmp_path}/my\\040share cifs rw 0 0\n"
    )
    monkeypatch.setattr(file_location, "MOUNTS", mounts)
    assert file_location.is_on_network(tmp_path / "a.desk")
    assert file_location.is_on_network(tmp_path / "my share" / "a.desk")
    assert not file_location.is_on_network(Path("/home/ann/a.desk"))


def test_only_copies_of_this_file_are_conflicting_copies(tmp_path: Path) -> None:
    path = tmp_path / "cluster.desk"
    theirs = ["cluster (Ann's conflicted copy).desk", "cluster-LAPTOP-9Z.desk", "cluster.sync-conflict-2026.desk"]
    for name in ["cluster.desk", "cluster copy.desk", "clusters.desk", "cluster.desk.lock", "cluster (1).txt", *theirs]:
        (tmp_path / name).touch()
    assert [found.name for found in file_location.conflicted_copies(path)] == sorted(theirs)
