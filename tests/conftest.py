"""What every test may use. Its folder is on the import path, so two_engines can be imported."""
