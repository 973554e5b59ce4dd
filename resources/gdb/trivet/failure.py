class SnapshotFailure(Exception):
    """An expected failure. `code` is one of app/contract/failure.ts; `detail` is the foreign text."""

    def __init__(self, code, detail=''):
        super().__init__(code, detail)
        self.code = code
        self.detail = str(detail)
