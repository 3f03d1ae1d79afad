"""What both commands say where they do nothing."""


class BackupRefused(Exception):
    """Nothing was done; the sentence says why, and holds no secret."""
